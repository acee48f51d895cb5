//! What the sweep says of a repository, and the records that follow from it.
#![allow(missing_docs, reason = "the fields are those of the API, under its own names")]

use super::graphql::{Connection, nodes};
use super::stamp::{Stamp, said};
use crate::git;
use milepost_model::Instant;
use milepost_model::record::repository::{Environment, Environments, Visibility};
use milepost_model::record::{BranchRule, Repository};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The fragment that the sweep asks for.
pub const FRAGMENT: &str = include_str!("queries/described.graphql");

/// A repository as the sweep describes it. Everything may be absent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Described {
    pub id: Option<String>,
    pub database_id: Option<u64>,
    pub name_with_owner: Option<String>,
    pub url: Option<String>,
    pub description: Option<String>,
    pub created_at: Option<Instant>,
    pub pushed_at: Option<Instant>,
    pub archived_at: Option<Instant>,
    pub is_archived: Option<bool>,
    pub is_disabled: Option<bool>,
    pub is_empty: Option<bool>,
    pub is_fork: Option<bool>,
    pub is_template: Option<bool>,
    pub visibility: Option<String>,
    pub template_repository: Option<Named>,
    pub license_info: Option<Licence>,
    pub languages: Option<Languages>,
    pub repository_topics: Option<Connection<TopicNode>>,
    pub default_branch_ref: Option<Branch>,
    pub workflows: Option<Tree>,
    pub merged: Option<Connection<Mark>>,
    pub deployments: Option<Connection<Mark>>,
    pub releases: Option<Connection<Mark>>,
    pub tags: Option<Connection<Mark>>,
    pub incidents: Option<Connection<Mark>>,
    pub issues: Option<Connection<Mark>>,
    pub environments: Option<Connection<EnvironmentNode>>,
}

/// An environment.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EnvironmentNode {
    pub name: Option<String>,
    pub protection_rules: Option<Connection<ProtectionRule>>,
}

/// What must happen before a job runs in an environment.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ProtectionRule {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub timeout: Option<u64>,
    pub prevent_self_review: Option<bool>,
}

impl EnvironmentNode {
    /// What protects it; nothing where nothing does.
    fn environment(self) -> Option<Environment> {
        let mut found = Environment { name: self.name?, ..Environment::default() };
        let mut is_protected = false;
        for rule in nodes(self.protection_rules) {
            match rule.kind.as_deref() {
                Some("REQUIRED_REVIEWERS") => {
                    found.needs_approval = true;
                    found.forbids_own_approval |= rule.prevent_self_review == Some(true);
                }
                Some("WAIT_TIMER") => found.wait_minutes = rule.timeout.unwrap_or(0),
                Some("BRANCH_POLICY") => found.is_for_some_branches = true,
                _ => continue,
            }
            is_protected = true;
        }
        is_protected.then_some(found)
    }
}

/// Another repository's name.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Named {
    pub name_with_owner: Option<String>,
}

/// A licence.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Licence {
    pub spdx_id: Option<String>,
}

/// Languages with their bytes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Languages {
    pub edges: Option<Vec<Option<LanguageEdge>>>,
}

/// A language with its bytes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct LanguageEdge {
    pub size: Option<u64>,
    pub node: Option<WithName>,
}

/// A thing with a name.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct WithName {
    pub name: Option<String>,
}

/// A topic.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TopicNode {
    pub topic: Option<WithName>,
}

/// The default branch.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Branch {
    pub name: Option<String>,
    pub target: Option<Target>,
    pub branch_protection_rule: Option<Protection>,
    pub rules: Option<Connection<Rule>>,
}

/// What a ref points at.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Target {
    pub oid: Option<String>,
}

/// The branch's own protection.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Protection {
    pub pattern: Option<String>,
    pub requires_approving_reviews: Option<bool>,
    pub required_approving_review_count: Option<u64>,
    pub required_status_check_contexts: Option<Vec<Option<String>>>,
}

/// A rule of a ruleset that applies to the branch.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Rule {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub repository_ruleset: Option<Ruleset>,
    pub parameters: Option<Parameters>,
}

/// The set that a rule belongs to.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Ruleset {
    pub name: Option<String>,
    pub enforcement: Option<String>,
    pub source: Option<Source>,
}

/// Whose set it is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Source {
    #[serde(rename = "__typename")]
    pub kind: Option<String>,
}

/// What a rule asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Parameters {
    pub required_approving_review_count: Option<u64>,
    pub required_status_checks: Option<Vec<Option<Check>>>,
}

/// A check that must pass.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Check {
    pub context: Option<String>,
}

/// The entries of a folder.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Tree {
    pub entries: Option<Vec<Option<WithName>>>,
}

/// The newest of a list: enough to see whether anything changed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Mark {
    pub id: Option<String>,
    pub updated_at: Option<Instant>,
    pub name: Option<String>,
    pub target: Option<Target>,
}

impl Described {
    /// Its topics.
    pub fn topics(&self) -> Vec<String> {
        nodes(self.repository_topics.clone()).filter_map(|node| node.topic?.name).collect()
    }

    /// Its default branch, where something was committed.
    pub fn branch(&self) -> Option<&str> {
        self.default_branch_ref.as_ref()?.name.as_deref()
    }

    /// The commit of its default branch.
    pub fn head(&self) -> Option<&str> {
        self.default_branch_ref.as_ref()?.target.as_ref()?.oid.as_deref()
    }

    /// The file names of its workflows; none where it has none.
    pub fn workflow_files(&self) -> Vec<String> {
        let entries = self.workflows.as_ref().and_then(|tree| tree.entries.clone()).unwrap_or_default();
        let is_workflow = |name: &String| [".yml", ".yaml"].iter().any(|end| name.ends_with(end));
        entries.into_iter().flatten().filter_map(|entry| entry.name).filter(is_workflow).collect()
    }

    /// The environments that are protected; nothing where they are not shown.
    pub fn environments(&self) -> Option<Environments> {
        let list = self.environments.clone()?;
        let total = list.total_count;
        let shown = list.nodes.as_ref()?.iter().flatten().count() as u64;
        Some(Environments {
            protected: list.into_nodes().filter_map(EnvironmentNode::environment).collect(),
            are_more: total.is_none_or(|total| total > shown),
        })
    }

    /// What a clone's mirror would change for: its refs as far as the sweep sees them.
    pub fn refs_digest(&self) -> String {
        let tag = digest(self.tags.as_ref()).unwrap_or_default();
        format!("{}/{}/{tag}", self.branch().unwrap_or_default(), self.head().unwrap_or_default())
    }

    /// The description as a record.
    pub fn repository(
        &self,
        stamp: &Stamp,
        host: &str,
        renamed_from: &[String],
        properties: Option<&BTreeMap<String, String>>,
    ) -> Repository {
        let url = said(self.url.clone());
        let languages = self.languages.as_ref().and_then(|languages| languages.edges.clone()).unwrap_or_default();
        let alias =
            url.as_deref().and_then(git::Origin::parse).map(|origin| git::stamp::Stamp::repo_id(Some(&origin), None, "").to_string());
        let mut topics = self.topics();
        topics.sort();
        Repository {
            id: stamp.id("repository", "github"),
            rev: stamp.rev(None),
            observed_at: stamp.now,
            provenance: stamp.provenance(url.as_deref()),
            repo: stamp.repo.clone(),
            full_name: self.name_with_owner.clone().unwrap_or_default(),
            host: Some(host.to_owned()),
            url,
            default_branch: self.branch().map(str::to_owned),
            head: self.head().map(str::to_owned),
            description: said(self.description.clone()),
            created_at: self.created_at,
            pushed_at: self.pushed_at,
            archived_at: self.archived_at.or_else(|| (self.is_archived == Some(true)).then_some(stamp.now)),
            is_archived: self.is_archived,
            is_fork: self.is_fork,
            is_template: self.is_template,
            visibility: self.visibility.as_deref().map(|word| Visibility::from(word.to_lowercase().as_str())),
            template: self.template_repository.as_ref().and_then(|template| template.name_with_owner.clone()),
            environments: self.environments(),
            license: self.license_info.as_ref().and_then(|licence| licence.spdx_id.clone()).filter(|id| id != "NOASSERTION"),
            languages: languages.into_iter().flatten().filter_map(|edge| Some((edge.node?.name?, edge.size?))).collect(),
            topics,
            properties: properties.cloned().unwrap_or_default(),
            renamed_from: renamed_from.to_vec(),
            aliases: alias.into_iter().collect(),
            ..Repository::default()
        }
    }

    /// The rules of its default branch as one record, where it has any.
    pub fn branch_rule(&self, stamp: &Stamp) -> Option<BranchRule> {
        let branch = self.default_branch_ref.as_ref()?;
        let name = branch.name.clone()?;
        let (mut reviews, mut checks, mut origins) = (None::<u64>, BTreeSet::new(), BTreeSet::new());
        let mut is_enforced = false;
        if let Some(own) = &branch.branch_protection_rule {
            is_enforced = true;
            origins.insert("branch protection".to_owned());
            reviews = own.required_approving_review_count.filter(|_| own.requires_approving_reviews != Some(false));
            checks.extend(own.required_status_check_contexts.clone().unwrap_or_default().into_iter().flatten());
        }
        for rule in nodes(branch.rules.clone()) {
            let set = rule.repository_ruleset.unwrap_or_default();
            is_enforced |= set.enforcement.as_deref() == Some("ACTIVE");
            let whose = set.source.and_then(|source| source.kind);
            origins.insert(if whose.as_deref() == Some("Repository") { "repository ruleset" } else { "organisation ruleset" }.to_owned());
            let asked = rule.parameters.unwrap_or_default();
            reviews = reviews.max(asked.required_approving_review_count);
            checks.extend(asked.required_status_checks.unwrap_or_default().into_iter().flatten().filter_map(|check| check.context));
        }
        (!origins.is_empty()).then(|| BranchRule {
            id: stamp.id("branch_rule", &name),
            rev: stamp.rev(None),
            observed_at: stamp.now,
            provenance: stamp.provenance(None),
            repo: stamp.repo.clone(),
            branch: name,
            required_reviews: reviews,
            is_enforced: Some(is_enforced),
            origin: Some(origins.into_iter().collect::<Vec<_>>().join(", ")),
            required_checks: checks.into_iter().collect(),
            ..BranchRule::default()
        })
    }
}

/// Changes whenever the list does, as far as its newest entry and its length tell.
pub fn digest(list: Option<&Connection<Mark>>) -> Option<String> {
    let list = list?;
    let newest = list.first().map(|mark| {
        let target = mark.target.as_ref().and_then(|target| target.oid.clone());
        let at = mark.updated_at.map(|at| at.timestamp().to_string());
        [mark.id.clone(), mark.name.clone(), target, at].into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    Some(format!("{} {}", list.total_count?, newest.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp() -> Stamp {
        Stamp { repo: Stamp::repo_id("github.com", 7), now: "2026-11-20T06:40:00Z".parse().expect("an instant") }
    }

    #[test]
    fn a_repository_of_nulls_is_one_too() {
        let nulls: Described = serde_json::from_str(
            r#"{"databaseId":7,"nameWithOwner":"lumen/x","defaultBranchRef":null,"languages":null,"repositoryTopics":{"nodes":[null,{"topic":null}]},
                "workflows":null,"licenseInfo":null,"visibility":"SECRET","merged":null}"#,
        )
        .expect("because everything may be absent");
        let record = nulls.repository(&stamp(), "github.com", &[], None);
        assert_eq!((record.default_branch, record.topics.len(), record.visibility), (None, 0, Some(Visibility::Other("secret".into()))));
        assert!(nulls.branch_rule(&stamp()).is_none());
        assert!(nulls.workflow_files().is_empty());
        assert_eq!(digest(nulls.merged.as_ref()), None);
    }

    #[test]
    fn protection_and_rulesets_become_one_rule_that_asks_for_the_most() {
        let described: Described = serde_json::from_str(
            r#"{"defaultBranchRef":{"name":"main","branchProtectionRule":{"requiresApprovingReviews":true,"requiredApprovingReviewCount":1,
                "requiredStatusCheckContexts":["test",null]},"rules":{"nodes":[{"type":"PULL_REQUEST","repositoryRuleset":{"enforcement":"ACTIVE",
                "source":{"__typename":"Organization"}},"parameters":{"requiredApprovingReviewCount":2}},{"type":"REQUIRED_STATUS_CHECKS",
                "parameters":{"requiredStatusChecks":[{"context":"build"}]}},{"type":"DELETION","parameters":null}]}}}"#,
        )
        .expect("because it is an answer");
        let rule = described.branch_rule(&stamp()).expect("because there are rules");
        assert_eq!((rule.required_reviews, rule.is_enforced), (Some(2), Some(true)));
        assert_eq!(rule.required_checks, ["build", "test"]);
        assert_eq!(rule.origin.as_deref(), Some("branch protection, organisation ruleset"));
    }
}
