//! Releases.
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
pub const ENDPOINT: &str = "releases";

/// A release.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Published {
    pub tag_name: Option<String>,
    pub name: Option<String>,
    pub created_at: Option<Instant>,
    pub released_at: Option<Instant>,
    pub upcoming_release: Option<bool>,
    pub commit: Option<Commit>,
    #[serde(rename = "_links")]
    pub links: Option<Links>,
}

/// The commit that was released.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Commit {
    pub id: Option<String>,
}

/// Where people see it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Links {
    #[serde(rename = "self")]
    pub own: Option<String>,
}

impl Published {
    fn at(&self) -> Option<Instant> {
        self.released_at.or(self.created_at)
    }

    /// The record; none before its day, or where its tag is gone.
    pub fn release(self, stamp: &Stamp) -> Option<Release> {
        let published_at = self.at().filter(|at| *at <= stamp.now)?;
        let tag = said(self.tag_name)?;
        let url = self.links.and_then(|links| said(links.own));
        Some(Release {
            id: stamp.id("release", &tag),
            // A release says more than the tag that it is of, which a mirror gives as well.
            rev: stamp.rev(Some(published_at)),
            observed_at: stamp.now,
            provenance: stamp.provenance(url.as_deref()),
            repo: stamp.repo.clone(),
            sha: self.commit?.id?,
            published_at,
            is_prerelease: is_prerelease(&tag),
            name: said(self.name).filter(|name| *name != tag),
            url,
            tag,
            ..Release::default()
        })
    }
}

/// The releases of a project, newest first.
pub struct Releases<'a> {
    client: &'a Client<'a>,
    stamp: &'a Stamp,
    path: String,
}

impl<'a> Releases<'a> {
    /// Those of a project.
    pub fn new(client: &'a Client<'a>, stamp: &'a Stamp, number: u64) -> Self {
        Self { client, stamp, path: format!("/projects/{number}/releases?order_by=released_at&sort=desc&per_page=100") }
    }

    /// Reads the page that the lane wants next.
    pub async fn turn(&mut self, lane: &mut Lane) -> Result<Vec<Record>, Fault> {
        let path = lane.after().unwrap_or(&self.path).to_owned();
        let answer = self.client.get(ENDPOINT, &path, Keep::Cached, ATTEMPTS).await?;
        let page: Vec<Published> = entries(&answer.body)?;
        lane.turn(page.iter().filter_map(Published::at).min(), answer.next);
        Ok(page.into_iter().filter_map(|one| one.release(self.stamp)).map(Record::from).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_one_from_its_day_on_and_while_its_tag_is_there() {
        let stamp = Stamp { repo: Stamp::repo_id("gitlab.com", 7), now: "2026-11-20T06:40:00Z".parse().expect("an instant") };
        let read = |json| serde_json::from_str::<Published>(json).expect("because everything may be absent").release(&stamp);
        let found = read(r#"{"tag_name":"v1.2.0-rc1","name":"v1.2.0-rc1","released_at":"2026-05-01T10:00:00.000Z","commit":{"id":"aa"},"_links":{"self":"https://x"}}"#)
            .expect("because it is whole");
        assert_eq!(
            (found.id.as_str(), found.is_prerelease, found.name, found.url.as_deref()),
            ("gl:gitlab.com:7:release:v1.2.0-rc1", Some(true), None, Some("https://x"))
        );
        assert!(read(r#"{"tag_name":"v2","released_at":"2027-01-01T00:00:00Z","upcoming_release":true,"commit":{"id":"aa"}}"#).is_none());
        assert!(read(r#"{"tag_name":"v2","released_at":"2026-01-01T00:00:00Z","commit":null,"_links":null}"#).is_none());
    }
}
