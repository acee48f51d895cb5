//! The same in buckets: what a folder promises, S3, Google Cloud Storage and Azure promise alike.
//!
//! Google's tests run everywhere, against a server of their own. Those of S3 and Azure need a server on this
//! machine and are ignored without one; `cargo xtask test` installs both, starts them and runs all.

#[path = "buckets/azure.rs"]
mod azure;
#[path = "buckets/gcs.rs"]
mod gcs;
#[path = "buckets/s3.rs"]
mod s3;
#[path = "../servers/mod.rs"]
mod servers;

use super::killed::{assert_whole, start_at};
use super::{all, append, blob, deployment, end, harvest};
use milepost::store::{Compaction, Store};
use milepost_model::record::Deployment;
use milepost_model::{Harvest, Memory};
use std::io::{BufRead, BufReader};
use std::time::Duration;

/// A place in a bucket, and what is needed to open it.
struct Place {
    url: String,
    options: Vec<(String, String)>,
}

impl Place {
    /// A folder in a bucket.
    fn of(bucket: servers::Bucket) -> Self {
        Self { url: format!("{}/deep/er", bucket.url), options: bucket.options }
    }

    fn open(&self) -> Store {
        Store::open_with(&self.url, self.options.clone()).expect("the store opens")
    }
}

/// A bucket keeps records, contents and cursors as a folder does, and compacting loses none of them.
fn keeps_records_as_a_folder_does(place: &Place) {
    let store = place.open();
    assert_eq!(all::<Deployment>(&store), []);
    for run in 0..10 {
        let facts = (0..30).map(|n| deployment(&format!("d{n}"), &format!("r{}", n % 5), run, 1));
        let cursors = vec![("k".into(), run.to_string().into_bytes())];
        append(&store, Harvest { cursors, blobs: vec![blob(&run.to_string())], ..harvest(facts) });
    }
    let before: Vec<Deployment> = all(&store);
    assert_eq!(before.len(), 30);
    assert!(before.iter().all(|fact| fact.rev == 9));
    let again = append(&store, harvest(before.clone()));
    assert_eq!((again.records, again.manifest), (0, 10));

    let done = store.compact(Compaction { now: end(), grace: Duration::ZERO, at_most: 1 }).expect("it is compacted");
    assert!(done.removed > done.written, "{done:?}");
    let other = place.open();
    assert!(all::<Deployment>(&other) == before);
    assert_eq!(other.memory().expect("it can be read").recall("k").as_deref(), Some(&b"9"[..]));
    let id = blob("3").id;
    assert_eq!(other.snapshot(end()).expect("it can be read").blob(&id).expect("it can be read").as_deref(), Some(&b"3"[..]));
}

/// Writers that are at work at once take manifests' numbers of their own, so that none loses anything.
fn gives_each_writer_numbers_of_its_own(place: &Place) {
    std::thread::scope(|scope| {
        for writer in 0..3 {
            scope.spawn(move || {
                let store = place.open();
                for n in 0..6 {
                    append(&store, harvest([deployment(&format!("{writer}:{n}"), "r", 1, n)]));
                }
            });
        }
    });
    let store = place.open();
    assert_eq!(all::<Deployment>(&store).len(), 18);
    assert_eq!(store.statistics().expect("it can be read").manifest, 18);
}

/// A process that is killed at any instant leaves the previous state or the next one.
fn survives_writers_that_are_killed(place: &Place) {
    let store = place.open();
    let mut random = super::generated::Random(11);
    let (mut told, mut progressed) = (0, 0);
    for _ in 0..8 {
        let mut child = start_at(&place.url, &place.options, "w", 10_000);
        std::thread::sleep(Duration::from_millis(250 + random.below(500)));
        child.kill().expect("it runs until it is killed");
        let out = BufReader::new(child.stdout.take().expect("it is piped"));
        let said = out.lines().map_while(Result::ok).filter_map(|line| line.rsplit_once("committed ")?.1.parse::<u64>().ok()).max();
        child.wait().expect("it ends");
        told = said.unwrap_or(told);
        let reached = assert_whole(&store, "w");
        // A request that was sent is answered after the sender is gone, too.
        assert!(reached == told || reached == told + 1, "{reached} is there, and {told} was the last that it told of");
        progressed += u64::from(reached > 0);
        told = reached;
    }
    assert!(progressed > 0, "no child came as far as a commit");
}
