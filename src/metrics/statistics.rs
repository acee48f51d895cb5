//! Quantiles, the same to the last digit on every machine.

use super::delivery::{Decimal, Quantiles};

/// The quantile at `percent` of values in order, interpolated, in whole numbers rounded half up.
pub(crate) fn quantile(sorted: &[i64], percent: u32) -> Option<i64> {
    let (below, above, hundredths) = around(sorted, percent)?;
    let scaled = i128::from(below) * 100 + i128::from(hundredths) * (i128::from(above) - i128::from(below));
    i64::try_from((scaled + 50).div_euclid(100)).ok()
}

/// The four quantiles of values in any order; none of none.
pub(super) fn quantiles(mut values: Vec<i64>) -> Option<Quantiles> {
    values.sort_unstable();
    let at = |percent| quantile(&values, percent);
    Some(Quantiles { p25: at(25)?, p50: at(50)?, p75: at(75)?, p90: at(90)? })
}

/// The median of counts, which lies on a half where their number is even.
pub(super) fn median_of_counts(mut counts: Vec<i64>) -> Option<Decimal> {
    counts.sort_unstable();
    let (below, above, hundredths) = around(&counts, 50)?;
    Decimal::of(below * 100 + i64::from(hundredths) * (above - below), 100, 1)
}

/// The two values around a quantile, and how far it lies from the first to the second, in hundredths.
fn around(sorted: &[i64], percent: u32) -> Option<(i64, i64, u32)> {
    let last = sorted.len().checked_sub(1)?;
    let place = last * percent as usize;
    let below = sorted[place / 100];
    let above = sorted[(place / 100 + 1).min(last)];
    Some((below, above, (place % 100) as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_interpolated_between_neighbours() {
        let hours = |h: &[i64]| h.iter().map(|h| h * 3600).collect::<Vec<_>>();
        let found = quantiles(hours(&[24, 1, 25, 2])).expect("because there are values");
        // The worked example of the definitions: 13 h, and 24.7 h.
        assert_eq!((found.p50, found.p90), (13 * 3600, 88_920));
        for (values, percent, expected) in
            [(&[7][..], 90, 7), (&[1, 2], 50, 2), (&[0, 1], 25, 0), (&[-3, -2], 50, -2), (&[1, 2, 3, 4], 75, 3)]
        {
            assert_eq!(quantile(values, percent), Some(expected), "{values:?} {percent}");
        }
        assert_eq!(quantile(&[], 50), None);
        assert_eq!(median_of_counts(vec![4, 1]).map(|d| d.to_string()).as_deref(), Some("2.5"));
    }
}
