//! Many repositories with a year of events: requests against the plan's arithmetic.

use super::runner::{TestTime, now, settings};
use super::server::Server;
use super::world::{Size, World};
use milepost_collectors::git::FoundFile;
use milepost_collectors::github::plan::{Counts, history_pages, lines};
use milepost_collectors::github::{GitHubSettings, collect, plan};
use milepost_collectors::remote::Cost;
use milepost_model::harvest::Unwatched;
use milepost_model::{Fact, Harvest, Instant, Memory, RunReport, Session, Sink, SinkError, with_fact};
use std::collections::{BTreeMap, HashSet};
use std::sync::Mutex;

/// Counts what it is given, and keeps no more of it than a store's index would.
#[derive(Default)]
struct Counter {
    seen: Mutex<HashSet<u64>>,
    cursors: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl Sink for Counter {
    fn accept(&self, harvest: Harvest) -> Result<(), SinkError> {
        let mut seen = self.seen.lock().unwrap();
        for record in &harvest.records {
            let id = with_fact!(record, fact => format!("{} {}", record.kind().word(), fact.id()));
            if !id.starts_with("coverage") {
                seen.insert(u64::from_le_bytes(blake3::hash(id.as_bytes()).as_bytes()[..8].try_into().unwrap()));
            }
        }
        self.cursors.lock().unwrap().extend(harvest.cursors);
        Ok(())
    }
}

impl Memory for Counter {
    fn recall(&self, key: &str) -> Option<Vec<u8>> {
        self.cursors.lock().unwrap().get(key).cloned()
    }
}

impl Counter {
    fn run(&self, settings: &GitHubSettings, now: Instant) -> RunReport {
        let follow = |_: &FoundFile<'_>| Vec::new();
        collect(settings, &follow, Session { now, sink: self, memory: self, progress: &Unwatched }, &TestTime::default()).unwrap()
    }

    fn records(&self) -> usize {
        self.seen.lock().unwrap().len()
    }
}

/// The bench `organisation` does the same with the program and a thousand of them, and looks at its memory.
#[test]
fn many_repositories_cost_what_the_plan_says_and_little_the_second_time() {
    let size = Size { repos: 60, pulls: 60, deployments: 80, releases: 6, runs: 250 };
    let server = Server::start(World::of(size));
    let (store, cache) = (Counter::default(), tempfile::tempdir().unwrap());
    let settings = GitHubSettings { request_seconds: 60, ..settings(&server, cache.path()) };
    let counts = Counts {
        owners: 1,
        repositories: size.repos,
        history_pages: size.repos * history_pages(size.pulls, size.deployments, size.releases, 1),
        with_workflows: size.repos,
        run_pages: size.repos * size.runs.div_ceil(100),
        approvals: 0,
        jobs: 0,
    };
    let add = |sum: Cost, line: &milepost_collectors::remote::PlanLine| Cost {
        requests: sum.requests + line.first.requests,
        points: sum.points + line.first.points,
    };
    let planned = lines(&settings, counts).iter().fold(Cost::default(), add);
    let first = store.run(&settings, now());
    let (requests, ..) = server.take_counts();
    assert_eq!(requests, first.requests);
    assert!(planned.requests.abs_diff(requests) * 10 <= requests);
    let before = store.records();
    let second = store.run(&settings, now() + chrono::Duration::hours(1));
    let (requests, unchanged, _) = server.take_counts();
    assert_eq!(second.unchanged, unchanged);
    assert_eq!(store.records(), before);
    assert!(requests <= size.repos + 40);
    assert!(unchanged * 10 >= requests * 9);
    assert!(plan(&settings, &store).sum().1.requests.abs_diff(requests) * 10 <= requests);
}
