//! A figure as people read it: a number, its unit, what it rests on, or why there is none.

use super::Five;
use crate::portal::delivery::{Figure, Flag, Value};
use crate::site::charts::unit::Unit;
use crate::site::wording;
use milepost_model::{Measurement, Unknown};
use serde::Serialize;

/// A figure as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// For machines: seconds, tenths of a percent, hundredths a week.
    pub raw: i64,
    /// The number, such as `9.4`.
    pub figure: String,
    /// Its unit, such as `h`.
    pub unit: String,
    /// Whether part of what it rests on was matched by time.
    pub is_estimate: bool,
}

impl Reading {
    /// A value in its unit.
    pub fn new(unit: Unit, raw: i64) -> Self {
        let text = unit.text(raw);
        let (figure, name) = text.split_once(' ').map_or((text.as_str(), ""), |(figure, name)| (figure, name));
        Self { raw, figure: figure.to_owned(), unit: name.to_owned(), is_estimate: false }
    }
}

/// A figure of one service: what it is, or why it is not known and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Read {
    /// The figure.
    pub known: Option<Reading>,
    /// What it rests on, such as `median of 121 changes` or `5 of 54 deployments`.
    pub of: String,
    /// Said in place of a standing: `n = 3, too few to place`.
    pub too_few: Option<String>,
    /// Why there is none.
    pub unknown: Option<&'static str>,
    /// What to do about it.
    pub remedy: Option<&'static str>,
}

impl Read {
    /// What a figure says.
    pub fn new(five: &Five, figure: Option<&Figure>) -> Self {
        match figure.map(|figure| (figure, &figure.value)) {
            Some((figure, Measurement::Known { value, n })) => Self {
                known: Some(Reading { is_estimate: by_time(figure) > 0, ..Reading::new(five.unit(), value.headline()) }),
                of: rests_on(five, value, *n) + &estimated(by_time(figure), *n),
                too_few: figure.is_too_few.then(|| format!("n = {}, too few to place", wording::number(sample(value, *n)))),
                unknown: None,
                remedy: None,
            },
            Some((_, Measurement::Unknown(why))) => Self::unknown(*why),
            None => Self::unknown(Unknown::NotCollected),
        }
    }

    fn unknown(why: Unknown) -> Self {
        Self { known: None, of: String::new(), too_few: None, unknown: Some(why.words()), remedy: Some(remedy(why)) }
    }
}

/// How many a figure rests on: of a rate the whole.
fn sample(value: &Value, n: u64) -> u64 {
    match value {
        Value::Ratio { den, .. } => *den,
        _ => n,
    }
}

/// A figure's text, marked where it is an estimate.
pub(super) fn marked(figure: &Figure, text: String) -> String {
    if by_time(figure) > 0 { format!("≈ {text}") } else { text }
}

/// How many of its changes were matched by when they were merged.
fn by_time(figure: &Figure) -> u64 {
    let count = |flag: &Flag| if let Flag::MatchedByTime(count) = flag { *count } else { 0 };
    figure.flags.iter().map(count).sum()
}

fn estimated(count: u64, of: u64) -> String {
    match count {
        0 => String::new(),
        all if all >= of => ", all estimated".to_owned(),
        some => format!(", {} estimated", wording::number(some)),
    }
}

fn rests_on(five: &Five, value: &Value, n: u64) -> String {
    let counted = |count| wording::counted(count, five.sample.0, five.sample.1);
    match value {
        Value::Duration(_) => format!("median of {}", counted(n)),
        Value::Ratio { num, den } => format!("{} of {}", wording::number(*num), counted(*den)),
        Value::Frequency(frequency) => counted(frequency.count),
    }
}

/// What somebody can do so that a figure becomes known.
pub fn remedy(why: Unknown) -> &'static str {
    match why {
        Unknown::NotConfigured => "Say in [delivery] of metrics-config.toml what counts as a deployment.",
        Unknown::NoSourcePermission => "Let the source’s token read deployments, runs and proposed changes.",
        Unknown::NotCollected => "Platform health says what was not read, and why.",
        Unknown::NoEventsInWindow => "If something was deployed, its environment may have another name: [delivery] says which count.",
        Unknown::NoIncidentSource => "Import incidents as records; until then rollbacks, reverts and hotfixes tell of failures.",
        Unknown::BaselineOnly => "The next deployment gives the first figure.",
        Unknown::ShallowHistory => "Fetch the whole history: git fetch --unshallow.",
        Unknown::SquashWithoutApi => "Collect proposed changes from the provider, which knows when the work began.",
    }
}

/// How a figure moved against the stretch of time before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Delta {
    /// Such as `−1.1 h`.
    pub text: String,
    /// `good`, `poor` or `flat`.
    pub tone: &'static str,
    /// For those who do not see the tone.
    pub words: &'static str,
}

impl Delta {
    /// From what it was to what it is.
    pub fn new(five: &Five, before: i64, now: i64) -> Self {
        let change = now - before;
        let sign = if change > 0 { "+" } else { "" };
        let text = match five.unit() {
            Unit::Percent => {
                let tenths = change.unsigned_abs();
                let sign = if change < 0 { wording::MINUS } else { sign };
                format!("{sign}{} pt", wording::with_tenths(tenths))
            }
            unit => format!("{sign}{}", unit.text(change)),
        };
        let (tone, words) = match (change, five.is_less_better) {
            (0, _) => ("flat", "unchanged"),
            (change, is_less_better) if (change < 0) == is_less_better => ("good", "better"),
            _ => ("poor", "worse"),
        };
        Self { text, tone, words }
    }

    /// Between two figures of one service; none where either cannot be placed.
    pub fn between(five: &Five, before: Option<&Figure>, now: Option<&Figure>) -> Option<Self> {
        let headline = |figure: &Figure| if figure.is_too_few { None } else { figure.headline() };
        Some(Self::new(five, before.and_then(headline)?, now.and_then(headline)?))
    }
}

#[cfg(test)]
mod tests {
    use super::super::FIVE;
    use super::*;
    use crate::portal::delivery::Quantiles;

    fn figure(value: Measurement<Value>, is_too_few: bool) -> Figure {
        Figure { metric: "", value, is_too_few, standing: None, covered_since: None, flags: Vec::new(), still_open: None }
    }

    #[test]
    fn a_figure_says_what_it_rests_on() {
        let lead = Value::Duration(Quantiles { p50: 33_840, ..Quantiles::default() });
        let read = Read::new(&FIVE[1], Some(&figure(Measurement::Known { value: lead, n: 1121 }, false)));
        assert_eq!(read.known, Some(Reading { raw: 33_840, figure: "9.4".into(), unit: "h".into(), is_estimate: false }));
        assert_eq!((read.of.as_str(), read.too_few), ("median of 1\u{202f}121 changes", None));
        for (count, expected) in [(12, "median of 54 changes, 12 estimated"), (54, "median of 54 changes, all estimated")] {
            let mut lead = figure(Measurement::Known { value: Value::Duration(Quantiles::default()), n: 54 }, false);
            lead.flags = vec![Flag::NoEnd(3), Flag::MatchedByTime(count)];
            let read = Read::new(&FIVE[1], Some(&lead));
            assert_eq!((read.known.map(|known| known.is_estimate), read.of.as_str()), (Some(true), expected));
        }
        let rate = figure(Measurement::Known { value: Value::Ratio { num: 1, den: 3 }, n: 3 }, true);
        let read = Read::new(&FIVE[3], Some(&rate));
        assert_eq!((read.of.as_str(), read.too_few.as_deref()), ("1 of 3 deployments", Some("n = 3, too few to place")));
        assert_eq!(read.known.map(|known| known.figure), Some("33.3%".to_owned()));
        let read = Read::new(&FIVE[1], Some(&figure(Measurement::Unknown(Unknown::BaselineOnly), false)));
        assert_eq!((read.known, read.remedy), (None, Some("The next deployment gives the first figure.")));
    }

    #[test]
    fn less_is_better_but_for_deployments() {
        for (five, before, now, text, tone) in [
            (&FIVE[1], 37_800, 33_840, "\u{2212}1.1 h", "good"),
            (&FIVE[0], 200, 250, "+0.50", "good"),
            (&FIVE[0], 250, 200, "\u{2212}0.50", "poor"),
            (&FIVE[3], 64, 68, "+0.4 pt", "poor"),
            (&FIVE[4], 51, 51, "0.0 pt", "flat"),
        ] {
            let delta = Delta::new(five, before, now);
            assert_eq!((delta.text.as_str(), delta.tone), (text, tone));
        }
    }
}
