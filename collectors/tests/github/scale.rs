//! A thousand repositories with a year of events: requests against the plan's arithmetic.

use super::runner::{Store, now, settings};
use super::server::Server;
use super::world::{Size, World};
use milepost_collectors::github::plan;
use milepost_collectors::github::plan::{Counts, history_pages, lines};
use milepost_collectors::remote::Cost;

const SIZE: Size = Size { repos: 1_000, pulls: 60, deployments: 80, releases: 6, runs: 250 };

#[test]
#[ignore = "takes minutes without optimisation; cargo xtask bench runs it, and so does --ignored"]
fn a_thousand_repositories_cost_what_the_plan_says_and_little_the_second_time() {
    let server = Server::start(World::of(SIZE));
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    let settings = settings(&server, cache.path());
    let counts = Counts {
        owners: 1,
        repositories: SIZE.repos,
        history_pages: SIZE.repos * history_pages(SIZE.pulls, SIZE.deployments, SIZE.releases, 1),
        with_workflows: SIZE.repos,
        run_pages: SIZE.repos * SIZE.runs.div_ceil(100),
    };
    let planned = lines(&settings, counts)
        .iter()
        .fold(Cost::default(), |sum, line| Cost { requests: sum.requests + line.first.requests, points: sum.points + line.first.points });
    let first = store.run(&settings, now()).unwrap();
    let (requests, ..) = server.take_counts();
    assert_eq!(requests, first.requests);
    assert!(planned.requests.abs_diff(requests) * 10 <= requests, "planned {} and sent {requests}", planned.requests);
    let before = store.events();
    let second = store.run(&settings, now() + chrono::Duration::hours(1)).unwrap();
    let (requests, unchanged, _) = server.take_counts();
    assert_eq!(store.events().len(), before.len());
    assert!(requests <= SIZE.repos + 40, "{requests}");
    assert!(unchanged * 10 >= requests * 9, "{unchanged} of {requests}");
    assert!(plan(&settings, &store).sum().1.requests.abs_diff(requests) * 10 <= requests);
    println!(
        "first: {} requests ({} planned), {} points, {} records; second: {requests} requests, {unchanged} unchanged, {} counted",
        first.requests, planned.requests, first.points, first.records, second.counted
    );
}
