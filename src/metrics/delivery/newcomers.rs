//! How long newcomers take to their first deployment: one figure of all of them, and never a word about one.

use milepost_model::Window;
use serde_json::{Value, json};

/// The fewest people that a figure may be of.
pub const FEWEST: usize = 5;

/// What is known of newcomers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newcomers {
    /// When their first changes were proposed.
    pub window: Option<Window>,
    /// The figure, or why there is none.
    pub found: Result<FirstDeployments, NoFigure>,
    /// How many wait for their first deployment; nothing where those are fewer than [`FEWEST`].
    pub waiting: Option<u32>,
}

/// The first deployments of the newest newcomers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstDeployments {
    /// The median, in seconds.
    pub median: i64,
    /// Of how many people.
    pub n: u32,
}

/// Why there is no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoFigure {
    /// No record tells changes of one person from those of another.
    NoKeys,
    /// Whoever seems new may have been here before the records begin.
    NotCovered,
    /// Fewer than [`FEWEST`] people.
    TooFew,
}

impl NoFigure {
    /// Every reason.
    pub const ALL: &'static [Self] = &[Self::NoKeys, Self::NotCovered, Self::TooFew];

    /// Its word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::NoKeys => "no_author_keys",
            Self::NotCovered => "not_covered",
            Self::TooFew => "fewer_than_five",
        }
    }

    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoKeys => "no change carries a keyed hash of its author: the source was read without MILEPOST_AUTHOR_KEY, or gives none",
            Self::NotCovered => "the records do not reach back far enough to tell who is new",
            Self::TooFew => "fewer than five newcomers have had a first deployment, and no figure is made of fewer",
        }
    }
}

impl Default for Newcomers {
    fn default() -> Self {
        Self { window: None, found: Err(NoFigure::NoKeys), waiting: None }
    }
}

impl Newcomers {
    /// The same as data.
    pub fn json(&self) -> Value {
        let instant = |at: milepost_model::Instant| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        let found = self.found.ok();
        json!({
            "from": self.window.map(|window| instant(window.from)),
            "median": found.map(|found| found.median),
            "n": found.map(|found| found.n),
            "reason": self.found.err().map(NoFigure::word),
            "to": self.window.map(|window| instant(window.to)),
            "waiting": self.waiting,
        })
    }
}
