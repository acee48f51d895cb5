//! A part of a whole as pages show it: a bar, and both numbers.

use crate::site::wording;
use serde::Serialize;

/// A part of a whole.
#[derive(Debug, Clone, Serialize)]
pub struct Share {
    num: u64,
    den: u64,
    /// `12 of 40`.
    words: String,
    /// `30%`; nothing of nothing.
    percent: Option<String>,
    /// How long the bar is, of 100.
    width: u64,
}

impl Share {
    /// A part of a whole.
    pub fn new(num: u64, den: u64) -> Self {
        let percent = wording::percent(num, den);
        Self {
            num,
            den,
            words: format!("{} of {}", wording::number(num), wording::number(den)),
            width: percent.unwrap_or_default(),
            percent: percent.map(|percent| format!("{percent}%")),
        }
    }
}
