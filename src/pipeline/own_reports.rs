//! What the last run over a source on this machine came to, so that Platform health tells it beside those behind a network.

use crate::store::Cursors;
use milepost_model::run_report::REPORT_KEY;
use milepost_model::{Diagnostic, Instant, Memory, RunReport, Severity};

/// What reading a source on this machine came to.
pub(super) struct OwnRead {
    /// What is wrong with what it gave.
    pub wrong: Vec<Diagnostic>,
    /// Why nothing of it could be read, where that is so.
    pub unread: Option<String>,
}

impl OwnRead {
    /// Of so many files, or of so many programs, that could be read.
    pub(super) fn of(wrong: Vec<Diagnostic>, readable: usize) -> Self {
        let unread = failures(&wrong).next().filter(|_| readable == 0).map(|found| match &found.place {
            Some(place) => format!("{place}: {}", found.message),
            None => found.message.clone(),
        });
        Self { wrong, unread }
    }
}

/// What kept the source, or a part of it, from being read.
pub(super) fn failures(wrong: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    wrong.iter().filter(|found| found.severity == Severity::Error && found.code.starts_with("source/"))
}

/// The report of a source that was read: by a program that ended well, or of files that could be opened.
///
/// What is wrong with single records or rows is no failure of the source.
pub(super) fn report(source: &str, was: &OwnRead, memory: &Cursors, now: Instant) -> (String, Vec<u8>) {
    let failed = failures(&was.wrong).next();
    let before = memory.recall(&format!("{REPORT_KEY}{source}")).as_deref().and_then(RunReport::read);
    let last_success = match failed {
        Some(_) => before.and_then(|report| report.last_success),
        None => Some(now),
    };
    let ended = failed.map(|found| found.message.clone());
    RunReport { source: source.to_owned(), observed_at: now, last_success, ended, unread: was.unread.clone(), ..RunReport::default() }
        .cursor()
}
