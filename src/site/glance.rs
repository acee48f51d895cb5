//! What a row of the catalog tells of a service at a glance: its level, its golden path and its lead time.

use super::wording;
use crate::portal::adoption::State;
use crate::portal::delivery::{Span, Value, Week};
use crate::portal::{Portal, Service};
use milepost_model::Measurement;
use std::fmt::Write as _;

/// How many weeks the line of lead times has.
pub const WEEKS: usize = 13;
/// What stands for a week without a value in the letters of a line.
const GAP: char = ' ';

/// A level on the first scorecard that is for a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rung {
    /// Its place, counted from 1; 0 is none.
    pub rank: u8,
    /// How many levels there are.
    pub of: u8,
    /// Whether something unknown could still raise it.
    pub is_least: bool,
}

/// Where a service stands on the best of its golden paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnPath<'a> {
    /// One word for it, which filters use.
    pub word: &'static str,
    /// The path that it is or was on, and the version.
    pub path: Option<(&'a str, Option<&'a str>)>,
}

/// How long changes of a service take, the median of 90 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lead {
    /// In seconds.
    Known(i64),
    /// There are too few changes for it.
    TooFew,
}

/// The states in the order in which the catalog sorts them, each with its tone and icon; scripts have the same list.
pub const STATES: [(&str, &str, &str); 8] = [
    ("On", "ok", "pass"),
    ("Behind", "warn", "warn"),
    ("Unsupported", "bad", "fail"),
    ("Drifted", "warn", "warn"),
    ("Left", "bad", "fail"),
    ("Off", "off", "none"),
    ("Exempt", "off", "none"),
    ("Unknown", "off", "none"),
];

impl Rung {
    /// The level of a service; none where no scorecard is for it.
    pub fn of(portal: &Portal, service: &Service) -> Option<Self> {
        let standing = portal.scores.services.get(&service.reference)?.cards.first()?;
        let of = portal.scores.cards[standing.card].card.levels.len();
        Some(Self { rank: standing.reached.level, of: u8::try_from(of).unwrap_or(u8::MAX), is_least: !standing.reached.is_certain() })
    }

    /// All of it in one number, given the place of its level among all scorecards' levels, or -1; `catalog-index.js`
    /// reads it.
    pub fn coded(self, place: i64) -> i64 {
        let aside = (i64::from(self.rank) - place - 1).rem_euclid(256);
        (aside * 256 + i64::from(self.of)) * 2 + i64::from(self.is_least)
    }
}

impl<'a> OnPath<'a> {
    /// The standing of a service; none where no path is for it.
    pub fn of(portal: &'a Portal, service: &Service) -> Option<Self> {
        let adoption = &portal.adoption;
        let found = adoption.service(&service.reference)?;
        let word = path_word(*found.overall.last()?)?;
        let best = found.best(adoption.now()).filter(|(_, moment)| path_word(moment.state) == Some(word));
        let path = best.map(|(path, moment)| (adoption.paths[path].settings.title.as_str(), moment.version.as_deref()));
        Some(Self { word, path })
    }

    /// What a row says: `Rust service 4.1`, `Left Rust service`, `Not on a path`.
    pub fn text(&self) -> String {
        match (self.word, self.path) {
            ("Off", _) => "Not on a path".to_owned(),
            ("Unknown", _) => "Not known".to_owned(),
            ("Left", Some((title, _))) => format!("Left {title}"),
            ("On" | "Behind" | "Unsupported" | "Drifted", Some((title, Some(version)))) => format!("{title} {version}"),
            ("On" | "Behind" | "Unsupported" | "Drifted", Some((title, None))) => title.to_owned(),
            (word, _) => word.to_owned(),
        }
    }

    /// Its place among the states, its tone and its icon.
    pub fn state(&self) -> (usize, &'static str, &'static str) {
        let place = STATES.iter().position(|(word, _, _)| *word == self.word).unwrap_or(STATES.len() - 1);
        (place, STATES[place].1, STATES[place].2)
    }
}

/// The word that filters use for a state; none where no path is for the service.
fn path_word(state: State) -> Option<&'static str> {
    Some(match state {
        State::Current | State::On => "On",
        State::Behind => "Behind",
        State::Unsupported => "Unsupported",
        State::Drifted => "Drifted",
        State::Left => "Left",
        State::Off => "Off",
        State::Exempt => "Exempt",
        State::Unknown(_) => "Unknown",
        State::Outside(_) => return None,
    })
}

impl Lead {
    const METRIC: &'static str = "change_lead_time";

    /// The lead time of a service; none where it is not known.
    pub fn of(portal: &Portal, service: &Service) -> Option<Self> {
        let figure = portal.delivery(service)?.figure(Span::Days90, Self::METRIC)?;
        match &figure.value {
            Measurement::Known { .. } if figure.is_too_few => Some(Self::TooFew),
            Measurement::Known { value: Value::Duration(quantiles), .. } => Some(Self::Known(quantiles.p50)),
            _ => None,
        }
    }

    /// In minutes, as exactly as rows show it.
    pub fn minutes(self) -> Option<u32> {
        match self {
            Self::Known(seconds) => Some(wording::shown_minutes(seconds)),
            Self::TooFew => None,
        }
    }

    /// In seconds.
    pub fn seconds(self) -> Option<i64> {
        match self {
            Self::Known(seconds) => Some(seconds),
            Self::TooFew => None,
        }
    }

    /// The medians of the last weeks as one letter each, `0` the quickest and `9` the slowest; nothing where two are missing
    /// to a line.
    pub fn line(portal: &Portal, service: &Service) -> String {
        let Some(weeks) = portal.delivery(service).and_then(|delivery| delivery.weekly.get(Self::METRIC)) else {
            return String::new();
        };
        let last = &weeks[weeks.len().saturating_sub(WEEKS)..];
        letters(&last.iter().map(median).collect::<Vec<_>>())
    }
}

fn median(week: &Week) -> Option<f64> {
    match week {
        Week::Durations { quantiles: Some(found), .. } => Some((found.whole().p50.max(60) as f64).ln()),
        _ => None,
    }
}

fn letters(values: &[Option<f64>]) -> String {
    let known = || values.iter().flatten().copied();
    if known().count() < 2 {
        return String::new();
    }
    let (least, most) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let letter = |value: &Option<f64>| match value {
        // A line that never moves runs through the middle.
        Some(_) if most <= least => '4',
        Some(value) => char::from(b'0' + ((value - least) / (most - least) * 9.0).round() as u8),
        None => GAP,
    };
    values.iter().map(letter).collect()
}

/// The line that letters stand for; `catalog-rows.js` draws the same from the same letters.
pub fn drawn(letters: &str) -> Option<String> {
    let mut path = String::new();
    let mut end = None;
    for (week, letter) in letters.chars().enumerate() {
        let point = letter.to_digit(10).map(|level| (3 + week * 6, 20 - 2 * level));
        if let Some((x, y)) = point {
            // A week alone is a dot: a line of no length with round ends.
            let _ = if end.is_none() { write!(path, "M{x} {y}h0") } else { write!(path, "L{x} {y}") };
        }
        end = point;
    }
    if path.is_empty() {
        return None;
    }
    let dot = end.map(|(x, y)| format!("<circle class=\"f1\" cx=\"{x}\" cy=\"{y}\" r=\"2.6\"/>")).unwrap_or_default();
    Some(format!("<svg viewBox=\"0 0 78 22\" aria-hidden=\"true\"><path class=\"l l6 thin\" d=\"{path}\"/>{dot}</svg>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_become_letters_between_the_quickest_and_the_slowest() {
        assert_eq!(letters(&[Some(1.0), None, Some(4.0), Some(2.0)]), "0 93");
        assert_eq!(letters(&[Some(2.0), Some(2.0)]), "44");
        assert_eq!(letters(&[Some(2.0), None]), "", "one week makes no line");
        assert_eq!(letters(&[]), "");
    }

    #[test]
    fn a_line_breaks_where_a_week_is_missing_and_ends_in_a_dot() {
        let svg = drawn("09 4").expect("because there are weeks");
        assert!(svg.contains("d=\"M3 20h0L9 2M21 12h0\"") && svg.contains("cx=\"21\" cy=\"12\""), "{svg}");
        assert!(!drawn("09 ").expect("because there are weeks").contains("circle"), "the newest week is not known");
        assert_eq!(drawn(""), None);
    }

    #[test]
    fn a_row_says_which_path_and_what_became_of_it() {
        for (word, path, expected) in [
            ("On", Some(("Rust service", Some("4.1"))), "Rust service 4.1"),
            ("Behind", Some(("Rust service", None)), "Rust service"),
            ("Left", Some(("Rust service", Some("4.1"))), "Left Rust service"),
            ("Off", Some(("Rust service", None)), "Not on a path"),
            ("Exempt", None, "Exempt"),
        ] {
            assert_eq!(OnPath { word, path }.text(), expected);
        }
    }
}
