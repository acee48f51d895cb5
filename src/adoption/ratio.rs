//! Shares and spreads, as every page and every export says them.

use crate::metrics::delivery::Decimal;
use crate::metrics::quantile;

/// A part of a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ratio {
    /// The part.
    pub num: u32,
    /// The whole; of nothing there is no share.
    pub den: u32,
}

impl Ratio {
    /// In per cent, with one decimal.
    pub fn percent(self) -> Option<Decimal> {
        Decimal::percent(self.num.into(), self.den.into())
    }

    /// Tenths of a percent.
    pub fn tenths(self) -> Option<i64> {
        self.percent().map(Decimal::scaled)
    }

    /// Counts one more of the whole, and of the part if it is one.
    pub(crate) fn count(&mut self, is_part: bool) {
        self.den += 1;
        self.num += u32::from(is_part);
    }
}

/// The middle and the upper end of some values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quartiles {
    /// Half of them are at most this.
    pub p50: i64,
    /// Nine in ten are at most this.
    pub p90: i64,
    /// How many there are.
    pub n: u32,
}

impl Quartiles {
    /// Of values in any order; none of none.
    pub fn of(mut values: Vec<i64>) -> Option<Self> {
        values.sort_unstable();
        Some(Self { p50: quantile(&values, 50)?, p90: quantile(&values, 90)?, n: u32::try_from(values.len()).ok()? })
    }
}
