//! Budgets, limits, credentials and interrupts.

use super::runner::{Store, now, settings};
use super::server::{Faults, Server, TOKEN};
use super::world::World;
use milepost_collectors::github::{Credential, GitHubSettings, plan};
use milepost_collectors::remote::{Limits, RemoteError, Secret};
use milepost_model::{CoverageState, RunReport};

#[test]
fn a_run_that_is_out_of_budget_ends_well_and_the_next_ones_finish() {
    let server = Server::start(World::small());
    let whole = Store::default();
    let cache = tempfile::tempdir().unwrap();
    whole.run(&settings(&server, cache.path()), now()).unwrap();

    let store = Store::default();
    let cache = tempfile::tempdir().unwrap();
    let limited = GitHubSettings { limits: Limits { requests: Some(8), ..Limits::default() }, ..settings(&server, cache.path()) };
    let first = store.run(&limited, now()).unwrap();
    assert!(first.ended.as_deref().is_some_and(|why| why.contains("max_requests")), "{first:?}");
    assert_eq!((first.counted, first.most), (8, Some(8)));
    let rows = store.coverage();
    assert!(
        rows.iter()
            .any(|row| row.state != CoverageState::Complete && row.reason.as_deref().is_some_and(|why| why.contains("max_requests")))
    );
    let mut runs = 1;
    while store.run(&limited, now() + chrono::Duration::hours(runs)).unwrap().ended.is_some() {
        runs += 1;
        assert!(runs < 40, "it never finishes");
    }
    assert_eq!(store.events(), whole.events());
    assert!(runs > 2, "the budget was to be too small for one run");
}

#[test]
fn a_limit_of_the_host_is_waited_for_or_ends_the_run() {
    let server = Server::start(World::small());
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    server.fault(Faults { limit: Some(5), ..Faults::default() });
    let report = store.run(&settings(&server, cache.path()), now()).unwrap();
    assert!(report.ended.is_none() && report.waited >= 500, "{report:?}");

    let server = Server::start(World::small());
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    server.fault(Faults { limit: Some(5), ..Faults::default() });
    let impatient = Limits { longest_wait: Some(std::time::Duration::from_mins(1)), ..Limits::default() };
    let report = store.run(&GitHubSettings { limits: impatient, ..settings(&server, cache.path()) }, now()).unwrap();
    assert!(report.ended.as_deref().is_some_and(|why| why.contains("rate limit")), "{report:?}");
}

#[test]
fn a_run_that_reaches_its_deadline_ends_well_and_the_next_one_finishes() {
    let server = Server::start(World::small());
    let (whole, cache) = (Store::default(), tempfile::tempdir().unwrap());
    whole.run(&settings(&server, cache.path()), now() + chrono::Duration::hours(1)).unwrap();
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    let settings = settings(&server, cache.path());
    // A limit that passes after the deadline is not waited for.
    server.take_counts();
    server.fault(Faults { limit: Some(5), ..Faults::default() });
    let hurried = Limits { deadline: Some(std::time::Duration::from_mins(5)), ..Limits::default() };
    let report = store.run(&GitHubSettings { limits: hurried, ..settings.clone() }, now()).unwrap();
    assert!(report.ended.as_deref().is_some_and(|why| why.contains("deadline")) && report.waited == 0, "{report:?}");
    let is_said = |row: &milepost_model::Coverage| row.reason.as_deref().is_some_and(|why| why.contains("deadline"));
    assert!(store.coverage().iter().any(|row| row.state != CoverageState::Complete && is_said(row)));
    assert!(store.run(&settings, now() + chrono::Duration::hours(1)).unwrap().ended.is_none());
    assert_eq!(store.events(), whole.events());
}

#[test]
fn a_token_that_is_not_accepted_is_said_and_reads_nothing() {
    let server = Server::start(World::small());
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    let settings = settings(&server, cache.path());
    let report = store.run(&GitHubSettings { credential: Credential::Token(Secret::new("wrong")), ..settings.clone() }, now()).unwrap();
    assert_eq!((report.repositories, report.last_success), (0, None));
    assert!(store.diagnostics.lock().unwrap()[0].message.contains("401"));
    assert!(report.unread.is_some_and(|why| why.contains("“lumen”") && why.contains("401")));
    // Of what nobody could ask nothing is known, teams included.
    let complete: Vec<_> = store.coverage().into_iter().filter(|row| row.state == CoverageState::Complete).collect();
    assert_eq!(complete, []);
    let none = store.run(&GitHubSettings { credential: Credential::None, ..settings }, now());
    assert!(matches!(none, Err(RemoteError::Settings { message, .. }) if message.contains("no token")));
}

#[test]
fn a_host_that_refuses_connections_is_given_up_after_three_tries_whatever_there_is_to_ask() {
    let server = Server::start(World::small());
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let owners = vec!["lumen".into(), "umbra".into()];
    let wrong = GitHubSettings { api: Some(format!("http://127.0.0.1:{port}/api/v3")), owners, ..settings(&server, cache.path()) };
    let report = store.run(&wrong, now()).unwrap();
    assert_eq!((report.requests, report.retries, report.last_success), (3, 2, None));
    assert!(report.unread.is_some_and(|why| why.contains("it refused the connection")));
    let told = store.diagnostics.lock().unwrap().clone();
    let lumen = told.iter().find(|one| one.message.contains("“lumen”")).unwrap();
    assert!(lumen.message.contains(&format!("127.0.0.1:{port} was not reached")), "{lumen:?}");
    assert!(lumen.help.as_deref().is_some_and(|help| help.contains("check host")), "{lumen:?}");
    assert!(told.iter().any(|one| one.message.contains("“umbra”")), "{told:?}");
}

#[test]
fn the_token_is_in_no_record_log_error_or_file() {
    let server = Server::start(World::small());
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    let raw = cache.path().join("raw");
    let settings = GitHubSettings { raw: Some(raw), ..settings(&server, cache.path()) };
    let report = store.run(&settings, now()).unwrap();
    server.fault(Faults { percent: 100, seed: 3, limit: None });
    let stopped = GitHubSettings { limits: Limits { requests: Some(30), ..Limits::default() }, ..settings.clone() };
    let failed = store.run(&stopped, now() + chrono::Duration::days(3));
    let shown = format!("{}{report:?}{failed:?}{settings:?}", store.everything());
    assert!(!shown.contains(TOKEN));
    let mut files = 0;
    for entry in walkdir::WalkDir::new(cache.path()).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file()) {
        use std::io::Read;
        let bytes = std::fs::read(entry.path()).unwrap();
        let mut text = Vec::new();
        let _ = flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut text);
        for content in [bytes.as_slice(), text.as_slice()] {
            assert!(!content.windows(TOKEN.len()).any(|part| part == TOKEN.as_bytes()), "{}", entry.path().display());
        }
        files += 1;
    }
    assert!(files > 10, "the cache was to hold answers");
}

#[test]
fn the_plan_is_what_the_server_counts() {
    let server = Server::start(World::small());
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    let settings = settings(&server, cache.path());
    let RunReport { requests, .. } = store.run(&settings, now()).unwrap();
    let (first, again) = plan(&settings, &store).sum();
    let is_near = |planned: u64, true_count: u64| planned.abs_diff(true_count) * 5 <= true_count.max(5);
    assert!(is_near(first.requests, requests), "planned {} and sent {requests}", first.requests);
    let second = store.run(&settings, now() + chrono::Duration::minutes(5)).unwrap().requests;
    assert!(is_near(again.requests, second), "planned {} and sent {second}", again.requests);
}
