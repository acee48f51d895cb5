//! An answer to a survey.

use crate::cell::{Cell, CellReader, CellType, CellWriter};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The lowest and the highest answer that a question allows.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Scale {
    /// The lowest.
    pub min: f64,
    /// The highest.
    pub max: f64,
}
crate::cell::json_cell!(Scale);

impl Cell for NaiveDate {
    const TYPE: CellType = CellType::Text;
    fn put<W: CellWriter>(value: Option<&Self>, out: &mut W) {
        out.text(value.map(ToString::to_string).as_deref());
    }
    fn take<R: CellReader>(from: &mut R) -> Option<Self> {
        from.read_text(|text| text.parse().ok())
    }
}

crate::record::record! {
    /// One answer to one question of a survey, without its author.
    Survey, Survey, Event,
    repo: |r| { let _ = r; None },
    happened_at: |h| h.submitted_on.and_time(chrono::NaiveTime::MIN).and_utc(),
    as_known_at: |k, t| {},
    required {
        /// The survey that it belongs to, such as `2026-Q3`.
        wave: String,
        /// The question's id.
        question: String,
        /// The answer.
        value: f64,
        /// The day; never the hour.
        submitted_on: NaiveDate,
    }
    optional {
        /// The lowest and the highest answer.
        scale: Scale,
        /// The team, where five or more of it answered.
        team: String,
    }
    several {
    }
}
