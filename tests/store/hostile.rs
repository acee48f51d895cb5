//! Lines and records that are made to break things.

use super::{all, append, at, bucket, deployment, files, harvest, open, snapshot};
use milepost_model::record::Deployment;
use milepost_model::{Diagnostics, Instant};

fn line(id: &str, extra: &str) -> String {
    format!(
        r#"{{"schema":"milepost/1","kind":"deployment","id":{id},"rev":1,"repo":"r","environment":"e","sha":"a","origin":"run","created_at":"2026-11-01T00:00:00Z","outcome":"success","observed_at":"2026-11-02T00:00:00Z"{extra}}}"#
    )
}

#[test]
fn bad_lines_are_told_with_their_place_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = open(folder.path());
    let long = format!("\"{}\"", "x".repeat(10 << 20));
    let mut text = Vec::new();
    for part in [
        b"\xEF\xBB\xBF".to_vec(),
        line("\"one\"", "").into_bytes(),
        b"\r\n\n   \n".to_vec(),
        b"{\"kind\":\"deployment\",\"id\":\"\xff\xfe\"}\n".to_vec(),
        b"not json\n".to_vec(),
        b"\0\0\0\n".to_vec(),
        line("\"\"", "").into_bytes(),
        b"\n".to_vec(),
        line("\"two\"", &format!(",\"unknown\":{long}")).into_bytes(),
        b"\n".to_vec(),
        "[".repeat(100_000).into_bytes(),
        b"\n{\"schema\":\"milepost/1\",\"kind\":\"weather\",\"id\":\"x\"}\n".to_vec(),
        line("\"three\"", "").into_bytes(),
    ] {
        text.extend(part);
    }
    let mut diagnostics = Diagnostics::default();
    let (imported, committed) = store.import(text.as_slice(), "bad.ndjson", &mut diagnostics).expect("the rest goes on");
    assert_eq!((imported.records, imported.refused, committed.records), (3, 6, 3));
    let told: Vec<_> = diagnostics.iter().map(|d| (d.code.as_str(), d.place.as_ref().and_then(|place| place.line))).collect();
    let expected = [
        ("record/not-utf8", Some(4)),
        ("record/not-json", Some(5)),
        ("record/not-json", Some(6)),
        ("record/empty-id", Some(7)),
        ("record/not-json", Some(9)),
        ("record/unknown-kind", Some(10)),
    ];
    assert_eq!(told, expected);
    assert!(diagnostics.iter().all(|d| d.help.is_some() && d.place.as_ref().is_some_and(|place| *place.path == *"bad.ndjson")));
    let kept: Vec<Deployment> = all(&store);
    let long_one = kept.iter().find(|fact| fact.id == "two").expect("it was kept");
    assert_eq!(long_one.extra["unknown"].as_str().map(str::len), Some(10 << 20));
}

#[test]
fn a_file_of_the_wrong_sort_is_told_shortly() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut diagnostics = Diagnostics::default();
    let text = "name,date\n".repeat(50_000);
    let (imported, committed) = open(folder.path()).import(text.as_bytes(), "x.csv", &mut diagnostics).expect("it is read");
    assert_eq!((imported.records, imported.refused, committed.manifest), (0, 50_000, 0));
    assert_eq!(diagnostics.len(), 101);
    assert!(diagnostics.iter().last().is_some_and(|d| d.message.starts_with("49900 more lines")));
}

#[test]
fn ids_are_never_paths() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let inside = folder.path().join("store");
    let store = open(&inside);
    let ids = ["../../etc/passwd", "/etc/passwd", "a\0b", "C:\\x", "kind=x/bucket=00", "", "\u{202e}", "a\nb", "#1"];
    append(&store, harvest(ids.iter().map(|id| deployment(&format!("id{id}"), id, 1, 5))));
    let read: Vec<Deployment> = all(&store);
    assert_eq!(read.len(), ids.len());
    for id in ids {
        let found: Vec<Deployment> = snapshot(&store).read(bucket(id)).expect("it can be read");
        assert!(found.iter().any(|fact| fact.repo.as_str() == id), "{id:?}");
    }
    assert!(
        files(folder.path())
            .iter()
            .all(|(name, _)| name.starts_with("store/kind=deployment/bucket=") || name.starts_with("store/manifests/"))
    );
}

#[test]
fn values_at_the_edge_of_what_can_be_written_are_kept() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = open(folder.path());
    let long = "r".repeat(100_000);
    let facts = [
        Deployment { run_id: Some(i64::MAX.unsigned_abs()), ..deployment("number", "r", u64::MAX, 5) },
        Deployment { created_at: Instant::MIN_UTC, finished_at: Some(Instant::MAX_UTC), ..deployment("time", "r", 1, 5) },
        deployment("repository", &long, 1, 5),
    ];
    append(&store, harvest(facts));
    let read: Vec<Deployment> = all(&store);
    assert_eq!(read.len(), 3);
    let find = |id: &str| read.iter().find(|fact| fact.id == id).expect("it was kept");
    assert_eq!(find("repository").repo.as_str(), long);
    assert_eq!(find("number").rev, i64::MAX.unsigned_abs(), "a cell holds 63 bits");
    assert_eq!(find("time").created_at.timestamp_micros(), Instant::MIN_UTC.timestamp_micros());
    assert_eq!(append(&store, harvest([deployment("repository", &long, 1, 5)])).records, 0);
    let again = Deployment { observed_at: at(9999), ..deployment("number", "r", u64::MAX, 5) };
    assert_eq!(append(&store, harvest([Deployment { run_id: Some(i64::MAX.unsigned_abs()), ..again }])).records, 0);
}
