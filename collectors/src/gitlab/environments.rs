//! The environments of a project: what each is for, and which are protected.

use super::client::Client;
use super::stamp::said;
use crate::remote::Fault;
use crate::remote::client::{ATTEMPTS, Keep};
use milepost_model::record::repository::{Environment, Environments};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Pages of environments that are read: review apps can be thousands, and the lasting ones come among the first.
const MOST_PAGES: usize = 3;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct One {
    name: Option<String>,
    tier: Option<String>,
}

/// What each environment is for, as GitLab tells or guesses it.
pub async fn tiers(client: &Client<'_>, number: u64) -> Result<BTreeMap<String, String>, Fault> {
    let mut found: Vec<One> = Vec::new();
    let mut next = Some(format!("/projects/{number}/environments?states=available&per_page=100"));
    for _ in 0..MOST_PAGES {
        let Some(path) = next else { break };
        let answer = client.get("environments", &path, Keep::Cached, ATTEMPTS).await?;
        found.extend(super::client::entries::<One>(&answer.body)?);
        next = answer.next;
    }
    Ok(found.into_iter().filter_map(|one| Some((one.name?, said(one.tier)?.to_lowercase()))).collect())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Protected {
    name: Option<String>,
    required_approval_count: Option<u64>,
    approval_rules: Option<Vec<Option<ApprovalRule>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ApprovalRule {
    required_approvals: Option<u64>,
}

impl Protected {
    fn environment(self) -> Option<Environment> {
        let rules = self.approval_rules.into_iter().flatten().flatten();
        let needs = rules.filter_map(|rule| rule.required_approvals).chain(self.required_approval_count).any(|count| count > 0);
        Some(Environment { name: self.name?, needs_approval: needs, ..Environment::default() })
    }
}

/// Which environments only some people may deploy to. Not every GitLab has such.
pub async fn protected(client: &Client<'_>, number: u64) -> Result<Environments, Fault> {
    let path = format!("/projects/{number}/protected_environments?per_page=100");
    let found: Vec<Protected> = client.all("protected environments", &path, Keep::Cached).await?;
    Ok(Environments { protected: found.into_iter().filter_map(Protected::environment).collect(), are_more: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_environment_needs_approval_by_its_count_or_a_rule() {
        let read = |json| serde_json::from_str::<Protected>(json).expect("because all may be absent").environment();
        let needs = |json| read(json).map(|environment| environment.needs_approval);
        assert_eq!(needs(r#"{"name":"production","required_approval_count":2,"approval_rules":null}"#), Some(true));
        assert_eq!(needs(r#"{"name":"production","approval_rules":[null,{"required_approvals":1}]}"#), Some(true));
        assert_eq!(needs(r#"{"name":"production","required_approval_count":0}"#), Some(false));
        assert_eq!(needs("{}"), None);
    }
}
