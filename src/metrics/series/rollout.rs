//! Events become deployments: each environment is looked at by itself, and a version that reaches
//! several is one deployment.

use crate::metrics::delivery::evidence::{Arrival, Attempt, ByCommit, Class, Deployment, Method, Sha};
use crate::metrics::history::{Ancestry, Commits};
use crate::metrics::recognition::Event;
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use milepost_model::{Instant, Outcome};
use std::sync::Arc;

/// The deployments of one service, oldest first, before their changes are known.
#[derive(Debug, Default)]
pub(in crate::metrics) struct Series {
    pub(in crate::metrics) deployments: Vec<Deployment>,
    /// Attempts that failed, oldest first.
    pub(in crate::metrics) attempts: Vec<Attempt>,
    /// For each deployment the commit, where it is known.
    pub(in crate::metrics) commits: Vec<Option<u32>>,
    /// For each rollback the deployment that failed.
    pub(in crate::metrics) rolled_back: Vec<(u32, u32)>,
    /// For each deployment whether its version, branch or tag is a hotfix's.
    pub(in crate::metrics) is_named_hotfix: Vec<bool>,
    /// How many deployments do not say when they ended.
    pub(in crate::metrics) without_end: Vec<Instant>,
}

/// What happened in one environment so far.
#[derive(Debug, Default)]
struct Lane {
    /// The deployments that arrived, in order.
    passed: Vec<u32>,
    /// The last one of each version.
    last_of: ByCommit<usize>,
}

/// How the ends of deployments are settled.
#[derive(Clone, Copy)]
pub(in crate::metrics) struct Arranging<'a> {
    pub(in crate::metrics) commits: &'a Commits,
    pub(in crate::metrics) ancestry: &'a Ancestry<'a>,
    pub(in crate::metrics) is_hotfix: &'a dyn Fn(&str) -> bool,
    /// Where the last environment ends a deployment: how many seconds it may come after the first.
    pub(in crate::metrics) last_within: Option<i64>,
}

/// Arranges events, which are in order.
pub(in crate::metrics) fn arrange(events: &[Event<'_>], how: Arranging<'_>) -> Series {
    let mut arranger = Arranger {
        how,
        series: Series::default(),
        lanes: HashMap::new(),
        all: Lane::default(),
        names: HashMap::new(),
        open: ByCommit::default(),
        there: HashSet::new(),
    };
    for event in events {
        let environment = arranger.name(event.environment);
        if event.outcome == Outcome::Success {
            arranger.success(event, environment);
        } else {
            arranger.series.attempts.push(attempt(event, environment.1));
        }
    }
    arranger.series.rolled_back.sort_unstable();
    arranger.series.rolled_back.dedup();
    arranger.series
}

struct Arranger<'a, 'e> {
    how: Arranging<'a>,
    series: Series,
    lanes: HashMap<&'e str, Lane>,
    /// All environments together.
    all: Lane,
    names: HashMap<&'e str, Name>,
    /// For each version its deployments, newest last.
    open: ByCommit<Vec<u32>>,
    /// Which deployment reached which environment.
    there: HashSet<(u32, usize)>,
}

/// An environment's number and name.
type Name = (usize, Arc<str>);

/// A version that was deployed more often than this since joins the newest of its deployments or none.
const LOOK_BACK: usize = 64;

impl<'e> Arranger<'_, 'e> {
    fn name(&mut self, environment: &'e str) -> Name {
        let number = self.names.len();
        self.names.entry(environment).or_insert_with(|| (number, environment.into())).clone()
    }

    fn success(&mut self, event: &Event<'e>, (number, environment): Name) {
        if !event.has_end {
            self.series.without_end.push(event.finished);
        }
        let commit = self.how.commits.place(&event.sha);
        let lane = self.lanes.entry(event.environment).or_default();
        let is_new_here = lane.passed.is_empty();
        // An environment that joins later is compared with what the others had.
        let seen = if is_new_here { &self.all } else { &*lane };
        let class = classify(event.sha, commit, seen, &self.series, self.how.ancestry);
        let failed = if class == Class::Rollback { failed(event.sha, commit, seen, &self.series, self.how.ancestry) } else { None };
        let joined = self.joined(event, number, class, is_new_here);
        let place = match joined {
            Some(place) => self.join(place, event, environment),
            None => self.begin(event, commit, class, environment),
        };
        self.there.insert((place, number));
        self.series.rolled_back.extend(failed.map(|failed| (place, failed)));
        for lane in [self.lanes.entry(event.environment).or_default(), &mut self.all] {
            lane.last_of.insert(event.sha, lane.passed.len());
            lane.passed.push(place);
        }
    }

    /// The deployment that an arrival belongs to: of the same version and kind, and not there yet.
    fn joined(&self, event: &Event<'_>, environment: usize, class: Class, is_new_here: bool) -> Option<u32> {
        let same = self.open.get(&event.sha)?;
        let is_kind = |found: Class| match class {
            Class::Baseline | Class::Forward => matches!(found, Class::Baseline | Class::Forward),
            // What runs elsewhere already is the same rollout where this environment is new.
            Class::Redeploy => found == Class::Redeploy || is_new_here,
            Class::Rollback => found == Class::Rollback,
        };
        let is_open = |place: &u32| is_kind(self.series.deployments[*place as usize].class) && !self.there.contains(&(*place, environment));
        same.iter().rev().take(LOOK_BACK).copied().find(is_open)
    }

    fn join(&mut self, place: u32, event: &Event<'_>, environment: Arc<str>) -> u32 {
        let found = &mut self.series.deployments[place as usize];
        let first = found.arrivals.first().map_or(found.finished, |arrival| arrival.at);
        if self.how.last_within.is_some_and(|seconds| (event.finished - first).num_seconds() <= seconds) {
            found.finished = found.finished.max(event.finished);
        }
        found.arrivals.push(Arrival { environment, at: event.finished, id: event.id.as_ref().into() });
        found.started = found.started.into_iter().chain(event.started).min();
        place
    }

    fn begin(&mut self, event: &Event<'_>, commit: Option<u32>, class: Class, environment: Arc<str>) -> u32 {
        let place = u32::try_from(self.series.deployments.len()).unwrap_or(u32::MAX);
        let words = event.version.iter().chain(event.reference.iter());
        self.series.is_named_hotfix.push(words.into_iter().any(|word| (self.how.is_hotfix)(word)));
        self.series.commits.push(commit);
        self.open.entry(event.sha).or_default().push(place);
        self.series.deployments.push(Deployment {
            id: event.id.as_ref().into(),
            sha: event.sha,
            version: event.version.map(Into::into),
            class,
            started: event.started,
            finished: event.finished,
            arrivals: vec![Arrival { environment, at: event.finished, id: event.id.as_ref().into() }],
            changes: 0..0,
            method: Method::Ancestry,
            is_hotfix: false,
            is_revert: false,
            is_rework: false,
            failed_by: Vec::new(),
            recovered: None,
            url: event.url.map(Into::into),
        });
        place
    }
}

/// What kind of deployment it is, by what its environment had before.
fn classify(sha: Sha, commit: Option<u32>, lane: &Lane, series: &Series, ancestry: &Ancestry<'_>) -> Class {
    let Some(last) = lane.passed.last() else { return Class::Baseline };
    if series.deployments[*last as usize].sha == sha {
        return Class::Redeploy;
    }
    let before = series.commits[*last as usize];
    let (is_behind, is_ahead) = match (commit, before) {
        (Some(commit), Some(before)) => (ancestry.is_proper_ancestor(commit, before), ancestry.is_proper_ancestor(before, commit)),
        _ => (false, false),
    };
    // Back to a version that builds on the one before is no way back: A, B, A, B ends with B again.
    if is_behind || (lane.last_of.contains_key(&sha) && !is_ahead) { Class::Rollback } else { Class::Forward }
}

/// The deployment that a rollback tells to have failed: the first that brought something new after the version that it goes back to.
fn failed(sha: Sha, commit: Option<u32>, lane: &Lane, series: &Series, ancestry: &Ancestry<'_>) -> Option<u32> {
    let is_within = |place: &u32| match (series.commits[*place as usize], commit) {
        (Some(earlier), Some(commit)) => earlier == commit || ancestry.is_proper_ancestor(earlier, commit),
        _ => false,
    };
    let target = lane.last_of.get(&sha).copied().or_else(|| lane.passed.iter().rposition(is_within));
    let after = target.map_or(0, |target| target + 1);
    lane.passed[after..].iter().copied().find(|place| series.deployments[*place as usize].class == Class::Forward)
}

fn attempt(event: &Event<'_>, environment: Arc<str>) -> Attempt {
    Attempt {
        id: event.id.as_ref().into(),
        sha: event.sha,
        environment,
        at: event.finished,
        outcome: event.outcome,
        url: event.url.map(Into::into),
    }
}
