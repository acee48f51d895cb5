//! A run that is killed at any instant leaves the store as it was before or after, never between.

use super::{all, append, blob, deployment, end, files, harvest, open};
use milepost::store::{Compaction, Store};
use milepost_model::record::Deployment;
use milepost_model::{Harvest, Memory};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Names the place in which a child process appends until it is killed.
const FOLDER: &str = "MILEPOST_TEST_APPEND_TO";
/// What is needed to open that place, a line for each key and value.
const OPTIONS: &str = "MILEPOST_TEST_OPTIONS";
/// Names the child, so that several can tell their records apart.
const NAME: &str = "MILEPOST_TEST_NAME";
/// How many commits a child makes at most.
const COMMITS: &str = "MILEPOST_TEST_COMMITS";
/// Records of one commit, which appear together or not at all.
const TOGETHER: usize = 20;

/// Not a test of its own: what this binary does when a test here starts it again.
#[test]
fn child() {
    let (Ok(folder), Ok(name), Ok(commits)) = (std::env::var(FOLDER), std::env::var(NAME), std::env::var(COMMITS)) else { return };
    let options = std::env::var(OPTIONS).unwrap_or_default();
    let options = options.lines().filter_map(|line| line.split_once('=')).map(|(key, value)| (key.to_owned(), value.to_owned()));
    let store = Store::open_with(&folder, options).expect("the store opens");
    let first = reached(&store, &name) + 1;
    for n in first..first + commits.parse::<u64>().expect("it is a number") {
        let facts = (0..TOGETHER).map(|k| deployment(&format!("{name}:{n}:{k}"), &format!("repo{k}"), 1, 1));
        let cursors = vec![(name.clone(), n.to_string().into_bytes())];
        append(&store, Harvest { cursors, blobs: vec![blob(&format!("{name}{n}"))], ..harvest(facts) });
        if n.is_multiple_of(10) {
            // Files that no manifest names are removed while others write; only old ones may be.
            let how = Compaction { now: end(), grace: Duration::from_secs(4_000_000_000), at_most: 4 };
            store.compact(how).expect("it is compacted");
        }
        println!("committed {n}");
    }
}

pub fn start(folder: &Path, name: &str, commits: u64) -> Child {
    start_at(folder.to_str().expect("the folder's name is UTF-8"), &[], name, commits)
}

pub fn start_at(place: &str, options: &[(String, String)], name: &str, commits: u64) -> Child {
    let options: Vec<String> = options.iter().map(|(key, value)| format!("{key}={value}")).collect();
    Command::new(std::env::current_exe().expect("this test is a program"))
        .args(["--exact", "killed::child", "--nocapture", "--test-threads=1"])
        .env(FOLDER, place)
        .env(OPTIONS, options.join("\n"))
        .env(NAME, name)
        .env(COMMITS, commits.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it can be started")
}

/// The last commit that the store has of a child; 0 where there is none.
pub fn reached(store: &Store, name: &str) -> u64 {
    let cursor = store.memory().expect("the store can be read").recall(name);
    cursor.map_or(0, |text| String::from_utf8(text).expect("it is a number").parse().expect("it is a number"))
}

/// How many records the store has of each commit of a child.
pub fn committed(store: &Store, name: &str) -> BTreeMap<u64, usize> {
    let mut counts = BTreeMap::new();
    for fact in all::<Deployment>(store) {
        let mut parts = fact.id.split(':');
        if parts.next() == Some(name) {
            let n: u64 = parts.next().and_then(|n| n.parse().ok()).expect("the id says it");
            *counts.entry(n).or_default() += 1;
        }
    }
    counts
}

/// Asserts that of a child every commit up to the one reached is there, whole, and nothing after it.
pub fn assert_whole(store: &Store, name: &str) -> u64 {
    let last = reached(store, name);
    let expected: BTreeMap<_, _> = (1..=last).map(|n| (n, TOGETHER)).collect();
    assert_eq!(committed(store, name), expected);
    let snapshot = store.snapshot(end()).expect("the store can be read");
    let ids: Vec<_> = (1..=last).map(|n| blob(&format!("{name}{n}")).id).collect();
    assert_eq!(snapshot.blobs(ids.iter().map(String::as_str)).expect("they can be read").len(), ids.len());
    last
}

#[test]
fn a_writer_that_is_killed_again_and_again_loses_nothing_and_breaks_nothing() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = open(folder.path());
    let mut random = super::generated::Random(7);
    let (mut told, mut progressed) = (0, 0);
    for round in 0..32 {
        let mut child = start(folder.path(), "w", 10_000);
        let out = BufReader::new(child.stdout.take().expect("it is piped"));
        // The harness may print before the first word of a line.
        let mut commits = out.lines().map_while(Result::ok).filter_map(|line| line.rsplit_once("committed ")?.1.parse::<u64>().ok());
        // Half of them are killed somewhere after a commit however slow the machine is, the others wherever they are.
        let first = if round % 2 == 0 { commits.next() } else { None };
        std::thread::sleep(Duration::from_millis(10 + random.below(120)));
        child.kill().expect("it runs until it is killed");
        let said = commits.max().or(first);
        child.wait().expect("it ends");
        told = said.unwrap_or(told);
        let reached = assert_whole(&store, "w");
        assert!(reached == told || reached == told + 1, "{reached} is there, and {told} was the last that it told of");
        progressed += u64::from(reached > told || said.is_some());
        told = reached;
    }
    assert!(progressed >= 16, "only {progressed} of the children came as far as a commit");

    // What the killed left behind goes when it is old, and only that.
    let how = Compaction { now: end(), grace: Duration::ZERO, at_most: 1 };
    store.compact(how).expect("it is compacted");
    assert_eq!(assert_whole(&store, "w"), told);
    let names: Vec<_> = files(folder.path()).into_iter().map(|(name, _)| name).collect();
    assert!(names.iter().all(|name| !name.contains('#')), "{names:?}");
    assert_eq!(names.iter().filter(|name| name.starts_with("manifests/")).count(), 1);
    assert_eq!(names.iter().filter(|name| name.starts_with("cursors/")).count(), 1);
}
