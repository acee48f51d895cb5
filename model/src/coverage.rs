//! What was really read: absence of records means zero only where coverage is complete.

use serde::{Deserialize, Serialize};

pub use crate::record::coverage::Coverage;

/// How much of a kind of record was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoverageState {
    /// All of it.
    Complete,
    /// Some of it.
    Partial,
    /// None of it.
    #[default]
    #[serde(other)]
    NotObserved,
}

impl CoverageState {
    /// Every word.
    pub const WORDS: &'static [&'static str] = &["complete", "partial", "not_observed"];

    /// The word as records write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Partial => "partial",
            Self::NotObserved => "not_observed",
        }
    }
}
