//! Deployments.
#![allow(missing_docs, reason = "the fields are those of the API, under its own names")]

use super::client::Client;
use super::listing::Listing;
use super::stamp::{Stamp, User, said};
use crate::remote::Fault;
use crate::remote::stretch::Lane;
use milepost_model::record::Deployment;
use milepost_model::record::deployment::{Origin, Tier};
use milepost_model::{Instant, Outcome, Record};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Under this name its requests are counted.
pub const ENDPOINT: &str = "deployments";

/// A deployment.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Deployed {
    pub id: Option<u64>,
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    pub sha: Option<String>,
    pub created_at: Option<Instant>,
    pub updated_at: Option<Instant>,
    pub finished_at: Option<Instant>,
    pub status: Option<String>,
    pub user: Option<User>,
    pub environment: Option<Environment>,
    pub deployable: Option<Job>,
}

/// The environment that it went to.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Environment {
    pub name: Option<String>,
    pub tier: Option<String>,
    pub external_url: Option<String>,
}

/// The job that did it; deployments that a program reported have none.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Job {
    pub tag: Option<bool>,
    pub started_at: Option<Instant>,
    pub finished_at: Option<Instant>,
    pub web_url: Option<String>,
    pub pipeline: Option<Pipeline>,
}

/// The pipeline of that job.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Pipeline {
    pub id: Option<u64>,
    pub web_url: Option<String>,
}

/// GitLab's word as one of ours.
pub fn outcome(status: Option<&str>) -> Outcome {
    match status {
        Some("success") => Outcome::Success,
        Some("failed") => Outcome::Failure,
        Some("canceled" | "canceling") => Outcome::Cancelled,
        Some("skipped") => Outcome::Skipped,
        Some("created" | "running" | "blocked") => Outcome::Running,
        _ => Outcome::Unknown,
    }
}

impl Deployed {
    /// The record; none where it lacks what a deployment is. `tiers` says what each environment is for.
    pub fn deployment(self, stamp: &Stamp, tiers: &BTreeMap<String, String>) -> Option<Deployment> {
        let environment = self.environment?;
        let (name, id) = (environment.name?, self.id?);
        let tier = said(environment.tier).or_else(|| tiers.get(&name).cloned());
        let job = self.deployable.unwrap_or_default();
        let pipeline = job.pipeline.unwrap_or_default();
        let outcome = outcome(self.status.as_deref());
        let is_over = !matches!(outcome, Outcome::Running | Outcome::Unknown);
        let url = said(job.web_url).or(said(pipeline.web_url));
        Some(Deployment {
            id: stamp.id("deployment", id),
            rev: stamp.rev(self.updated_at),
            observed_at: stamp.now,
            provenance: stamp.provenance(url.as_deref()),
            repo: stamp.repo.clone(),
            environment: name,
            sha: self.sha?,
            origin: Origin::DeploymentApi,
            created_at: self.created_at?,
            outcome,
            tier: tier.map(|word| Tier::from(word.to_lowercase().as_str())),
            version: self.reference.clone().filter(|_| job.tag == Some(true)),
            reference: self.reference,
            started_at: job.started_at,
            finished_at: self.finished_at.or(job.finished_at).or(self.updated_at).filter(|_| is_over),
            original_outcome: self.status,
            run_id: pipeline.id,
            actor: self.user.and_then(|user| user.username),
            url,
            environment_url: said(environment.external_url),
            ..Deployment::default()
        })
    }
}

/// The deployments of a project.
pub struct Deployments<'a> {
    client: &'a Client<'a>,
    stamp: &'a Stamp,
    tiers: &'a BTreeMap<String, String>,
    list: Listing,
}

impl<'a> Deployments<'a> {
    /// Those of a project whose environments are for that.
    pub fn new(client: &'a Client<'a>, stamp: &'a Stamp, number: u64, tiers: &'a BTreeMap<String, String>) -> Self {
        Self { client, stamp, tiers, list: Listing::new(ENDPOINT, format!("/projects/{number}/deployments")) }
    }

    /// Reads the page that the lane wants next.
    pub async fn turn(&mut self, lane: &mut Lane) -> Result<Vec<Record>, Fault> {
        let page = self.list.page(self.client, lane, |one: &Deployed| one.updated_at).await?;
        Ok(page.into_iter().filter_map(|one| one.deployment(self.stamp, self.tiers)).map(Record::from).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp() -> Stamp {
        Stamp { repo: Stamp::repo_id("gitlab.com", 7), now: "2026-11-20T06:40:00Z".parse().expect("an instant") }
    }

    fn read(json: &str) -> Option<Deployment> {
        let tiers = BTreeMap::from([("prod-eu".to_owned(), "production".to_owned())]);
        serde_json::from_str::<Deployed>(json).expect("because everything may be absent").deployment(&stamp(), &tiers)
    }

    #[test]
    fn a_deployment_ends_when_its_job_does_and_its_environment_says_what_it_is_for() {
        let found = read(
            r#"{"id":42,"sha":"aa","ref":"v1.2.0","status":"success","created_at":"2026-05-01T10:00:00.000Z","updated_at":"2026-05-01T10:09:00.000Z",
                "environment":{"name":"prod-eu","external_url":"https://lumen.example"},"user":{"username":"ada"},
                "deployable":{"tag":true,"started_at":"2026-05-01T10:01:00Z","finished_at":"2026-05-01T10:05:00Z","web_url":"https://x/-/jobs/9","pipeline":{"id":36}}}"#,
        )
        .expect("because it is whole");
        assert_eq!((found.outcome, found.tier, found.run_id), (Outcome::Success, Some(Tier::Production), Some(36)));
        assert_eq!(found.finished_at.map(|at| at.to_rfc3339()).as_deref(), Some("2026-05-01T10:05:00+00:00"));
        assert_eq!((found.version.as_deref(), found.url.as_deref()), (Some("v1.2.0"), Some("https://x/-/jobs/9")));
    }

    #[test]
    fn one_without_a_job_ends_when_it_was_changed_and_one_that_runs_has_not_ended() {
        let json = |status: &str| {
            format!(
                r#"{{"id":1,"sha":"aa","status":{status},"created_at":"2026-05-01T10:00:00Z","updated_at":"2026-05-01T10:09:00Z",
                    "environment":{{"name":"qa","tier":"moon"}},"deployable":null,"user":null}}"#
            )
        };
        let failed = read(&json("\"failed\"")).expect("because it is whole");
        assert_eq!((failed.outcome, failed.finished_at.is_some(), failed.run_id), (Outcome::Failure, true, None));
        assert_eq!(failed.tier, Some(Tier::Other("moon".into())));
        assert_eq!(read(&json("\"blocked\"")).map(|one| (one.outcome, one.finished_at)), Some((Outcome::Running, None)));
        let unheard = read(&json("\"levitating\"")).expect("because it is whole");
        assert_eq!((unheard.outcome, unheard.original_outcome.as_deref()), (Outcome::Unknown, Some("levitating")));
        assert!(read(r#"{"id":1,"environment":null}"#).is_none() && read("{}").is_none());
    }
}
