//! DORA's own answers: the words that a figure is placed among, and the position that follows.
//!
//! The words are those of DORA's survey, the positions those of its Quick Check (edition 2025). Tiers
//! such as Elite are no longer published, so there are none.

use super::Decimal;

/// A place among DORA's answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Which of the six answers, 1 the slowest and 6 the fastest; none for percentages, which have no answers.
    pub bucket: Option<u8>,
    /// From 0 to 10, in tenths: `(bucket − 1) · 2`, or `10 − percentage / 10`.
    pub tenths: u8,
}

impl Standing {
    /// The place of an answer, 1 to 6.
    pub fn of_bucket(bucket: u8) -> Self {
        let bucket = bucket.clamp(1, 6);
        Self { bucket: Some(bucket), tenths: (bucket - 1) * 20 }
    }

    /// The place of a percentage of failures; the fewer the better.
    pub fn of_share(num: u64, den: u64) -> Option<Self> {
        let tenths = Decimal::percent(num, den)?.scaled();
        // 10 − p/10 in tenths is 100 − p, rounded half up.
        let position = Decimal::of(1000 - tenths, 10, 0)?.scaled().clamp(0, 100);
        Some(Self { bucket: None, tenths: u8::try_from(position).ok()? })
    }

    /// The position from 0 to 10 with one decimal.
    pub fn position(self) -> Decimal {
        Decimal::of(i64::from(self.tenths), 10, 1).expect("because ten is positive")
    }
}

/// What a metric's answers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// How often: the answers of [`FREQUENCY`].
    Frequency,
    /// How long: the answers of [`DURATION`].
    Duration,
    /// A percentage, without answers.
    Percentage,
}

/// How often an organisation deploys, from seldom to often.
pub const FREQUENCY: [&str; 6] = [
    "Fewer than once per six months",
    "Between once per month and once every six months",
    "Between once per week and once per month",
    "Between once per day and once per week",
    "Between once per hour and once per day",
    "On demand (multiple deploys per day)",
];

/// How long something takes, from long to short.
pub const DURATION: [&str; 6] = [
    "More than six months",
    "One to six months",
    "One week to one month",
    "One day to one week",
    "Less than one day",
    "Less than one hour",
];

impl Scale {
    /// The words of an answer, 1 to 6.
    pub fn words(self, bucket: u8) -> Option<&'static str> {
        let words = match self {
            Self::Frequency => &FREQUENCY,
            Self::Duration => &DURATION,
            Self::Percentage => return None,
        };
        words.get(usize::from(bucket.checked_sub(1)?)).copied()
    }
}

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// The answer for a length of time: a month is 30 days, six months are 182.
pub fn duration_bucket(seconds: i64) -> u8 {
    match seconds {
        s if s < HOUR => 6,
        s if s < DAY => 5,
        s if s < 7 * DAY => 4,
        s if s < 30 * DAY => 3,
        s if s < 182 * DAY => 2,
        _ => 1,
    }
}

/// A mean of the 2025 survey over all industries, from 0 to 10, in tenths, by the metric's id.
///
/// DORA Quick Check, edition 2025 (Apache-2.0).
pub const MEANS: [(&str, u8); 5] = [
    ("change_fail_rate", 81),
    ("change_lead_time", 55),
    ("deployment_frequency", 48),
    ("deployment_rework_rate", 78),
    ("failed_deployment_recovery_time", 74),
];

/// The mean position of all industries, in tenths.
pub fn mean(metric: &str) -> Option<u8> {
    MEANS.iter().find(|(id, _)| *id == metric).map(|(_, tenths)| *tenths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_follow_the_quick_check() {
        for (bucket, position) in [(1, "0.0"), (2, "2.0"), (4, "6.0"), (6, "10.0")] {
            assert_eq!(Standing::of_bucket(bucket).position().to_string(), position);
        }
        for (num, den, position) in [(0, 10, "10.0"), (1, 3, "6.7"), (1, 2, "5.0"), (10, 10, "0.0")] {
            assert_eq!(Standing::of_share(num, den).map(|s| s.position().to_string()).as_deref(), Some(position), "{num}/{den}");
        }
        assert_eq!(Standing::of_share(0, 0), None);
    }

    #[test]
    fn lengths_of_time_fall_into_dora_s_words() {
        for (seconds, words) in [
            (0, "Less than one hour"),
            (3599, "Less than one hour"),
            (3600, "Less than one day"),
            (86_400, "One day to one week"),
            (7 * 86_400, "One week to one month"),
            (30 * 86_400, "One to six months"),
            (182 * 86_400, "More than six months"),
        ] {
            assert_eq!(Scale::Duration.words(duration_bucket(seconds)), Some(words), "{seconds}");
        }
        assert_eq!((Scale::Duration.words(0), Scale::Duration.words(7), Scale::Percentage.words(3)), (None, None, None));
    }
}
