//! The metrics week by week.

use super::Quantiles;

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
        quantiles: Option<Quantiles>,
    },
}
