//! The metrics week by week.

use super::Quantiles;
use milepost_model::Unknown;

/// Each metric of one service, one entry for each of `Delivery::weeks`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Weekly {
    /// By metric, in the order of the metrics' ids.
    pub metrics: Vec<(&'static str, Vec<Week>)>,
}

impl Weekly {
    /// The weeks of a metric, by its id.
    pub fn get(&self, metric: &str) -> Option<&[Week]> {
        self.metrics.iter().find(|(id, _)| *id == metric).map(|(_, weeks)| weeks.as_slice())
    }
}

/// A headline and on how many records it rests, or why there is none.
pub type Told = Result<(i64, u64), Unknown>;

/// A few metrics of one service over the 90 days before each week's end, one entry for each of `Delivery::weeks`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trailing {
    /// By metric.
    pub metrics: Vec<(&'static str, Vec<Told>)>,
}

impl Trailing {
    /// A metric at the end of a week, by the week's place.
    pub fn get(&self, metric: &str, week: usize) -> Told {
        let weeks = self.metrics.iter().find(|(id, _)| *id == metric).map(|(_, weeks)| weeks);
        weeks.and_then(|weeks| weeks.get(week).copied()).unwrap_or(Err(Unknown::NotCollected))
    }
}

/// What one week holds of one metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Week {
    /// Not everything was read.
    #[default]
    Unknown,
    /// So many.
    Count(u32),
    /// A part of a whole. Weeks add up, so a rate over four weeks is the sum of the parts by that of the wholes.
    Ratio {
        /// The part.
        num: u32,
        /// The whole.
        den: u32,
    },
    /// Lengths of time; none where nothing happened.
    Durations {
        /// How many.
        n: u32,
        /// Their quantiles.
        quantiles: Option<Short>,
    },
}

/// Quantiles of lengths of time below 136 years: every service has hundreds of them in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Short([u32; 4]);

impl Short {
    /// The same in the usual form.
    pub fn whole(self) -> Quantiles {
        let [p25, p50, p75, p90] = self.0.map(Into::into);
        Quantiles { p25, p50, p75, p90 }
    }
}

impl From<Quantiles> for Short {
    fn from(of: Quantiles) -> Self {
        Self([of.p25, of.p50, of.p75, of.p90].map(|length| u32::try_from(length.max(0)).unwrap_or(u32::MAX)))
    }
}
