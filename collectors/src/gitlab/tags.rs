//! Tags, where no mirror brings them.
#![allow(missing_docs, reason = "the fields are those of the API, under its own names")]

use super::client::{Client, entries};
use super::stamp::{Stamp, said};
use crate::git::releases::is_prerelease;
use crate::remote::Fault;
use crate::remote::client::{ATTEMPTS, Keep};
use crate::remote::stretch::Lane;
use milepost_model::record::Release;
use milepost_model::{Instant, Record};
use serde::Deserialize;

/// Under this name its requests are counted.
pub const ENDPOINT: &str = "tags";

/// A tag.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Tagged {
    pub name: Option<String>,
    pub created_at: Option<Instant>,
    pub commit: Option<Commit>,
}

/// The commit that it leads to.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Commit {
    pub id: Option<String>,
    pub committed_date: Option<Instant>,
    pub created_at: Option<Instant>,
}

impl Tagged {
    /// When it was made: its own date, else its commit's.
    fn at(&self) -> Option<Instant> {
        self.created_at.or_else(|| self.commit.as_ref().and_then(|commit| commit.committed_date.or(commit.created_at)))
    }

    /// The record; none where it does not lead to a commit.
    pub fn release(self, stamp: &Stamp, web: Option<&str>) -> Option<Release> {
        let at = self.at()?;
        let tag = said(self.name)?;
        let url = web.map(|web| format!("{web}/-/tags/{}", super::address::encoded(&tag)));
        Some(Release {
            id: stamp.id("release", &tag),
            // The release of the same tag is the newer word, whenever it was written.
            rev: stamp.rev(Some(at)).saturating_sub(1_000),
            observed_at: stamp.now,
            provenance: stamp.provenance(url.as_deref()),
            repo: stamp.repo.clone(),
            sha: self.commit?.id?,
            published_at: at,
            is_prerelease: is_prerelease(&tag),
            url,
            tag,
            ..Release::default()
        })
    }
}

/// The tags of a project, newest first.
pub struct Tags<'a> {
    client: &'a Client<'a>,
    stamp: &'a Stamp,
    web: Option<&'a str>,
    path: String,
}

impl<'a> Tags<'a> {
    /// Those of a project that people see there.
    pub fn new(client: &'a Client<'a>, stamp: &'a Stamp, number: u64, web: Option<&'a str>) -> Self {
        Self { client, stamp, web, path: format!("/projects/{number}/repository/tags?order_by=updated&sort=desc&per_page=100") }
    }

    /// Reads the page that the lane wants next.
    pub async fn turn(&mut self, lane: &mut Lane) -> Result<Vec<Record>, Fault> {
        let path = lane.after().unwrap_or(&self.path).to_owned();
        let answer = self.client.get(ENDPOINT, &path, Keep::Cached, ATTEMPTS).await?;
        let page: Vec<Tagged> = entries(&answer.body)?;
        lane.turn(page.iter().filter_map(Tagged::at).min(), answer.next);
        Ok(page.into_iter().filter_map(|one| one.release(self.stamp, self.web)).map(Record::from).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_of_its_own_date_else_of_its_commits() {
        let stamp = Stamp { repo: Stamp::repo_id("gitlab.com", 7), now: "2026-11-20T06:40:00Z".parse().expect("an instant") };
        let read =
            |json| serde_json::from_str::<Tagged>(json).expect("because everything may be absent").release(&stamp, Some("https://x/p"));
        let dated =
            read(r#"{"name":"v1/x","created_at":"2026-05-01T10:00:00Z","commit":{"id":"aa","committed_date":"2026-04-01T10:00:00Z"}}"#);
        assert_eq!(
            dated.map(|one| (one.published_at.to_rfc3339(), one.url)),
            Some(("2026-05-01T10:00:00+00:00".into(), Some("https://x/p/-/tags/v1%2Fx".into())))
        );
        let plain = read(r#"{"name":"v1","created_at":null,"commit":{"id":"aa","committed_date":"2026-04-01T10:00:00Z"}}"#);
        assert_eq!(plain.map(|one| one.published_at.to_rfc3339()).as_deref(), Some("2026-04-01T10:00:00+00:00"));
        assert!(read(r#"{"name":"v1","commit":null}"#).is_none());
    }
}
