//! Releases, and tags where no mirror gives them.
#![allow(missing_docs, reason = "the fields are those of the API, under its own names")]

use super::changes::MergeCommit;
use super::stamp::{Stamp, said};
use crate::git::releases::is_prerelease;
use milepost_model::Instant;
use milepost_model::record::Release;
use serde::Deserialize;

/// A release.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Published {
    pub tag_name: Option<String>,
    pub name: Option<String>,
    pub url: Option<String>,
    pub is_draft: Option<bool>,
    pub is_prerelease: Option<bool>,
    pub created_at: Option<Instant>,
    pub published_at: Option<Instant>,
    pub updated_at: Option<Instant>,
    pub tag_commit: Option<MergeCommit>,
}

impl Published {
    /// The record; none while it has no commit, as a draft whose tag is not made yet.
    pub fn release(self, stamp: &Stamp) -> Option<Release> {
        let tag = said(self.tag_name)?;
        Some(Release {
            id: stamp.id("release", &tag),
            // A release says more than the tag that it is of, which a mirror gives as well.
            rev: stamp.rev(self.updated_at.max(self.published_at).or(self.created_at)),
            observed_at: stamp.now,
            provenance: stamp.provenance(self.url.as_deref()),
            repo: stamp.repo.clone(),
            sha: self.tag_commit?.oid?,
            published_at: self.published_at.or(self.created_at)?,
            is_prerelease: self.is_prerelease,
            is_draft: self.is_draft,
            name: said(self.name).filter(|name| *name != tag),
            url: self.url,
            tag,
            ..Release::default()
        })
    }
}

/// A tag.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Tagged {
    pub name: Option<String>,
    pub target: Option<Object>,
}

/// What a tag points at: a commit, or a note that points at one.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Object {
    #[serde(rename = "__typename")]
    pub kind: Option<String>,
    pub oid: Option<String>,
    pub committed_date: Option<Instant>,
    pub tagger: Option<Tagger>,
    pub target: Option<Box<Object>>,
}

/// Who made a tag, and when.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Tagger {
    pub date: Option<Instant>,
}

impl Tagged {
    /// When it was made: its own date, else its commit's.
    pub fn at(&self) -> Option<Instant> {
        let target = self.target.as_ref()?;
        let own = target.tagger.as_ref().and_then(|tagger| tagger.date);
        own.or(target.committed_date).or_else(|| target.target.as_ref()?.committed_date)
    }

    /// The record; none where it does not lead to a commit.
    pub fn release(self, stamp: &Stamp, web: Option<&str>) -> Option<Release> {
        let at = self.at()?;
        let tag = said(self.name)?;
        let target = self.target?;
        let commit = if target.kind.as_deref() == Some("Tag") { *target.target? } else { target };
        let url = web.map(|web| format!("{web}/releases/tag/{tag}"));
        Some(Release {
            id: stamp.id("release", &tag),
            // The release of the same tag is the newer word, whenever it was written.
            rev: stamp.rev(Some(at)).saturating_sub(1_000),
            observed_at: stamp.now,
            provenance: stamp.provenance(url.as_deref()),
            repo: stamp.repo.clone(),
            sha: commit.oid?,
            published_at: at,
            is_prerelease: is_prerelease(&tag),
            url,
            tag,
            ..Release::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp() -> Stamp {
        Stamp { repo: Stamp::repo_id("github.com", 7), now: "2026-11-20T06:40:00Z".parse().expect("an instant") }
    }

    #[test]
    fn an_annotated_tag_is_of_its_own_date_and_leads_to_the_commit() {
        let tag: Tagged = serde_json::from_str(
            r#"{"name":"v1.2.0","target":{"__typename":"Tag","oid":"11","tagger":{"date":"2026-05-01T10:00:00Z"},
                "target":{"__typename":"Commit","oid":"aa","committedDate":"2026-04-01T10:00:00Z"}}}"#,
        )
        .expect("because it is an answer");
        let release = tag.release(&stamp(), Some("https://github.com/l/x")).expect("because it leads to a commit");
        assert_eq!((release.sha.as_str(), release.published_at.to_rfc3339().as_str()), ("aa", "2026-05-01T10:00:00+00:00"));
        assert_eq!(release.is_prerelease, Some(false));
    }

    #[test]
    fn a_release_wins_over_its_tag_and_a_draft_without_a_tag_is_none() {
        let json = r#"{"tagName":"v1","publishedAt":"2026-05-01T10:00:00Z","updatedAt":"2026-05-01T10:00:00Z","tagCommit":{"oid":"aa"},"isDraft":false}"#;
        let release =
            serde_json::from_str::<Published>(json).expect("because it is an answer").release(&stamp()).expect("because it is whole");
        let tag = r#"{"name":"v1","target":{"__typename":"Commit","oid":"aa","committedDate":"2026-05-01T10:00:00Z"}}"#;
        let tag =
            serde_json::from_str::<Tagged>(tag).expect("because it is an answer").release(&stamp(), None).expect("because it is whole");
        assert_eq!(release.id, tag.id);
        assert!(release.rev > tag.rev);
        let draft: Published =
            serde_json::from_str(r#"{"tagName":"v2","isDraft":true,"tagCommit":null}"#).expect("because it is an answer");
        assert!(draft.release(&stamp()).is_none());
    }
}
