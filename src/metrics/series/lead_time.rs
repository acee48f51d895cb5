//! When the work on a change began, and how long it took from there to production.

use crate::metrics::delivery::evidence::NoLeadTime;
use crate::metrics::history::{ChangeFacts, Commits};

/// When the work on a change began, seen from a deployment that ended then: the earliest of its commits.
///
/// A commit that says it was written after it was merged or deployed counts by when it was committed.
/// `own` are those of its commits that no earlier deployment had, `side` what its merge brought, for records
/// that name no commits.
pub(super) fn first_commit(
    facts: &ChangeFacts<'_>,
    own: &[u32],
    side: &[u32],
    commits: &Commits,
    finished: i64,
) -> Result<i64, NoLeadTime> {
    let merged = facts.merged_at();
    let names_commits = facts.records().any(|record| !record.commit_shas.is_empty());
    // The commit of a squashed branch is written when it is merged.
    let is_squash = facts.is_proposal() && !names_commits && facts.merge.is_none_or(|merge| !commits.is_merge(merge));
    let is_rest = own.len() < facts.commits.len();
    let own: &[u32] = match (is_squash, own) {
        (true, _) => &[],
        (false, []) => side,
        (false, own) => own,
    };
    let credible = own.iter().map(|commit| begun(*commit, commits, merged, finished));
    // What the provider says of commits that are not known here counts beside those that are.
    let said = facts.records().filter_map(|record| record.first_commit_at).map(|at| at.timestamp());
    let said: Vec<i64> = if is_rest || facts.is_whole && !own.is_empty() { Vec::new() } else { said.collect() };
    let is_late = |at: &i64| *at > merged || *at > finished;
    let first = credible.chain(said.iter().copied().filter(|at| !is_late(at))).min();
    match first {
        Some(at) if at <= finished => Ok(at),
        None if said.is_empty() => Err(NoLeadTime::SquashWithoutApi),
        _ => Err(NoLeadTime::ClockSkew),
    }
}

/// When the work on a commit that was pushed directly began.
pub(super) fn begun(commit: u32, commits: &Commits, merged: i64, finished: i64) -> i64 {
    let authored = commits.authored[commit as usize];
    if authored > merged || authored > finished { commits.committed[commit as usize] } else { authored }
}
