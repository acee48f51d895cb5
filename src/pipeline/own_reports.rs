//! What the last run over a source on this machine came to, so that Platform health tells it beside those behind a network.

use crate::store::Cursors;
use milepost_model::run_report::REPORT_KEY;
use milepost_model::{Diagnostic, Instant, Memory, RunReport, Severity};

/// The report of a source that was read: by a program that ended well, or of files that could be opened.
///
/// What is wrong with single records or rows is no failure of the source.
pub(super) fn report(source: &str, wrong: &[Diagnostic], memory: &Cursors, now: Instant) -> (String, Vec<u8>) {
    let failed = wrong.iter().find(|found| found.severity == Severity::Error && found.code.starts_with("source/"));
    let before = memory.recall(&format!("{REPORT_KEY}{source}")).as_deref().and_then(RunReport::read);
    let last_success = match failed {
        Some(_) => before.and_then(|report| report.last_success),
        None => Some(now),
    };
    let ended = failed.map(|found| found.message.clone());
    RunReport { source: source.to_owned(), observed_at: now, last_success, ended, ..RunReport::default() }.cursor()
}
