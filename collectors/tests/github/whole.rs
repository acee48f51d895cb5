//! A whole organisation, once and again.

use super::runner::{Store, differences, now, settings};
use super::server::Server;
use super::world::{DAY, Deployed, NOW, Pull, World};
use milepost_collectors::github::GitHubSettings;
use milepost_model::{CoverageState, Instant, Record};

fn later(seconds: i64) -> Instant {
    now() + chrono::Duration::seconds(seconds)
}

#[test]
fn an_organisation_becomes_records_and_a_second_run_asks_for_little() {
    let server = Server::start(World::small());
    let cache = tempfile::tempdir().unwrap();
    let store = Store::default();
    let settings = settings(&server, cache.path());
    let report = store.run(&settings, now()).unwrap();
    // Eight repositories, one of them a fork and one empty.
    assert_eq!((report.repositories, store.count("repository")), (7, 7));
    assert_eq!(store.count("change"), 6 * 60);
    // One repository's deployments are refused.
    assert_eq!(store.count("deployment"), 5 * 30);
    assert_eq!(store.count("release"), 6 * 4);
    assert_eq!(store.count("incident"), 6);
    assert_eq!(store.count("pipeline_run"), 6 * 150);
    assert_eq!(store.count("dispatch"), 6 * 3);
    assert_eq!((store.count("team"), store.count("finding"), store.count("branch_rule")), (2, 2, 6));
    assert!(report.ended.is_none() && report.last_success.is_some());
    let before = store.events();
    let (first, ..) = server.take_counts();
    assert_eq!(first, report.requests);

    let again = store.run(&settings, later(3_600)).unwrap();
    let (requests, unchanged, _) = server.take_counts();
    assert_eq!(differences(&store.events(), &before), Vec::<String>::new());
    let org_wide = 6;
    assert!(requests <= 7 + org_wide, "{requests} requests for 7 repositories");
    // One for each repository with workflows; the refused deployments are asked for again.
    assert!(unchanged >= 6, "{unchanged} of {requests} were unchanged");
    assert_eq!(again.unchanged, unchanged);
    assert!(again.counted < first / 4, "{again:?}");
}

#[test]
fn what_is_new_is_read_and_what_was_running_is_looked_at_again() {
    let mut world = World::small();
    world.repos[0].deployments.push(Deployed { id: 900, created: NOW - 600, statuses: vec![("QUEUED", NOW - 600)] });
    world.repos[0].runs.push(super::world::Run {
        id: 77,
        created: NOW - 500,
        conclusion: None,
        event: "push",
        path: ".github/workflows/ci.yml".into(),
    });
    let server = Server::start(world);
    let cache = tempfile::tempdir().unwrap();
    let store = Store::default();
    let settings = settings(&server, cache.path());
    store.run(&settings, now()).unwrap();
    let outcome = |store: &Store, id: &str| {
        let records = store.records.lock().unwrap();
        records.iter().find(|((_, known), _)| known.ends_with(id)).map(|(_, record)| match record {
            Record::Deployment(one) => one.outcome,
            Record::PipelineRun(one) => one.outcome,
            _ => milepost_model::Outcome::Unknown,
        })
    };
    assert_eq!(outcome(&store, ":deployment:900"), Some(milepost_model::Outcome::Running));
    server.change(|world| {
        world.repos[0].deployments.last_mut().unwrap().statuses.push(("SUCCESS", NOW + 30));
        world.repos[0].runs.last_mut().unwrap().conclusion = Some("success");
        world.repos[6].pulls.push(Pull { number: 500, merged: NOW + DAY, updated: NOW + DAY, head: "late".into() });
        world.repos[6].head = NOW + DAY;
    });
    store.run(&settings, later(2 * DAY)).unwrap();
    assert_eq!(outcome(&store, ":deployment:900"), Some(milepost_model::Outcome::Success));
    assert_eq!(outcome(&store, ":run:77:1"), Some(milepost_model::Outcome::Success));
    assert_eq!(store.count("change"), 6 * 60 + 1);
    // The same as a store that is read at once.
    let fresh = Store::default();
    let other = tempfile::tempdir().unwrap();
    fresh.run(&GitHubSettings { cache: other.path().to_owned(), ..settings }, later(2 * DAY)).unwrap();
    assert_eq!(differences(&store.events(), &fresh.events()), Vec::<String>::new());
}

#[test]
fn what_is_refused_is_said_and_the_rest_is_read() {
    let server = Server::start(World::small());
    let cache = tempfile::tempdir().unwrap();
    let store = Store::default();
    store.run(&settings(&server, cache.path()), now()).unwrap();
    let rows = store.coverage();
    let refused =
        rows.iter().find(|row| row.of == "deployment" && row.state == CoverageState::NotObserved).expect("because one is refused");
    assert_eq!(refused.repo.as_ref().map(milepost_model::RepoId::as_str), Some("gh:github.test:4004"));
    assert!(refused.reason.as_deref().is_some_and(|reason| reason.starts_with("403: not allowed")), "{refused:?}");
    assert_eq!(store.codes(), ["github/not-read"]);
    let help = store.diagnostics.lock().unwrap().iter().find_map(|one| one.help.clone().filter(|help| help.contains("Deployments")));
    assert!(help.is_some_and(|help| help.contains("Deployments: read")));
    // Runs from before the host's retention may have been deleted.
    let runs: Vec<_> = rows
        .iter()
        .filter(|row| row.of == "pipeline_run" && row.repo.as_ref().is_some_and(|repo| repo.as_str().ends_with(":4000")))
        .collect();
    assert!(
        runs.iter().any(|row| row.state == CoverageState::Partial && row.reason.as_deref().is_some_and(|why| why.contains("90 days"))),
        "{runs:?}"
    );
    assert!(runs.iter().any(|row| row.state == CoverageState::Complete), "{runs:?}");
}

#[test]
fn a_rename_keeps_the_history_and_what_is_gone_is_said_once() {
    let server = Server::start(World::small());
    let cache = tempfile::tempdir().unwrap();
    let store = Store::default();
    let settings = settings(&server, cache.path());
    store.run(&settings, now()).unwrap();
    let changes = store.count("change");
    server.change(|world| {
        world.repos[0].name = "lumen/renamed".into();
        world.repos.remove(5);
    });
    store.run(&settings, later(DAY)).unwrap();
    assert_eq!(store.codes(), ["github/gone", "github/not-read"]);
    let renamed = store.records.lock().unwrap().values().find_map(|record| match record {
        Record::Repository(one) if one.full_name == "lumen/renamed" => Some(one.clone()),
        _ => None,
    });
    assert_eq!(
        renamed.map(|one| (one.repo.to_string(), one.renamed_from)),
        Some(("gh:github.test:4000".into(), vec!["lumen/service-0000".to_owned()]))
    );
    assert_eq!(store.count("change"), changes);
    store.run(&settings, later(2 * DAY)).unwrap();
    assert_eq!(store.codes(), ["github/not-read"]);
}

#[test]
fn shards_together_read_what_one_run_reads() {
    let server = Server::start(World::small());
    let one = Store::default();
    let all = Store::default();
    let cache = tempfile::tempdir().unwrap();
    one.run(&settings(&server, cache.path()), now()).unwrap();
    for shard in 1..=3 {
        let cache = tempfile::tempdir().unwrap();
        all.run(&GitHubSettings { shard: Some((shard, 3)), ..settings(&server, cache.path()) }, now()).unwrap();
    }
    assert_eq!(differences(&one.events(), &all.events()), Vec::<String>::new());
}

#[test]
fn runs_beyond_a_thousand_are_read_in_slices() {
    let server = Server::start(World::of(super::world::Size { repos: 1, pulls: 0, deployments: 0, releases: 0, runs: 3_700 }));
    let cache = tempfile::tempdir().unwrap();
    let store = Store::default();
    store.run(&settings(&server, cache.path()), now()).unwrap();
    assert_eq!(store.count("pipeline_run"), 3_700);
    let before = store.events();
    server.take_counts();
    store.run(&settings(&server, cache.path()), later(60)).unwrap();
    assert_eq!(differences(&store.events(), &before), Vec::<String>::new());
    assert!(server.take_counts().0 < 10);
}

#[test]
fn raw_answers_are_read_again_without_a_network() {
    let server = Server::start(World::small());
    let cache = tempfile::tempdir().unwrap();
    let raw = tempfile::tempdir().unwrap();
    let first = Store::default();
    let settings = GitHubSettings { raw: Some(raw.path().to_owned()), ..settings(&server, cache.path()) };
    first.run(&settings, now()).unwrap();
    server.take_counts();
    let again = Store::default();
    again.run(&GitHubSettings { replay: true, ..settings }, now()).unwrap();
    assert_eq!(server.take_counts().0, 0);
    // Alerts of secrets are never kept, so they cannot be read again; there are none here.
    assert_eq!(differences(&first.events(), &again.events()), Vec::<String>::new());
}

#[test]
fn a_person_has_repositories_and_neither_teams_nor_properties_nor_alerts() {
    let server = Server::start(World { is_person: true, ..World::small() });
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    let report = store.run(&settings(&server, cache.path()), now()).unwrap();
    assert_eq!((store.count("repository"), store.count("team"), store.count("finding")), (7, 0, 0));
    let told = store.diagnostics.lock().unwrap();
    assert!(report.ended.is_none() && told.iter().all(|one| one.place.is_some()), "{told:?}");
}

#[test]
fn a_server_that_lags_behind_is_asked_for_what_it_knows() {
    let server = Server::start(World { lacks: Some("archivedAt"), ..World::small() });
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    store.run(&settings(&server, cache.path()), now()).unwrap();
    assert_eq!(store.count("repository"), 7);
    assert_eq!(store.count("change"), 6 * 60);
}
