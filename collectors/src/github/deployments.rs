//! Deployments of the provider's own API.
//!
//! `state` alone misleads: GitHub sets a success to `INACTIVE` as soon as a newer one comes. A deployment succeeded
//! if any of its statuses says so, and it ended when the first of them did.
#![allow(missing_docs, reason = "the fields are those of the API, under its own names")]

use super::changes::Account;
use super::described::WithName;
use super::graphql::{Connection, nodes};
use super::stamp::{Stamp, said};
use milepost_model::record::Deployment;
use milepost_model::record::deployment::Origin;
use milepost_model::{Instant, Outcome};
use serde::Deserialize;

/// A deployment as the API has it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Deployed {
    pub id: Option<String>,
    pub database_id: Option<u64>,
    pub commit_oid: Option<String>,
    pub created_at: Option<Instant>,
    pub updated_at: Option<Instant>,
    pub environment: Option<String>,
    pub original_environment: Option<String>,
    pub state: Option<String>,
    pub task: Option<String>,
    #[serde(rename = "ref")]
    pub reference: Option<WithName>,
    pub creator: Option<Account>,
    pub statuses: Option<Connection<Status>>,
}

/// A status of a deployment.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Status {
    pub state: Option<String>,
    pub created_at: Option<Instant>,
    pub log_url: Option<String>,
    pub environment_url: Option<String>,
}

impl Deployed {
    /// Whether it will still change.
    pub fn is_open(&self) -> bool {
        let statuses: Vec<Status> = nodes(self.statuses.clone()).collect();
        outcome(&statuses, self.state.as_deref()).0 == Outcome::Running
    }

    /// The record; none where it lacks what a deployment is.
    pub fn deployment(self, stamp: &Stamp) -> Option<Deployment> {
        let (created_at, sha) = (self.created_at?, self.commit_oid?);
        let environment = self.environment.or(self.original_environment)?;
        let mut statuses: Vec<Status> = nodes(self.statuses).collect();
        statuses.sort_by_key(|status| status.created_at);
        let (outcome, word, finished_at) = outcome(&statuses, self.state.as_deref());
        let number = self.database_id.map(|id| id.to_string()).or(self.id)?;
        let run_id = statuses.iter().rev().find_map(|status| run_of(status.log_url.as_deref()?));
        let logs = statuses.iter().rev().find_map(|status| said(status.log_url.clone()));
        let is_start = |status: &&Status| status.state.as_deref() == Some("IN_PROGRESS");
        Some(Deployment {
            id: stamp.id("deployment", number),
            rev: stamp.rev(self.updated_at),
            observed_at: stamp.now,
            provenance: stamp.provenance(logs.as_deref()),
            repo: stamp.repo.clone(),
            environment,
            sha,
            origin: Origin::DeploymentApi,
            created_at,
            outcome,
            reference: self.reference.and_then(|reference| reference.name),
            task: said(self.task),
            started_at: statuses.iter().find(is_start).and_then(|status| status.created_at),
            finished_at,
            original_outcome: word.map(str::to_lowercase),
            run_id,
            actor: self.creator.and_then(|creator| creator.login),
            url: logs,
            environment_url: statuses.iter().rev().find_map(|status| said(status.environment_url.clone())),
            ..Deployment::default()
        })
    }
}

/// How it ended, in our word and in GitHub's, and when.
fn outcome<'a>(statuses: &'a [Status], state: Option<&'a str>) -> (Outcome, Option<&'a str>, Option<Instant>) {
    let is = |status: &&&Status, words: &[&str]| status.state.as_deref().is_some_and(|word| words.contains(&word));
    let mut in_order: Vec<&Status> = statuses.iter().collect();
    in_order.sort_by_key(|status| status.created_at);
    if let Some(good) = in_order.iter().find(|status| is(status, &["SUCCESS"])) {
        return (Outcome::Success, Some("success"), good.created_at);
    }
    if let Some(bad) = in_order.iter().rev().find(|status| is(status, &["FAILURE", "ERROR"])) {
        return (Outcome::Failure, bad.state.as_deref(), bad.created_at);
    }
    let word = in_order.last().and_then(|status| status.state.as_deref()).or(state);
    match word {
        Some("QUEUED" | "PENDING" | "IN_PROGRESS" | "WAITING") => (Outcome::Running, word, None),
        // Nothing says that it ever ran.
        Some("INACTIVE" | "ABANDONED" | "DESTROYED") => (Outcome::Cancelled, word, in_order.last().and_then(|status| status.created_at)),
        // Without statuses a success that was replaced cannot be told; `ACTIVE` is a success that was not.
        Some("ACTIVE") => (Outcome::Success, word, None),
        Some("FAILURE" | "ERROR") => (Outcome::Failure, word, None),
        _ => (Outcome::Unknown, word, None),
    }
}

/// The run in an address such as `https://github.com/lumen/x/actions/runs/12/job/34`.
fn run_of(url: &str) -> Option<u64> {
    let rest = url.split_once("/actions/runs/")?.1;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp() -> Stamp {
        Stamp { repo: Stamp::repo_id("github.com", 7), now: "2026-11-20T06:40:00Z".parse().expect("an instant") }
    }

    fn with(state: &str, statuses: &[(&str, i64)]) -> Deployment {
        let nodes: Vec<_> = statuses
            .iter()
            .map(|(state, minute)| serde_json::json!({"state": state, "createdAt": format!("2026-05-01T10:{minute:02}:00Z"), "logUrl": "https://github.com/l/x/actions/runs/12/job/3"}))
            .collect();
        let json = serde_json::json!({"databaseId": 9, "commitOid": "aa", "createdAt": "2026-05-01T10:00:00Z", "environment": "production", "state": state, "statuses": {"nodes": nodes}});
        serde_json::from_value::<Deployed>(json).expect("because it is an answer").deployment(&stamp()).expect("because it is whole")
    }

    #[test]
    fn a_success_stays_one_when_a_newer_one_replaced_it() {
        let deployment = with("INACTIVE", &[("INACTIVE", 50), ("SUCCESS", 9), ("IN_PROGRESS", 2), ("QUEUED", 1)]);
        assert_eq!(deployment.outcome, Outcome::Success);
        assert_eq!(deployment.finished_at.map(|at| at.to_rfc3339()).as_deref(), Some("2026-05-01T10:09:00+00:00"));
        assert_eq!(deployment.started_at.map(|at| at.to_rfc3339()).as_deref(), Some("2026-05-01T10:02:00+00:00"));
        assert_eq!(deployment.run_id, Some(12));
    }

    #[test]
    fn each_word_has_its_outcome_and_an_unknown_one_is_kept() {
        for (state, statuses, outcome) in [
            ("FAILURE", vec![("FAILURE", 3)], Outcome::Failure),
            ("ERROR", vec![("ERROR", 3), ("SUCCESS", 5)], Outcome::Success),
            ("WAITING", vec![("WAITING", 3)], Outcome::Running),
            ("PENDING", vec![], Outcome::Running),
            ("INACTIVE", vec![("INACTIVE", 3)], Outcome::Cancelled),
            ("ACTIVE", vec![], Outcome::Success),
            ("HOVERING", vec![("HOVERING", 3)], Outcome::Unknown),
        ] {
            assert_eq!(with(state, &statuses).outcome, outcome, "{state}");
        }
        assert_eq!(with("HOVERING", &[]).original_outcome.as_deref(), Some("hovering"));
    }

    #[test]
    fn a_deployment_of_nulls_is_none() {
        let nulls: Deployed =
            serde_json::from_str(r#"{"environment":null,"creator":null,"statuses":{"nodes":[null]}}"#).expect("because all may be absent");
        assert!(!nulls.is_open());
        assert!(nulls.deployment(&stamp()).is_none());
    }
}
