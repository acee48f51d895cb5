//! What a value is counted in: how it is written, and how it lies on an axis.

use crate::site::wording;

/// What a value is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Seconds, on a logarithmic axis.
    Duration,
    /// Tenths of a percent.
    Percent,
    /// Hundredths of an event a week.
    PerWeek,
}

/// An axis of values: its ends, and its lines with their labels, as they lie on the plane.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The lines.
    pub ticks: Vec<(f64, String)>,
    /// Whether the lower end is nought, so that its line is drawn as a base.
    pub has_base: bool,
}

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The lines of an axis of time, each with a short label.
const TIMES: &[(i64, &str)] = &[
    (MINUTE, "1 min"),
    (5 * MINUTE, "5 min"),
    (15 * MINUTE, "15 min"),
    (HOUR, "1 h"),
    (4 * HOUR, "4 h"),
    (DAY, "1 d"),
    (7 * DAY, "1 w"),
    (30 * DAY, "1 mo"),
    (182 * DAY, "6 mo"),
    (365 * DAY, "1 y"),
    (10 * 365 * DAY, "10 y"),
];

impl Unit {
    /// A value as people read it.
    pub fn text(self, value: i64) -> String {
        match self {
            Self::Duration => wording::duration(value),
            Self::Percent => wording::tenths_of_percent(value),
            Self::PerWeek => wording::per_week(value),
        }
    }

    /// Where a value lies on a trend's plane.
    pub fn place(self, value: i64) -> f64 {
        match self {
            // A logarithm has no nought: what took less than a minute is drawn at one.
            Self::Duration => (value.max(MINUTE) as f64).ln(),
            Self::Percent | Self::PerWeek => value as f64,
        }
    }

    /// An axis that holds these values.
    pub fn axis(self, values: impl Iterator<Item = i64>) -> Axis {
        let (mut least, mut most) = (i64::MAX, i64::MIN);
        for value in values {
            (least, most) = (least.min(value), most.max(value));
        }
        match self {
            Self::Duration => times(least, most),
            Self::Percent => linear(most.clamp(20, 1000), 10, Some(1000), |value| format!("{value}%")),
            Self::PerWeek => linear(most.max(100), 100, None, |value| value.to_string()),
        }
    }

    /// Where a value lies on the strip of all services, from 0 to 1. The ends are the same for every service and every
    /// day, so that a mark stays where it is when other services change.
    pub fn share(self, value: i64) -> f64 {
        let share = match self {
            Self::Duration => ((value.max(MINUTE) as f64) / MINUTE as f64).ln() / (365.0 * DAY as f64 / MINUTE as f64).ln(),
            // Most rates are small: the root gives them room.
            Self::Percent => (value as f64 / 1000.0).max(0.0).sqrt(),
            // From one in two months to a hundred a week.
            Self::PerWeek => ((value.max(12) as f64) / 12.0).ln() / (10_000.0_f64 / 12.0).ln(),
        };
        share.clamp(0.0, 1.0)
    }

    /// The labels below the strip of all services.
    pub fn strip_ticks(self) -> &'static [(i64, &'static str)] {
        match self {
            Self::Duration => &[(MINUTE, "1 min"), (HOUR, "1 h"), (DAY, "1 d"), (7 * DAY, "1 w"), (30 * DAY, "1 mo"), (365 * DAY, "1 y")],
            Self::Percent => &[(0, "0%"), (50, "5%"), (150, "15%"), (300, "30%"), (600, "60%"), (1000, "100%")],
            Self::PerWeek => &[(12, "1 in 2 months"), (100, "1 a week"), (1000, "10 a week"), (10_000, "100 a week")],
        }
    }
}

/// Lines at times that people know, from the one below the least to the one above the most, at most seven.
fn times(least: i64, most: i64) -> Axis {
    let (least, most) = if least > most { (HOUR, DAY) } else { (least.max(MINUTE), most.max(MINUTE)) };
    let below = TIMES.iter().rposition(|(time, _)| *time <= least).unwrap_or_default();
    let above = TIMES.iter().position(|(time, _)| *time >= most).unwrap_or(TIMES.len() - 1).max(below + 1).min(TIMES.len() - 1);
    let below = below.min(above - 1);
    let shown = &TIMES[below..=above];
    let step = shown.len().div_ceil(7);
    let place = |time: i64| (time as f64).ln();
    let ticks = shown.iter().step_by(step).map(|(time, label)| (place(*time), (*label).to_owned())).collect();
    Axis { low: place(TIMES[below].0), high: place(TIMES[above].0.max(most)), ticks, has_base: false }
}

/// Three to five lines at round figures, from nought.
fn linear(most: i64, unit: i64, end: Option<i64>, label: impl Fn(i64) -> String) -> Axis {
    let (step, top) = ticks(u64::try_from(most.div_euclid(unit) + i64::from(most.rem_euclid(unit) > 0)).unwrap_or_default());
    let (step, top) = (i64::try_from(step).unwrap_or(i64::MAX / unit), i64::try_from(top).unwrap_or(i64::MAX / unit));
    let top = end.map_or(top * unit, |end| end.min(top * unit));
    let lines = (0..=top / (step * unit)).map(|line| line * step);
    Axis { low: 0.0, high: top as f64, ticks: lines.map(|line| ((line * unit) as f64, label(line))).collect(), has_base: true }
}

/// The distance between lines and the topmost one: three to five lines at round figures.
fn ticks(most: u64) -> (u64, u64) {
    let steps = (0..10).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_u64.pow(power)));
    let most = most.max(2);
    let step = steps.into_iter().find(|step| most.div_ceil(*step) <= 4).unwrap_or(most);
    (step, most.div_ceil(step) * step)
}

/// An axis of whole counts.
pub fn counts(most: u64) -> Axis {
    linear(i64::try_from(most).unwrap_or(i64::MAX / 10), 1, None, |value| wording::number(value.unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_at_round_figures() {
        for (most, expected) in [
            (0, (1, 2)),
            (1, (1, 2)),
            (4, (1, 4)),
            (5, (2, 6)),
            (37, (10, 40)),
            (412, (200, 600)),
            (u64::from(u32::MAX), (2_000_000_000, 6_000_000_000)),
        ] {
            assert_eq!(ticks(most), expected, "{most}");
        }
    }

    #[test]
    fn an_axis_of_time_holds_its_values_between_times_that_people_know() {
        let labels = |least, most| {
            let axis = Unit::Duration.axis([least, most].into_iter());
            assert!(axis.low <= Unit::Duration.place(least) && Unit::Duration.place(most) <= axis.high);
            axis.ticks.into_iter().map(|(_, label)| label).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(labels(2 * HOUR, 2 * DAY), "1 h 4 h 1 d 1 w");
        assert_eq!(labels(0, 30), "1 min 5 min");
        assert_eq!(labels(0, 20 * 365 * DAY), "1 min 15 min 4 h 1 w 6 mo 10 y");
        assert_eq!(Unit::Duration.axis(std::iter::empty()).ticks.len(), 3, "an empty axis runs from an hour to a day");
    }

    #[test]
    fn an_axis_of_rates_begins_at_nought_and_never_passes_a_hundred() {
        let axis = Unit::Percent.axis([31, 987].into_iter());
        assert_eq!((axis.low, axis.high, axis.has_base), (0.0, 1000.0, true));
        let axis = Unit::Percent.axis([31].into_iter());
        assert_eq!(axis.ticks.iter().map(|(_, label)| label.as_str()).collect::<Vec<_>>(), ["0%", "1%", "2%", "3%", "4%"]);
    }

    #[test]
    fn the_strip_holds_every_value() {
        for unit in [Unit::Duration, Unit::Percent, Unit::PerWeek] {
            assert!(unit.share(0) >= 0.0 && unit.share(i64::MAX) <= 1.0);
            let shares: Vec<f64> = unit.strip_ticks().iter().map(|(value, _)| unit.share(*value)).collect();
            assert!(shares.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
