//! What runs come to, and in which order they stand.

use super::*;
use crate::actions::{Field, Format};
use milepost_model::record::dispatch::Approvals;

fn at(text: &str) -> Instant {
    text.parse().expect("an instant")
}

const NOW: &str = "2026-11-20T06:40:00Z";
const PATH: &str = ".github/workflows/rollback.yml";

fn repo() -> RepoId {
    RepoId::from("gh:github.com:1")
}

fn action() -> Action {
    let field = |name: &str| Field { name: name.to_owned(), ..Field::default() };
    let fields = vec![Field { format: Some(Format::Service), ..field("service") }, field("reason"), field("api_token")];
    Action { id: "rollback".to_owned(), repo: repo(), workflow: PATH.to_owned(), fields, ..Action::default() }
}

/// A run so many days ago, which waited and then ran so many seconds.
fn ran(days: i64, waited: i64, took: i64, outcome: Outcome) -> Dispatch {
    let requested_at = at(NOW) - Duration::days(days);
    let started_at = requested_at + Duration::seconds(waited);
    Dispatch {
        id: format!("{days}-{waited}-{took}"),
        repo: repo(),
        workflow: PATH.to_owned(),
        requested_at,
        outcome,
        started_at: Some(started_at),
        finished_at: Some(started_at + Duration::seconds(took)),
        actor: Some("ada".to_owned()),
        approved_by: Some("grace".to_owned()),
        ..Dispatch::default()
    }
}

fn told(dispatches: Vec<Dispatch>, told: &BTreeSet<RepoId>, hides_people: bool) -> Runs {
    let mut actions = tell(Offered { actions: vec![action()] }, dispatches, told, at(NOW), hides_people);
    actions.remove(0).runs
}

#[test]
fn figures_are_of_the_window_and_of_what_ended_by_itself() {
    let took = [100, 40, 20, 60, 80, 30, 50, 10, 90, 70];
    let mut runs: Vec<Dispatch> = took.iter().map(|took| ran(1, 4, *took, Outcome::Success)).collect();
    runs.push(ran(8, 30, 500, Outcome::Failure));
    runs.push(ran(15, 60, 900, Outcome::Cancelled));
    runs.push(Dispatch { finished_at: None, ..ran(0, 2, 0, Outcome::Running) });
    runs.push(ran(91, 7, 7_000, Outcome::Success));
    runs.push(Dispatch { action: Some("another".to_owned()), ..ran(2, 1, 1, Outcome::Success) });
    let found = told(runs, &BTreeSet::new(), false);
    let recent = found.recent;
    assert_eq!((found.total, recent.asked, recent.succeeded, recent.failed, recent.cancelled), (14, 13, 10, 1, 1));
    assert_eq!((recent.duration, recent.duration_p90, recent.queue), (Some(50), Some(90), Some(4)));
    assert_eq!((recent.ended(), found.is_known), (11, true));
    assert_eq!(found.weeks[WEEKS - 1], (10, 0), "a week is seven days that end now");
    assert_eq!((found.weeks[WEEKS - 2], found.weeks[WEEKS - 3]), ((0, 1), (0, 0)));
    assert_eq!(found.weeks[WEEKS - 14], (1, 0));
    assert_eq!(found.newest.first().map(|run| run.outcome), Some(Outcome::Running));
    assert_eq!(found.newest.last().map(|run| run.at), Some(at(NOW) - Duration::days(91)));
    assert_eq!(found.newest.last().map(|run| (run.queued, run.took)), Some((Some(7), Some(7_000))));
}

#[test]
fn the_newest_are_listed_and_all_are_counted() {
    let runs: Vec<Dispatch> = (0..250).map(|day| ran(day, 0, 1, Outcome::Success)).collect();
    let found = told(runs, &BTreeSet::new(), false);
    assert_eq!((found.total, found.newest.len()), (250, LISTED));
    assert!(found.newest.windows(2).all(|pair| pair[0].at >= pair[1].at));
}

#[test]
fn the_chain_holds_every_run_that_is_over_in_the_order_in_which_they_ended() {
    // The second was asked for later, and ended first.
    let slow = ran(2, 0, 86_000, Outcome::Success);
    let quick = Dispatch { requested_at: slow.requested_at + Duration::hours(1), ..ran(2, 1, 60, Outcome::Failure) };
    let waiting = Dispatch { finished_at: None, ..ran(1, 0, 0, Outcome::Running) };
    let old: Vec<Dispatch> = (3..303).map(|day| ran(day, 0, 1, Outcome::Success)).collect();
    let all = |more: &[&Dispatch]| old.iter().chain(more.iter().copied()).cloned().collect::<Vec<_>>();
    let before = told(all(&[&quick]), &BTreeSet::new(), false);
    let after = told(all(&[&waiting, &slow, &quick]), &BTreeSet::new(), false);
    assert_eq!((before.chained, after.chained, after.total), (301, 302, 303));
    let links: Vec<_> = after.newest.iter().map(|run| run.link.clone()).collect();
    assert!(links[0].is_none() && after.newest[0].outcome == Outcome::Running);
    assert_eq!(after.newest[1].outcome, Outcome::Success, "the slow one ended last");
    let linked: Vec<_> = links.into_iter().flatten().collect();
    assert!(linked.windows(2).all(|pair| pair[0].previous == pair[1].hash), "what is listed is a piece of the chain");
    assert_eq!(after.head.as_ref(), Some(&linked[0].hash));
    // What was known before is still there, under the hash that it had.
    assert_eq!(before.head.as_ref(), Some(&linked[1].hash));
    let other = told(all(&[&Dispatch { actor: Some("mallory".to_owned()), ..quick.clone() }, &slow]), &BTreeSet::new(), false);
    assert_ne!(other.head, after.head);
    assert_eq!(told(Vec::new(), &BTreeSet::new(), false).head, None);
}

#[test]
fn decisions_of_reviewers_count_before_a_name_alone_and_nobody_is_not_unknown() {
    let decided = |decision| Approval { decision, by: Some("linus".to_owned()), environments: vec!["production".to_owned()] };
    let known = Some(Approvals(vec![decided(Decision::Rejected)]));
    for (approvals, by, expected) in
        [(known, Some("grace"), Some(1)), (Some(Approvals(Vec::new())), None, Some(0)), (None, Some("grace"), Some(1)), (None, None, None)]
    {
        let dispatch = Dispatch { approvals, approved_by: by.map(str::to_owned), ..ran(1, 0, 1, Outcome::Success) };
        let found = told(vec![dispatch], &BTreeSet::new(), false);
        assert_eq!(found.newest[0].approvals.as_ref().map(Vec::len), expected);
    }
}

#[test]
fn no_run_means_nothing_where_no_source_tells_of_any() {
    assert!(!told(Vec::new(), &BTreeSet::new(), false).is_known);
    let found = told(Vec::new(), &[repo()].into(), false);
    assert!(found.is_known && found.recent == Recent::default());
}

#[test]
fn who_asked_and_who_approved_is_shown_unless_people_are_hidden() {
    for (hides, expected) in [(false, Some("ada grace")), (true, None)] {
        let found = told(vec![ran(1, 0, 1, Outcome::Success)], &BTreeSet::new(), hides);
        let run = &found.newest[0];
        let approver = run.approvals.iter().flatten().find_map(|approval| approval.by.as_ref());
        let people = run.actor.as_ref().zip(approver).map(|(actor, approver)| format!("{actor} {approver}"));
        assert_eq!(people.as_deref(), expected);
    }
}

#[test]
fn a_secret_is_masked_wherever_somebody_typed_it() {
    let token = format!("ghp_{}", "a1B2".repeat(9));
    let with = |inputs: &[(&str, &str)], title: &str| Dispatch {
        inputs: inputs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        title: Some(title.to_owned()),
        ..ran(1, 0, 1, Outcome::Success)
    };
    let runs = vec![
        with(&[("service", &token)], ""),
        with(&[("service", "ledger"), ("api_token", "hunter2"), ("reason", &format!("use {token}"))], ""),
        with(&[], &format!("rollback service={token} reason=it is slow")),
        with(&[], &format!("rollback service=ledger reason=it wants {token} api_token=hunter2")),
    ];
    let found = told(runs, &BTreeSet::new(), false);
    let all = format!("{:?}", found.newest);
    assert!(!all.contains(&token) && !all.contains("hunter2"), "{all}");
    assert!(all.contains("it is slow") && all.contains("ledger") && all.contains(mask::MASKED));
}
