//! What a collector hands over, and to whom.

use crate::{Diagnostic, Instant, Record};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What was read of one repository or one page of an API: kept whole or not at all.
#[derive(Debug, Default)]
pub struct Harvest {
    /// The records.
    pub records: Vec<Record>,
    /// The contents that `file` records point at.
    pub blobs: Vec<Blob>,
    /// What the next run needs to know so that it reads only what changed, by the collector's own key.
    pub cursors: Vec<(String, Vec<u8>)>,
    /// What was wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// The content of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// The content's hash: 64 hex digits of BLAKE3.
    pub id: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// Takes harvests, from several threads at once.
pub trait Sink: Sync {
    /// Keeps one harvest. A collector that gets an error stops and gives it back.
    fn accept(&self, harvest: Harvest) -> Result<(), SinkError>;
}

/// Gives back the cursors of the last run that was kept.
pub trait Memory: Sync {
    /// The cursor of that key.
    fn recall(&self, key: &str) -> Option<Vec<u8>>;
}

/// Is told how far a collector is, and may want it to end.
pub trait Progress: Sync {
    /// There are so many more things to read.
    fn expect(&self, more: u64);
    /// One of them, with this name, was read.
    fn done(&self, name: &str);

    /// A source waits, for the reason and the time that these words tell.
    fn waits(&self, _source: &str, _words: &str) {}

    /// What is set when somebody interrupts the run; none where nobody can.
    fn interrupt(&self) -> Option<Arc<AtomicBool>> {
        None
    }

    /// Whether somebody interrupted the run: what was read is handed over, and nothing more is read.
    fn is_interrupted(&self) -> bool {
        self.interrupt().is_some_and(|interrupt| interrupt.load(Ordering::Relaxed))
    }
}

/// Nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Progress for Unwatched {
    fn expect(&self, _more: u64) {}
    fn done(&self, _name: &str) {}
}

impl Memory for Unwatched {
    fn recall(&self, _key: &str) -> Option<Vec<u8>> {
        None
    }
}

/// Why a harvest could not be kept.
#[derive(Debug)]
pub struct SinkError(pub Box<dyn std::error::Error + Send + Sync>);

impl fmt::Display for SinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "what was read could not be kept: {}", self.0)
    }
}

impl std::error::Error for SinkError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.0.as_ref())
    }
}

/// What every collector is given besides its settings.
#[derive(Clone, Copy)]
pub struct Session<'a> {
    /// The instant that this run observes; the only clock that a collector has.
    pub now: Instant,
    /// Where its harvests go.
    pub sink: &'a dyn Sink,
    /// What the last run left for this one.
    pub memory: &'a dyn Memory,
    /// Who watches.
    pub progress: &'a dyn Progress,
}

impl fmt::Debug for Session<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("now", &self.now).finish_non_exhaustive()
    }
}
