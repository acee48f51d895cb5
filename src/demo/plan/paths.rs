//! The golden paths of Lumen Freight, their releases, and how a service travels along one.

use crate::demo::calendar::Calendar;
use milepost_model::Instant;

/// A golden path: a template and a reusable workflow that platform keeps up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::demo) enum GoldenPath {
    /// `rust-service`
    Rust,
    /// `go-service`
    Go,
    /// `web-app`
    Web,
    /// `python-ml`
    Python,
}

impl GoldenPath {
    /// Every path.
    pub(in crate::demo) const ALL: [Self; 4] = [Self::Rust, Self::Go, Self::Web, Self::Python];

    /// Its name, which is also that of its template and its workflow.
    pub(in crate::demo) fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust-service",
            Self::Go => "go-service",
            Self::Web => "web-app",
            Self::Python => "python-ml",
        }
    }

    /// Its releases, oldest first: the version and how many days before today it came out.
    pub(in crate::demo) fn releases(self) -> &'static [(&'static str, i64)] {
        match self {
            Self::Rust => &[("3.6", 470), ("4.0", 331), ("4.1", 219), ("4.2", 113), ("4.3", 3)],
            Self::Go => &[("2.0", 512), ("2.1", 388), ("2.2", 282), ("2.3", 170), ("2.4", 78)],
            Self::Web => &[("6.4", 440), ("7.0", 205), ("7.1", 63)],
            Self::Python => &[("1.1", 402), ("1.2", 303), ("1.3", 156), ("1.4", 52)],
        }
    }

    /// The tag of a version. The oldest path has the plain tags, as the first thing in a repository does.
    pub(in crate::demo) fn tag(self, version: &str) -> String {
        match self {
            Self::Rust => format!("v{version}"),
            other => format!("{}-v{version}", other.name()),
        }
    }
}

/// How a service travels along its path.
#[derive(Debug, Clone, Copy)]
pub(in crate::demo) struct Itinerary {
    /// The path.
    pub(in crate::demo) path: GoldenPath,
    /// How many days before today it joined.
    pub(in crate::demo) joined: i64,
    /// How many days after a release it takes it.
    pub(in crate::demo) lag: i64,
    /// The version at which it stopped taking releases.
    pub(in crate::demo) stays_at: Option<&'static str>,
    /// How many days before today it left.
    pub(in crate::demo) left: Option<i64>,
    /// From how many days before today to how many it ran a pipeline of its own, and kept the stamp.
    pub(in crate::demo) drifts: Option<(i64, i64)>,
}

/// The versions that a service had, oldest first; `None` is being on no path.
#[derive(Debug, Clone, Default)]
pub(in crate::demo) struct Journey {
    /// The path that it is, was or will be on.
    pub(in crate::demo) path: Option<GoldenPath>,
    /// From when it has which version.
    pub(in crate::demo) steps: Vec<(Instant, Option<&'static str>)>,
    /// Whether its stamp stays where it leaves, because it will come back.
    pub(in crate::demo) keeps_stamp: bool,
}

impl Journey {
    /// Follows an itinerary from the beginning of time to today.
    pub(in crate::demo) fn of(itinerary: &Itinerary, calendar: Calendar) -> Self {
        let mut steps = Vec::new();
        let releases = itinerary.path.releases();
        let first = releases.iter().rposition(|(_, out)| *out >= itinerary.joined).unwrap_or(0);
        for (at, (version, out)) in releases.iter().enumerate().skip(first) {
            let days = if at == first { itinerary.joined } else { out - itinerary.lag };
            if days < 0 || itinerary.left.is_some_and(|left| days <= left) {
                break;
            }
            steps.push((calendar.days_ago(days, 9 + (days % 7), days * 7 % 60), Some(*version)));
            if itinerary.stays_at == Some(version) {
                break;
            }
        }
        if let Some((from, to)) = itinerary.drifts {
            let (gone, back) = (calendar.days_ago(from, 11, 5), calendar.days_ago(to, 15, 40));
            let version = releases.iter().rev().find(|(_, out)| *out >= to).map(|(version, _)| *version);
            steps.retain(|(at, _)| *at <= gone || *at > back);
            steps.extend([(gone, None), (back, version)]);
            steps.sort_by_key(|(at, _)| *at);
        }
        if let Some(left) = itinerary.left {
            steps.push((calendar.days_ago(left, 13, 20), None));
        }
        steps.retain(|(at, _)| *at <= calendar.today);
        Self { path: Some(itinerary.path), steps, keeps_stamp: itinerary.drifts.is_some() }
    }

    /// The version at that instant.
    pub(in crate::demo) fn at(&self, instant: Instant) -> Option<(GoldenPath, &'static str)> {
        let version = self.steps.iter().rev().find(|(at, _)| *at <= instant)?.1?;
        Some((self.path?, version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_joins_takes_releases_and_leaves() {
        let calendar = Calendar::new("2026-11-20T06:40:00Z".parse().expect("because it is valid"), 53);
        let base = Itinerary { path: GoldenPath::Rust, joined: 300, lag: 20, stays_at: None, left: None, drifts: None };
        let versions = |itinerary| Journey::of(&itinerary, calendar).steps.iter().map(|step| step.1).collect::<Vec<_>>();
        assert_eq!(versions(base), [Some("4.0"), Some("4.1"), Some("4.2")]);
        assert_eq!(versions(Itinerary { stays_at: Some("4.1"), ..base }), [Some("4.0"), Some("4.1")]);
        assert_eq!(versions(Itinerary { left: Some(39), ..base }), [Some("4.0"), Some("4.1"), Some("4.2"), None]);
        assert_eq!(versions(Itinerary { joined: 2, ..base }), [Some("4.3")]);
        assert_eq!(versions(Itinerary { drifts: Some((120, 60)), ..base }), [Some("4.0"), Some("4.1"), None, Some("4.2")]);
    }
}
