//! Who let runs go on: asked where an environment has reviewers, of runs by hand that are over, and no oftener.

use super::runner::{self, Store, now};
use super::server::Server;
use super::world::{DAY, NOW, Run, World};
use milepost_collectors::github::{GitHubSettings, plan};
use milepost_model::Record;
use milepost_model::record::Dispatch;
use milepost_model::record::dispatch::{Approval, Approvals, Decision};

/// A repository with one protected environment, another with none that is, and runs of both by hand and by a push.
fn world() -> World {
    let mut world = World::small();
    world.repos.truncate(1);
    let mut other = world.repos[0].clone();
    other.id = 4_009;
    other.name = "lumen/unprotected".into();
    other.environments = vec![("preview", vec![])];
    for repo in [&mut world.repos[0], &mut other] {
        repo.runs = vec![by_hand(1, 3 * DAY), by_hand(2, 2 * DAY), by_hand(3, DAY), Run { event: "push", ..by_hand(4, DAY / 2) }];
    }
    world.repos.push(other);
    world
}

/// Without alerts, of which some are refused.
fn settings(server: &Server, cache: &std::path::Path) -> GitHubSettings {
    GitHubSettings { alerts: false, ..runner::settings(server, cache) }
}

fn by_hand(id: u64, ago: i64) -> Run {
    Run { id, created: NOW - ago, conclusion: Some("success"), event: "workflow_dispatch", path: ".github/workflows/deploy.yml".into() }
}

fn decided(decision: Decision, by: &str, environments: &[&str]) -> Approval {
    Approval { decision, by: Some(by.to_owned()), environments: environments.iter().map(|&name| name.to_owned()).collect() }
}

/// What is known of the approvals of each run by hand of the first repository.
fn approvals(store: &Store) -> Vec<(u64, Option<Approvals>)> {
    let records = store.records.lock().unwrap();
    let dispatches = records.values().filter_map(|record| if let Record::Dispatch(one) = record { Some(one.clone()) } else { None });
    let of_first = |one: &Dispatch| one.repo.as_str().ends_with(":4000");
    let mut found: Vec<_> = dispatches.filter(of_first).map(|one| (one.run_id.unwrap(), one.approvals)).collect();
    found.sort_by_key(|(id, _)| *id);
    found
}

#[test]
fn every_reviewer_and_environment_of_a_run_is_told_and_nobody_is_not_unknown() {
    let mut world = world();
    world.repos[0].reviews = [
        (1, vec![("approved", "grace", vec!["staging"]), ("pending", "ada", vec!["Production"]), ("approved", "ada", vec!["Production"])]),
        (2, vec![("approved", "grace", vec!["staging"]), ("rejected", "linus", vec!["Production"])]),
    ]
    .into();
    let server = Server::start(world);
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    let settings = settings(&server, cache.path());
    let report = store.run(&settings, now()).unwrap();
    assert_eq!(store.codes(), [] as [&str; 0]);
    let first = vec![decided(Decision::Approved, "grace", &["staging"]), decided(Decision::Approved, "ada", &["Production"])];
    let second = vec![decided(Decision::Approved, "grace", &["staging"]), decided(Decision::Rejected, "linus", &["Production"])];
    let expected = vec![(1, Some(Approvals(first))), (2, Some(Approvals(second))), (3, Some(Approvals(Vec::new())))];
    assert_eq!(approvals(&store), expected);
    // The plan rests on what the last run found, and nothing is asked twice.
    assert_eq!(plan(&settings, &store).lines.iter().find(|line| line.what == "approvals of runs").map(|line| line.first.requests), Some(3));
    let (first, ..) = server.take_counts();
    assert_eq!(first, report.requests);
    store.run(&settings, now() + chrono::Duration::hours(1)).unwrap();
    let (again, ..) = server.take_counts();
    assert_eq!(approvals(&store), expected);
    assert!(again + 3 <= first, "{again} requests after {first}");
}

#[test]
fn a_run_that_still_waits_is_asked_about_when_it_is_over() {
    let mut world = world();
    world.repos[0].runs = vec![Run { conclusion: None, ..by_hand(1, 600) }];
    let server = Server::start(world);
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    let settings = settings(&server, cache.path());
    store.run(&settings, now()).unwrap();
    assert_eq!(approvals(&store), [(1, None)]);
    server.change(|world| {
        world.repos[0].runs[0].conclusion = Some("failure");
        world.repos[0].reviews = [(1, vec![("rejected", "grace", vec!["Production"])])].into();
    });
    store.run(&settings, now() + chrono::Duration::hours(2)).unwrap();
    assert_eq!(approvals(&store), [(1, Some(Approvals(vec![decided(Decision::Rejected, "grace", &["Production"])])))]);
}

#[test]
fn what_nobody_may_see_is_unknown_is_said_once_and_costs_little() {
    for (status, most) in [(403, 1), (404, 3)] {
        let mut world = world();
        world.repos[0].refuses_reviews = Some(status);
        world.repos[0].runs.extend((10..40).map(|id| by_hand(id, DAY)));
        let server = Server::start(world);
        let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
        let settings = settings(&server, cache.path());
        store.run(&settings, now()).unwrap();
        assert!(approvals(&store).iter().all(|(_, known)| known.is_none()));
        assert_eq!(approvals(&store).len(), 33, "the runs themselves are read");
        let said = store.diagnostics.lock().unwrap().iter().map(|one| one.message.clone()).collect::<Vec<_>>();
        assert!(said.len() == 1 && said[0].contains("approvals of its runs were not read"), "{said:?}");
        let asked = plan(&settings, &store).lines.into_iter().find(|line| line.what == "approvals of runs");
        assert_eq!(asked.map(|line| line.first.requests), Some(most), "{status}");
    }
}

#[test]
fn a_run_that_is_gone_does_not_hide_the_others() {
    let mut world = world();
    world.repos[0].reviews = [(1, vec![("approved", "grace", vec!["Production"])])].into();
    // Listed, and gone before it is asked about.
    world.repos[0].gone_runs = vec![3];
    let server = Server::start(world);
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    store.run(&settings(&server, cache.path()), now()).unwrap();
    let known: Vec<_> = approvals(&store).iter().map(|(id, known)| (*id, known.as_ref().map(|list| list.0.len()))).collect();
    assert_eq!(known, [(1, Some(1)), (2, Some(0)), (3, None)]);
    assert_eq!(store.codes(), [] as [&str; 0]);
}

#[test]
fn what_protects_environments_is_told_and_hidden_ones_hide_nothing_else() {
    let mut world = world();
    world.repos[0].environments.push(("docs", vec!["BRANCH_POLICY"]));
    world.repos[1].environments = vec![("preview", vec![]); 21];
    let server = Server::start(world);
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    store.run(&settings(&server, cache.path()), now()).unwrap();
    let of = |store: &Store, name: &str| {
        let records = store.records.lock().unwrap();
        records.values().find_map(|record| match record {
            Record::Repository(one) if one.full_name == name => Some(one.environments.clone()),
            _ => None,
        })
    };
    let known = of(&store, "lumen/service-0000").flatten().expect("because they are shown");
    let production = known.named("production").expect("because names are compared without capitals");
    assert!(production.needs_approval && production.forbids_own_approval && !production.is_for_some_branches);
    assert_eq!((production.wait_minutes, known.protected.len(), known.are_more), (30, 2, false));
    assert!(known.named("docs").is_some_and(|docs| docs.is_for_some_branches && !docs.needs_approval));
    let other = of(&store, "lumen/unprotected").flatten().expect("because they are shown");
    assert!(other.protected.is_empty() && other.are_more && other.may_need_approval());

    server.change(|world| world.hides_environments = true);
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    store.run(&settings(&server, cache.path()), now()).unwrap();
    assert_eq!(of(&store, "lumen/service-0000"), Some(None));
    assert_eq!((store.count("repository"), approvals(&store).iter().filter(|(_, known)| known.is_some()).count()), (2, 0));
}
