//! Cases worked out by hand: each folder of `cases/` holds records and the figures that must come out.
//!
//! `README.md` tells the story and the arithmetic. `records.ndjson` has the records; the coverage of
//! everything is added unless `case.json` says `"covered": false`. `expected.json` holds, for each
//! service, a part of what `milepost metrics --format json` prints: whatever it names must be equal.

use crate::world::{Made, World};
use milepost::metrics::delivery::{Span, json};
use milepost_model::record::Coverage;
use milepost_model::{CoverageState, EntityRef, Instant, Record, Window};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

fn folders() -> Vec<PathBuf> {
    let all = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/metrics/cases")).expect("because there are cases");
    let mut folders: Vec<PathBuf> = all.map(|entry| entry.expect("because it can be listed").path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn json_of(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The world of a case.
pub fn world(folder: &Path) -> World {
    let case = json_of(&folder.join("case.json"));
    let at = |name: &str| case[name].as_str().map(|text| text.parse::<Instant>().expect("because it is an instant"));
    let text = fs::read_to_string(folder.join("records.ndjson")).expect("because a case has records");
    let mut records = World::read(&text, &folder.join("records.ndjson").display().to_string());
    let texts =
        |value: &Value| value.as_array().map(|all| all.iter().filter_map(Value::as_str).map(str::to_owned).collect()).unwrap_or_default();
    let services: Vec<Made> = case["services"].as_object().map_or_else(
        || vec![Made { name: "shop".into(), repo: "gh:x:1".into(), paths: Vec::new() }],
        |all| all.iter().map(|(name, paths)| Made { name: name.clone(), repo: "gh:x:1".into(), paths: texts(paths) }).collect(),
    );
    let as_of = at("to").expect("because a case ends");
    if case["covered"] != Value::Bool(false) {
        for kind in ["deployment", "pipeline_run", "release", "change", "commit", "incident"] {
            let is_wanted = case["covered"].as_array().is_none_or(|kinds| kinds.iter().any(|found| found == kind));
            records.extend(is_wanted.then(|| covered(kind, as_of)));
        }
    }
    let asked = Some(Window { from: at("from").expect("because a case begins"), to: as_of });
    World { records, services, config: case["config"].as_str().unwrap_or_default().to_owned(), as_of, asked }
}

fn covered(kind: &str, to: Instant) -> Record {
    Record::Coverage(Coverage {
        id: format!("test:gh:x:1:{kind}"),
        of: kind.into(),
        source: "test".into(),
        repo: Some("gh:x:1".into()),
        from: "2020-01-01T00:00:00Z".parse().expect("because it is an instant"),
        to,
        state: CoverageState::Complete,
        ..Coverage::default()
    })
}

/// What the case says of a service, in the shape of what is expected.
fn found(world: &World, name: &str) -> Value {
    let delivery = world.measure().delivery;
    let service = delivery.service(&EntityRef::new("component", name)).unwrap_or_else(|| panic!("there is no service {name}"));
    let mut all = json::with_evidence(service);
    let metrics = service.figures(Span::Asked).map(|figures| json::of_figures(figures)["metrics"].clone());
    all["metrics"] = metrics.unwrap_or_default();
    all
}

/// Compares only what is expected; the path says where they differ.
fn differences(expected: &Value, found: &Value, path: &str, out: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, value) in expected {
                differences(value, found.get(key).unwrap_or(&Value::Null), &format!("{path}/{key}"), out);
            }
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            for (place, (expected, found)) in expected.iter().zip(found).enumerate() {
                differences(expected, found, &format!("{path}/{place}"), out);
            }
        }
        (expected, found) if expected == found => {}
        (expected, found) => out.push(format!("{path}: expected {expected}, found {found}")),
    }
}

#[test]
fn every_case_comes_out_as_it_was_worked_out_by_hand() {
    let folders = folders();
    assert!(folders.len() >= 25, "there are {} cases", folders.len());
    let mut wrong = Vec::new();
    for folder in &folders {
        let name = folder.file_name().expect("because it is a folder").to_string_lossy().into_owned();
        let readme = fs::read_to_string(folder.join("README.md")).unwrap_or_default();
        assert!(readme.len() > 80, "{name}: the README tells how the figures were worked out");
        let world = world(folder);
        let expected = json_of(&folder.join("expected.json"));
        let services = expected.as_object().unwrap_or_else(|| panic!("{name}: expected.json is by service"));
        for (service, expected) in services {
            assert!(expected.as_object().is_some_and(|all| !all.is_empty()), "{name}: nothing is expected of {service}");
            differences(expected, &found(&world, service), &format!("{name}: {service}"), &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
