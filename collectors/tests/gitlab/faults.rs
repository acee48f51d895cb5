//! Answers that go wrong, and runs that are killed.

use super::runner::{Store, differences, now, settings};
use super::server::{Faults, Server};
use super::world::World;
use milepost_model::CoverageState;

fn whole() -> Vec<String> {
    let server = Server::start(World::small());
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    store.run(&settings(&server, cache.path()), now()).unwrap();
    store.lasting()
}

#[test]
fn with_five_of_a_hundred_answers_wrong_the_records_are_the_same_or_what_is_missing_is_said() {
    let expected = whole();
    let mut faulty = 0;
    for seed in 0..6 {
        let server = Server::start(World::small());
        let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
        server.fault(Faults { percent: 5, seed, limit: None });
        let report = store.run(&settings(&server, cache.path()), now()).unwrap();
        faulty += server.take_counts().2;
        let found = store.lasting();
        if found != expected {
            // Settings that could not be read make a description without them, and nothing else.
            let is_event =
                |line: &&String| !["repository", "branch_rule"].iter().any(|kind| line.contains(&format!("\"kind\":\"{kind}\"")));
            assert!(found.iter().filter(is_event).all(|line| expected.contains(line)), "something was invented");
            let rows = store.coverage();
            assert!(rows.iter().any(|row| row.state != CoverageState::Complete && row.reason.is_some()), "{report:?}");
        }
        // Once the faults are over the next run has everything.
        server.fault(Faults::default());
        store.run(&settings(&server, cache.path()), now() + chrono::Duration::hours(1)).unwrap();
        assert_eq!(differences(&store.lasting(), &expected), Vec::<String>::new(), "seed {seed}");
    }
    assert!(faulty > 5, "only {faulty} answers went wrong");
}

#[test]
fn a_run_that_is_killed_anywhere_loses_and_doubles_nothing() {
    let expected = whole();
    let server = Server::start(World::small());
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    let settings = settings(&server, cache.path());
    let mut killed = 0;
    for harvests in [0, 1, 2, 3, 5, 8, 13, 7, 4, 21, 9] {
        *store.dies_after.lock().unwrap() = Some(harvests);
        if store.run(&settings, now() + chrono::Duration::minutes(killed)).is_err() {
            killed += 1;
        }
    }
    *store.dies_after.lock().unwrap() = None;
    store.run(&settings, now() + chrono::Duration::hours(1)).unwrap();
    assert_eq!(differences(&store.lasting(), &expected), Vec::<String>::new());
    assert!(killed > 6, "only {killed} runs were killed");
}
