//! Weekly counts, which are only counts where everything was read.

use super::coverage::Covered;
use super::{ByWeek, Counted};
use chrono::Duration;
use milepost_model::record::deployment::Tier;
use milepost_model::record::{Deployment, Release};
use milepost_model::{Instant, Measurement, Outcome, Window};

/// The most time between arrivals of one commit in several environments of production that are one deployment.
const ROLLOUT_HOURS: i64 = 6;

/// A weekly series: whole if every week is known, and week by week.
pub(super) type Series = (Measurement<Vec<u32>>, ByWeek);

/// What weekly counts are made with.
#[derive(Clone, Copy)]
pub(super) struct Weeks<'a> {
    pub(super) all: &'a [Window],
    /// When the repository came to be: what lies before needs no coverage.
    pub(super) created_at: Option<Instant>,
    pub(super) is_shallow: bool,
}

impl Weeks<'_> {
    /// Counts the instants of each week, as far as coverage reaches.
    pub(super) fn count(&self, instants: impl Iterator<Item = Instant>, covered: &Covered) -> Series {
        let mut counts = vec![0_u32; self.all.len()];
        for instant in instants {
            let index = self.all.partition_point(|week| week.to <= instant);
            if self.all.get(index).is_some_and(|week| week.contains(instant)) {
                counts[index] = counts[index].saturating_add(1);
            }
        }
        let is_known = |week: &Window| {
            let from = self.created_at.map_or(week.from, |created| week.from.max(created));
            covered.is_any() && covered.covers(from, week.to)
        };
        let by_week: Vec<Option<u32>> = self.all.iter().zip(&counts).map(|(week, count)| is_known(week).then_some(*count)).collect();
        let whole = if by_week.iter().all(Option::is_some) {
            let n = counts.iter().map(|count| u64::from(*count)).sum();
            Measurement::Known { value: counts, n }
        } else {
            Measurement::Unknown(covered.reason(self.is_shallow))
        };
        (whole, ByWeek { counts: by_week, known_of: Vec::new() })
    }
}

/// When a deployment counts: when it succeeded, else when it was asked for.
pub(super) fn instant_of(deployment: &Deployment) -> Instant {
    deployment.finished_at.unwrap_or(deployment.created_at)
}

/// The instants at which something reached production.
///
/// The same commit in several environments of production within a few hours is one deployment.
pub(super) fn arrivals<'a>(deployments: impl Iterator<Item = (&'a Deployment, Tier)>) -> Vec<Instant> {
    let mut successes: Vec<&Deployment> = deployments
        .filter(|(deployment, tier)| *tier == Tier::Production && deployment.outcome == Outcome::Success)
        .map(|(d, _)| d)
        .collect();
    successes.sort_by(|a, b| (instant_of(a), &a.id).cmp(&(instant_of(b), &b.id)));
    let mut found = Vec::new();
    let mut rollout: Option<(&str, Instant, Vec<&str>)> = None;
    for deployment in successes {
        let at = instant_of(deployment);
        match &mut rollout {
            Some((sha, start, environments))
                if *sha == deployment.sha
                    && at - *start <= Duration::hours(ROLLOUT_HOURS)
                    && !environments.contains(&deployment.environment.as_str()) =>
            {
                environments.push(&deployment.environment);
            }
            _ => {
                found.push(at);
                rollout = Some((&deployment.sha, at, vec![&deployment.environment]));
            }
        }
    }
    found
}

/// The instants at which something was released: drafts are not.
pub(super) fn releases<'a>(releases: impl Iterator<Item = &'a Release>) -> impl Iterator<Item = Instant> {
    releases.filter(|release| release.is_draft != Some(true)).map(|release| release.published_at)
}

/// What counts as deployments of a repository; `None` where nobody can know.
///
/// Releases stand in only where no source of deployments was asked, or where it was read whole for a
/// year and had none: a source that refused may well have had some.
pub(super) fn counted(
    has_deployments: bool,
    has_releases: bool,
    covered: &Covered,
    created_at: Option<Instant>,
    as_of: Instant,
) -> Option<Counted> {
    if has_deployments {
        return Some(Counted::Deployments);
    }
    if !covered.was_asked {
        return Some(Counted::Releases);
    }
    let end = milepost_model::window::start_of_day(as_of);
    let year = end - Duration::days(365);
    let is_empty = covered.is_any() && covered.covers(created_at.map_or(year, |created| created.max(year)), end);
    match (is_empty, has_releases) {
        (true, true) => Some(Counted::Releases),
        (true, false) => Some(Counted::Deployments),
        (false, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deployment(id: &str, at: &str, environment: &str, sha: &str) -> Deployment {
        let created_at = at.parse().expect("because it is an instant");
        Deployment {
            id: id.into(),
            created_at,
            environment: environment.into(),
            sha: sha.into(),
            outcome: Outcome::Success,
            ..Deployment::default()
        }
    }

    #[test]
    fn a_rollout_over_several_environments_is_one_deployment() {
        let all = [
            deployment("1", "2026-01-05T10:00:00Z", "prod-eu", "a"),
            deployment("2", "2026-01-05T11:00:00Z", "prod-us", "a"),
            deployment("3", "2026-01-05T12:00:00Z", "prod-eu", "a"),
            deployment("4", "2026-01-05T13:00:00Z", "prod-eu", "b"),
            deployment("5", "2026-01-06T13:00:00Z", "prod-us", "b"),
        ];
        let found = arrivals(all.iter().map(|d| (d, Tier::Production)));
        let hours: Vec<String> = found.iter().map(|at| at.format("%dT%H").to_string()).collect();
        assert_eq!(hours, ["05T10", "05T12", "05T13", "06T13"]);
        assert!(arrivals(all.iter().map(|d| (d, Tier::Staging))).is_empty());
    }
}
