//! What became of an action so far: who ran it, when, with which inputs, and how it ended.

use super::action::{Action, Means};
use super::chain::{self, Link, ROOT};
use super::discover::Offered;
use super::{mask, run_title};
use chrono::Duration;
use milepost_model::record::Dispatch;
use milepost_model::record::dispatch::{Approval, Decision};
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
    /// The newest runs, what ended last first, at most `LISTED`.
    pub newest: Vec<Run>,
    /// How many of all are over, and so have a hash.
    pub chained: u64,
    /// The hash of the one that ended last.
    pub head: Option<String>,
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
    /// When it ended, where that is known.
    pub ended: Option<Instant>,
    /// How it ended.
    pub outcome: Outcome,
    /// How long it waited, in seconds.
    pub queued: Option<u64>,
    /// How long it ran, in seconds.
    pub took: Option<u64>,
    /// Who asked for it, where people are shown.
    pub actor: Option<String>,
    /// What reviewers decided about it, with names where people are shown; nothing where that is not known.
    pub approvals: Option<Vec<Approval>>,
    /// The service that it was about, as it was named.
    pub service: Option<String>,
    /// What was filled in; what looks like a secret is masked.
    pub inputs: BTreeMap<String, String>,
    /// The run's number.
    pub run_id: Option<u64>,
    /// Where people see it.
    pub url: Option<String>,
    /// Its place in the chain of hashes, where it is over.
    pub link: Option<Link>,
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
        own.sort_by(|a, b| order(a).cmp(&order(b)));
        let (newest, head) = newest(action, &own, hides_people);
        action.runs = Runs {
            // What a platform makes of a manifest is no run that any source tells of.
            is_known: !own.is_empty() || told.contains(&action.repo) && !matches!(action.means, Means::Manifest(_)),
            total: own.len() as u64,
            recent: recent(&own, as_of),
            weeks: weeks(&own, as_of),
            chained: own.iter().filter(|dispatch| is_over(dispatch)).count() as u64,
            newest,
            head,
        };
    }
    offered.actions
}

/// The order of the chain: as runs ended, or were asked for where that is all that is known.
fn order(dispatch: &Dispatch) -> (Instant, Instant, &str) {
    (dispatch.finished_at.unwrap_or(dispatch.requested_at), dispatch.requested_at, &dispatch.id)
}

/// Whether nothing is waited for any more.
fn is_over(dispatch: &Dispatch) -> bool {
    dispatch.outcome != Outcome::Running
}

/// The newest of runs that stand in order, the newest first, and the last hash of them all.
fn newest(action: &Action, own: &[&Dispatch], hides_people: bool) -> (Vec<Run>, Option<String>) {
    let mut head: Option<String> = None;
    let mut found: Vec<Run> = Vec::with_capacity(own.len().min(LISTED));
    let listed_from = own.len().saturating_sub(LISTED);
    for (at, dispatch) in own.iter().enumerate() {
        let mut run = run(action, dispatch, hides_people);
        if is_over(dispatch) {
            let link = chain::link(head.as_deref().unwrap_or(ROOT), &action.workflow, &run);
            head = Some(link.hash.clone());
            run.link = Some(link);
        }
        if at >= listed_from {
            found.push(run);
        }
    }
    found.reverse();
    (found, head)
}

/// What reviewers decided, as it may be shown.
fn approvals(dispatch: &Dispatch, hides_people: bool) -> Option<Vec<Approval>> {
    let only_named = || {
        let by = dispatch.approved_by.clone()?;
        Some(vec![Approval { decision: Decision::Approved, by: Some(by), environments: Vec::new() }])
    };
    let mut known = dispatch.approvals.clone().map(|approvals| approvals.0).or_else(only_named)?;
    for approval in known.iter_mut().filter(|_| hides_people) {
        approval.by = None;
    }
    Some(known)
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
        ended: dispatch.finished_at,
        outcome: dispatch.outcome,
        queued: between(Some(dispatch.requested_at), dispatch.started_at),
        took: between(dispatch.started_at, dispatch.finished_at),
        actor: shown(&dispatch.actor),
        approvals: approvals(dispatch, hides_people),
        service: dispatch.service.clone().or(of_field).map(|service| mask::shown("service", &service)),
        inputs: inputs.iter().map(|(name, value)| (name.clone(), mask::shown(name, value))).collect(),
        run_id: dispatch.run_id,
        url: dispatch.url.clone(),
        link: None,
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
mod tests;
