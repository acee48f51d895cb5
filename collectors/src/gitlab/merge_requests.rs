//! Merged merge requests as changes.
#![allow(missing_docs, reason = "the fields are those of the API, under its own names")]

use super::client::Client;
use super::commits::{Commits, commits};
use super::listing::Listing;
use super::stamp::{Stamp, User, is_proposed_by_bot, said};
use crate::remote::rebased::Several;
use crate::remote::stretch::Lane;
use crate::remote::{Fault, Secret};
use futures::StreamExt;
use milepost_model::record::Change;
use milepost_model::record::change::Via;
use milepost_model::{Instant, Record};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Under this name its requests are counted.
pub const ENDPOINT: &str = "merge requests";

/// So many merge requests of a page are asked for their commits at once.
const AT_ONCE: usize = 4;

/// A merge request as lists have it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct MergeRequest {
    pub iid: Option<u64>,
    pub title: Option<String>,
    pub description: Option<String>,
    pub state: Option<String>,
    pub web_url: Option<String>,
    pub created_at: Option<Instant>,
    pub updated_at: Option<Instant>,
    pub merged_at: Option<Instant>,
    pub source_branch: Option<String>,
    pub target_branch: Option<String>,
    pub author: Option<User>,
    pub labels: Option<Vec<Option<Label>>>,
    pub sha: Option<String>,
    pub merge_commit_sha: Option<String>,
    pub squash_commit_sha: Option<String>,
}

/// A label: its name, or more of it where more was asked for.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Label {
    Name(String),
    Detailed { name: Option<String> },
}

/// The names of labels.
pub fn names(labels: Option<Vec<Option<Label>>>) -> Vec<String> {
    let name = |label| match label {
        Label::Name(name) => Some(name),
        Label::Detailed { name } => name,
    };
    labels.into_iter().flatten().flatten().filter_map(name).collect()
}

/// What a change takes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reverted {
    /// The commit that something was merged by.
    Commit(String),
    /// The merge request of that number.
    Number(u64),
}

impl MergeRequest {
    /// The commit that brought it in: its own merge commit, the squashed one, or its newest commit where the branch was moved forward.
    pub fn merge_sha(&self) -> Option<&str> {
        [&self.merge_commit_sha, &self.squash_commit_sha, &self.sha]
            .into_iter()
            .find_map(|sha| sha.as_deref().filter(|sha| !sha.is_empty()))
    }

    /// What it takes back, as GitLab's revert button writes it.
    pub fn reverts(&self) -> Option<Reverted> {
        let line = self.description.as_deref()?.lines().take(40).find_map(|line| line.trim().strip_prefix("This reverts "))?;
        let number = |text: &str| text.chars().take_while(char::is_ascii_digit).take(12).collect::<String>().parse().ok();
        if let Some(rest) = line.strip_prefix("merge request ") {
            return number(rest.split_once('!')?.1).map(Reverted::Number);
        }
        let sha: String = line.strip_prefix("commit ")?.chars().take_while(char::is_ascii_hexdigit).collect();
        (sha.len() >= 40).then(|| Reverted::Commit(sha.to_lowercase()))
    }

    /// The record; none where it was not merged, or nobody knows as which commit.
    pub fn change(self, stamp: &Stamp, commits: &Commits, reverted: Option<&str>, author_key: Option<&Secret>) -> Option<Change> {
        let merged_at = self.merged_at?;
        let merge_sha = self.merge_sha()?.to_owned();
        let is_bot = is_proposed_by_bot(self.author.as_ref(), self.source_branch.as_deref());
        let login = self.author.as_ref().and_then(|author| author.username.as_deref());
        Some(Change {
            id: stamp.id("change", &merge_sha),
            rev: stamp.rev(self.updated_at.max(Some(merged_at))),
            observed_at: stamp.now,
            provenance: stamp.provenance(self.web_url.as_deref()),
            repo: stamp.repo.clone(),
            via: Via::PullRequest,
            merged_at,
            merge_sha,
            number: self.iid,
            title: said(self.title),
            base: self.target_branch,
            head: self.source_branch,
            created_at: self.created_at,
            first_commit_at: commits.first_written(merged_at),
            is_bot: Some(is_bot),
            reverts_change: reverted.map(|sha| stamp.id("change", sha)),
            author_key: author_key.zip(login).filter(|_| !is_bot).map(|(key, login)| key.hashed(login)),
            url: self.web_url,
            commit_shas: commits.list.iter().filter_map(|commit| commit.id.clone()).collect(),
            labels: names(self.labels),
            ..Change::default()
        })
    }

    /// When its commits were written, where it has several of which all are known.
    fn several(&self, commits: &Commits) -> Option<Several> {
        let written: Vec<i64> = commits.list.iter().filter_map(|commit| Some(commit.authored_date?.timestamp())).collect();
        let is_whole = commits.is_whole && written.len() > 1 && written.len() == commits.list.len();
        Some(Several { merge_sha: self.merge_sha()?.to_owned(), written }).filter(|_| is_whole)
    }
}

/// The merged merge requests of a project.
pub struct Merged<'a> {
    /// Who asks.
    pub client: &'a Client<'a>,
    /// What its records bear.
    pub stamp: &'a Stamp,
    /// The project's number.
    pub number: u64,
    with_commits: bool,
    /// The key that authors are hashed with.
    pub author_key: Option<&'a Secret>,
    /// Those of several commits, which may have come one by one.
    pub several: Vec<Several>,
    list: Listing,
    known: BTreeMap<u64, String>,
    seen: BTreeSet<(u64, Option<Instant>)>,
}

impl<'a> Merged<'a> {
    /// Those that were merged into a branch, with or without the commits of each.
    pub fn new(client: &'a Client<'a>, stamp: &'a Stamp, number: u64, branch: &str, with_commits: bool) -> Self {
        let branch = super::address::encoded(branch);
        let path = format!("/projects/{number}/merge_requests?state=merged&scope=all&target_branch={branch}");
        // A page counts only as a whole, and a run may end in the middle of its commits.
        let list = if with_commits { Listing::new(ENDPOINT, path).in_smaller_pages() } else { Listing::new(ENDPOINT, path) };
        Self {
            client,
            stamp,
            number,
            with_commits,
            author_key: None,
            several: Vec::new(),
            list,
            known: BTreeMap::new(),
            seen: BTreeSet::new(),
        }
    }

    /// Reads the page that the lane wants next.
    pub async fn turn(&mut self, lane: &mut Lane) -> Result<Vec<Record>, Fault> {
        let mut page: Vec<MergeRequest> = self.list.page(self.client, lane, |one: &MergeRequest| one.updated_at).await?;
        // Pages overlap by what was changed in one instant.
        page.retain(|one| one.iid.is_none_or(|iid| self.seen.insert((iid, one.updated_at))));
        self.known.extend(page.iter().filter_map(|one| Some((one.iid?, one.merge_sha()?.to_owned()))));
        let (client, number, with_commits) = (self.client, self.number, self.with_commits);
        let asked = page.iter().map(|one| async move {
            match one.iid.filter(|_| with_commits && one.merged_at.is_some()) {
                Some(iid) => commits(client, number, iid).await,
                None => Ok(Commits::default()),
            }
        });
        let commits: Vec<Result<Commits, Fault>> = futures::stream::iter(asked).buffered(AT_ONCE).collect().await;
        let mut records = Vec::with_capacity(page.len());
        for (one, commits) in page.into_iter().zip(commits) {
            let commits = commits?;
            self.several.extend(one.several(&commits));
            let reverted = self.reverted(&one).await?;
            records.extend(one.change(self.stamp, &commits, reverted.as_deref(), self.author_key).map(Record::from));
        }
        Ok(records)
    }

    /// The commit that brought in what a change takes back; a number that nobody told is asked for.
    async fn reverted(&mut self, one: &MergeRequest) -> Result<Option<String>, Fault> {
        let number = match one.reverts() {
            None => return Ok(None),
            Some(Reverted::Commit(sha)) => return Ok(Some(sha)),
            Some(Reverted::Number(number)) => number,
        };
        if let Some(sha) = self.known.get(&number) {
            return Ok(Some(sha.clone()));
        }
        match self
            .client
            .one::<MergeRequest>("reverted merge requests", &format!("/projects/{}/merge_requests/{number}", self.number))
            .await
        {
            Ok(found) => {
                let sha = found.merge_sha().map(str::to_owned).filter(|_| found.merged_at.is_some());
                self.known.extend(sha.clone().map(|sha| (number, sha)));
                Ok(sha)
            }
            // A revert whose target is not known is a change like any other.
            Err(Fault::Missing(_) | Fault::Refused(_)) => Ok(None),
            Err(fault) => Err(fault),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp() -> Stamp {
        Stamp { repo: Stamp::repo_id("gitlab.com", 7), now: "2026-11-20T06:40:00Z".parse().expect("an instant") }
    }

    fn read(json: &str) -> MergeRequest {
        serde_json::from_str(json).expect("because everything may be absent")
    }

    #[test]
    fn each_way_to_merge_has_its_commit() {
        for (json, expected) in [
            (r#"{"merge_commit_sha":"mm","squash_commit_sha":"ss","sha":"hh"}"#, Some("mm")),
            (r#"{"merge_commit_sha":null,"squash_commit_sha":"ss","sha":"hh"}"#, Some("ss")),
            (r#"{"merge_commit_sha":"","squash_commit_sha":null,"sha":"hh"}"#, Some("hh")),
            ("{}", None),
        ] {
            assert_eq!(read(json).merge_sha(), expected, "{json}");
        }
    }

    #[test]
    fn a_merge_request_of_nulls_is_no_change_and_labels_come_in_two_forms() {
        let none = Commits::default();
        assert!(read(r#"{"author":null,"labels":[null]}"#).change(&stamp(), &none, None, None).is_none());
        let change = read(
            r#"{"iid":12,"merged_at":"2026-05-02T10:00:00.123Z","sha":"cc","author":{"username":"ada"},
                "labels":["hotfix",null,{"name":"scoped::x","color":"red"},{"name":null}]}"#,
        )
        .change(&stamp(), &none, Some("dd"), Some(&Secret::new("k")))
        .expect("because it was merged");
        assert_eq!(
            (change.id.as_str(), change.labels.as_slice()),
            ("gl:gitlab.com:7:change:cc", ["hotfix".to_owned(), "scoped::x".to_owned()].as_slice())
        );
        assert_eq!((change.is_bot, change.author_key.as_deref().map(str::len)), (Some(false), Some(16)));
        assert_eq!(change.reverts_change.as_deref(), Some("gl:gitlab.com:7:change:dd"));
    }

    #[test]
    fn a_revert_names_what_it_takes_back() {
        let sha = "0123456789abcdef0123456789abcdef01234567";
        for (text, expected) in [
            ("This reverts merge request !12".to_owned(), Some(Reverted::Number(12))),
            (format!("Oh\\n\\nThis reverts commit {sha}."), Some(Reverted::Commit(sha.to_owned()))),
            ("This reverts commit 0123.".to_owned(), None),
            ("This reverts nothing".to_owned(), None),
        ] {
            assert_eq!(read(&format!(r#"{{"description":"{text}"}}"#)).reverts(), expected, "{text}");
        }
    }
}
