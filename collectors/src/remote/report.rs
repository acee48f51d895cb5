//! What a run says of itself at its end.

use super::client::Client;
use milepost_model::run_report::REPORT_KEY;
use milepost_model::{Diagnostic, RunReport, Session};

/// What a run found.
#[derive(Debug, Clone)]
pub struct Found {
    /// Repositories.
    pub repositories: u64,
    /// Those of which everything was read.
    pub whole: u64,
    /// Records that were handed over.
    pub records: u64,
    /// Whether some of what was named could not be found.
    pub is_missing_some: bool,
    /// Why nothing could be read, where that is so.
    pub unread: Option<String>,
}

/// The report of a run.
pub fn report<H>(client: &Client<'_, H>, source: &str, session: &Session<'_>, found: Found, faults: &[Diagnostic]) -> RunReport {
    let tally = client.tally.borrow().clone();
    let ended = client.budget.stopped().map(|stop| stop.to_string());
    let before = session.memory.recall(&format!("{REPORT_KEY}{source}"));
    let last_success = before.as_deref().and_then(RunReport::read).and_then(|report| report.last_success);
    let is_success = ended.is_none() && !found.is_missing_some;
    RunReport {
        source: source.to_owned(),
        observed_at: session.now,
        last_success: if is_success { Some(session.now) } else { last_success },
        requests: tally.requests,
        counted: client.budget.used(),
        most: client.budget.most(),
        unchanged: tally.unchanged,
        points: tally.points,
        retries: tally.retries,
        waited: tally.waited,
        repositories: found.repositories,
        whole: found.whole,
        records: found.records,
        unread: found.unread.filter(|_| ended.is_none()),
        ended,
        faults: faults.to_vec(),
    }
}
