//! A figure of one metric in one window, with what it rests on.

use super::Decimal;
use super::survey::Standing;
use milepost_model::{Instant, Measurement, Seconds, Window};

/// The figures of one service in one window, one for each metric, by the metric's id.
#[derive(Debug, Clone)]
pub struct Figures {
    /// The window.
    pub window: Window,
    /// In the order of the metrics' ids.
    pub all: Vec<Figure>,
}

impl Figures {
    /// The figure of a metric, by its id.
    pub fn get(&self, metric: &str) -> Option<&Figure> {
        self.all.iter().find(|figure| figure.metric == metric)
    }
}

/// A figure, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The id of the metric, which is also that of its definition in docs/metrics.md.
    pub metric: &'static str,
    /// The figure with the size of its sample, or the reason.
    pub value: Measurement<Value>,
    /// Whether the sample is too small to be placed: fewer than 5 durations, or a ratio of fewer than 10.
    pub is_too_few: bool,
    /// Its place among DORA's answers; none for other metrics, and where there are too few.
    pub standing: Option<Standing>,
    /// Since when everything that it needs was read without a gap up to the window's end; none where it was not.
    pub covered_since: Option<Instant>,
    /// What to know about it.
    pub flags: Vec<Flag>,
    /// What has begun and not ended, and so is not in the figure.
    pub still_open: Option<StillOpen>,
}

impl Figure {
    /// How many records it rests on; 0 where it is unknown.
    pub fn n(&self) -> u64 {
        match &self.value {
            Measurement::Known { n, .. } => *n,
            Measurement::Unknown(_) => 0,
        }
    }

    /// The one number that services are compared by: the median, the percentage in tenths or the count.
    pub fn headline(&self) -> Option<i64> {
        self.value.value().map(Value::headline)
    }
}

/// What was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Lengths of time.
    Duration(Quantiles),
    /// A part of a whole, both of them counts of deployments.
    Ratio {
        /// The part.
        num: u64,
        /// The whole.
        den: u64,
    },
    /// How often something happens.
    Frequency(Frequency),
}

impl Value {
    /// The one number that services are compared by: seconds, tenths of a percent, or hundredths a week.
    pub fn headline(&self) -> i64 {
        match self {
            Self::Duration(quantiles) => quantiles.p50,
            Self::Ratio { num, den } => Decimal::percent(*num, *den).map_or(0, Decimal::scaled),
            Self::Frequency(frequency) => frequency.per_week.scaled(),
        }
    }

    /// The percentage of a ratio, with one decimal.
    pub fn percent(&self) -> Option<Decimal> {
        match self {
            Self::Ratio { num, den } => Decimal::percent(*num, *den),
            _ => None,
        }
    }

    /// The quantiles of a length of time.
    pub fn quantiles(&self) -> Option<Quantiles> {
        match self {
            Self::Duration(quantiles) => Some(*quantiles),
            _ => None,
        }
    }
}

/// Lengths of time, interpolated, in whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quantiles {
    /// A quarter is at most this.
    pub p25: Seconds,
    /// Half is at most this: the median.
    pub p50: Seconds,
    /// Three quarters are at most this.
    pub p75: Seconds,
    /// Nine of ten are at most this.
    pub p90: Seconds,
}

/// How often something is deployed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frequency {
    /// How many deployments brought something new.
    pub count: u64,
    /// How many there were with the first one that is known, which brought an unknown amount.
    pub with_baseline: u64,
    /// Deployments a week, with two decimals.
    pub per_week: Decimal,
    /// The median over the complete ISO weeks of the window; none where it has no complete week.
    pub median_per_week: Option<Decimal>,
    /// The median number of days with a deployment, over the complete ISO weeks of the window.
    pub median_days_per_week: Option<Decimal>,
    /// How many days of the window had a deployment.
    pub days: u64,
    /// The median time between two deployments that follow each other.
    pub median_gap: Option<Seconds>,
}

/// What has begun and not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StillOpen {
    /// How many.
    pub count: u64,
    /// For how long the oldest of them has been.
    pub longest: Seconds,
}

/// What to know about a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// So many changes were matched by when they were merged, since their commits are not known.
    MatchedByTime(u64),
    /// So many squashed changes hide when their work began, and are not in the figure.
    SquashWithoutApi(u64),
    /// So many changes begin after they were deployed by their clocks, and are not in the figure.
    ClockSkew(u64),
    /// So many changes took longer than a year.
    LongerThanAYear(u64),
    /// Nothing tells which of the repository's services its changes belong to, so they count for each.
    SharedChanges,
    /// Nothing tells which of the repository's services its deployments belong to, so they count for each.
    SharedDeployments,
    /// The clone's history is cut short.
    ShallowHistory,
    /// So many deployments do not say when they ended, and count when they were asked for.
    NoEnd(u64),
    /// No incident was looked for, so only rollbacks, reverts and hotfixes tell of failures.
    WithoutIncidents,
}

impl Flag {
    /// Its word in data, such as `squash_without_api`.
    pub fn word(self) -> &'static str {
        match self {
            Self::MatchedByTime(_) => "method_time",
            Self::SquashWithoutApi(_) => "squash_without_api",
            Self::ClockSkew(_) => "clock_skew",
            Self::LongerThanAYear(_) => "longer_than_a_year",
            Self::SharedChanges => "shared_changes",
            Self::SharedDeployments => "shared_deployments",
            Self::ShallowHistory => "shallow_history",
            Self::NoEnd(_) => "no_end",
            Self::WithoutIncidents => "without_incidents",
        }
    }

    /// How many records it speaks of; none where it speaks of all.
    pub fn count(self) -> Option<u64> {
        match self {
            Self::MatchedByTime(n) | Self::SquashWithoutApi(n) | Self::ClockSkew(n) | Self::LongerThanAYear(n) | Self::NoEnd(n) => Some(n),
            _ => None,
        }
    }

    /// What it says, in words for people.
    pub fn words(self) -> String {
        let changes = |n: u64, rest: &str| format!("{n} {} {rest}", if n == 1 { "change" } else { "changes" });
        match self {
            Self::MatchedByTime(n) => changes(n, "matched by the time of merging, since the commits are not known"),
            Self::SquashWithoutApi(n) => changes(n, "left out: a squash commit hides when the work began"),
            Self::ClockSkew(n) => changes(n, "left out: by their clocks they begin after they were deployed"),
            Self::LongerThanAYear(n) => changes(n, "took longer than a year"),
            Self::SharedChanges => "nothing tells which of the repository's services a change belongs to".to_owned(),
            Self::SharedDeployments => "nothing tells which of the repository's services a deployment belongs to".to_owned(),
            Self::ShallowHistory => "the clone's history is cut short".to_owned(),
            Self::NoEnd(n) => {
                format!("{n} {} not say when they ended", if n == 1 { "deployment does" } else { "deployments do" })
            }
            Self::WithoutIncidents => "no source of incidents: only rollbacks, reverts and hotfixes tell of failures".to_owned(),
        }
    }
}
