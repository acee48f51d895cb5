//! What the site says to programs: the feed of what changed, and the text for language models.

use super::{fixture, render};
use milepost::portal::Portal;
use milepost::site::SiteSettings;
use std::collections::BTreeSet;

fn at(url: &str) -> SiteSettings {
    SiteSettings { site_url: Some(url.to_owned()), ..SiteSettings::default() }
}

fn feed(portal: &Portal, url: &str) -> String {
    let (_folder, files) = render(portal, &at(url));
    String::from_utf8(files["feed.xml"].clone()).expect("because it is UTF-8")
}

/// The texts of the elements of a name, in a feed whose elements all end where they must.
fn texts<'x>(xml: &'x str, name: &str) -> Vec<&'x str> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        let end = at + rest[at..].find('>').expect("every tag ends");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{xml}");
        } else if !tag.starts_with('?') && !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap_or_default());
        }
    }
    assert!(open.is_empty(), "{open:?}");
    for (at, _) in xml.match_indices('&') {
        let entity = xml[at..].split(';').next().unwrap_or_default();
        assert!(["&amp", "&lt", "&gt", "&quot"].contains(&entity), "{entity}");
    }
    let start = format!("<{name}>");
    xml.split(&start).skip(1).map(|part| part.split(&format!("</{name}>")).next().unwrap_or_default()).collect()
}

#[test]
fn the_feed_is_there_where_it_is_known_where_the_portal_is_and_every_page_names_it() {
    let portal = fixture::small();
    let (_folder, without) = render(&portal, &SiteSettings::default());
    assert!(!without.contains_key("feed.xml"));
    assert!(!String::from_utf8_lossy(&without["index.html"]).contains("application/atom+xml"));
    let (_folder, with) = render(&portal, &at("https://portal.example.org/x/"));
    let page = String::from_utf8_lossy(&with["teams/index.html"]).into_owned();
    assert!(page.contains("<link rel=\"alternate\" type=\"application/atom+xml\" title=\"What changed\" href=\"../feed.xml\">"));
}

#[test]
fn entries_have_ids_that_stay_and_come_newest_first() {
    let portal = fixture::small();
    let xml = feed(&portal, "https://portal.example.org/x/");
    let ids = texts(&xml, "id");
    assert!(ids.len() > 2, "something changed in the fixture: {xml}");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    assert!(ids.iter().all(|id| id.starts_with("tag:portal.example.org,2026:/x/")), "{ids:?}");
    let updated = texts(&xml, "updated");
    assert!(updated[1..].windows(2).all(|pair| pair[0] >= pair[1]), "{updated:?}");
    assert_eq!(updated[0], updated[1], "the feed is as new as its newest entry");
    for link in xml.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default()) {
        assert!(link.starts_with("https://portal.example.org/x/"), "{link}");
    }
    // A day later the same facts have the same ids.
    let mut later = portal.clone();
    later.as_of += chrono::Duration::hours(20);
    let kept = texts(&xml, "id").into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
    let again = feed(&later, "https://portal.example.org/x/");
    let again: BTreeSet<String> = texts(&again, "id").into_iter().map(str::to_owned).collect();
    assert_eq!(kept, again);
}

#[test]
fn a_service_that_went_to_another_team_is_told_once_with_both() {
    let mut portal = fixture::small();
    let service = portal.catalog.services[0].reference.clone();
    let group = |name: &str| Some(milepost_model::EntityRef::new("group", name));
    let handed = |from, to, days| milepost::portal::HandedOver {
        reference: service.clone(),
        from,
        to,
        at: portal.as_of - chrono::Duration::days(days),
        path: "milepost.yaml".to_owned(),
        repo: milepost_model::RepoId::from("r"),
    };
    portal.handed_over =
        vec![handed(group("pricing"), group("checkout"), 3), handed(group("pricing"), None, 20), handed(None, group("x"), 90)];
    let xml = feed(&portal, "https://portal.example.org/x/");
    let titles = texts(&xml, "title");
    let of = |part: &str| titles.iter().filter(|title| title.contains(part)).count();
    assert_eq!((of(" went from pricing to Checkout"), of(" is no longer owned by pricing"), of(" is owned by x")), (1, 1, 0), "{titles:?}");
}

#[test]
fn texts_of_strangers_stay_texts_in_the_feed_and_for_language_models() {
    let portal = fixture::hostile();
    texts(&feed(&portal, "https://portal.example.org"), "id");
    let (_folder, files) = render(&portal, &SiteSettings::default());
    let llms = String::from_utf8(files["llms.txt"].clone()).expect("because it is UTF-8");
    assert_eq!(llms.matches("\n# ").count(), 0, "{llms}");
    assert!(llms.starts_with("# "), "{llms}");
    // What would open an element of HTML stands behind a backslash, which Markdown shows as it is.
    assert!(!llms.replace("\\<", "").contains('<'), "{llms}");
}

#[test]
fn the_text_for_language_models_is_small_whatever_there_is() {
    for portal in [fixture::empty("Nobody yet"), fixture::thin(510)] {
        let (_folder, files) = render(&portal, &at("https://portal.example.org"));
        let llms = String::from_utf8_lossy(&files["llms.txt"]).into_owned();
        assert!(llms.len() <= 50_000, "{}", llms.len());
        assert!(llms.contains("(https://portal.example.org/data/index.json)"));
    }
}
