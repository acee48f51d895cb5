//! How a run or a deployment ended.

use serde::{Deserialize, Serialize};

/// How something that ran ended, in the words that every provider's own words map to.
///
/// A word that a provider adds later becomes `Unknown`; the record keeps the original beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It did what it was asked to do.
    Success,
    /// It tried and did not succeed.
    Failure,
    /// Somebody or something stopped it.
    Cancelled,
    /// It was not needed.
    Skipped,
    /// It has not ended yet.
    #[serde(alias = "in_progress")]
    Running,
    /// The source did not say, or said a word that milepost does not know.
    #[default]
    #[serde(other)]
    Unknown,
}

impl Outcome {
    /// Every word.
    pub const WORDS: &'static [&'static str] = &["success", "failure", "cancelled", "skipped", "running", "unknown"];

    /// The word as records write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::Cancelled => "cancelled",
            Self::Skipped => "skipped",
            Self::Running => "running",
            Self::Unknown => "unknown",
        }
    }
}
