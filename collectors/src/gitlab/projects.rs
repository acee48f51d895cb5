//! Projects as lists describe them.
#![allow(missing_docs, reason = "the fields are those of the API, under its own names")]

use super::details::Details;
use super::stamp::{Stamp, said};
use crate::git;
use milepost_model::Instant;
use milepost_model::record::Repository;
use milepost_model::record::repository::Visibility;
use serde::Deserialize;

/// A project. Everything may be absent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Project {
    pub id: Option<u64>,
    pub path_with_namespace: Option<String>,
    pub description: Option<String>,
    pub default_branch: Option<String>,
    pub web_url: Option<String>,
    pub http_url_to_repo: Option<String>,
    pub created_at: Option<Instant>,
    pub last_activity_at: Option<Instant>,
    pub archived: Option<bool>,
    pub empty_repo: Option<bool>,
    pub visibility: Option<String>,
    pub topics: Option<Vec<Option<String>>>,
    pub tag_list: Option<Vec<Option<String>>>,
    pub forked_from_project: Option<Forked>,
    pub marked_for_deletion_on: Option<String>,
    pub marked_for_deletion_at: Option<String>,
    pub ci_config_path: Option<String>,
    pub ci_delete_pipelines_in_seconds: Option<i64>,
    pub repository_access_level: Option<String>,
    pub merge_requests_access_level: Option<String>,
    pub merge_requests_enabled: Option<bool>,
    pub issues_access_level: Option<String>,
    pub issues_enabled: Option<bool>,
    pub builds_access_level: Option<String>,
    pub jobs_enabled: Option<bool>,
    pub releases_access_level: Option<String>,
    pub only_allow_merge_if_pipeline_succeeds: Option<bool>,
    pub approvals_before_merge: Option<u64>,
    pub license: Option<Licence>,
}

/// The project that a fork was made from.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Forked {
    pub id: Option<u64>,
}

/// A licence.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Licence {
    pub key: Option<String>,
}

/// Whether people can use a part of a project, as its level or in older answers a switch says.
fn is_on(level: Option<&str>, switch: Option<bool>) -> bool {
    level != Some("disabled") && switch != Some(false)
}

impl Project {
    /// Its full path.
    pub fn name(&self) -> &str {
        self.path_with_namespace.as_deref().unwrap_or_default()
    }

    /// Its topics.
    pub fn topics(&self) -> Vec<String> {
        let topics = self.topics.as_ref().or(self.tag_list.as_ref());
        let mut topics: Vec<String> = topics.into_iter().flatten().flatten().cloned().collect();
        topics.sort();
        topics.dedup();
        topics
    }

    /// Its default branch, where something was committed.
    pub fn branch(&self) -> Option<&str> {
        let is_there = self.empty_repo != Some(true) && is_on(self.repository_access_level.as_deref(), None);
        self.default_branch.as_deref().filter(|branch| is_there && !branch.is_empty())
    }

    /// Whether it is about to be deleted; GitLab keeps such projects for some days.
    pub fn is_leaving(&self) -> bool {
        self.marked_for_deletion_on.is_some() || self.marked_for_deletion_at.is_some()
    }

    /// Whether it can have merge requests.
    pub fn has_merge_requests(&self) -> bool {
        self.branch().is_some() && is_on(self.merge_requests_access_level.as_deref(), self.merge_requests_enabled)
    }

    /// Whether it can have pipelines, and with them deployments.
    pub fn has_pipelines(&self) -> bool {
        self.branch().is_some() && is_on(self.builds_access_level.as_deref(), self.jobs_enabled)
    }

    /// Whether it can have issues.
    pub fn has_issues(&self) -> bool {
        is_on(self.issues_access_level.as_deref(), self.issues_enabled)
    }

    /// Whether it can have releases.
    pub fn has_releases(&self) -> bool {
        self.branch().is_some() && is_on(self.releases_access_level.as_deref(), None)
    }

    /// The file that its pipelines are made of. One in another project is named behind an `@`.
    pub fn pipeline_file(&self) -> String {
        said(self.ci_config_path.clone()).unwrap_or_else(|| ".gitlab-ci.yml".to_owned())
    }

    /// The description as a record.
    pub fn repository(
        &self,
        stamp: &Stamp,
        host: &str,
        renamed_from: &[String],
        archived_at: Option<Instant>,
        details: &Details,
    ) -> Repository {
        let url = said(self.web_url.clone());
        let alias =
            url.as_deref().and_then(git::Origin::parse).map(|origin| git::stamp::Stamp::repo_id(Some(&origin), None, "").to_string());
        Repository {
            id: stamp.id("repository", "gitlab"),
            rev: stamp.rev(None),
            observed_at: stamp.now,
            provenance: stamp.provenance(url.as_deref()),
            repo: stamp.repo.clone(),
            full_name: self.name().to_owned(),
            host: Some(host.to_owned()),
            url,
            default_branch: self.branch().map(str::to_owned),
            head: details.head.clone(),
            description: said(self.description.clone()),
            created_at: self.created_at,
            pushed_at: details.head_at,
            archived_at,
            is_archived: self.archived,
            is_fork: Some(self.forked_from_project.is_some()),
            visibility: self.visibility.as_deref().map(|word| Visibility::from(word.to_lowercase().as_str())),
            environments: details.environments.clone(),
            license: details.license.clone(),
            languages: details.languages.clone(),
            topics: self.topics(),
            renamed_from: renamed_from.to_vec(),
            aliases: alias.into_iter().collect(),
            ..Repository::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_of_nulls_is_one_too() {
        let nulls: Project = serde_json::from_str(
            r#"{"id":7,"path_with_namespace":"lumen/x","default_branch":null,"topics":[null,"b","a"],"visibility":"secret",
                "forked_from_project":null,"license":null,"builds_access_level":null}"#,
        )
        .expect("because everything may be absent");
        let stamp = Stamp { repo: Stamp::repo_id("gitlab.com", 7), now: "2026-11-20T06:40:00Z".parse().expect("an instant") };
        let record = nulls.repository(&stamp, "gitlab.com", &[], None, &Details::default());
        assert_eq!((record.repo.as_str(), record.topics.as_slice()), ("gl:gitlab.com:7", ["a".to_owned(), "b".to_owned()].as_slice()));
        assert_eq!((record.default_branch, record.visibility), (None, Some(Visibility::Other("secret".into()))));
        assert!(!nulls.has_merge_requests() && nulls.has_issues());
    }

    #[test]
    fn what_is_switched_off_is_not_asked_for() {
        let project: Project = serde_json::from_str(
            r#"{"default_branch":"main","builds_access_level":"disabled","merge_requests_enabled":false,"issues_access_level":"private",
                "ci_config_path":"","marked_for_deletion_on":"2026-11-27"}"#,
        )
        .expect("because it is an answer");
        assert!(!project.has_pipelines() && !project.has_merge_requests() && project.has_issues() && project.is_leaving());
        assert_eq!(project.pipeline_file(), ".gitlab-ci.yml");
    }
}
