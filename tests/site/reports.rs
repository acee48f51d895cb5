//! The weekly report says the same on its page, in its text and in the data, and fits into one message.

use super::{fixture, render};
use milepost::adoption::table;
use milepost::site::SiteSettings;
use milepost::site::report::{LONGEST, Report, address, chat, json, markdown, weeks};

#[test]
fn page_text_and_data_say_the_same() {
    for portal in [fixture::small(), fixture::hostile()] {
        let (_folder, files) = render(&portal, &SiteSettings::default());
        let all = weeks(&portal);
        assert_eq!(all.len(), 53);
        for (at, week) in all {
            let report = Report::of(&portal, at, week);
            let data = json(&portal, &report);
            let text = markdown(&portal, &report, None);
            assert!(text.chars().count() <= LONGEST, "{}", text.chars().count());
            let page = String::from_utf8(files[&format!("{}index.html", address(week))].clone()).expect("because pages are UTF-8");
            assert_eq!(files[&format!("{}report.md", address(week))], text.as_bytes());
            if let Some(percent) = data["share"]["percent"].as_str() {
                assert!(text.contains(&format!("**{percent}%**")) && page.contains(&format!("<b>{percent}%</b>")), "{percent}");
                assert!(chat(&portal, &report, None).contains(&format!("*{percent}%*")), "{percent}");
            }
            assert!(!text.contains('<'), "{text}");
        }
        // The newest week counts what the lists list.
        let on = table::lines(&portal.adoption, None).iter().filter(|line| matches!(line[3].as_str(), "current" | "on" | "behind")).count();
        let (at, week) = *weeks(&portal).last().expect("because there are weeks");
        assert_eq!(json(&portal, &Report::of(&portal, at, week))["share"]["num"].as_u64(), Some(on as u64));
    }
}

#[test]
fn an_organisation_without_paths_has_no_reports_and_says_so() {
    let portal = fixture::empty("Nobody yet");
    assert!(weeks(&portal).is_empty());
    let (_folder, files) = render(&portal, &SiteSettings::default());
    let page = String::from_utf8(files["weekly/index.html"].clone()).expect("because pages are UTF-8");
    assert!(page.contains("There is nothing to report yet"));
}
