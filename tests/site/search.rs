//! What search loads: every address in it leads somewhere, and only what changed is written anew.

use super::html::tags;
use super::{files, fixture, ids, pages, render};
use milepost::site::{self, SiteSettings};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The data of every file of search with this name, in the order of the names.
fn shards<'f>(files: &'f BTreeMap<String, Vec<u8>>, stem: &str) -> Vec<(&'f str, Value)> {
    let start = format!("assets/{stem}.");
    let of_stem = files.iter().filter(|(path, _)| path.starts_with(&start));
    let read = |(path, content): (&'f String, &'f Vec<u8>)| {
        let text = std::str::from_utf8(content).expect("because scripts are UTF-8");
        let json = text.strip_prefix("milepost.shard(").and_then(|text| text.strip_suffix(");\n")).expect("because it registers data");
        (path.as_str(), serde_json::from_str(json).expect("because data are JSON"))
    };
    of_stem.map(read).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("because it is a text")
}

#[test]
fn everything_that_search_finds_is_there_down_to_the_section() {
    for (name, portal) in [("small", fixture::small()), ("hostile", fixture::hostile())] {
        let (_folder, files) = render(&portal, &SiteSettings::default());
        let html: BTreeMap<&str, String> = pages(&files).collect();
        let parsed: BTreeMap<&str, _> = html.iter().map(|(path, html)| (*path, tags(html))).collect();
        let known: BTreeMap<&str, BTreeSet<&str>> = parsed.iter().map(|(path, tags)| (*path, ids(tags))).collect();
        let assert_there = |address: &str, id: &str| {
            let (folder, fragment) = address.split_once('#').unwrap_or((address, ""));
            let ids = known.get(format!("{folder}index.html").as_str()).unwrap_or_else(|| panic!("{name}: no page at {folder}"));
            for id in [id, fragment].into_iter().filter(|id| !id.is_empty()) {
                assert!(ids.contains(id), "{name}: {folder} has no #{id}");
            }
        };
        let mut sections = 0;
        for (_, shard) in shards(&files, "search-texts") {
            for page in shard.as_array().expect("pages") {
                for section in page[3].as_array().expect("sections") {
                    assert_there(text(&page[1]), text(&section[1]));
                    sections += 1;
                }
            }
        }
        let mut operations = 0;
        for (_, shard) in shards(&files, "search-operations") {
            for operation in shard["operations"].as_array().expect("operations") {
                let page = &shard["pages"][operation[0].as_u64().and_then(|place| usize::try_from(place).ok()).expect("a place")];
                assert_there(text(&page[1]), text(&operation[3]));
                operations += 1;
            }
        }
        assert!(sections > 5 && (operations > 5 || name != "small"), "{name}: {sections} sections, {operations} operations");
    }
}

#[test]
fn the_lists_name_every_file_and_no_file_is_too_large() {
    let (_folder, files) = render(&fixture::generated(300), &SiteSettings::default());
    let (_, list) = files.iter().find(|(path, _)| path.starts_with("assets/search-parts.")).expect("a list");
    let list = String::from_utf8_lossy(list);
    for stem in ["search-operations", "search-texts", "search-words"] {
        for (path, _) in shards(&files, stem) {
            let hash = path.rsplit('.').nth(1).expect("a hash");
            assert!(list.contains(hash), "{path} is in no list");
            assert!(files[path].len() < 64_000, "{path} has {} bytes", files[path].len());
        }
    }
    let freshness = String::from_utf8_lossy(&files["freshness.js"]).into_owned();
    for stem in ["assets/search-index.", "assets/search-parts.", "assets/search-page.", "assets/search."] {
        let path = files.keys().find(|path| path.starts_with(stem)).unwrap_or_else(|| panic!("{stem}"));
        assert!(freshness.contains(path.as_str()), "{path} is not named");
    }
}

#[test]
fn a_text_that_changes_changes_few_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut portal = fixture::generated(300);
    site::render(&portal, &SiteSettings::default(), folder.path()).expect("because the portal can be rendered");
    let before = files(folder.path());
    let entity = portal.catalog.entities.values_mut().find(|entity| entity.description.is_some()).expect("a described one");
    entity.description = Some("Says something else, of quaternions".to_owned());
    site::render(&portal, &SiteSettings::default(), folder.path()).expect("because the portal can be rendered");
    let after = files(folder.path());
    let new = |stem: &str| after.keys().filter(|path| path.starts_with(stem) && !before.contains_key(*path)).count();
    assert_eq!(new("assets/search-texts."), 1);
    assert!((1..=4).contains(&new("assets/search-words.")));
}

#[test]
fn every_name_stands_in_the_list_from_a_to_z() {
    let portal = fixture::generated(700);
    let (_folder, files) = render(&portal, &SiteSettings::default());
    let html: String = pages(&files).filter(|(path, _)| path.starts_with("search/")).map(|(_, html)| html).collect();
    for service in &portal.catalog.services {
        assert!(html.contains(&format!("catalog/{}/\" dir=\"auto\">", service.slug)), "{}", service.slug);
    }
    assert!(files.contains_key("search/by/page/2/index.html"));
}
