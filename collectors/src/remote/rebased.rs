//! Pull and merge requests that were rebased into the default branch: their commits came one by one, as one change.
//!
//! A host names only the last of the new commits. A clone alone takes the others for pushes of their own. They are
//! known by the instants at which they were written, which a rebase keeps.

use milepost_model::Record;
use std::collections::{BTreeMap, BTreeSet};

/// A pull request of several commits: the commit that it was merged as, and when each of its own was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Several {
    /// The commit that the host names.
    pub merge_sha: String,
    /// When its commits were written, in seconds.
    pub written: Vec<i64>,
}

/// The commits among these records that came with a pull request and are not the one that it is named by.
pub fn companions(records: &[Record], pulls: &[Several]) -> BTreeSet<String> {
    let commits: BTreeMap<&str, (&[String], i64)> = records
        .iter()
        .filter_map(|record| match record {
            Record::Commit(commit) => Some((commit.sha.as_str(), (commit.parents.as_slice(), commit.authored_at.timestamp()))),
            _ => None,
        })
        .collect();
    let mut found = BTreeSet::new();
    for pull in pulls {
        let mut written = pull.written.clone();
        let mut walk = Vec::new();
        let mut next = Some(pull.merge_sha.as_str());
        // A merge commit, a squashed one and a gap in the history all end the walk early, and then nothing is a companion.
        while let Some(sha) = next.filter(|_| !written.is_empty()) {
            let Some((parents, at)) = commits.get(sha) else { break };
            let Some(position) = written.iter().position(|one| one == at).filter(|_| parents.len() == 1) else { break };
            written.swap_remove(position);
            walk.push(sha.to_owned());
            next = parents.first().map(String::as_str);
        }
        if written.is_empty() {
            found.extend(walk.into_iter().skip(1));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::instant::from_unix;
    use milepost_model::record::Commit;

    fn commit(sha: &str, parents: &[&str], written: i64) -> Record {
        let at = from_unix(written).expect("because the calendar has it");
        Commit {
            sha: sha.into(),
            parents: parents.iter().map(|&p| p.into()).collect(),
            authored_at: at,
            committed_at: at,
            ..Commit::default()
        }
        .into()
    }

    #[test]
    fn rebased_commits_belong_to_their_pull_request_and_squashed_and_merged_ones_to_nobody_else() {
        let records = [
            commit("a", &["0"], 10),
            commit("b", &["a"], 20),
            commit("c", &["b"], 30),
            commit("d", &["c"], 99),
            commit("m", &["d", "x"], 40),
        ];
        let found = |merge: &str, written: &[i64]| {
            let pull = Several { merge_sha: merge.to_owned(), written: written.to_vec() };
            companions(&records, &[pull]).into_iter().collect::<Vec<_>>()
        };
        assert_eq!(found("c", &[10, 20, 30]), ["a", "b"]);
        assert_eq!(found("c", &[20, 30]), ["b"]);
        assert_eq!(found("d", &[10, 20]), Vec::<String>::new());
        assert_eq!(found("m", &[40, 99]), Vec::<String>::new());
        assert_eq!(found("elsewhere", &[10, 20]), Vec::<String>::new());
    }
}
