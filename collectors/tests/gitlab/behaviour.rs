//! Budgets, limits, credentials and plans.

use super::runner::{Store, differences, now, settings};
use super::server::{Faults, Server, TOKEN};
use super::world::World;
use milepost_collectors::gitlab::{Credential, GitLabSettings, plan};
use milepost_collectors::remote::{Limits, RemoteError, Secret};
use milepost_model::{CoverageState, RunReport};
use std::time::Duration;

#[test]
fn a_run_that_is_out_of_budget_ends_well_and_the_next_ones_finish() {
    let server = Server::start(World::small());
    let (whole, cache) = (Store::default(), tempfile::tempdir().unwrap());
    let all = whole.run(&settings(&server, cache.path()), now()).unwrap().requests;
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    let few = GitLabSettings { limits: Limits { requests: Some(all / 5), ..Limits::default() }, ..settings(&server, cache.path()) };
    let mut runs = 0;
    loop {
        let report = store.run(&few, now() + chrono::Duration::minutes(runs)).unwrap();
        assert!(report.counted <= all / 5);
        runs += 1;
        if report.ended.is_none() {
            break;
        }
        if runs == 1 {
            let rows = store.coverage();
            assert!(report.ended.is_some_and(|why| why.contains("max_requests")) && report.last_success.is_none());
            assert!(
                rows.iter().any(
                    |row| row.state != CoverageState::Complete && row.reason.as_deref().is_some_and(|why| why.contains("max_requests"))
                )
            );
        }
        assert!(runs < 30, "it does not end");
    }
    assert!(runs > 3, "{runs} runs");
    assert_eq!(differences(&store.lasting(), &whole.lasting()), Vec::<String>::new());
}

#[test]
fn a_limit_is_waited_for_and_one_that_is_too_long_ends_the_run() {
    let server = Server::start(World::small());
    let (whole, cache) = (Store::default(), tempfile::tempdir().unwrap());
    whole.run(&settings(&server, cache.path()), now()).unwrap();
    for (longest, waits) in [(None, true), (Some(Duration::from_mins(5)), false)] {
        let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
        server.take_counts();
        server.fault(Faults { limit: Some(60), ..Faults::default() });
        let limits = Limits { longest_wait: longest, ..Limits::default() };
        let report = store.run(&GitLabSettings { limits, ..settings(&server, cache.path()) }, now()).unwrap();
        assert_eq!(report.ended.is_none(), waits, "{report:?}");
        if waits {
            assert!(report.waited > 500, "{report:?}");
            assert_eq!(differences(&store.events(), &whole.events()), Vec::<String>::new());
        }
    }
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
    server.fault(Faults { limit: Some(60), ..Faults::default() });
    let hurried = Limits { deadline: Some(Duration::from_mins(5)), ..Limits::default() };
    let report = store.run(&GitLabSettings { limits: hurried, ..settings.clone() }, now()).unwrap();
    assert!(report.ended.as_deref().is_some_and(|why| why.contains("deadline")) && report.waited == 0, "{report:?}");
    let is_said = |row: &milepost_model::Coverage| row.reason.as_deref().is_some_and(|why| why.contains("deadline"));
    assert!(store.coverage().iter().any(|row| row.state != CoverageState::Complete && is_said(row)));
    assert!(store.run(&settings, now() + chrono::Duration::hours(1)).unwrap().ended.is_none());
    assert_eq!(differences(&store.lasting(), &whole.lasting()), Vec::<String>::new());
}

#[test]
fn a_wrong_token_is_said_once_with_what_to_do() {
    let server = Server::start(World::small());
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    let wrong = GitLabSettings { credential: Credential::Token(Secret::new("glpat-wrong")), ..settings(&server, cache.path()) };
    let report = store.run(&wrong, now()).unwrap();
    assert_eq!((report.repositories, report.last_success), (0, None));
    let told = store.diagnostics.lock().unwrap().clone();
    assert!(
        told.iter().any(|one| one.message.contains("401") && one.help.as_deref().is_some_and(|help| help.contains("token_as"))),
        "{told:?}"
    );
    assert!(report.unread.is_some_and(|why| why.contains("401")));
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let nowhere = GitLabSettings { api: Some(format!("http://127.0.0.1:{port}/api/v4")), ..settings(&server, cache.path()) };
    let report = store.run(&nowhere, now()).unwrap();
    assert_eq!((report.requests, report.retries), (3, 2));
    assert!(report.unread.is_some_and(|why| why.contains(&format!("127.0.0.1:{port} was not reached: it refused the connection"))));
    let bearer = GitLabSettings { credential: Credential::Bearer(Secret::new(TOKEN)), ..settings(&server, cache.path()) };
    assert_eq!(store.run(&bearer, now()).unwrap().repositories, 6);
    let none = store.run(&GitLabSettings { credential: Credential::None, ..bearer.clone() }, now());
    assert!(matches!(none, Err(RemoteError::Settings { message, .. }) if message.contains("no token")));
    let clear = store.run(&GitLabSettings { api: Some("http://git.example.com/api/v4".into()), ..bearer }, now());
    assert!(matches!(clear, Err(RemoteError::Settings { message, .. }) if message.contains("in the clear")));
}

#[test]
fn the_token_and_what_was_typed_in_secret_are_in_no_record_log_error_or_file() {
    let server = Server::start(World::small());
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    let settings = GitLabSettings { raw: Some(cache.path().join("raw")), ..settings(&server, cache.path()) };
    let report = store.run(&settings, now()).unwrap();
    server.fault(Faults { percent: 100, seed: 3, limit: None });
    let stopped = GitLabSettings { limits: Limits { requests: Some(30), ..Limits::default() }, ..settings.clone() };
    let failed = store.run(&stopped, now() + chrono::Duration::days(3));
    let shown = format!("{}{report:?}{failed:?}{settings:?}", store.everything());
    assert!(!shown.contains(TOKEN) && !shown.contains("planted-secret"));
    let mut files = 0;
    for entry in walkdir::WalkDir::new(cache.path()).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file()) {
        use std::io::Read;
        let bytes = std::fs::read(entry.path()).unwrap();
        let mut text = Vec::new();
        let _ = flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut text);
        for content in [bytes.as_slice(), text.as_slice()] {
            let content = String::from_utf8_lossy(content);
            assert!(!content.contains(TOKEN) && !content.contains("planted-secret"), "{}", entry.path().display());
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
    let is_near = |planned: u64, true_count: u64| planned.abs_diff(true_count) * 10 <= true_count.max(10);
    assert!(is_near(first.requests, requests), "planned {} and sent {requests}", first.requests);
    let second = store.run(&settings, now() + chrono::Duration::hours(5)).unwrap().requests;
    assert!(is_near(again.requests, second), "planned {} and sent {second}", again.requests);
    // What is read the second time does not make the plan of a first one cheap.
    assert_eq!(plan(&settings, &store).sum().0, first);
}

#[test]
fn its_own_dora_metrics_are_read_where_that_is_wanted_and_missed_once_where_it_has_none() {
    let mut world = World::small();
    let server = Server::start(world.clone());
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    let plain = settings(&server, cache.path());
    store.run(&plain, now()).unwrap();
    assert_eq!(store.count("host_figure"), 0);
    assert!(!server.take_log().iter().any(|asked| asked.contains("/dora/")));
    let wanted = GitLabSettings { dora_metrics: true, ..plain };
    store.run(&wanted, now() + chrono::Duration::hours(1)).unwrap();
    let asked = server.take_log().iter().filter(|asked| asked.contains("/dora/")).count();
    assert!(asked >= 16 && store.count("host_figure") == asked, "{asked} requests");
    let figures = store.records.lock().unwrap();
    let of = |metric: &str| {
        let fits = |record: &&milepost_model::Record| matches!(record, milepost_model::Record::HostFigure(one) if one.metric == metric);
        match figures.values().find(fits) {
            Some(milepost_model::Record::HostFigure(one)) => (one.value, (one.to - one.from).num_days()),
            _ => panic!("there is no {metric}"),
        }
    };
    assert_eq!((of("deployment_frequency"), of("change_failure_rate")), ((Some(13.0), 90), (Some(0.25), 90)));
    assert_eq!(of("time_to_restore_service"), (None, 90));
    drop(figures);

    world.is_free = true;
    let server = Server::start(world);
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    let report = store.run(&GitLabSettings { dora_metrics: true, concurrency: 1, ..settings(&server, cache.path()) }, now()).unwrap();
    assert!(report.last_success.is_some() && store.codes().contains(&"gitlab/no-dora".to_owned()), "{:?}", store.codes());
    assert_eq!(server.take_log().iter().filter(|asked| asked.contains("/dora/")).count(), 3, "after three it is not asked again");
}
