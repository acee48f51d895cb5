//! What became of an action so far: who ran it, when, with which inputs, and how it ended.

use super::action::{Action, Means};
use super::discover::Offered;
use super::{mask, run_title};
use chrono::Duration;
use milepost_model::record::Dispatch;
use milepost_model::{Instant, Outcome, RepoId};
use std::collections::{BTreeMap, BTreeSet};

/// So many of the newest runs of an action are listed.
pub const LISTED: usize = 200;

/// Figures are of so many days.
pub const WINDOW_DAYS: i64 = 90;

/// Weekly counts go so many weeks back.
pub const WEEKS: usize = 26;

/// What became of an action so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Runs {
    /// Whether any source tells of runs of its repository; without one, no run means nothing.
    pub is_known: bool,
    /// The newest runs, the newest first, at most `LISTED`.
    pub newest: Vec<Run>,
    /// How many there are in all records.
    pub total: u64,
    /// What they come to in the last [`WINDOW_DAYS`].
    pub recent: Recent,
    /// How many succeeded and failed in each of the last `WEEKS` weeks, the oldest first.
    pub weeks: Vec<(u32, u32)>,
}

/// What the runs of the last weeks come to. Lengths of time are in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recent {
    /// How many were asked for.
    pub asked: u64,
    /// How many did what they were asked to do.
    pub succeeded: u64,
    /// How many tried and did not.
    pub failed: u64,
    /// How many somebody or something stopped.
    pub cancelled: u64,
    /// The median time that those that succeeded ran.
    pub duration: Option<u64>,
    /// Nine of ten of those that succeeded ran no longer.
    pub duration_p90: Option<u64>,
    /// The median time that a run waited before it began.
    pub queue: Option<u64>,
}

impl Recent {
    /// How many ended by themselves.
    pub fn ended(&self) -> u64 {
        self.succeeded + self.failed
    }
}

/// A run of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// When it was asked for.
    pub at: Instant,
    /// How it ended.
    pub outcome: Outcome,
    /// How long it waited, in seconds.
    pub queued: Option<u64>,
    /// How long it ran, in seconds.
    pub took: Option<u64>,
    /// Who asked for it, where people are shown.
    pub actor: Option<String>,
    /// Who approved it, where people are shown.
    pub approved_by: Option<String>,
    /// The service that it was about, as it was named.
    pub service: Option<String>,
    /// What was filled in; what looks like a secret is masked.
    pub inputs: BTreeMap<String, String>,
    /// The run's number.
    pub run_id: Option<u64>,
    /// Where people see it.
    pub url: Option<String>,
}

/// Adds what was run to what is offered.
///
/// `told` are the repositories of whose runs any source tells.
pub fn tell(mut offered: Offered, dispatches: Vec<Dispatch>, told: &BTreeSet<RepoId>, as_of: Instant, hides_people: bool) -> Vec<Action> {
    let mut by_workflow: BTreeMap<(RepoId, String), Vec<Dispatch>> = BTreeMap::new();
    for dispatch in dispatches {
        by_workflow.entry((dispatch.repo.clone(), dispatch.workflow.clone())).or_default().push(dispatch);
    }
    for action in &mut offered.actions {
        let found = by_workflow.get(&(action.repo.clone(), action.workflow.clone()));
        let mut own: Vec<&Dispatch> =
            found.into_iter().flatten().filter(|run| run.action.as_ref().is_none_or(|id| *id == action.id)).collect();
        own.sort_by(|a, b| b.requested_at.cmp(&a.requested_at).then_with(|| b.id.cmp(&a.id)));
        let listed = own.iter().take(LISTED).map(|dispatch| run(action, dispatch, hides_people)).collect();
        action.runs = Runs {
            // What a platform makes of a manifest is no run that any source tells of.
            is_known: !own.is_empty() || told.contains(&action.repo) && !matches!(action.means, Means::Manifest(_)),
            total: own.len() as u64,
            recent: recent(&own, as_of),
            weeks: weeks(&own, as_of),
            newest: listed,
        };
    }
    offered.actions
}

fn run(action: &Action, dispatch: &Dispatch, hides_people: bool) -> Run {
    let names: Vec<&str> = action.fields.iter().map(|field| field.name.as_str()).collect();
    let mut inputs = dispatch.inputs.clone();
    if let Some(title) = dispatch.title.as_deref().filter(|_| inputs.is_empty()) {
        inputs = run_title::inputs(title, action.run_name.as_deref(), &names);
    }
    let of_field = action.service_field().and_then(|field| Some(field.name_in(inputs.get(&field.name)?).to_owned()));
    let shown = |who: &Option<String>| who.clone().filter(|_| !hides_people);
    Run {
        at: dispatch.requested_at,
        outcome: dispatch.outcome,
        queued: between(Some(dispatch.requested_at), dispatch.started_at),
        took: between(dispatch.started_at, dispatch.finished_at),
        actor: shown(&dispatch.actor),
        approved_by: shown(&dispatch.approved_by),
        service: dispatch.service.clone().or(of_field).map(|service| mask::shown("service", &service)),
        inputs: inputs.iter().map(|(name, value)| (name.clone(), mask::shown(name, value))).collect(),
        run_id: dispatch.run_id,
        url: dispatch.url.clone(),
    }
}

fn between(from: Option<Instant>, to: Option<Instant>) -> Option<u64> {
    u64::try_from((to? - from?).num_seconds()).ok()
}

fn recent(runs: &[&Dispatch], as_of: Instant) -> Recent {
    let since = as_of - Duration::days(WINDOW_DAYS);
    let mut found = Recent::default();
    let (mut durations, mut queues) = (Vec::new(), Vec::new());
    for run in runs.iter().filter(|run| run.requested_at > since) {
        found.asked += 1;
        match run.outcome {
            Outcome::Success => {
                found.succeeded += 1;
                durations.extend(between(run.started_at, run.finished_at));
            }
            Outcome::Failure => found.failed += 1,
            Outcome::Cancelled => found.cancelled += 1,
            Outcome::Skipped | Outcome::Running | Outcome::Unknown => {}
        }
        queues.extend(between(Some(run.requested_at), run.started_at));
    }
    found.duration = quantile(&mut durations, 50);
    found.duration_p90 = quantile(&mut durations, 90);
    found.queue = quantile(&mut queues, 50);
    found
}

/// The nearest rank: a value that really was, never one between two.
fn quantile(values: &mut [u64], percent: usize) -> Option<u64> {
    values.sort_unstable();
    let rank = (values.len() * percent).div_ceil(100).max(1);
    values.get(rank - 1).copied()
}

fn weeks(runs: &[&Dispatch], as_of: Instant) -> Vec<(u32, u32)> {
    let mut weeks = vec![(0, 0); WEEKS];
    for run in runs {
        let Ok(ago) = usize::try_from((as_of - run.requested_at).num_weeks()) else { continue };
        let Some(week) = WEEKS.checked_sub(ago + 1).and_then(|place| weeks.get_mut(place)) else { continue };
        match run.outcome {
            Outcome::Success => week.0 += 1,
            Outcome::Failure => week.1 += 1,
            _ => {}
        }
    }
    weeks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::{Field, Format};

    fn at(text: &str) -> Instant {
        text.parse().expect("an instant")
    }

    const NOW: &str = "2026-11-20T06:40:00Z";
    const PATH: &str = ".github/workflows/rollback.yml";

    fn repo() -> RepoId {
        RepoId("gh:github.com:1".to_owned())
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
            let people = run.actor.as_ref().zip(run.approved_by.as_ref()).map(|(actor, approver)| format!("{actor} {approver}"));
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
}
