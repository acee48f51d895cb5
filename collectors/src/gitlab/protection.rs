//! How the default branch is protected, and how many approvals a merge request needs.

use super::client::Client;
use super::projects::Project;
use super::stamp::Stamp;
use crate::remote::Fault;
use crate::remote::client::Keep;
use milepost_model::record::BranchRule;
use serde::{Deserialize, Serialize};

/// What protects the default branch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Protection {
    /// Whether a branch of its name is protected.
    pub is_protected: bool,
    /// How many approvals rules ask for; absent where nobody could look.
    pub approvals: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ProtectedBranch {
    name: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ApprovalRule {
    approvals_required: Option<u64>,
    protected_branches: Option<Vec<Option<ProtectedBranch>>>,
}

/// Whether the branch, or a pattern that it fits, is protected.
pub async fn is_protected(client: &Client<'_>, number: u64, branch: &str) -> Result<bool, Fault> {
    let path = format!("/projects/{number}/protected_branches?per_page=100");
    let found: Vec<ProtectedBranch> = client.all("protected branches", &path, Keep::Cached).await?;
    Ok(found.iter().any(|one| fits(one, branch)))
}

/// How many approvals a merge request into the branch needs. Not every GitLab has such rules.
pub async fn approvals(client: &Client<'_>, number: u64, branch: &str) -> Result<u64, Fault> {
    let path = format!("/projects/{number}/approval_rules?per_page=100");
    let found: Vec<ApprovalRule> = client.all("approval rules", &path, Keep::Cached).await?;
    Ok(most(&found, branch))
}

/// Of several rules the one that asks for the most: one person's approval can count for each.
fn most(rules: &[ApprovalRule], branch: &str) -> u64 {
    let applies = |rule: &&ApprovalRule| {
        let named: Vec<&ProtectedBranch> = rule.protected_branches.iter().flatten().flatten().collect();
        named.is_empty() || named.iter().any(|one| fits(one, branch))
    };
    rules.iter().filter(applies).filter_map(|rule| rule.approvals_required).max().unwrap_or(0)
}

fn fits(protected: &ProtectedBranch, branch: &str) -> bool {
    protected.name.as_deref().is_some_and(|pattern| matches(pattern, branch))
}

/// Whether a name fits a pattern whose `*` stands for anything, slashes included.
fn matches(pattern: &str, name: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut left) = name.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        match left.find(part) {
            Some(at) => left = &left[at + part.len()..],
            None => return false,
        }
    }
    left.ends_with(last)
}

impl Protection {
    /// The rule of the default branch, where it has one.
    pub fn rule(&self, project: &Project, stamp: &Stamp) -> Option<BranchRule> {
        let branch = project.branch()?;
        let reviews = self.approvals.max(project.approvals_before_merge);
        let needs_pipeline = project.only_allow_merge_if_pipeline_succeeds == Some(true);
        let needs_reviews = reviews.is_some_and(|count| count > 0);
        let origins =
            [(self.is_protected, "branch protection"), (needs_reviews, "approval rules"), (needs_pipeline, "merge checks of the project")];
        let origins: Vec<&str> = origins.into_iter().filter(|(holds, _)| *holds).map(|(_, origin)| origin).collect();
        (!origins.is_empty()).then(|| BranchRule {
            id: stamp.id("branch_rule", branch),
            rev: stamp.rev(None),
            observed_at: stamp.now,
            provenance: stamp.provenance(None),
            repo: stamp.repo.clone(),
            branch: branch.to_owned(),
            required_reviews: reviews,
            is_enforced: Some(true),
            origin: Some(origins.join(", ")),
            required_checks: if needs_pipeline { vec!["pipeline".to_owned()] } else { Vec::new() },
            ..BranchRule::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_protects_what_it_fits() {
        let protected = |name: &str| ProtectedBranch { name: Some(name.to_owned()) };
        for (name, expected) in
            [("main", true), ("*", true), ("ma*", true), ("release/*", false), ("m[a", false), ("m*i*n", true), ("main*n", false)]
        {
            assert_eq!(fits(&protected(name), "main"), expected, "{name}");
        }
        assert!(fits(&protected("release*"), "release/1.x") && !fits(&ProtectedBranch::default(), "main"));
    }

    #[test]
    fn the_rule_asks_for_the_most_and_is_none_where_nothing_is_asked() {
        let rules: Vec<ApprovalRule> = serde_json::from_str(
            r#"[{"approvals_required":1,"protected_branches":[]},{"approvals_required":3,"protected_branches":[{"name":"release/*"}]},
                {"approvals_required":2,"protected_branches":null},{"approvals_required":null}]"#,
        )
        .expect("because it is an answer");
        assert_eq!(most(&rules, "main"), 2);
        let stamp = Stamp { repo: Stamp::repo_id("gitlab.com", 7), now: "2026-11-20T06:40:00Z".parse().expect("an instant") };
        let project = Project { default_branch: Some("main".into()), ..Project::default() };
        assert!(Protection::default().rule(&project, &stamp).is_none());
        let strict = Project { only_allow_merge_if_pipeline_succeeds: Some(true), approvals_before_merge: Some(1), ..project };
        let rule = Protection { is_protected: true, approvals: Some(2) }.rule(&strict, &stamp).expect("because there are rules");
        assert_eq!((rule.required_reviews, rule.required_checks), (Some(2), vec!["pipeline".to_owned()]));
        assert_eq!(rule.origin.as_deref(), Some("branch protection, approval rules, merge checks of the project"));
    }
}
