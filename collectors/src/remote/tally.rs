//! What a run used.

use std::collections::BTreeMap;

/// What a run used, counted as it went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Requests that were sent.
    pub requests: u64,
    /// Answers that said that nothing changed.
    pub unchanged: u64,
    /// Points that GraphQL queries cost.
    pub points: u64,
    /// Attempts that failed and were made again.
    pub retries: u64,
    /// Seconds that were spent waiting for limits.
    pub waited: u64,
    /// Requests by the endpoint that they were for.
    pub by_endpoint: BTreeMap<&'static str, u64>,
}
