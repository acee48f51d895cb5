//! Files that are cut short, changed, gone or from the future are named, never believed.

use super::{append, at, blob, deployment, end, files, harvest, open};
use milepost::store::{Store, StoreError};
use milepost_model::record::Deployment;
use milepost_model::{Harvest, Memory};
use std::path::{Path, PathBuf};

fn filled(folder: &Path) -> Store {
    let store = open(folder);
    let facts = (0..50).map(|n| deployment(&format!("d{n}"), "r", 1, n));
    append(&store, Harvest { blobs: vec![blob("text")], cursors: vec![("k".into(), b"v".to_vec())], ..harvest(facts) });
    store
}

fn file(folder: &Path, start: &str) -> PathBuf {
    let name = files(folder).into_iter().map(|(name, _)| name).find(|name| name.starts_with(start)).expect("there is such a file");
    folder.join(name)
}

fn read(store: &Store) -> Result<usize, StoreError> {
    let snapshot = store.snapshot(end())?;
    store.memory()?.recall("k");
    snapshot.blob(&blob("text").id)?;
    Ok(snapshot.read_all::<Deployment>()?.len())
}

#[test]
fn every_way_to_damage_a_file_gives_an_error_that_names_it_and_says_what_to_do() {
    type Damage = fn(&[u8]) -> Option<Vec<u8>>;
    let damages: [(&str, Damage); 6] = [
        ("cut short", |content| Some(content[..content.len() / 2].to_vec())),
        ("empty", |_| Some(Vec::new())),
        ("one bit", |content| {
            let mut changed = content.to_vec();
            changed[content.len() / 3] ^= 1;
            Some(changed)
        }),
        ("longer", |content| Some([content, b"x"].concat())),
        ("something else", |_| Some(b"<html>404</html>".to_vec())),
        ("gone", |_| None),
    ];
    for start in ["kind=", "blobs/", "cursors/"] {
        for (what, damage) in damages {
            let folder = tempfile::tempdir().expect("a folder can be made");
            let store = filled(folder.path());
            assert_eq!(read(&store).expect("nothing is damaged yet"), 50);
            let path = file(folder.path(), start);
            match damage(&std::fs::read(&path).expect("it can be read")) {
                Some(content) => std::fs::write(&path, content).expect("it can be written"),
                None => std::fs::remove_file(&path).expect("it can be removed"),
            }
            let error = read(&store).expect_err(what).to_string();
            let name = path.file_name().and_then(|name| name.to_str()).expect("it is UTF-8");
            assert!(error.contains(start) && error.contains(name), "{what}: {error}");
            assert!(error.contains("copy of the store"), "{what}: {error}");
        }
    }
}

#[test]
fn a_damaged_manifest_is_named_and_without_it_the_store_is_as_before() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = filled(folder.path());
    append(&store, harvest([deployment("new", "r", 1, 7)]));
    let newest = folder.path().join("manifests/00000000000000000002.json");
    std::fs::write(&newest, b"{\"form").expect("it can be written");
    let error = read(&store).expect_err("it is cut short").to_string();
    assert!(error.contains("manifests/00000000000000000002.json") && error.contains("the manifest before"), "{error}");
    std::fs::remove_file(&newest).expect("it can be removed");
    assert_eq!(read(&store).expect("the first manifest is whole"), 50);
}

#[test]
fn a_store_of_a_newer_format_is_refused_by_readers_and_writers() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = filled(folder.path());
    let path = folder.path().join("manifests/00000000000000000001.json");
    let text = std::fs::read_to_string(&path).expect("it can be read");
    std::fs::write(&path, text.replacen("\"format\":1", "\"format\":2", 1)).expect("it can be written");
    for error in [read(&store).expect_err("it is newer"), store.appender().map(drop).expect_err("it is newer")] {
        let error = error.to_string();
        assert!(error.contains("has format 2") && error.contains("newer milepost"), "{error}");
    }
}

#[test]
fn kinds_and_files_that_this_milepost_does_not_know_are_left_alone() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = filled(folder.path());
    let path = folder.path().join("manifests/00000000000000000001.json");
    let text = std::fs::read_to_string(&path).expect("it can be read");
    let part = r#"{"kind":"weather","bucket":"00","hash":"aa","rows":1,"bytes":1,"happened":["2026-01-01T00:00:00Z","2026-01-01T00:00:00Z"],"observed":"2026-01-01T00:00:00Z","collectors":{}},"#;
    std::fs::write(&path, text.replacen("\"parts\":[", &format!("\"parts\":[{part}"), 1)).expect("it can be written");
    assert_eq!(read(&store).expect("the rest is known"), 50);
    append(&store, harvest([deployment("new", "r", 1, 7)]));
    let how = milepost::store::Compaction { now: at(0), grace: std::time::Duration::ZERO, at_most: 1 };
    store.compact(how).expect("it is compacted");
    assert_eq!(store.statistics().expect("it can be read").kinds["weather"].rows, 1);
}

#[test]
fn a_place_that_cannot_be_a_store_is_refused() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("file");
    std::fs::write(&file, "x").expect("it can be written");
    for url in [file.to_str().expect("it is UTF-8"), "ftp://example.com/x"] {
        let error = Store::open(url).map(drop).expect_err(url).to_string();
        assert!(error.contains(url) && error.contains("s3://"), "{error}");
    }
}
