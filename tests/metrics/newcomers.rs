//! How long newcomers take to their first deployment: who counts, and that nothing is told of one person.

use crate::world::{Made, World};
use milepost::metrics::delivery::{Newcomers, NoFigure, json};
use milepost_model::record::change::Via;
use milepost_model::record::deployment::Origin;
use milepost_model::record::{Change, Coverage, Deployment};
use milepost_model::{CoverageState, EntityRef, Instant, Outcome, Record};
use proptest::prelude::*;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// The first day of the window whose last is 31 May 2026.
fn day(number: i64) -> Instant {
    let first: Instant = "2025-06-01T00:00:00Z".parse().expect("because it is an instant");
    first + chrono::Duration::days(number)
}

fn after(at: Instant, seconds: i64) -> Instant {
    at + chrono::Duration::seconds(seconds)
}

fn sha(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..40].to_owned()
}

/// A change that somebody opened on a day and that was merged an hour later.
fn change(repo: &str, who: &str, opened: i64) -> Change {
    let name = format!("{repo}/{who}/{opened}");
    Change {
        id: format!("change:{name}"),
        repo: repo.into(),
        via: Via::PullRequest,
        created_at: Some(day(opened)),
        merged_at: after(day(opened), HOUR),
        merge_sha: sha(&name),
        is_bot: Some(false),
        author_key: Some(format!("key-of-{who}")),
        ..Change::default()
    }
}

/// A deployment of everything that was merged by then; the first of a repository is where its history begins.
fn deployment(repo: &str, at: Instant) -> Record {
    let name = format!("{repo}/{}", at.timestamp());
    Record::Deployment(Deployment {
        id: format!("deployment:{name}"),
        repo: repo.into(),
        environment: "production".into(),
        sha: sha(&name),
        origin: Origin::DeploymentApi,
        created_at: at,
        finished_at: Some(at),
        outcome: Outcome::Success,
        ..Deployment::default()
    })
}

fn covered(repo: &str, kind: &str, from: Instant) -> Record {
    Record::Coverage(Coverage {
        id: format!("test:{repo}:{kind}"),
        of: kind.into(),
        source: "test".into(),
        repo: Some(repo.into()),
        from,
        to: day(365),
        state: CoverageState::Complete,
        ..Coverage::default()
    })
}

/// A repository in which people come every five days, and have their first deployment so many hours after they began.
fn repository(repo: &str, people: &[(String, i64)], since: Instant) -> Vec<Record> {
    let mut records = vec![deployment(repo, day(1)), covered(repo, "change", since), covered(repo, "deployment", since)];
    for (place, (who, hours)) in (0..).zip(people) {
        let opened = 10 + place * 5;
        records.push(Record::Change(change(repo, who, opened)));
        records.push(deployment(repo, after(day(opened), hours * HOUR)));
    }
    records
}

fn people(prefix: &str, hours: &[i64]) -> Vec<(String, i64)> {
    hours.iter().enumerate().map(|(place, hours)| (format!("{prefix}{place}"), *hours)).collect()
}

fn long_ago() -> Instant {
    day(-2000)
}

fn world(records: Vec<Record>) -> World {
    let made = |name: &str, repo: &str| Made { name: name.into(), repo: repo.into(), paths: Vec::new() };
    World { records, services: vec![made("shop", "gh:x:1"), made("depot", "gh:x:2")], config: String::new(), as_of: day(365), asked: None }
}

fn newcomers(records: Vec<Record>) -> Newcomers {
    world(records).measure().delivery.newcomers
}

fn figure(records: Vec<Record>) -> Result<(i64, u32), NoFigure> {
    newcomers(records).found.map(|found| (found.median, found.n))
}

#[test]
fn the_median_of_five_is_a_figure_and_four_make_none() {
    let five = repository("gh:x:1", &people("p", &[6, 2, 5, 3, 4]), long_ago());
    assert_eq!(figure(five.clone()), Ok((4 * HOUR, 5)));
    let four = repository("gh:x:1", &people("p", &[6, 2, 5, 3]), long_ago());
    let found = newcomers(four);
    assert_eq!((found.found, found.waiting), (Err(NoFigure::TooFew), None));
    let json = found.json();
    assert!(json["median"].is_null() && json["n"].is_null() && json["waiting"].is_null());
    assert_eq!(json["reason"], "fewer_than_five");
    assert_eq!(newcomers(Vec::new()).found, Err(NoFigure::NoKeys));
}

#[test]
fn whoever_was_here_before_is_new_nowhere() {
    let five = repository("gh:x:1", &people("p", &[2, 3, 4, 5, 6]), long_ago());
    for (opened, is_new) in [(-1, false), (-700, false), (0, true), (9, true)] {
        let mut records = five.clone();
        records.extend([covered("gh:x:2", "change", long_ago()), Record::Change(change("gh:x:2", "p0", opened))]);
        assert_eq!(figure(records).is_ok(), is_new, "{opened}");
    }
}

#[test]
fn the_first_change_and_the_first_deployment_may_be_in_two_repositories() {
    let mut records = repository("gh:x:1", &people("p", &[2, 2, 2, 2, 2]), long_ago());
    for person in 0..5 {
        records.push(Record::Change(change("gh:x:2", &format!("p{person}"), 10 + person * 5 - 3)));
    }
    records.push(covered("gh:x:2", "change", long_ago()));
    assert_eq!(figure(records), Ok((3 * DAY + 2 * HOUR, 5)));
}

#[test]
fn nobody_is_new_where_the_half_year_before_is_not_known() {
    let all = people("p", &[2, 3, 4, 5, 6]);
    assert_eq!(figure(repository("gh:x:1", &all, day(-180))), Ok((4 * HOUR, 5)));
    assert_eq!(figure(repository("gh:x:1", &all, day(-100))), Err(NoFigure::NotCovered));
    // A clone knows of changes and not whose they are: before the first that tells, anybody may have been there.
    let mut records = repository("gh:x:1", &all, long_ago());
    records.push(Record::Change(Change { author_key: None, ..change("gh:x:1", "nobody", -20) }));
    assert_eq!(figure(records.clone()), Err(NoFigure::NotCovered));
    let told: Vec<Record> = records
        .iter()
        .filter_map(|record| if let Record::Change(one) = record { Some(one.clone()) } else { None })
        .map(|one| Record::Change(Change { id: format!("clone:{}", one.id), via: Via::Direct, author_key: None, is_bot: None, ..one }))
        .take(5)
        .collect();
    let mut twice = repository("gh:x:1", &all, long_ago());
    twice.extend(told);
    assert_eq!(figure(twice), Ok((4 * HOUR, 5)), "the clone's own records of the same changes hide nobody");
}

#[test]
fn bots_are_nobody() {
    let mut records = repository("gh:x:1", &people("p", &[2, 3, 4, 5, 6]), long_ago());
    for record in &mut records {
        if let Record::Change(change) = record {
            change.is_bot = Some(change.author_key.as_deref() == Some("key-of-p0"));
        }
    }
    assert_eq!(figure(records), Err(NoFigure::TooFew));
}

#[test]
fn the_last_twenty_count() {
    let hours: Vec<i64> = (0..25).map(|place| if place < 5 { 100 } else { 2 }).collect();
    assert_eq!(figure(repository("gh:x:1", &people("p", &hours), long_ago())), Ok((2 * HOUR, 20)));
}

#[test]
fn who_waits_is_counted_from_five_on_and_is_in_no_median() {
    for (count, waiting) in [(4, None), (5, Some(5)), (7, Some(7))] {
        let mut records = repository("gh:x:1", &people("p", &[2, 3, 4, 5, 6]), long_ago());
        // The last deployment is over when these come.
        records.extend((0..count).map(|place| Record::Change(change("gh:x:1", &format!("w{place}"), 300 + place))));
        let found = newcomers(records);
        assert_eq!((found.found.map(|found| found.n), found.waiting), (Ok(5), waiting));
    }
}

#[test]
fn a_repository_that_the_portal_does_not_show_leaves_no_trace() {
    let five = repository("gh:x:1", &people("p", &[2, 3, 4, 5, 6]), long_ago());
    let mut more = five.clone();
    more.extend(repository("gh:x:9", &people("q", &[90, 90, 90, 90, 90]), long_ago()));
    more.extend((0..5).map(|person| Record::Change(change("gh:x:9", &format!("p{person}"), -40))));
    assert_eq!(newcomers(five), newcomers(more));
}

#[test]
fn no_data_hold_a_key() {
    let all = world(repository("gh:x:1", &people("p", &[2, 3, 4, 5, 6]), long_ago())).measure();
    let text = json::text_of_all(&all.delivery, json::Breadth::Whole, Vec::new());
    assert!(text.contains("\"newcomers\":{") && !text.contains("key-of"));
    for (_, service) in &all.delivery.services {
        assert!(!json::with_evidence(service).to_string().contains("key-of"));
    }
    assert!(!format!("{:?}", all.delivery.newcomers).contains("key-of"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_records_does_not_matter(hours in proptest::collection::vec(1_i64..90, 0..30), order in any::<u64>()) {
        let records = repository("gh:x:1", &people("p", &hours), long_ago());
        let mut turned = records.clone();
        turned.sort_by_cached_key(|record| blake3::hash(format!("{order}{record:?}").as_bytes()).to_hex().to_string());
        prop_assert_eq!(newcomers(records), newcomers(turned));
    }

    #[test]
    fn another_repository_changes_only_who_is_new(hours in proptest::collection::vec(1_i64..90, 5..20), old in 0_usize..5) {
        let own = people("p", &hours);
        let alone = repository("gh:x:1", &own, long_ago());
        let mut beside = alone.clone();
        beside.push(covered("gh:x:2", "change", long_ago()));
        beside.extend(own.iter().take(old).map(|(who, _)| Record::Change(change("gh:x:2", who, -40))));
        let (one, two) = (world(alone.clone()).measure(), world(beside).measure());
        let shop = EntityRef::new("component", "shop");
        prop_assert_eq!(
            json::with_evidence(one.delivery.service(&shop).expect("because it is there")),
            json::with_evidence(two.delivery.service(&shop).expect("because it is there"))
        );
        let kept = |record: &Record| !matches!(record, Record::Change(change) if own.iter().take(old).any(|(who, _)| change.author_key == Some(format!("key-of-{who}"))));
        let without: Vec<Record> = alone.into_iter().filter(kept).collect();
        prop_assert_eq!(two.delivery.newcomers.found, newcomers(without).found);
    }
}
