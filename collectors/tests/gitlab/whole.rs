//! A whole group, once and again.

use super::runner::{Store, differences, now, settings};
use super::server::Server;
use super::world::{DAY, NOW, Size, World, deployment, merge_request, pipeline};
use milepost_collectors::gitlab::GitLabSettings;
use milepost_collectors::remote::Runs;
use milepost_model::record::deployment::Tier;
use milepost_model::{CoverageState, Instant, Outcome, Record};

fn later(seconds: i64) -> Instant {
    now() + chrono::Duration::seconds(seconds)
}

#[test]
fn a_group_becomes_records_and_a_second_run_asks_for_little() {
    let server = Server::start(World::small());
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    let settings = settings(&server, cache.path());
    let report = store.run(&settings, now()).unwrap();
    // Eight projects: one is a fork, one is about to be deleted, and one is empty.
    assert_eq!((report.repositories, store.count("repository")), (6, 6), "{:?}", store.diagnostics.lock().unwrap());
    assert_eq!(store.count("change"), 5 * 60);
    // One project's deployments are refused.
    assert_eq!(store.count("deployment"), 4 * 30);
    assert_eq!((store.count("release"), store.count("incident"), store.count("ticket")), (5 * 4, 5, 0));
    assert_eq!((store.count("pipeline_run"), store.count("dispatch")), (5 * 150, 5 * 3));
    assert_eq!((store.count("team"), store.count("branch_rule")), (2, 5));
    assert!(report.ended.is_none() && report.last_success.is_some());
    let before = store.events();
    assert_eq!(server.take_counts().0, report.requests);

    let again = store.run(&settings, later(3_600)).unwrap();
    let (requests, unchanged, _) = server.take_counts();
    assert_eq!(differences(&store.events(), &before), Vec::<String>::new());
    // A page of projects; two groups and their members; deployments and pipelines of five projects.
    assert_eq!(requests, 1 + 4 + 5 * 2, "{:?}", server.take_log());
    assert_eq!((again.unchanged, again.requests), (unchanged, requests));
    assert!(unchanged >= 3);
}

#[test]
fn what_the_records_say() {
    let server = Server::start(World::small());
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    store.run(&GitLabSettings { ticket_repositories: vec!["lumen/**".into()], ..settings(&server, cache.path()) }, now()).unwrap();
    assert_eq!(store.count("ticket"), 5);
    let records = store.records.lock().unwrap();
    let of = |kind: &'static str, id: &str| records.get(&(kind, id.to_owned())).unwrap_or_else(|| panic!("{kind} {id}"));
    let Record::Repository(project) = of("repository", "gl:gitlab.test:4000:repository:gitlab") else { panic!() };
    assert_eq!((project.full_name.as_str(), project.license.as_deref()), ("lumen/backend/service-0000", Some("MIT")));
    assert_eq!(project.languages.get("Go"), Some(&8_750));
    assert!(project.environments.as_ref().is_some_and(|all| all.named("Production").is_some_and(|one| one.needs_approval)));
    assert!(project.head.is_some() && project.aliases.len() == 1);
    let deployment = records.values().find_map(|record| match record {
        Record::Deployment(one) if one.environment == "production" && one.run_id.is_some() => Some(one),
        _ => None,
    });
    let deployment = deployment.expect("because there are many");
    assert_eq!((deployment.tier.clone(), deployment.outcome), (Some(Tier::Production), Outcome::Success));
    assert_eq!(deployment.finished_at.map(|end| (end - deployment.created_at).num_seconds()), Some(90));
    let changes: Vec<_> = records
        .values()
        .filter_map(|record| if let Record::Change(one) = record { Some(one) } else { None })
        .filter(|one| one.repo.as_str().ends_with(":4005"))
        .collect();
    let numbered = |number: u64| changes.iter().find(|one| one.number == Some(number)).unwrap();
    assert_eq!(numbered(10).reverts_change.as_deref(), Some(numbered(3).id.as_str()));
    assert_eq!((numbered(7).is_bot, numbered(8).is_bot, numbered(5).labels.len()), (Some(true), Some(false), 2));
    // The eighth has no commits that are listed, the ninth has one.
    assert_eq!((numbered(8).first_commit_at, numbered(9).first_commit_at.is_some(), numbered(9).commit_shas.len()), (None, true, 1));
    let Record::Dispatch(asked) = records.values().find(|record| matches!(record, Record::Dispatch(_))).unwrap() else { panic!() };
    assert_eq!((asked.via.as_str(), asked.actor.as_deref(), asked.workflow.as_str()), ("web", Some("grace"), ".gitlab-ci.yml"));
    assert_eq!(asked.inputs.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>(), ["SERVICE=payments"]);
    let Record::BranchRule(rule) = records.values().find(|record| matches!(record, Record::BranchRule(_))).unwrap() else { panic!() };
    assert_eq!((rule.required_reviews, rule.required_checks.as_slice()), (Some(2), ["pipeline".to_owned()].as_slice()));
    drop(records);
    assert!(!store.everything().contains("planted-secret"));
}

#[test]
fn what_is_new_is_read_and_what_was_running_is_looked_at_again() {
    let mut world = World::small();
    world.projects[0].deployments.push(deployment(990, NOW - 600, "running"));
    world.projects[0].pipelines.push(pipeline(77_000, NOW - 500, "running", "push"));
    let server = Server::start(world);
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    let settings = settings(&server, cache.path());
    store.run(&settings, now()).unwrap();
    let outcome = |store: &Store, id: &str| {
        let records = store.records.lock().unwrap();
        records.iter().find(|((_, known), _)| known.ends_with(id)).map(|(_, record)| match record {
            Record::Deployment(one) => one.outcome,
            Record::PipelineRun(one) => one.outcome,
            _ => Outcome::Unknown,
        })
    };
    assert_eq!(outcome(&store, ":deployment:990"), Some(Outcome::Running));
    server.change(|world| {
        *world.projects[0].deployments.last_mut().unwrap() = deployment(990, NOW + 60, "success");
        *world.projects[0].pipelines.last_mut().unwrap() = pipeline(77_000, NOW + 60, "success", "push");
        world.projects[7].merge_requests.push(merge_request(500, NOW + DAY, ""));
        world.projects[7].active = NOW + DAY;
    });
    store.run(&settings, later(2 * DAY)).unwrap();
    assert_eq!(outcome(&store, ":deployment:990"), Some(Outcome::Success));
    assert_eq!(outcome(&store, ":run:77000:1"), Some(Outcome::Success));
    assert_eq!(store.count("change"), 5 * 60 + 1);
    // The same as a store that is read at once.
    let (fresh, other) = (Store::default(), tempfile::tempdir().unwrap());
    fresh.run(&GitLabSettings { cache: other.path().to_owned(), ..settings }, later(2 * DAY)).unwrap();
    assert_eq!(differences(&store.lasting(), &fresh.lasting()), Vec::<String>::new());
}

#[test]
fn what_is_refused_is_said_and_the_rest_is_read() {
    let server = Server::start(World { is_free: true, ..World::small() });
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    let settings = GitLabSettings { groups: vec!["lumen".into(), "nowhere".into()], concurrency: 1, ..settings(&server, cache.path()) };
    let report = store.run(&settings, now()).unwrap();
    assert!(report.last_success.is_none());
    let rows = store.coverage();
    let refused =
        rows.iter().find(|row| row.of == "deployment" && row.state == CoverageState::NotObserved).expect("because one is refused");
    assert_eq!(refused.repo.as_ref().map(milepost_model::RepoId::as_str), Some("gl:gitlab.test:4004"));
    assert!(refused.reason.as_deref().is_some_and(|reason| reason.starts_with("403: not allowed")), "{refused:?}");
    assert!(rows.iter().any(|row| row.of == "repository" && row.name.as_deref() == Some("nowhere")));
    let told = store.diagnostics.lock().unwrap().clone();
    assert!(told.iter().any(|one| one.help.as_deref().is_some_and(|help| help.contains("Reporter"))), "{told:?}");
    assert!(told.iter().any(|one| one.message.contains("“nowhere” was not read: 404")), "{told:?}");
    // The free edition has neither approval rules nor protected environments, which nobody needs to hear of.
    assert_eq!(store.codes(), ["gitlab/not-read"]);
    assert_eq!(store.count("branch_rule"), 5);
    let asked = server.take_log();
    let optional = asked.iter().filter(|path| path.contains("approval_rules")).count();
    assert_eq!(optional, 3, "what three projects in a row do not have is not asked of the others");
}

#[test]
fn a_rename_keeps_the_history_and_what_is_gone_is_said_once() {
    let server = Server::start(World::small());
    let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
    let settings = settings(&server, cache.path());
    store.run(&settings, now()).unwrap();
    let changes = store.count("change");
    server.change(|world| {
        world.projects[0].path = "lumen/backend/renamed".into();
        world.projects[5].path = "elsewhere/moved".into();
        world.projects.remove(2);
    });
    store.run(&settings, later(DAY)).unwrap();
    let told: Vec<_> =
        store.diagnostics.lock().unwrap().iter().filter(|one| one.code == "gitlab/gone").map(|one| one.message.clone()).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().any(|one| one.contains("moved to elsewhere/moved")) && told.iter().any(|one| one.contains("404: it was deleted")));
    let renamed = store.records.lock().unwrap().values().find_map(|record| match record {
        Record::Repository(one) if one.full_name == "lumen/backend/renamed" => Some(one.clone()),
        _ => None,
    });
    let renamed = renamed.map(|one| (one.repo.to_string(), one.renamed_from));
    assert_eq!(renamed, Some(("gl:gitlab.test:4000".into(), vec!["lumen/backend/service-0000".to_owned()])));
    assert_eq!(store.count("change"), changes);
    store.run(&settings, later(2 * DAY)).unwrap();
    assert_eq!(store.codes(), ["gitlab/not-read"]);
}

#[test]
fn shards_together_read_what_one_run_reads() {
    let server = Server::start(World::small());
    let (one, all) = (Store::default(), Store::default());
    let cache = tempfile::tempdir().unwrap();
    one.run(&settings(&server, cache.path()), now()).unwrap();
    for shard in 1..=3 {
        let cache = tempfile::tempdir().unwrap();
        all.run(&GitLabSettings { shard: Some((shard, 3)), ..settings(&server, cache.path()) }, now()).unwrap();
    }
    assert_eq!(differences(&one.events(), &all.events()), Vec::<String>::new());
}

#[test]
fn raw_answers_are_read_again_without_a_network() {
    let server = Server::start(World::small());
    let (cache, raw) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = Store::default();
    let settings = GitLabSettings { raw: Some(raw.path().to_owned()), ..settings(&server, cache.path()) };
    first.run(&settings, now()).unwrap();
    server.take_counts();
    let again = Store::default();
    again.run(&GitLabSettings { replay: true, ..settings }, now()).unwrap();
    assert_eq!(server.take_counts().0, 0);
    // What was filled in by hand is never kept as it came.
    let but_inputs =
        |store: &Store| store.events().into_iter().map(|line| line.replace(r#","inputs":{"SERVICE":"payments"}"#, "")).collect::<Vec<_>>();
    assert_eq!(differences(&but_inputs(&first), &but_inputs(&again)), Vec::<String>::new());
}

#[test]
fn whatever_way_a_server_pages_everything_is_read_once() {
    let size = Size { projects: 230, merge_requests: 0, deployments: 0, pipelines: 0, releases: 0 };
    for lacks_keyset in [false, true] {
        let server = Server::start(World { lacks_keyset, ..World::of(size) });
        let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
        let settings = GitLabSettings { runs: Runs::None, ..settings(&server, cache.path()) };
        store.run(&settings, now()).unwrap();
        assert_eq!(store.count("repository"), 230, "{lacks_keyset}");
        let sweeps = server.take_log().iter().filter(|path| path.starts_with("/api/v4/groups/lumen/projects")).count();
        assert_eq!(sweeps, if lacks_keyset { 4 } else { 3 });
    }
}

#[test]
fn lists_of_one_instant_and_servers_that_answer_small_pages_only_are_read_whole() {
    let mut world = World::of(Size { projects: 1, merge_requests: 0, deployments: 0, pipelines: 0, releases: 0 });
    // An import writes hundreds of entries in one instant.
    world.projects[0].deployments = (0..333).map(|one| deployment(one, NOW - 30 * DAY, "success")).collect();
    world.projects[0].deployments.extend((400..555).map(|one| deployment(one, NOW - 60 * DAY + i64::try_from(one).unwrap(), "success")));
    for most_per_page in [None, Some(20), Some(4)] {
        let server = Server::start(World { most_per_page, ..world.clone() });
        let (store, cache) = (Store::default(), tempfile::tempdir().unwrap());
        store.run(&settings(&server, cache.path()), now()).unwrap();
        assert_eq!(store.count("deployment"), 333 + 155, "{most_per_page:?} {:?}", store.diagnostics.lock().unwrap());
    }
}
