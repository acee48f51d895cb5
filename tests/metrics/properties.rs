//! What holds for every history, whatever it looks like.

use crate::world::{Made, World};
use milepost::metrics::delivery::evidence::Class;
use milepost::metrics::delivery::{Span, Value, json};
use milepost_model::record::change::Via;
use milepost_model::record::deployment::Origin;
use milepost_model::record::incident::Cause;
use milepost_model::record::{Change, Commit, Coverage, Deployment, Incident};
use milepost_model::{CoverageState, EntityRef, Instant, Measurement, Outcome, Record, Window};
use proptest::prelude::*;

const KINDS: [&str; 6] = ["deployment", "pipeline_run", "release", "change", "commit", "incident"];

/// Seconds since 1970 of Monday 2026-01-05.
const MONDAY: i64 = 1_767_571_200;

fn at(seconds: i64) -> Instant {
    Instant::from_timestamp(seconds, 0).expect("because it is in the calendar")
}

fn sha(repo: &str, n: u64) -> String {
    blake3::hash(format!("{repo}/{n}").as_bytes()).to_hex()[..40].to_owned()
}

/// The next number of a row that looks random and is the same every time (splitmix64).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Four weeks of a repository: commits and merges, changes of all sorts, deployments to two regions that go forth and back,
/// incidents with and without a cause.
fn history(repo: &str, name: &str, seed: u64) -> Vec<Record> {
    let mut state = seed;
    let mut random = move |below: u64| next(&mut state) % below;
    let mut records = Vec::new();
    let commits = 20 + random(30);
    for n in 0..commits {
        let time = MONDAY + i64::try_from(n * 28 * 86_400 / commits).unwrap_or(0);
        let mut parents = if n == 0 { Vec::new() } else { vec![sha(repo, n - 1 - random(2).min(n - 1))] };
        if n > 3 && random(4) == 0 {
            parents.push(sha(repo, n - 3));
        }
        let picked = (n > 5 && random(9) == 0).then(|| sha(repo, random(n)));
        records.push(Record::Commit(Commit {
            id: format!("{repo}:commit:{n}"),
            repo: repo.into(),
            sha: sha(repo, n),
            authored_at: at(time - i64::try_from(random(200_000)).unwrap_or(0) + 3000),
            committed_at: at(time),
            reverts: (n > 5 && random(9) == 0).then(|| sha(repo, random(n))),
            cherry_of: picked,
            parents,
            ..Commit::default()
        }));
        if random(3) > 0 {
            records.push(Record::Change(Change {
                id: format!("{repo}:change:{n}"),
                repo: repo.into(),
                via: if random(4) == 0 { Via::Direct } else { Via::PullRequest },
                number: Some(n),
                merged_at: at(time),
                merge_sha: sha(repo, n),
                first_commit_at: (random(4) > 0).then(|| at(time - i64::try_from(random(300_000)).unwrap_or(0))),
                reverts_change: (n > 2 && random(8) == 0).then(|| format!("{repo}:change:{}", random(n))),
                is_bot: Some(random(6) == 0),
                labels: if random(10) == 0 { vec!["hotfix".into()] } else { Vec::new() },
                commit_shas: if random(2) == 0 { vec![sha(repo, n.saturating_sub(1))] } else { Vec::new() },
                ..Change::default()
            }));
        }
    }
    let deployments = 5 + random(20);
    for n in 0..deployments {
        let time = MONDAY + i64::try_from((n * 28 + random(14)) * 86_400 / deployments).unwrap_or(0) + 40_000;
        let latest = n * commits / deployments;
        let commit = if random(5) == 0 { random(commits) } else { latest };
        records.push(Record::Deployment(Deployment {
            id: format!("{repo}:deployment:{n}"),
            repo: repo.into(),
            environment: ["production", "prod-eu", "staging"][usize::try_from(random(5).min(2)).unwrap_or(0)].into(),
            sha: if random(12) == 0 { sha(repo, 900 + n) } else { sha(repo, commit) },
            origin: Origin::DeploymentApi,
            created_at: at(time),
            finished_at: (random(9) > 0).then(|| at(time + 600)),
            outcome: [Outcome::Success, Outcome::Success, Outcome::Success, Outcome::Failure][usize::try_from(random(4)).unwrap_or(0)],
            run_id: (random(2) == 0).then(|| random(9)),
            ..Deployment::default()
        }));
    }
    records.extend(incidents(repo, name, deployments, seed));
    records.extend(coverage(repo));
    records
}

/// Incidents with and without a cause.
fn incidents(repo: &str, name: &str, deployments: u64, seed: u64) -> Vec<Record> {
    let mut state = !seed;
    let mut random = move |below: u64| next(&mut state) % below;
    let mut records = Vec::new();
    for n in 0..random(5) {
        let opened = MONDAY + i64::try_from(random(28 * 86_400)).unwrap_or(0);
        records.push(Record::Incident(Incident {
            id: format!("{repo}:incident:{n}"),
            services: vec![name.into()],
            opened_at: at(opened),
            resolved_at: (random(3) > 0).then(|| at(opened + 7200)),
            caused_by: (random(2) == 0)
                .then(|| Cause { deployment: Some(format!("{repo}:deployment:{}", random(deployments))), ..Cause::default() }),
            ..Incident::default()
        }));
    }
    records
}

/// Everything was read.
fn coverage(repo: &str) -> Vec<Record> {
    KINDS
        .iter()
        .map(|kind| {
            Record::Coverage(Coverage {
                id: format!("{repo}:{kind}"),
                of: (*kind).into(),
                source: "test".into(),
                repo: Some(repo.into()),
                from: at(MONDAY - 900 * 86_400),
                to: at(MONDAY + 60 * 86_400),
                state: CoverageState::Complete,
                ..Coverage::default()
            })
        })
        .collect()
}

fn world(seed: u64) -> World {
    World {
        records: history("gh:x:1", "shop", seed),
        services: vec![Made { name: "shop".into(), repo: "gh:x:1".into(), paths: Vec::new() }],
        config: String::new(),
        as_of: at(MONDAY + 29 * 86_400),
        asked: Some(Window { from: at(MONDAY + 7 * 86_400), to: at(MONDAY + 21 * 86_400) }),
    }
}

fn shop(world: &World) -> milepost::metrics::ServiceDelivery {
    world.measure().delivery.service(&EntityRef::new("component", "shop")).expect("because it is in the catalog").clone()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn records_in_any_order_give_the_same_figures(seed: u64, order: u64) {
        let world = world(seed);
        let mut turned = world.clone();
        let mut state = order;
        turned.records.sort_by_cached_key(|_| next(&mut state));
        prop_assert_eq!(json::with_evidence(&shop(&world)), json::with_evidence(&shop(&turned)));
    }

    #[test]
    fn a_window_that_moves_a_day_changes_only_by_what_entered_and_left(seed: u64) {
        let mut world = world(seed);
        let before = shop(&world);
        let first = world.asked.expect("because it was asked for");
        let day = chrono::Duration::days(1);
        let second = Window { from: first.from + day, to: first.to + day };
        world.asked = Some(second);
        let after = shop(&world);
        let records = |service: &milepost::metrics::ServiceDelivery| json::with_evidence(service)["evidence"].clone();
        prop_assert_eq!(records(&before), records(&after));
        let forward = |from: Instant, to: Instant| {
            let is_in = |found: &&milepost::metrics::delivery::evidence::Deployment| found.class == Class::Forward && from <= found.finished && found.finished < to;
            before.evidence.deployments.iter().filter(is_in).map(|found| (1, u64::from(found.has_failed()))).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1))
        };
        let (left, entered) = (forward(first.from, second.from), forward(first.to, second.to));
        let counts = |service: &milepost::metrics::ServiceDelivery| match service.figure(Span::Asked, "change_fail_rate").map(|figure| figure.value.clone()) {
            Some(Measurement::Known { value: Value::Ratio { num, den }, .. }) => (den, num),
            _ => (0, 0),
        };
        let (a, b) = (counts(&before), counts(&after));
        prop_assert_eq!((a.0 + entered.0, a.1 + entered.1), (b.0 + left.0, b.1 + left.1));
    }

    #[test]
    fn removed_coverage_turns_figures_unknown_and_changes_none(seed: u64, kind in 0..KINDS.len()) {
        let world = world(seed);
        let whole = shop(&world);
        let mut less = world.clone();
        less.records.retain(|record| !matches!(record, Record::Coverage(row) if row.of == KINDS[kind]));
        let less = shop(&less);
        for (full, part) in whole.figures.iter().zip(&less.figures) {
            for (full, part) in full.1.all.iter().zip(&part.1.all) {
                prop_assert!(part.value.reason().is_some() || part.value == full.value, "{}: {:?} became {:?}", full.metric, full.value, part.value);
            }
        }
        if KINDS[kind] == "deployment" {
            let known = less.figures.iter().flat_map(|(_, figures)| &figures.all).filter(|figure| figure.metric != "incident_recovery_time");
            prop_assert!(known.clone().all(|figure| figure.value.value().is_none()));
        }
    }

    #[test]
    fn an_unrelated_service_changes_nothing(seed: u64, other: u64) {
        let world = world(seed);
        let mut more = world.clone();
        more.records.extend(history("gh:x:2", "depot", other));
        more.services.push(Made { name: "depot".into(), repo: "gh:x:2".into(), paths: Vec::new() });
        prop_assert_eq!(json::with_evidence(&shop(&world)), json::with_evidence(&shop(&more)));
    }

    #[test]
    fn every_figure_can_be_counted_again_from_its_records(seed: u64) {
        let world = world(seed);
        let service = shop(&world);
        let window = world.asked.expect("because it was asked for");
        let is_in = |found: &&milepost::metrics::delivery::evidence::Deployment| found.class == Class::Forward && window.contains(found.finished);
        let count = service.evidence.deployments.iter().filter(is_in).count() as u64;
        if let Some(Measurement::Known { value: Value::Frequency(found), .. }) = service.figure(Span::Asked, "deployment_frequency").map(|f| f.value.clone()) {
            prop_assert_eq!(found.count, count);
        }
        let lead = service.evidence.deployments.iter().filter(is_in).flat_map(|found| service.evidence.changes_of(found));
        let lead = lead.filter(|change| change.left_out.is_none() && change.lead_time.is_some()).count() as u64;
        prop_assert_eq!(service.figure(Span::Asked, "change_lead_time").map_or(0, milepost::metrics::delivery::Figure::n), lead);
        let mut seen = std::collections::BTreeSet::new();
        for change in service.evidence.deployments.iter().flat_map(|found| service.evidence.changes_of(found)) {
            prop_assert!(seen.insert((change.merge_sha, change.id.clone())), "a change was deployed twice");
        }
    }
}
