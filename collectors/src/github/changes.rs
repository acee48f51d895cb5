//! Merged pull requests as changes.
#![allow(missing_docs, reason = "the fields are those of the API, under its own names")]

use super::graphql::{Connection, nodes};
use super::stamp::{Stamp, is_bot, said};
use crate::remote::Secret;
use crate::remote::rebased::Several;
use milepost_model::Instant;
use milepost_model::record::Change;
use milepost_model::record::change::Via;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A merged pull request.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PullRequest {
    pub number: Option<u64>,
    pub title: Option<String>,
    pub body: Option<String>,
    pub url: Option<String>,
    pub created_at: Option<Instant>,
    pub updated_at: Option<Instant>,
    pub merged_at: Option<Instant>,
    pub head_ref_name: Option<String>,
    pub base_ref_name: Option<String>,
    pub merge_commit: Option<MergeCommit>,
    pub author: Option<Account>,
    pub labels: Option<Connection<Label>>,
    pub commits: Option<Connection<CommitNode>>,
    pub reviews: Option<Connection<Review>>,
    pub timeline_items: Option<Connection<Event>>,
}

/// The commit that brought it in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MergeCommit {
    pub oid: Option<String>,
    pub committed_date: Option<Instant>,
}

/// Who did something.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Account {
    #[serde(rename = "__typename")]
    pub kind: Option<String>,
    pub login: Option<String>,
}

/// A label.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Label {
    pub name: Option<String>,
}

/// A commit of a pull request.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CommitNode {
    pub commit: Option<Commit>,
}

/// The commit itself.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Commit {
    pub oid: Option<String>,
    pub authored_date: Option<Instant>,
    pub committed_date: Option<Instant>,
}

/// A review.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Review {
    pub submitted_at: Option<Instant>,
}

/// Something that happened to it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Event {
    pub created_at: Option<Instant>,
}

/// The merge commit of each number that is known so far; a revert names a number.
pub type Merged = BTreeMap<u64, String>;

impl PullRequest {
    /// The number of the pull request that this one takes back, as GitHub's revert button writes it.
    pub fn reverts(&self, full_name: &str) -> Option<u64> {
        let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).take(12).collect::<String>().parse::<u64>().ok();
        let by_branch = self.head_ref_name.as_deref().and_then(|head| digits(head.strip_prefix("revert-")?));
        let by_body = || {
            let body = self.body.as_deref()?;
            let line = body.lines().take(40).find_map(|line| line.trim().strip_prefix("Reverts "))?;
            let (name, number) = line.trim().split_once('#')?;
            (name.is_empty() || name.eq_ignore_ascii_case(full_name)).then(|| digits(number)).flatten()
        };
        by_branch.or_else(by_body)
    }

    /// When its commits were written, where it has several of which all are known.
    pub fn several(&self) -> Option<Several> {
        let commits = self.commits.as_ref()?;
        let written: Vec<i64> = nodes(Some(commits.clone())).filter_map(|node| Some(node.commit?.authored_date?.timestamp())).collect();
        let is_whole = written.len() > 1 && commits.total_count == Some(written.len() as u64);
        let merge_sha = self.merge_commit.as_ref()?.oid.clone()?;
        is_whole.then_some(Several { merge_sha, written })
    }

    /// The record; none where GitHub knows no commit that brought it in.
    pub fn change(self, stamp: &Stamp, full_name: &str, merged: &Merged, author_key: Option<&Secret>) -> Option<Change> {
        let reverts = self.reverts(full_name).and_then(|number| merged.get(&number));
        let merge = self.merge_commit?;
        let (merge_sha, merged_at) = (merge.oid?, self.merged_at.or(merge.committed_date)?);
        let login = self.author.as_ref().and_then(|author| author.login.as_deref());
        let is_bot = is_bot(self.author.as_ref().and_then(|author| author.kind.as_deref()), login);
        let commits: Vec<Commit> = nodes(self.commits).filter_map(|node| node.commit).collect();
        // An author's clock can be wrong; a commit that was written after it was merged was written when it was committed.
        let written = |commit: &Commit| commit.authored_date.filter(|at| *at <= merged_at).or(commit.committed_date);
        let key = author_key.zip(login).filter(|_| !is_bot).map(|(key, login)| key.hashed(login));
        Some(Change {
            id: stamp.id("change", &merge_sha),
            rev: stamp.rev(self.updated_at.max(Some(merged_at))),
            observed_at: stamp.now,
            provenance: stamp.provenance(self.url.as_deref()),
            repo: stamp.repo.clone(),
            via: Via::PullRequest,
            merged_at,
            merge_sha,
            number: self.number,
            title: said(self.title),
            base: self.base_ref_name,
            head: self.head_ref_name,
            created_at: self.created_at,
            ready_at: nodes(self.timeline_items).filter_map(|event| event.created_at).max().or(self.created_at),
            first_review_at: nodes(self.reviews).filter_map(|review| review.submitted_at).min(),
            first_commit_at: commits.iter().filter_map(written).min(),
            is_bot: Some(is_bot),
            reverts_change: reverts.map(|sha| stamp.id("change", sha)),
            author_key: key,
            url: self.url,
            commit_shas: commits.into_iter().filter_map(|commit| commit.oid).collect(),
            labels: nodes(self.labels).filter_map(|label| label.name).collect(),
            ..Change::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp() -> Stamp {
        Stamp { repo: Stamp::repo_id("github.com", 7), now: "2026-11-20T06:40:00Z".parse().expect("an instant") }
    }

    fn read(json: &str) -> PullRequest {
        serde_json::from_str(json).expect("because everything may be absent")
    }

    #[test]
    fn the_oldest_commit_is_the_earliest_written_and_a_wrong_clock_does_not_count() {
        let change = read(
            r#"{"number":12,"mergedAt":"2026-05-02T10:00:00Z","mergeCommit":{"oid":"cc"},"author":{"__typename":"User","login":"ada"},
                "commits":{"nodes":[{"commit":{"oid":"bb","authoredDate":"2026-05-01T10:00:00Z"}},null,
                {"commit":{"oid":"aa","authoredDate":"2026-04-30T10:00:00Z"}},
                {"commit":{"oid":"dd","authoredDate":"2030-01-01T00:00:00Z","committedDate":"2026-05-02T09:00:00Z"}}]}}"#,
        )
        .change(&stamp(), "lumen/x", &Merged::new(), Some(&Secret::new("k")))
        .expect("because it was merged");
        assert_eq!(change.first_commit_at.map(|at| at.to_rfc3339()).as_deref(), Some("2026-04-30T10:00:00+00:00"));
        assert_eq!(change.commit_shas, ["bb", "aa", "dd"]);
        assert_eq!((change.is_bot, change.author_key.as_deref().map(str::len)), (Some(false), Some(16)));
        assert_eq!(change.id, "gh:github.com:7:change:cc");
    }

    #[test]
    fn a_pull_request_of_nulls_is_no_change_and_a_deleted_account_no_reason_to_fail() {
        assert!(read("{}").change(&stamp(), "lumen/x", &Merged::new(), None).is_none());
        let ghost = read(r#"{"mergeCommit":{"oid":"cc","committedDate":"2026-05-02T10:00:00Z"},"author":null,"labels":null}"#);
        let change = ghost.change(&stamp(), "lumen/x", &Merged::new(), Some(&Secret::new("k"))).expect("because it was merged");
        assert_eq!((change.author_key, change.is_bot, change.first_commit_at), (None, Some(false), None));
    }

    #[test]
    fn a_revert_names_what_it_takes_back() {
        for (json, number) in [
            (r#"{"headRefName":"revert-12-fix-rates"}"#, Some(12)),
            (r#"{"body":"Reverts lumen/x#12"}"#, Some(12)),
            (r#"{"body":"text\nReverts #13\r\n"}"#, Some(13)),
            (r#"{"body":"Reverts other/y#12"}"#, None),
            (r#"{"headRefName":"revert-the-thing"}"#, None),
        ] {
            assert_eq!(read(json).reverts("lumen/x"), number, "{json}");
        }
        let revert = read(r#"{"headRefName":"revert-12-x","mergeCommit":{"oid":"dd"},"mergedAt":"2026-05-02T10:00:00Z"}"#);
        let change = revert.change(&stamp(), "lumen/x", &Merged::from([(12, "cc".to_owned())]), None).expect("because it was merged");
        assert_eq!(change.reverts_change.as_deref(), Some("gh:github.com:7:change:cc"));
    }
}
