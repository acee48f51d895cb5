//! Your first deploy and the way to say what is wrong with a page.

use super::html::tags;
use super::{fixture, pages, render};
use milepost::site::{self, Feedback, Helper, SiteSettings, StartStep};
use milepost_model::{EntityRef, Place};

fn step(title: &str) -> StartStep {
    StartStep {
        title: title.to_owned(),
        text: None,
        link: None,
        label: None,
        action: None,
        path: None,
        minutes: None,
        helps: None,
        works: None,
        place: Place::file("metrics-config.toml").at(9, 1),
    }
}

fn feedback() -> Feedback {
    Feedback {
        address: "https://git.example.com/o/portal/issues/new".to_owned(),
        has_description: false,
        template: Some("feedback.yml".to_owned()),
        labels: vec!["portal".to_owned()],
        page_field: "page".to_owned(),
        build_field: "build".to_owned(),
        browser_field: "browser".to_owned(),
        readers: Some(Helper::Words("Whoever is on call".to_owned())),
    }
}

#[test]
fn without_steps_of_its_own_a_portal_says_only_what_it_knows() {
    let (_folder, files) = render(&fixture::small(), &SiteSettings::default());
    let page = String::from_utf8_lossy(&files["start/index.html"]).into_owned();
    for part in ["Get the code", "See what is there already", "Propose a change", "Deploy it", "Find it here"] {
        assert!(page.contains(part), "{part}");
    }
    assert!(page.contains("Unknown") && !page.contains("<dt>Takes</dt>"), "no time is made up: {page}");
    assert!(files["index.html"].windows(14).any(|part| part == b"href=\"start/\">"), "Home leads there");
}

#[test]
fn a_step_shows_what_was_written_and_no_more() {
    let own = StartStep {
        text: Some("Ask **first**. <script>alert(1)</script> [x](javascript:alert(1))".to_owned()),
        link: Some("/catalog/".to_owned()),
        minutes: Some(90),
        helps: Some(Helper::Known(EntityRef::new("group", "nobody-knows-it"))),
        works: Some("`ok`".to_owned()),
        ..step("Say \"hi\" <b>")
    };
    let settings = SiteSettings { start: vec![own, step("Say \"hi\" <b>")], ..SiteSettings::default() };
    let (_folder, files) = render(&fixture::small(), &settings);
    let page = String::from_utf8_lossy(&files["start/index.html"]).into_owned();
    assert!(page.contains("Ask <strong>first</strong>") && page.contains("<dt>Takes</dt><dd>1.5 h</dd>"), "{page}");
    assert!(page.contains("id=\"say-hi-b\"") && page.contains("id=\"say-hi-b-2\""), "{page}");
    assert!(page.contains("href=\"../catalog/\"") && page.contains("nobody-knows-it"), "{page}");
    assert!(!page.contains("<script>alert") && !page.contains("javascript:") && !page.contains("<b>\""), "{page}");
}

#[test]
fn a_step_that_leads_nowhere_is_told_and_leads_nowhere() {
    let steps =
        vec![StartStep { link: Some("/catalgo/".to_owned()), ..step("A") }, StartStep { action: Some("launch".to_owned()), ..step("B") }];
    let folder = tempfile::tempdir().expect("a folder");
    let settings = SiteSettings { start: steps, ..SiteSettings::default() };
    let written = site::render(&fixture::small(), &settings, folder.path()).expect("because links never stop a build");
    let told: Vec<String> = written.notes.iter().map(|note| format!("{} {}", note.code, note.message)).collect();
    assert!(told.iter().any(|one| one.starts_with("site/no-such-page [[start]] “A” leads to /catalgo/")), "{told:?}");
    assert!(told.iter().any(|one| one.starts_with("site/no-such-action [[start]] “B” names the action “launch”")), "{told:?}");
    let page = std::fs::read_to_string(folder.path().join("start/index.html")).expect("the page is there");
    assert!(!page.contains("catalgo") && !page.contains("launch"), "{page}");
}

#[test]
fn every_page_has_a_link_for_feedback_where_there_is_a_place_for_it_and_none_has_one_elsewhere() {
    let (_folder, files) = render(&fixture::small(), &SiteSettings { feedback: Some(feedback()), ..SiteSettings::default() });
    assert!(files.contains_key("feedback/index.html"));
    let mut seen = 0;
    for (path, page) in pages(&files).filter(|(_, page)| !page.contains("http-equiv=\"refresh\"")) {
        assert!(page.contains("data-feedback=\"browser\">Feedback on this page</a>"), "{path}");
        assert!(page.contains("form-action 'self'; require-trusted-types-for 'script'; trusted-types milepost"), "{path}");
        seen += 1;
    }
    assert!(seen > 10, "{seen} pages");
    let page = String::from_utf8_lossy(&files["teams/index.html"]).into_owned();
    let link = "https://git.example.com/o/portal/issues/new?template=feedback.yml&amp;labels=portal&amp;title=Feedback%3A+Teams&amp;page=%2Fteams%2F&amp;build=milepost+";
    assert!(page.contains(link), "{page}");
    let (_folder, files) = render(&fixture::small(), &SiteSettings::default());
    assert!(!files.contains_key("feedback/index.html"));
    for (path, page) in pages(&files) {
        assert!(!page.contains("data-feedback") && !page.contains("Feedback"), "{path}");
    }
}

#[test]
fn no_name_that_a_stranger_wrote_changes_where_feedback_goes() {
    let (_folder, files) = render(&fixture::hostile(), &SiteSettings { feedback: Some(feedback()), ..SiteSettings::default() });
    let mut seen = 0;
    for (path, page) in pages(&files) {
        for tag in tags(&page).iter().filter(|tag| tag.get("data-feedback").is_some()) {
            let href = tag.get("href").unwrap_or_default();
            assert!(href.starts_with("https://git.example.com/o/portal/issues/new?template=feedback.yml&"), "{path}: {href}");
            assert!(href.len() < 4_000 && !href.contains(['<', '"', ' ']), "{path}: {href}");
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen} links");
}
