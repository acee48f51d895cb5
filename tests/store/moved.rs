//! Stores that are compacted, merged and exported say the same as before.

use super::{all, append, at, blob, deployment, end, files, harvest, open, repository};
use milepost::store::{Compaction, Format, Store};
use milepost_model::record::{Deployment, Repository};
use milepost_model::{Diagnostics, Harvest, Memory};
use std::time::Duration;

fn told(store: &Store) -> Vec<(Vec<Deployment>, Vec<Repository>)> {
    let snapshot = store.snapshot(end()).expect("the store can be read");
    let read = |seconds| {
        let then = snapshot.at(at(seconds));
        (then.read_all().expect("it can be read"), then.read_all().expect("it can be read"))
    };
    [0, 5, 15, 1_000_000].into_iter().map(read).collect()
}

fn grow(store: &Store, runs: i64) {
    for run in 0..runs {
        let facts = (0..40).map(|n| deployment(&format!("d{n}"), &format!("r{}", n % 9), run.unsigned_abs(), n));
        append(store, Harvest { blobs: vec![blob(&run.to_string())], ..harvest(facts) });
        append(store, harvest([repository("r1", run * 10, if run % 3 == 0 { "master" } else { "main" })]));
    }
}

fn now() -> Compaction {
    Compaction { now: end(), grace: Duration::ZERO, at_most: 1 }
}

#[test]
fn compacting_makes_fewer_files_that_say_the_same_and_does_it_once() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = open(folder.path());
    grow(&store, 12);
    std::fs::write(folder.path().join("README.md"), "mine").expect("it can be written");
    let (before, count) = (told(&store), files(folder.path()).len());
    let done = store.compact(now()).expect("it is compacted");
    assert!(done.rewritten > done.written && done.removed > 0, "{done:?}");
    assert!(told(&store) == before);
    assert!(files(folder.path()).len() < count / 3);
    assert!(folder.path().join("README.md").exists(), "what the store did not write stays");
    let rows = store.statistics().expect("it can be read").kinds["deployment"].rows;
    assert_eq!(rows, 40, "earlier revisions are gone");

    let again = store.compact(now()).expect("it is compacted");
    assert_eq!((again.rewritten, again.written, again.removed, again.manifest), (0, 0, 0, done.manifest));
    let facts = (0..40).map(|n| deployment(&format!("d{n}"), &format!("r{}", n % 9), 3, n));
    assert_eq!(append(&store, harvest(facts)).records, 0, "an earlier revision says nothing new");
}

#[test]
fn nothing_that_is_younger_than_the_grace_is_removed() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = open(folder.path());
    grow(&store, 3);
    let reader = store.snapshot(end()).expect("the store can be read");
    // A writer that has written its parts and not its manifest yet.
    let writer = store.appender().expect("the store can be read").with_memory(1);
    writer.add(harvest([deployment("late", "r", 1, 1)])).expect("it is taken");
    let now = chrono::Utc::now();
    let done = store.compact(Compaction { now, grace: Duration::from_hours(1), at_most: 1 }).expect("it is compacted");
    assert_eq!(done.removed, 0);
    assert_eq!(reader.read_all::<Deployment>().expect("what it reads is still there").len(), 40);
    writer.commit().expect("its parts are still there");
    assert_eq!(all::<Deployment>(&store).len(), 41);
}

#[test]
fn shards_are_merged_into_one_store_and_twice_is_once() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let main = open(&folder.path().join("main"));
    append(&main, harvest([deployment("d0", "r", 1, 1)]));
    let shard = |number: u32| {
        let store = open(&folder.path().join(number.to_string()));
        let appender = store.appender().expect("the store can be read");
        let facts = (0..10).map(|n| deployment(&format!("d{number}{n}"), &format!("r{n}"), 1, n));
        let cursors = vec![(format!("shard {number}"), b"x".to_vec())];
        appender.add(Harvest { cursors, blobs: vec![blob("both have it")], ..harvest(facts) }).expect("it is taken");
        appender.commit_shard(number, 3).expect("it is committed");
        store
    };
    let shards = [shard(1), shard(3)];
    let merged = main.merge(&shards).expect("they are merged");
    assert_eq!(merged.shards, ["manifest-1-of-3", "manifest-3-of-3"]);
    assert_eq!(merged.missing, ["manifest-2-of-3"]);
    assert_eq!(all::<Deployment>(&main).len(), 21);
    let memory = main.memory().expect("the store can be read");
    assert!(memory.recall("shard 1").is_some() && memory.recall("shard 3").is_some());
    let again = main.merge(&shards).expect("they are merged");
    assert_eq!((again.files, again.manifest), (0, merged.manifest));

    let whole = open(&folder.path().join("whole"));
    whole.merge(std::slice::from_ref(&main)).expect("a whole store is merged");
    assert_eq!(all::<Deployment>(&whole), all::<Deployment>(&main));
}

#[test]
fn shards_that_share_a_store_are_taken_in_once_and_waited_for_again() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = open(&folder.path().join("shared"));
    append(&store, harvest([deployment("d0", "r", 1, 1)]));
    let collect = |number: u32| {
        let appender = store.appender().expect("the store can be read");
        let facts = (0..10).map(|n| deployment(&format!("d{number}{n}"), &format!("r{n}"), 1, n));
        let cursors = vec![(format!("shard {number}"), b"x".to_vec())];
        appender.add(Harvest { cursors, ..harvest(facts) }).expect("it is taken");
        appender.commit_shard(number, 2).expect("it is committed");
    };
    collect(2);
    assert_eq!(all::<Deployment>(&store).len(), 1, "nobody sees a shard that was not merged");
    let early = store.merge_own().expect("they are merged");
    assert_eq!((early.shards.len(), early.missing), (1, vec!["manifest-1-of-2".to_owned()]));
    collect(1);
    let merged = store.merge_own().expect("they are merged");
    assert_eq!((merged.shards.len(), merged.missing), (2, Vec::new()));
    assert_eq!(all::<Deployment>(&store).len(), 21);
    let memory = store.memory().expect("the store can be read");
    assert!(memory.recall("shard 1").is_some() && memory.recall("shard 2").is_some());
    // Compacting leaves nothing that an old shard would name, and the next merge finds none.
    let now = chrono::Utc::now() + chrono::Duration::days(1);
    store.compact(Compaction { now, grace: Duration::ZERO, at_most: 1 }).expect("it is compacted");
    assert_eq!(store.merge_own().expect("there is nothing to merge").shards, Vec::<String>::new());
    assert_eq!(all::<Deployment>(&store).len(), 21);
}

#[test]
fn an_export_can_be_imported_and_is_the_same_every_time() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = open(&folder.path().join("store"));
    grow(&store, 6);
    for (word, format) in Format::ALL {
        let out = folder.path().join(word);
        let exported = store.export(*format, &out).expect("it is exported");
        assert_eq!(exported.iter().map(|file| file.records).collect::<Vec<_>>(), [40, 4], "{word}");
        let first = files(&out);
        assert_eq!(
            first.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(),
            [format!("deployment.{word}"), format!("repository.{word}")]
        );
        store.export(*format, &out).expect("it is exported");
        assert!(files(&out) == first, "{word}");
    }
    let other = open(&folder.path().join("other"));
    let mut diagnostics = Diagnostics::default();
    for (name, content) in files(&folder.path().join("ndjson")) {
        other.import(content.as_slice(), &name, &mut diagnostics).expect("it is imported");
    }
    assert!(diagnostics.is_empty());
    assert!(told(&other) == told(&store));
    let csv = std::fs::read_to_string(folder.path().join("csv/deployment.csv")).expect("it was written");
    assert_eq!(csv.lines().count(), 41);
}
