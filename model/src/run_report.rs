//! What a run over a source used and met: kept with the records, so that Platform health can tell it.

use crate::{Diagnostic, Instant};
use serde::{Deserialize, Serialize};

/// The keys of the cursors that hold reports begin with this; the source's id follows.
pub const REPORT_KEY: &str = "report:";

/// What the last run over a source used and met.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RunReport {
    /// The source's id.
    pub source: String,
    /// The instant of the run.
    pub observed_at: Instant,
    /// The last run that read everything that it was asked to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_success: Option<Instant>,
    /// Requests that were sent.
    pub requests: u64,
    /// Requests that the source counts against its limit.
    pub counted: u64,
    /// How many of those the run was allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<u64>,
    /// Answers that said that nothing changed.
    pub unchanged: u64,
    /// What queries cost in the source's own points.
    pub points: u64,
    /// Attempts that failed and were made again.
    pub retries: u64,
    /// Seconds that were spent waiting for the source's limits.
    pub waited: u64,
    /// Repositories that were found.
    pub repositories: u64,
    /// Those of which everything was read.
    pub whole: u64,
    /// Records that were handed over.
    pub records: u64,
    /// Why it ended before it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
    /// Why nothing of it could be read at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unread: Option<String>,
    /// What was wrong with the source as a whole.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Diagnostic>,
}

impl RunReport {
    /// The cursor that keeps it.
    pub fn cursor(&self) -> (String, Vec<u8>) {
        (format!("{REPORT_KEY}{}", self.source), serde_json::to_vec(self).expect("because a report holds only what JSON can say"))
    }

    /// Reads one back; `None` where another version wrote it in another way.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}
