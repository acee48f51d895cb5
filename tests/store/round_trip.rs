//! What is put into the store comes out of it, field by field.

use super::generated::{Random, record};
use super::{all, append, at, blob, deployment, files, harvest, line, open, snapshot};
use milepost::store::{Bucket, Format, Store};
use milepost_model::record::{Commit, Deployment, Record};
use milepost_model::{Diagnostics, Harvest, Kind, with_kind};
use proptest::prelude::*;

/// Every row that the store would keep, as lines.
fn lines(store: &Store) -> Vec<String> {
    let snapshot = snapshot(store);
    let mut lines = Vec::new();
    for kind in Kind::ALL {
        with_kind!(*kind, T => for bucket in Bucket::all() {
            lines.extend(snapshot.history::<T>(bucket).expect("it can be read").into_iter().map(|fact| line(&Into::<Record>::into(fact))));
        });
    }
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn records_of_every_kind_come_back_with_every_field(seed in any::<u64>()) {
        let mut random = Random(seed);
        let make = |n: usize, kind: &Kind, random: &mut Random| record(*kind, format!("{n}{}", random.text()), random);
        let records: Vec<_> = (0..8).flat_map(|n| Kind::ALL.iter().map(move |kind| (n, kind))).collect();
        let records: Vec<_> = records.into_iter().map(|(n, kind)| make(n, kind, &mut random)).collect();
        let mut expected: Vec<_> = records.iter().map(line).collect();
        expected.sort();

        let folder = tempfile::tempdir().expect("a folder can be made");
        let store = open(&folder.path().join("one"));
        let done = append(&store, Harvest { records, ..Harvest::default() });
        prop_assert_eq!(done.records, expected.len() as u64);
        prop_assert_eq!(lines(&store), expected.clone());

        // And through the interchange form into another store.
        let exported = store.export(Format::Ndjson, &folder.path().join("out")).expect("it is exported");
        let other = open(&folder.path().join("two"));
        let mut diagnostics = Diagnostics::default();
        for file in exported {
            let from = std::fs::File::open(&file.path).expect("it was written");
            other.import(from, "x", &mut diagnostics).expect("it is imported");
        }
        prop_assert!(diagnostics.is_empty(), "{:?}", diagnostics);
        prop_assert_eq!(lines(&other), expected);
    }
}

#[test]
fn importing_again_adds_nothing_and_writes_no_manifest() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = open(folder.path());
    let facts = || (0..200).map(|n| deployment(&format!("d{n}"), &format!("r{}", n % 7), 1, n));
    let first = append(&store, Harvest { blobs: vec![blob("a")], cursors: vec![("k".into(), b"v".to_vec())], ..harvest(facts()) });
    assert_eq!((first.records, first.blobs, first.manifest), (200, 1, 1));
    let before = files(folder.path());
    let later = facts().map(|mut fact| {
        fact.observed_at = at(5000);
        fact
    });
    let second = append(&store, Harvest { blobs: vec![blob("a")], cursors: vec![("k".into(), b"v".to_vec())], ..harvest(later) });
    assert_eq!((second.records, second.unchanged, second.blobs, second.parts, second.manifest), (0, 200, 0, 0, 1));
    assert!(files(folder.path()) == before, "nothing was written");
}

#[test]
fn the_same_lines_make_the_same_files_with_one_thread_and_with_two() {
    let text: String =
        (0..20_000).map(|n| line(&deployment(&format!("d{}", n * 7 % 20_000), &format!("r{}", n % 300), n % 3, 5).into())).collect();
    let import = |threads: usize, memory: usize| {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be made");
        pool.install(|| {
            let appender = open(folder.path()).appender().expect("the store can be read").with_memory(memory);
            let mut diagnostics = Diagnostics::default();
            appender.import(text.as_bytes(), "d.ndjson", &mut diagnostics).expect("it is imported");
            appender.commit().expect("it is committed");
        });
        files(folder.path())
    };
    let one = import(1, 1 << 30);
    assert!(one.len() > 60);
    assert!(one == import(2, 1 << 30));
    // Little memory makes more and smaller files, but always the same ones.
    let small = import(1, 1 << 20);
    assert!(small.len() > one.len());
    assert!(small == import(2, 1 << 20));
}

#[test]
fn little_memory_and_much_memory_tell_the_same_story() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut read: Vec<Vec<Deployment>> = Vec::new();
    for (name, memory) in [("much", 1 << 30), ("little", 1)] {
        let store = open(&folder.path().join(name));
        let appender = store.appender().expect("the store can be read").with_memory(memory);
        for n in 0..60 {
            let facts = [deployment(&format!("d{}", n % 20), "r", n % 4, 1)];
            appender.add(Harvest { blobs: vec![blob(&format!("{}", n % 5))], ..harvest(facts) }).expect("it is taken");
        }
        let done = appender.commit().expect("it is committed");
        assert_eq!(done.blobs, 5);
        read.push(all(&store));
    }
    assert_eq!(read[0].len(), 20);
    assert_eq!(read[0], read[1]);
}

#[test]
fn a_projection_fills_what_is_named_and_what_every_record_has() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = open(folder.path());
    let commit = Commit {
        id: "c".into(),
        repo: "r".into(),
        sha: "aa".into(),
        subject: Some("s".into()),
        is_bot: Some(true),
        paths: vec!["p".into(), "q".into()],
        committed_at: at(5),
        ..Commit::default()
    };
    append(&store, harvest([commit.clone()]));
    let read: Vec<Commit> = snapshot(&store).read_columns(super::bucket("r"), &["paths"]).expect("it can be read");
    assert_eq!(read, [Commit { subject: None, is_bot: None, ..commit }]);
}

#[test]
fn contents_are_kept_once_and_found_by_their_hash() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = open(folder.path());
    let texts: Vec<_> = (0..300).map(|n| format!("name: service-{n}\n")).collect();
    let blobs = || texts.iter().map(|text| blob(text)).collect();
    assert_eq!(append(&store, Harvest { blobs: blobs(), ..Harvest::default() }).blobs, 300);
    assert_eq!(append(&store, Harvest { blobs: blobs(), ..Harvest::default() }).blobs, 0);
    let ids: Vec<_> = texts.iter().map(|text| blob(text).id).collect();
    let found = snapshot(&store).blobs(ids.iter().map(String::as_str).chain(["unknown"])).expect("they can be read");
    assert_eq!(found.len(), 300);
    assert_eq!(found[&ids[7]], texts[7].as_bytes());
    assert_eq!(snapshot(&store).blob("unknown").expect("it can be asked for"), None);
}
