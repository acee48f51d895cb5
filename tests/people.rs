//! A portal with `privacy.people = "hidden"`: no byte of it names a person that the records name.

use clap::Parser;
use milepost::cli::{self, Ended, Surroundings, args::Cli};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Keys of records that hold a person.
const PERSONS: &[&str] = &["actor", "author", "by", "creator", "login", "merged_by", "person", "reviewer"];

#[test]
fn people_who_are_hidden_stand_nowhere() {
    let place = tempfile::tempdir().expect("because the machine has a temporary folder");
    let path = |name: &str| place.path().join(name).display().to_string();
    milepost(&["demo", "--services", "16", "--weeks", "12", "--out", &path("site")]);
    let people = people(&place.path().join("site.milepost"));
    assert!(people.len() > 40, "the records name {people:?}");

    let shown = told(&place.path().join("site"), &people);
    assert!(shown.len() > 10, "people who are not hidden are named in few files: {shown:?}");

    let config = place.path().join("site.milepost/metrics-config.toml");
    let text = fs::read_to_string(&config).expect("the demo wrote it");
    assert!(text.contains("\n# people = \"shown\"\n"));
    fs::write(&config, text.replace("\n# people = \"shown\"\n", "\npeople = \"hidden\"\n")).expect("the folder is ours");
    let store = path("site.milepost/store");
    milepost(&["build", "--config", &config.display().to_string(), "--store", &store, "--out", &path("hidden")]);
    assert_eq!(told(&place.path().join("hidden"), &people), BTreeMap::new());
}

/// Runs the program in this process.
fn milepost(arguments: &[&str]) {
    let surroundings = Surroundings {
        now: "2026-11-20T06:40:00Z".parse().expect("it is an instant"),
        environment: BTreeMap::default(),
        is_terminal: false,
    };
    let cli = Cli::try_parse_from(["milepost", "--quiet"].iter().chain(arguments)).expect("because it is a command");
    assert_eq!(cli::run(cli, &surroundings), Ended::Done, "{arguments:?}");
}

/// Everybody whom the records below a folder name. Bots are nobody.
fn people(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in files(folder).into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "ndjson")) {
        for line in fs::read_to_string(path).expect("it can be read").lines() {
            gather(&serde_json::from_str(line).expect("it is a record"), &mut found);
        }
    }
    found.retain(|name| name.len() > 3 && !name.contains("bot") && !name.contains(':'));
    found
}

fn gather(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(text) if PERSONS.contains(&key.as_str()) => drop(found.insert(text.clone())),
                    other => gather(other, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| gather(value, found)),
        _ => {}
    }
}

/// The files that name anybody, each with the first whom it names.
fn told(folder: &Path, people: &BTreeSet<String>) -> BTreeMap<PathBuf, String> {
    let named = |path: &Path| {
        let content = fs::read(path).expect("it can be read");
        let text = String::from_utf8_lossy(&content);
        people.iter().find(|name| text.contains(name.as_str())).cloned()
    };
    files(folder).into_iter().filter_map(|path| Some((path.clone(), named(&path)?))).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let found = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.expect("it can be read"));
    found.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}
