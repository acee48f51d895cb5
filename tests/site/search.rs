//! What search loads: every address in it leads somewhere, and only what changed is written anew.

use super::html::tags;
use super::{files, fixture, ids, pages, render};
use milepost::site::SiteSettings;
use milepost::site::search::{Readable, Section, Source, index};
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
fn the_lists_name_every_file() {
    let (_folder, files) = render(&fixture::small(), &SiteSettings::default());
    let (_, list) = files.iter().find(|(path, _)| path.starts_with("assets/search-parts.")).expect("a list");
    let list = String::from_utf8_lossy(list);
    for stem in ["search-operations", "search-texts", "search-words"] {
        for (path, _) in shards(&files, stem) {
            let hash = path.rsplit('.').nth(1).expect("a hash");
            assert!(list.contains(hash), "{path} is in no list");
        }
    }
    let freshness = String::from_utf8_lossy(&files["freshness.js"]).into_owned();
    for stem in ["assets/search-index.", "assets/search-parts.", "assets/search-page.", "assets/search."] {
        let path = files.keys().find(|path| path.starts_with(stem)).unwrap_or_else(|| panic!("{stem}"));
        assert!(freshness.contains(path.as_str()), "{path} is not named");
    }
}

/// So many pages with words of their own.
fn written(count: usize) -> Vec<Readable<'static>> {
    let page = |place: usize| {
        let text: Vec<String> = (0..120).map(|word| format!("word{}", (place * 31 + word * word) % 5_000)).collect();
        let section = Section { heading: format!("Part {place}"), id: format!("part-{place}"), text: text.join(" ") };
        let address = format!("docs/{place}/");
        let title = format!("Page {place}");
        Readable {
            title,
            address,
            kind: "Docs".to_owned(),
            owner: String::new(),
            of: String::new(),
            source: Source::Written(vec![section]),
        }
    };
    (0..count).map(page).collect()
}

#[test]
fn a_text_that_changes_changes_few_files_and_none_is_large() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut pages = written(600);
    index(&pages, folder.path()).expect("because the folder is ours");
    let before = files(folder.path());
    assert!(before.len() > 20 && before.values().all(|content| content.len() < 64_000));
    assert_eq!(index(&pages, folder.path()).expect("because the folder is ours").written, 0);
    pages[300].source = Source::Written(vec![Section { text: "Says something else, of quaternions".to_owned(), ..Section::default() }]);
    index(&pages, folder.path()).expect("because the folder is ours");
    let after = files(folder.path());
    let new = |stem: &str| after.keys().filter(|path| path.starts_with(stem) && !before.contains_key(*path)).count();
    let moved = new("assets/search-texts.");
    assert!((1..=8).contains(&moved), "{moved} of {}", shards(&after, "search-texts").len());
    let texts: Vec<Value> = shards(&after, "search-texts").into_iter().map(|(_, shard)| shard).collect();
    assert_eq!(texts.iter().map(|shard| shard.as_array().map_or(0, Vec::len)).sum::<usize>(), 600);
}

#[test]
fn every_name_stands_in_the_list_from_a_to_z() {
    let portal = fixture::small();
    let (_folder, files) = render(&portal, &SiteSettings::default());
    let html = String::from_utf8_lossy(&files["search/index.html"]).into_owned();
    for service in &portal.catalog.services {
        assert!(html.contains(&format!("../catalog/{}/\" dir=\"auto\">", service.slug)), "{}", service.slug);
    }
    for team in &portal.catalog.teams {
        assert!(html.contains(&format!("../teams/{}/\" dir=\"auto\">", team.slug)), "{}", team.slug);
    }
}
