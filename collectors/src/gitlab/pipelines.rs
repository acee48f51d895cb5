//! Pipelines as runs, and those that somebody started by hand as what they ran.
#![allow(missing_docs, reason = "the fields are those of the API, under its own names")]

use super::address::encoded;
use super::by_hand::{self, ByHand};
use super::client::Client;
use super::jobs::jobs;
use super::listing::Listing;
use super::stamp::{Stamp, User, said};
use crate::remote::Fault;
use crate::remote::stretch::Lane;
use milepost_model::record::pipeline_run::Job;
use milepost_model::record::{Dispatch, PipelineRun};
use milepost_model::{Instant, Outcome, Record};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Under this name its requests are counted.
pub const ENDPOINT: &str = "pipelines";

/// A pipeline, as lists have it, and with what only its own answer has.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Pipeline {
    pub id: Option<u64>,
    pub sha: Option<String>,
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    pub status: Option<String>,
    pub source: Option<String>,
    pub name: Option<String>,
    pub created_at: Option<Instant>,
    pub updated_at: Option<Instant>,
    pub started_at: Option<Instant>,
    pub finished_at: Option<Instant>,
    pub web_url: Option<String>,
    pub user: Option<User>,
}

/// GitLab's word as one of ours.
pub fn outcome(status: Option<&str>) -> Outcome {
    match status {
        Some("success") => Outcome::Success,
        Some("failed") => Outcome::Failure,
        Some("canceled") => Outcome::Cancelled,
        Some("skipped") => Outcome::Skipped,
        Some(
            "created"
            | "waiting_for_resource"
            | "preparing"
            | "waiting_for_callback"
            | "pending"
            | "running"
            | "canceling"
            | "manual"
            | "scheduled",
        ) => Outcome::Running,
        _ => Outcome::Unknown,
    }
}

impl Pipeline {
    /// When it ended: lists tell only when it was changed last.
    fn ended(&self) -> Option<Instant> {
        let is_over = !matches!(outcome(self.status.as_deref()), Outcome::Running | Outcome::Unknown);
        self.finished_at.or(self.updated_at).filter(|_| is_over)
    }

    /// How somebody asked for it, where somebody did.
    pub fn asked_by(&self) -> Option<&'static str> {
        match self.source.as_deref() {
            Some("web" | "webide") => Some("web"),
            Some("api" | "trigger") => Some("api"),
            Some("chat") => Some("chat"),
            _ => None,
        }
    }

    /// The record; none where it lacks what a run is.
    pub fn run(&self, stamp: &Stamp, workflow: &str, jobs: Vec<Job>) -> Option<PipelineRun> {
        let run_id = self.id?;
        Some(PipelineRun {
            id: stamp.id("run", format_args!("{run_id}:1")),
            rev: stamp.rev(self.updated_at),
            observed_at: stamp.now,
            provenance: stamp.provenance(self.web_url.as_deref()),
            repo: stamp.repo.clone(),
            workflow: workflow.to_owned(),
            run_id,
            attempt: 1,
            sha: self.sha.clone()?,
            created_at: self.created_at?,
            outcome: outcome(self.status.as_deref()),
            event: self.source.clone(),
            branch: self.reference.clone(),
            started_at: self.started_at,
            finished_at: self.ended(),
            original_outcome: self.status.clone(),
            actor: self.user.as_ref().and_then(|user| user.username.clone()),
            title: said(self.name.clone()),
            url: self.web_url.clone(),
            jobs,
            ..PipelineRun::default()
        })
    }

    /// The same pipeline as an action that somebody ran.
    pub fn dispatch(&self, stamp: &Stamp, workflow: &str, filled: ByHand) -> Option<Dispatch> {
        let via = self.asked_by()?;
        let url = self.web_url.clone();
        Some(Dispatch {
            id: stamp.id("dispatch", self.id?),
            rev: stamp.rev(self.updated_at),
            observed_at: stamp.now,
            provenance: stamp.provenance(url.as_deref()),
            repo: stamp.repo.clone(),
            workflow: workflow.to_owned(),
            requested_at: self.created_at?,
            outcome: outcome(self.status.as_deref()),
            via: via.to_owned(),
            run_id: self.id,
            started_at: self.started_at,
            finished_at: self.ended(),
            actor: self.user.as_ref().and_then(|user| user.username.clone()),
            title: said(self.name.clone()),
            url,
            inputs: filled,
            ..Dispatch::default()
        })
    }
}

/// The pipelines of a project.
pub struct Pipelines<'a> {
    client: &'a Client<'a>,
    stamp: &'a Stamp,
    number: u64,
    workflow: String,
    with_jobs: bool,
    list: Listing,
    seen: BTreeSet<(u64, Option<Instant>)>,
    /// Why no variables are asked for any more.
    pub refused: Option<Fault>,
}

impl<'a> Pipelines<'a> {
    /// Those of one branch, or of all of them, that are made of that file.
    pub fn new(client: &'a Client<'a>, stamp: &'a Stamp, number: u64, branch: Option<&str>, workflow: String, with_jobs: bool) -> Self {
        let only = branch.map(|branch| format!("?ref={}", encoded(branch))).unwrap_or_default();
        let list = Listing::new(ENDPOINT, format!("/projects/{number}/pipelines{only}"));
        Self { client, stamp, number, workflow, with_jobs, list, seen: BTreeSet::new(), refused: None }
    }

    /// Reads the page that the lane wants next.
    pub async fn turn(&mut self, lane: &mut Lane) -> Result<Vec<Record>, Fault> {
        let mut page: Vec<Pipeline> = self.list.page(self.client, lane, |one: &Pipeline| one.updated_at).await?;
        // Pages overlap by what was changed in one instant.
        page.retain(|one| one.id.is_none_or(|id| self.seen.insert((id, one.updated_at))));
        let mut records = Vec::with_capacity(page.len());
        for mut one in page {
            let is_over = one.ended().is_some();
            let jobs = match one.id.filter(|_| self.with_jobs && is_over) {
                Some(id) => jobs(self.client, self.number, id).await?,
                None => Vec::new(),
            };
            let mut filled = ByHand::new();
            if let Some(id) = one.id.filter(|_| one.asked_by().is_some()) {
                one = by_hand::whole(self.client, self.number, id, one).await?;
                filled = self.filled(id).await?;
            }
            records.extend(one.run(self.stamp, &self.workflow, jobs).map(Record::from));
            records.extend(one.dispatch(self.stamp, &self.workflow, filled).map(Record::from));
        }
        Ok(records)
    }

    /// What was filled in, where the credential may know.
    async fn filled(&mut self, pipeline: u64) -> Result<ByHand, Fault> {
        if self.refused.is_some() {
            return Ok(ByHand::new());
        }
        match by_hand::variables(self.client, self.number, pipeline).await {
            Err(fault @ (Fault::Refused(_) | Fault::Missing(_))) => {
                self.refused = Some(fault);
                Ok(ByHand::new())
            }
            found => found,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipeline_of_nulls_is_none_and_one_of_unheard_words_is_a_run() {
        let stamp = Stamp { repo: Stamp::repo_id("gitlab.com", 7), now: "2026-11-20T06:40:00Z".parse().expect("an instant") };
        let read = |json| serde_json::from_str::<Pipeline>(json).expect("because everything may be absent");
        assert!(read(r#"{"id":5,"user":null,"sha":null}"#).run(&stamp, ".gitlab-ci.yml", Vec::new()).is_none());
        let odd = read(
            r#"{"id":5,"sha":"aa","ref":null,"status":"levitating","source":"moon","created_at":"2026-05-01T10:00:00.5Z","updated_at":"2026-05-01T10:05:00Z"}"#,
        );
        let run = odd.run(&stamp, ".gitlab-ci.yml", Vec::new()).expect("because it is whole");
        assert_eq!(
            (run.outcome, run.original_outcome.as_deref(), run.event.as_deref()),
            (Outcome::Unknown, Some("levitating"), Some("moon"))
        );
        assert!(odd.dispatch(&stamp, ".gitlab-ci.yml", ByHand::new()).is_none() && run.finished_at.is_none());
    }

    #[test]
    fn what_somebody_asked_for_is_a_dispatch_and_ends_when_it_says_so() {
        let stamp = Stamp { repo: Stamp::repo_id("gitlab.com", 7), now: "2026-11-20T06:40:00Z".parse().expect("an instant") };
        let asked: Pipeline = serde_json::from_str(
            r#"{"id":5,"sha":"aa","ref":"main","status":"success","source":"web","created_at":"2026-05-01T10:00:00Z","updated_at":"2026-05-01T11:00:00Z",
                "finished_at":"2026-05-01T10:05:00Z","user":{"username":"ada"}}"#,
        )
        .expect("because it is an answer");
        let dispatch =
            asked.dispatch(&stamp, ".gitlab-ci.yml", ByHand::from([("ENV".into(), "qa".into())])).expect("because it was asked for");
        assert_eq!((dispatch.via.as_str(), dispatch.actor.as_deref(), dispatch.inputs.len()), ("web", Some("ada"), 1));
        assert_eq!(dispatch.finished_at.map(|at| at.to_rfc3339()).as_deref(), Some("2026-05-01T10:05:00+00:00"));
    }
}
