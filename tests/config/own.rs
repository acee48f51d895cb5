//! What an organisation may change of its portal: sign, pages, links, locale.

use super::{GOOD, problems};
use milepost::config::Config;
use std::path::{Path, PathBuf};

#[test]
fn links_of_one_s_own_have_room_and_lead_to_pages_or_to_the_web() {
    let link = |rest: &str| format!("{GOOD}[[navigation]]\n{rest}\n");
    for (to, is_good) in [
        ("/pages/how-we-work/", true),
        ("/catalog/?q=tier%3A1#rows", true),
        ("https://chat.example.com/c/1?x=2#y", true),
        ("http://intranet/", true),
        ("javascript:alert(1)", false),
        ("data:text/html,x", false),
        ("ftp://x.org/", false),
        ("//evil.example/", false),
        ("/\\\\evil.example/", false),
        ("/../secret", false),
        ("catalog/", false),
        ("https://ada:secret@x.org/", false),
    ] {
        let found = problems(&link(&format!("label = \"x\"\nto = \"{to}\"")));
        assert_eq!(found.is_empty(), is_good, "{to}: {found:?}");
        assert!(!found.join("").contains("secret@"), "{found:?}");
    }
    let long = "x".repeat(17);
    let text = link(&format!("label = \"{long}\"\nto = \"/\"\nbar = true\n[[navigation]]\nlable = \"x\"\nto = \"/\""));
    let found = problems(&text);
    assert_eq!(
        found,
        [
            "4:9 config/bad-value: [[navigation]] label: it has 17 letters, and there is room for 16 [choose a shorter one]",
            "7:1 config/missing-key: [[navigation]] lacks its key “label” [add label = \"How we work\"]",
            "8:1 config/unknown-key: [[navigation]] has no key “lable” [did you mean “label”?]",
        ]
    );
    let three = "[[navigation]]\nlabel = \"x\"\nto = \"/\"\nbar = true\n".repeat(3);
    assert!(problems(&format!("{GOOD}{three}")).concat().contains("14:7 config/bad-value: [[navigation]] bar: the top bar has room for 2"));
    let many = "[[navigation]]\nlabel = \"x\"\nto = \"/\"\n".repeat(21);
    assert!(problems(&format!("{GOOD}{many}")).concat().contains("comes 21 times, and at most 20 are shown"));
}

#[test]
fn what_the_portal_looks_like_is_checked_and_starts_from_the_file_s_folder() {
    let config = |site: &str| Config::load(&format!("{GOOD}[site]\n{site}\n"), Path::new("etc/metrics-config.toml"));
    let site = config("logo = \"a.svg\"\nlogo_dark = \"b.png\"\npages = \"../pages\"\nlocale = \"de\"").expect("because it holds").site;
    assert_eq!((site.logo, site.logo_dark), (Some(PathBuf::from("etc/a.svg")), Some(PathBuf::from("etc/b.png"))));
    assert_eq!((site.pages, site.locale.as_str()), (Some(PathBuf::from("etc/../pages")), "de"));
    assert_eq!(config("").expect("because it holds").site.locale, "en-GB");
    let found = problems(&format!("{GOOD}[site]\nlogo_dark = \"b.png\"\nlocale = \"en-gb\"\npage = \"x\"\n"));
    assert_eq!(
        found,
        [
            "4:13 config/contradiction: [site] has a logo_dark and no logo [name the one for light pages as logo]",
            "5:10 config/bad-value: [site] locale: “en-gb” is not a word that it takes; did you mean “en-GB”? [expected one of “en-GB”, “en-US”, “de”, “fr”]",
            "6:1 config/unknown-key: [site] has no key “page” [did you mean “pages”?]",
        ]
    );
}

#[test]
fn links_of_environments_have_known_places_behind_their_host() {
    for (to, expected) in [
        ("https://logs.example.com/?service={service}&env={environment}", None),
        ("http://logs.internal/{namespace}/{repository}#{version}-{sha}-{owner}", None),
        ("https://logs.example.com/plain", None),
        ("https://logs.example.com/?s={sevice}", Some("nobody knows {sevice}; did you mean {service}?")),
        ("https://logs.example.com/?s={service", Some("opens a brace and does not close it")),
        ("https://logs.example.com/?s=service}", Some("closes a brace that it did not open")),
        ("https://{service}.example.com/", Some("{service} stands in the host")),
        ("{service}", Some("{service} stands in the host")),
        ("javascript:alert({service})", Some("{service} stands in the host")),
        ("javascript:alert(1)", Some("begins with neither https:// nor http://")),
        ("ftp://x.org/{service}", Some("begins with neither https:// nor http://")),
    ] {
        let found = problems(&format!("{GOOD}[environment_links]\nlogs = \"{to}\"\n"));
        match expected {
            None => assert!(found.is_empty(), "{to}: {found:?}"),
            Some(words) => assert!(
                found.len() == 1 && found[0].starts_with("4:8 config/bad-value: [environment_links] logs: ") && found[0].contains(words),
                "{to}: {found:?}"
            ),
        }
    }
    assert!(
        problems(&format!("{GOOD}[environment_links]\nlogs = \"https://ada:secret@x.org/{{service}}\"\n")).concat().contains("4:8 config/")
    );
}
