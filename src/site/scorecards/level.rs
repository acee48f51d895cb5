//! A level as pages show it: bars and a word.

use crate::portal::scorecards::{CardScore, Reached};
use crate::site::glance::Rung;
use serde::Serialize;

/// A level as pages show it.
#[derive(Debug, Clone, Serialize)]
pub struct LevelView {
    /// Its name, or that there is none.
    pub name: String,
    /// Its place, counted from 1; 0 is none.
    pub rank: u8,
    /// How many levels there are.
    of: usize,
    /// One bar for each level: whether it is reached.
    bars: Vec<bool>,
    /// Whether something unknown could still change it.
    is_least: bool,
}

impl LevelView {
    /// What stands where no level is reached.
    const NONE: &'static str = "No level";

    /// The level of a row, by its name.
    pub fn of_rung(rung: Rung, name: Option<&str>) -> Self {
        Self {
            name: name.unwrap_or(Self::NONE).to_owned(),
            rank: rung.rank,
            of: usize::from(rung.of),
            bars: (0..rung.of).map(|place| place < rung.rank).collect(),
            is_least: rung.is_least,
        }
    }

    /// The level of a scorecard.
    pub fn new(card: &CardScore, reached: Reached) -> Self {
        let of = card.card.levels.len();
        Self {
            name: card.level_name(reached.level).unwrap_or(Self::NONE).to_owned(),
            rank: reached.level,
            of,
            bars: (0..of).map(|place| place < usize::from(reached.level)).collect(),
            is_least: !reached.is_certain(),
        }
    }
}
