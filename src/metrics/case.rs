//! One service with everything that its figures are made from.

use super::coverage::Covered;
use super::delivery::evidence::{Change, Class, Deployment, NoLeadTime};
use super::delivery::survey::{Standing, duration_bucket};
use super::delivery::{Evidence, Figure, Flag, StillOpen, Value};
use super::metric::About;
use super::statistics::quantiles;
use milepost_model::{Instant, Measurement, Unknown, Window};

/// So few lengths of time are too few to be placed.
const FEWEST_DURATIONS: u64 = 5;
/// A ratio of so few is too small to be placed.
const FEWEST_OF_RATIO: u64 = 10;

/// One service with everything that its figures are made from.
#[derive(Debug)]
pub struct Case<'a> {
    pub(super) evidence: &'a Evidence,
    /// Places of deployments, by when they finished.
    pub(super) by_finish: Vec<u32>,
    /// Places of failed deployments that recovered, by when they did.
    pub(super) by_recovery: Vec<u32>,
    /// Why nothing can be known.
    pub(super) unknown: Option<Unknown>,
    /// What was read of what the active rule counts.
    pub(super) deployments: &'a Covered,
    pub(super) changes: &'a Covered,
    pub(super) incidents: &'a Covered,
    /// Whether incidents were looked for anywhere.
    pub(super) has_incidents: bool,
    /// Whether changes were looked for.
    pub(super) has_changes: bool,
    pub(super) created_at: Option<Instant>,
    pub(super) is_shallow: bool,
    pub(super) shares_changes: bool,
    pub(super) shares_deployments: bool,
    pub(super) has_reverts: bool,
    /// When those deployments counted that do not say when they ended.
    pub(super) without_end: &'a [Instant],
}

/// What a figure cannot do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Deployments,
    Changes,
    Incidents,
}

/// Lengths of time, and what to know about them.
#[derive(Debug, Default)]
pub(super) struct Sample {
    pub(super) values: Vec<i64>,
    pub(super) flags: Vec<Flag>,
    pub(super) still_open: Option<StillOpen>,
    /// Why there is none, if there is none.
    pub(super) empty_because: Option<Unknown>,
}

impl<'a> Case<'a> {
    /// The deployments that finished in a window, oldest first.
    pub(super) fn deployed_in(&self, window: Window) -> impl Iterator<Item = &'a Deployment> + '_ {
        let at = |place: &u32| self.evidence.deployments[*place as usize].finished;
        let start = self.by_finish.partition_point(|place| at(place) < window.from);
        let end = self.by_finish.partition_point(|place| at(place) < window.to);
        self.by_finish[start..end.max(start)].iter().map(|place| &self.evidence.deployments[*place as usize])
    }

    /// Those of them that brought something new.
    pub(super) fn forward_in(&self, window: Window) -> impl Iterator<Item = &'a Deployment> + '_ {
        self.deployed_in(window).filter(|deployment| deployment.class == Class::Forward)
    }

    /// The changes that those brought and that count, each with its deployment.
    pub(super) fn changes_in(&self, window: Window) -> impl Iterator<Item = (&'a Deployment, &'a Change)> + '_ {
        self.forward_in(window)
            .flat_map(|deployment| self.evidence.changes_of(deployment).iter().map(move |change| (deployment, change)))
            .filter(|(_, change)| change.left_out != Some(NoLeadTime::Bot))
    }

    /// The failed deployments that recovered in a window.
    pub(super) fn recovered_in(&self, window: Window) -> impl Iterator<Item = &'a Deployment> + '_ {
        let at = |place: &u32| self.evidence.deployments[*place as usize].recovered.map_or(Instant::MIN_UTC, |recovered| recovered.at);
        let start = self.by_recovery.partition_point(|place| at(place) < window.from);
        let end = self.by_recovery.partition_point(|place| at(place) < window.to);
        self.by_recovery[start..end.max(start)].iter().map(|place| &self.evidence.deployments[*place as usize])
    }

    /// Since when everything that is needed was read up to the window's end, or why not all of the window was.
    pub(super) fn known(&self, needs: &[Need], window: Window) -> Result<Instant, Unknown> {
        let mut since = Instant::MIN_UTC;
        for need in needs {
            let covered = match need {
                Need::Deployments => self.deployments,
                Need::Changes => self.changes,
                Need::Incidents => self.incidents,
            };
            if *need == Need::Deployments
                && let Some(reason) = self.unknown
            {
                return Err(reason);
            }
            // What lies before a repository came to be needs not be read.
            let from = self.created_at.map_or(window.from, |created| window.from.max(created));
            if !covered.is_any() || !covered.covers(from, window.to) {
                return Err(covered.reason(self.is_shallow && *need == Need::Changes));
            }
            since = since.max(covered.since(window.to).unwrap_or(from));
        }
        Ok(since)
    }

    /// What finding failures needs: whatever source of them there is, whole.
    pub(super) fn failure_needs(&self) -> Result<Vec<Need>, Unknown> {
        let changes = (self.has_changes && self.has_reverts).then_some(Need::Changes);
        let incidents = self.has_incidents.then_some(Need::Incidents);
        if changes.or(incidents).is_none() {
            return Err(Unknown::NoIncidentSource);
        }
        Ok(std::iter::once(Need::Deployments).chain(changes).chain(incidents).collect())
    }

    /// The flags of figures about failures.
    pub(super) fn failure_flags(&self, window: Window) -> Vec<Flag> {
        let mut flags = self.deployment_flags(window);
        flags.extend((!self.has_incidents).then_some(Flag::WithoutIncidents));
        flags
    }

    /// The flags of figures about deployments.
    pub(super) fn deployment_flags(&self, window: Window) -> Vec<Flag> {
        let without_end = self.without_end.iter().filter(|at| window.contains(**at)).count() as u64;
        let shared = self.shares_deployments.then_some(Flag::SharedDeployments);
        shared.into_iter().chain((without_end > 0).then_some(Flag::NoEnd(without_end))).collect()
    }

    /// A figure without a value.
    pub(super) fn unknown(about: &'static About, reason: Unknown) -> Figure {
        Figure {
            metric: about.id,
            value: Measurement::Unknown(reason),
            is_too_few: false,
            standing: None,
            covered_since: None,
            flags: Vec::new(),
            still_open: None,
        }
    }

    /// A figure of lengths of time.
    pub(super) fn durations(&self, about: &'static About, needs: &[Need], window: Window, sample: Sample) -> Figure {
        let since = match self.known(needs, window) {
            Ok(since) => since,
            Err(reason) => return Self::unknown(about, reason),
        };
        let Sample { values, mut flags, still_open, empty_because } = sample;
        flags.sort_unstable();
        let n = values.len() as u64;
        let is_too_few = n < FEWEST_DURATIONS;
        let Some(found) = quantiles(values) else {
            let reason = empty_because.unwrap_or_else(|| self.nothing());
            return Figure { covered_since: Some(since), flags, still_open, ..Self::unknown(about, reason) };
        };
        let standing = about.scale.filter(|_| !is_too_few).map(|_| Standing::of_bucket(duration_bucket(found.p50)));
        let value = Measurement::Known { value: Value::Duration(found), n };
        Figure { metric: about.id, value, is_too_few, standing, covered_since: Some(since), flags, still_open }
    }

    /// A figure of a part of a whole.
    pub(super) fn ratio(
        &self,
        about: &'static About,
        needs: &[Need],
        window: Window,
        (num, den): (u64, u64),
        mut flags: Vec<Flag>,
    ) -> Figure {
        let since = match self.known(needs, window) {
            Ok(since) => since,
            Err(reason) => return Self::unknown(about, reason),
        };
        flags.sort_unstable();
        if den == 0 {
            return Figure { covered_since: Some(since), flags, ..Self::unknown(about, self.nothing()) };
        }
        let is_too_few = den < FEWEST_OF_RATIO;
        let standing = about.scale.filter(|_| !is_too_few).and_then(|_| Standing::of_share(num, den));
        let value = Measurement::Known { value: Value::Ratio { num, den }, n: den };
        Figure { metric: about.id, value, is_too_few, standing, covered_since: Some(since), flags, still_open: None }
    }

    /// Why a window is empty of which everything was read.
    pub(super) fn nothing(&self) -> Unknown {
        let mut classes = self.evidence.deployments.iter().map(|deployment| deployment.class);
        if classes.next() == Some(Class::Baseline) && classes.next().is_none() { Unknown::BaselineOnly } else { Unknown::NoEventsInWindow }
    }

    /// A figure of lengths of time of each change that was deployed in a window: one of its stages, or all of it.
    pub(super) fn of_changes(&self, about: &'static About, window: Window, length: impl Fn(&Deployment, &Change) -> Option<i64>) -> Figure {
        let mut sample = Sample { flags: self.deployment_flags(window), ..Sample::default() };
        let mut by_time = 0;
        for (deployment, change) in self.changes_in(window) {
            let Some(length) = length(deployment, change) else { continue };
            by_time += u64::from(change.is_matched_by_time);
            sample.values.push(length);
        }
        sample.flags.extend((by_time > 0).then_some(Flag::MatchedByTime(by_time)));
        sample.flags.extend(self.shares_changes.then_some(Flag::SharedChanges));
        sample.flags.extend(self.is_shallow.then_some(Flag::ShallowHistory));
        self.durations(about, &[Need::Deployments, Need::Changes], window, sample)
    }
}

/// Whole seconds from one instant to another, never below 0.
pub(super) fn seconds(from: Instant, to: Instant) -> i64 {
    (to.timestamp() - from.timestamp()).max(0)
}
