//! The store as its users meet it: in folders, by several processes, on an object store.
#![allow(clippy::disallowed_methods, reason = "tests stand outside: they start processes, ask the clock and are told of servers")]

#[path = "store/buckets.rs"]
mod buckets;
#[path = "store/damage.rs"]
mod damage;
#[path = "store/generated.rs"]
mod generated;
#[path = "store/hostile.rs"]
mod hostile;
#[path = "store/killed.rs"]
mod killed;
#[path = "store/moved.rs"]
mod moved;
#[path = "store/round_trip.rs"]
mod round_trip;
#[path = "store/time.rs"]
mod time;
#[path = "store/writers.rs"]
mod writers;

use milepost::store::{Bucket, Committed, Snapshot, Store};
use milepost_model::record::{Deployment, Fact, Record, Repository};
use milepost_model::{Blob, Harvest, Instant, Provenance, RepoId, ndjson};
use std::path::Path;

/// A store in a folder.
fn open(folder: &Path) -> Store {
    Store::open(folder.to_str().expect("the folder's name is UTF-8")).expect("the store opens")
}

/// So many seconds after 2023-11-14.
fn at(seconds: i64) -> Instant {
    Instant::from_timestamp(1_700_000_000 + seconds, 0).expect("it is in the calendar")
}

/// After everything that these tests make up.
fn end() -> Instant {
    at(1_000_000_000)
}

fn deployment(id: &str, repo: &str, rev: u64, created: i64) -> Deployment {
    Deployment {
        id: id.into(),
        rev,
        observed_at: at(1000),
        provenance: Provenance::of("github"),
        repo: repo.into(),
        environment: "production".into(),
        sha: "aa".into(),
        created_at: at(created),
        ..Deployment::default()
    }
}

fn repository(id: &str, observed: i64, branch: &str) -> Repository {
    Repository {
        id: id.into(),
        observed_at: at(observed),
        provenance: Provenance::of("git"),
        repo: id.into(),
        full_name: "lumen/payments".into(),
        default_branch: Some(branch.into()),
        ..Repository::default()
    }
}

fn harvest<F: Fact>(facts: impl IntoIterator<Item = F>) -> Harvest {
    Harvest { records: facts.into_iter().map(Into::into).collect(), ..Harvest::default() }
}

fn append(store: &Store, harvest: Harvest) -> Committed {
    let appender = store.appender().expect("the store can be read");
    appender.add(harvest).expect("it is taken");
    appender.commit().expect("it is committed")
}

fn blob(text: &str) -> Blob {
    Blob { id: blake3::hash(text.as_bytes()).to_hex().to_string(), bytes: text.into() }
}

fn snapshot(store: &Store) -> Snapshot {
    store.snapshot(end()).expect("the store can be read")
}

fn all<F: Fact>(store: &Store) -> Vec<F> {
    snapshot(store).read_all().expect("the records can be read")
}

fn bucket(repo: &str) -> Bucket {
    Bucket::of(Some(&RepoId::from(repo)))
}

fn line(record: &Record) -> String {
    let mut out = Vec::new();
    ndjson::write_line(record, &mut out).expect("memory does not fail");
    String::from_utf8(out).expect("JSON is UTF-8")
}

/// The names and contents of all files below a folder, sorted.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let found = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let read = |entry: walkdir::DirEntry| {
        let name = entry.path().strip_prefix(folder).expect("it is below").to_string_lossy().replace('\\', "/");
        (name, std::fs::read(entry.path()).expect("it can be read"))
    };
    let mut files: Vec<_> = found.map(read).collect();
    files.sort();
    files
}
