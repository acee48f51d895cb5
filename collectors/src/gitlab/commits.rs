//! The commits of a merge request.

use super::client::Client;
use crate::remote::Fault;
use crate::remote::client::{ATTEMPTS, Keep};
use milepost_model::Instant;
use serde::Deserialize;

/// Pages of commits that are read of one merge request.
const MOST_PAGES: usize = 5;

/// A commit.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Commit {
    /// Its hash.
    pub id: Option<String>,
    /// When it was written.
    pub authored_date: Option<Instant>,
    /// When it was committed.
    pub committed_date: Option<Instant>,
}

/// The commits of a merge request, the newest first, and whether they are all of them.
#[derive(Debug, Clone, Default)]
pub struct Commits {
    /// The commits.
    pub list: Vec<Commit>,
    /// Whether there are no others.
    pub is_whole: bool,
}

impl Commits {
    /// When the first of them was written. A commit that was written after the merge has an author whose clock is wrong.
    pub fn first_written(&self, merged_at: Instant) -> Option<Instant> {
        let written = |commit: &Commit| commit.authored_date.filter(|at| *at <= merged_at).or(commit.committed_date);
        self.list.iter().filter_map(written).min().filter(|_| self.is_whole)
    }
}

/// Reads the commits of a merge request; those of one that is gone are nothing.
pub async fn commits(client: &Client<'_>, number: u64, iid: u64) -> Result<Commits, Fault> {
    let mut found = Commits::default();
    let mut next = Some(format!("/projects/{number}/merge_requests/{iid}/commits?per_page=100"));
    for _ in 0..MOST_PAGES {
        let Some(path) = next else { break };
        // What was merged does not change; a run that was stopped in the middle of a page need not ask for half of it again.
        let answer = match client.get("commits of merge requests", &path, Keep::Settled, ATTEMPTS).await {
            Err(Fault::Missing(_)) => return Ok(found),
            answer => answer?,
        };
        found.list.extend(super::client::entries::<Commit>(&answer.body)?);
        next = answer.next;
    }
    found.is_whole = next.is_none();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_clock_does_not_count_and_a_cut_list_knows_no_first() {
        let list: Vec<Commit> = serde_json::from_str(
            r#"[{"id":"b","authored_date":"2030-01-01T00:00:00.000+02:00","committed_date":"2026-05-02T09:00:00Z"},{"id":null},
                {"id":"a","authored_date":"2026-04-30T12:00:00.000+02:00"}]"#,
        )
        .expect("because everything may be absent");
        let merged: Instant = "2026-05-03T00:00:00Z".parse().expect("an instant");
        let commits = Commits { list, is_whole: true };
        assert_eq!(commits.first_written(merged).map(|at| at.to_rfc3339()).as_deref(), Some("2026-04-30T10:00:00+00:00"));
        assert_eq!(Commits { is_whole: false, ..commits }.first_written(merged), None);
    }
}
