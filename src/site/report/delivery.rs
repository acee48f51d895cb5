//! How services were delivered in the four weeks up to a report, against the four before.

use crate::portal::Portal;
use crate::portal::delivery::Spread;
use crate::site::charts::unit::Unit;
use crate::site::delivery::reading::Delta;
use crate::site::delivery::{FIVE, Five};
use crate::site::wording;

/// How many weeks are taken together.
pub const WEEKS: usize = 4;

/// So many stretches of four weeks before tell what is noise.
const EARLIER: usize = 8;

/// One of the five measures: the mean over four weeks of the median service.
pub struct Measure {
    /// Which one.
    pub five: &'static Five,
    /// In the four weeks before.
    pub before: Option<i64>,
    /// In the four weeks up to the report.
    pub now: Option<i64>,
    /// How many services have a value in the last of them.
    pub services: u32,
    /// How many deployments, changes or failures it rests on.
    pub records: u64,
    /// Whether it lies outside of all the eight stretches of four weeks that ended before these began to count.
    pub is_beyond_noise: bool,
}

impl Measure {
    /// How far it can be told from noise, in words.
    pub fn reading(&self) -> String {
        let what = match (self.before == self.now, self.is_beyond_noise) {
            (true, _) => "unchanged",
            (_, true) => "beyond noise",
            _ => "within noise",
        };
        format!("{what}, {}", wording::counted(self.services.into(), "service", "services"))
    }

    /// The change between the two.
    pub fn change(&self) -> Option<Delta> {
        Some(Delta::new(self.five, self.before?, self.now?))
    }

    /// A value with its unit.
    pub fn text(&self, value: i64) -> String {
        let unit = self.five.unit();
        let small = if unit == Unit::PerWeek { " a week" } else { "" };
        format!("{}{small}", unit.text(value))
    }
}

/// The five measures of the four complete weeks before a place among the weeks.
pub(super) fn measures(portal: &Portal, end: usize) -> Vec<Measure> {
    FIVE.iter().map(|five| measure(portal.measurements.delivery.organisation.weeks(five.id).unwrap_or_default(), five, end)).collect()
}

fn measure(weeks: &[Spread], five: &'static Five, end: usize) -> Measure {
    // Weeks hold counts of deployments, and a frequency is told in hundredths a week.
    let scale = if five.unit() == Unit::PerWeek { 100 } else { 1 };
    let mean = |end: usize| {
        let four = weeks.get(end.checked_sub(WEEKS)?..end)?;
        let known: Vec<i64> = four.iter().filter_map(|week| week.p50).collect();
        let count = i64::try_from(known.len()).ok().filter(|count| *count > 0)?;
        Some((known.iter().sum::<i64>() * scale * 2 + count) / (count * 2))
    };
    let now = mean(end);
    let earlier: Vec<i64> = (WEEKS..WEEKS + EARLIER).filter_map(|ago| mean(end.checked_sub(ago)?)).collect();
    let is_outside =
        |now: i64| earlier.len() >= EARLIER / 2 && (earlier.iter().all(|value| *value < now) || earlier.iter().all(|value| *value > now));
    let last = end.checked_sub(1).and_then(|last| weeks.get(last)).copied().unwrap_or_default();
    let records = weeks.get(end.saturating_sub(WEEKS)..end).unwrap_or_default().iter().map(|week| week.records).sum();
    Measure {
        five,
        before: end.checked_sub(WEEKS).and_then(mean),
        now,
        services: last.services,
        records,
        is_beyond_noise: now.is_some_and(is_outside),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weeks(values: &[i64]) -> Vec<Spread> {
        values.iter().map(|value| Spread { services: 9, records: 2, p50: Some(*value), ..Spread::default() }).collect()
    }

    #[test]
    fn four_weeks_are_held_against_the_four_before_and_against_noise() {
        let five = FIVE.iter().find(|five| five.id == "change_lead_time").expect("because it is one of the five");
        let steady: Vec<i64> = (0..16).map(|week| 3600 + week % 2 * 60).collect();
        let found = measure(&weeks(&steady), five, 16);
        assert_eq!((found.now, found.before, found.is_beyond_noise, found.records), (Some(3630), Some(3630), false, 8));
        assert_eq!(found.reading(), "unchanged, 9 services");
        let faster = [steady.as_slice(), &[1800; 4]].concat();
        let found = measure(&weeks(&faster), five, 20);
        assert_eq!((found.now, found.is_beyond_noise), (Some(1800), true));
        let change = found.change().expect("because both are known");
        assert_eq!((change.text.as_str(), change.tone), ("−31 min", "good"));
        // The first weeks have nothing to be held against.
        let found = measure(&weeks(&steady), five, 3);
        assert_eq!((found.now, found.before, found.is_beyond_noise), (None, None, false));
    }
}
