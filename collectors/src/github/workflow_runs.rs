//! Runs of workflows, in slices that stay under the number that one list gives.
//!
//! A list of runs that is filtered, by branch or by date, gives at most 1 000 of them and tells the true number.
//! So a stretch of time that holds more is halved until each part holds fewer.
#![allow(missing_docs, reason = "the fields are those of the API, under its own names")]

use super::client::Client;
use super::stamp::{Stamp, said};
use crate::remote::Fault;
use chrono::{Duration, SecondsFormat};
use milepost_model::record::dispatch::Approvals;
use milepost_model::record::pipeline_run::{Job, Referenced};
use milepost_model::record::{Dispatch, PipelineRun};
use milepost_model::{Instant, Outcome};
use serde::Deserialize;

/// A filtered list gives no more than this.
pub const MOST: u64 = 1_000;

/// A page of runs.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RunPage {
    pub total_count: Option<u64>,
    pub workflow_runs: Option<Vec<Option<WorkflowRun>>>,
}

/// A run.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct WorkflowRun {
    pub id: Option<u64>,
    pub name: Option<String>,
    pub path: Option<String>,
    pub display_title: Option<String>,
    pub event: Option<String>,
    pub status: Option<String>,
    pub conclusion: Option<String>,
    pub head_branch: Option<String>,
    pub head_sha: Option<String>,
    pub run_attempt: Option<u32>,
    pub run_started_at: Option<Instant>,
    pub created_at: Option<Instant>,
    pub updated_at: Option<Instant>,
    pub html_url: Option<String>,
    pub actor: Option<Login>,
    pub triggering_actor: Option<Login>,
    pub referenced_workflows: Option<Vec<Option<ReferencedWorkflow>>>,
}

/// Who did something.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Login {
    pub login: Option<String>,
}

/// A reusable workflow that a run executed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ReferencedWorkflow {
    pub path: Option<String>,
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    pub sha: Option<String>,
}

/// Which runs are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum List {
    /// Those of a branch.
    Branch(String),
    /// Those of a workflow's file.
    Workflow(String),
    /// All of them.
    All,
}

impl List {
    /// The path of the runs that were created in a stretch, both ends included.
    pub fn path(&self, full_name: &str, from: Instant, to: Instant) -> String {
        let at = |instant: Instant| instant.to_rfc3339_opts(SecondsFormat::Secs, true);
        let created = format!("created={}..{}&per_page=100&exclude_pull_requests=true", at(from), at(to));
        match self {
            Self::Branch(branch) => format!("/repos/{full_name}/actions/runs?branch={}&{created}", encoded(branch)),
            Self::Workflow(file) => format!("/repos/{full_name}/actions/workflows/{}/runs?{created}", encoded(file)),
            Self::All => format!("/repos/{full_name}/actions/runs?{created}"),
        }
    }
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

/// What a stretch of time holds.
#[derive(Debug)]
pub enum Slice {
    /// Its runs.
    Runs(Vec<WorkflowRun>),
    /// Too many for one list; nothing of it was kept.
    TooMany,
}

/// Reads the runs of a stretch of time, newest first; with a floor only those pages that reach down to it.
pub async fn slice(
    client: &Client<'_>,
    list: &List,
    full_name: &str,
    (from, to): (Instant, Instant),
    floor: Option<Instant>,
) -> Result<Slice, Fault> {
    let mut runs: Vec<WorkflowRun> = Vec::new();
    let mut path = list.path(full_name, from, to);
    loop {
        let answer = client.get("workflow runs", &path).await?;
        let page: RunPage =
            serde_json::from_slice(&answer.body).map_err(|error| Fault::Unavailable(format!("a list of runs cannot be read: {error}")))?;
        let is_cut = page.total_count.is_some_and(|total| total > MOST) && to - from >= Duration::seconds(2);
        let found: Vec<WorkflowRun> = page.workflow_runs.unwrap_or_default().into_iter().flatten().collect();
        let oldest = found.iter().filter_map(|run| run.created_at).min();
        runs.extend(found);
        if floor.is_some_and(|floor| oldest.is_none_or(|oldest| oldest < floor)) {
            return Ok(Slice::Runs(runs));
        }
        match answer.next {
            _ if is_cut && (floor.is_none() || answer.next.is_none()) => return Ok(Slice::TooMany),
            Some(next) => path = next,
            None => return Ok(Slice::Runs(runs)),
        }
    }
}

/// The two halves of a stretch, the newer one first; parts of several days are cut at midnight, so that they stay the same.
pub fn halves(from: Instant, to: Instant) -> [(Instant, Instant); 2] {
    let middle = from + (to - from) / 2;
    let day = milepost_model::window::start_of_day(middle);
    let middle = if day > from && to - from > Duration::days(2) {
        day
    } else {
        milepost_model::instant::from_unix(middle.timestamp()).unwrap_or(middle)
    };
    [(middle, to), (from, middle - Duration::seconds(1))]
}

impl WorkflowRun {
    /// Whether it will still change.
    pub fn is_open(&self) -> bool {
        self.status.as_deref().is_some_and(|status| status != "completed")
    }

    /// Its workflow's path, without the ref that some answers put behind it.
    pub fn workflow(&self) -> Option<String> {
        let path = said(self.path.clone())?;
        Some(path.split('@').next().unwrap_or_default().to_owned())
    }

    /// The record; none where it lacks what a run is.
    pub fn run(&self, stamp: &Stamp, jobs: Vec<Job>) -> Option<PipelineRun> {
        let (run_id, attempt) = (self.id?, self.run_attempt.unwrap_or(1));
        let referenced = self.referenced_workflows.iter().flatten().flatten();
        let outcome = self.outcome();
        Some(PipelineRun {
            id: stamp.id("run", format_args!("{run_id}:{attempt}")),
            rev: stamp.rev(self.updated_at),
            observed_at: stamp.now,
            provenance: stamp.provenance(self.html_url.as_deref()),
            repo: stamp.repo.clone(),
            workflow: self.workflow()?,
            run_id,
            attempt,
            sha: self.head_sha.clone()?,
            created_at: self.created_at?,
            outcome,
            name: said(self.name.clone()),
            event: self.event.clone(),
            branch: self.head_branch.clone(),
            started_at: self.run_started_at,
            finished_at: self.updated_at.filter(|_| self.status.as_deref() == Some("completed")),
            original_outcome: self.conclusion.clone().or_else(|| self.status.clone()),
            actor: self.triggering_actor.clone().or_else(|| self.actor.clone()).and_then(|actor| actor.login),
            title: said(self.display_title.clone()),
            url: self.html_url.clone(),
            referenced: referenced
                .filter_map(|workflow| {
                    Some(Referenced { path: workflow.path.clone()?, reference: workflow.reference.clone(), sha: workflow.sha.clone() })
                })
                .collect(),
            jobs,
            ..PipelineRun::default()
        })
    }

    /// Whether somebody started it by hand, or a program for somebody.
    pub fn is_by_hand(&self) -> bool {
        matches!(self.event.as_deref(), Some("workflow_dispatch" | "repository_dispatch"))
    }

    /// The same run as an action that somebody ran, where it was started by hand.
    pub fn dispatch(&self, stamp: &Stamp, approvals: Option<Approvals>) -> Option<Dispatch> {
        let event = self.event.as_deref().filter(|_| self.is_by_hand())?;
        Some(Dispatch {
            id: stamp.id("dispatch", self.id?),
            rev: stamp.rev(self.updated_at),
            observed_at: stamp.now,
            provenance: stamp.provenance(self.html_url.as_deref()),
            repo: stamp.repo.clone(),
            workflow: self.workflow()?,
            requested_at: self.created_at?,
            outcome: self.outcome(),
            via: if event == "repository_dispatch" { "api" } else { event }.to_owned(),
            run_id: self.id,
            started_at: self.run_started_at,
            finished_at: self.updated_at.filter(|_| self.status.as_deref() == Some("completed")),
            actor: self.actor.clone().and_then(|actor| actor.login),
            title: said(self.display_title.clone()),
            approvals,
            url: self.html_url.clone(),
            ..Dispatch::default()
        })
    }

    fn outcome(&self) -> Outcome {
        outcome(self.status.as_deref(), self.conclusion.as_deref())
    }
}

/// GitHub's two words as one of ours.
pub fn outcome(status: Option<&str>, conclusion: Option<&str>) -> Outcome {
    match (status, conclusion) {
        (_, Some("success")) => Outcome::Success,
        (_, Some("failure" | "timed_out" | "startup_failure")) => Outcome::Failure,
        (_, Some("cancelled")) => Outcome::Cancelled,
        (_, Some("skipped" | "neutral" | "stale" | "action_required")) => Outcome::Skipped,
        (Some("queued" | "in_progress" | "requested" | "waiting" | "pending"), None) => Outcome::Running,
        _ => Outcome::Unknown,
    }
}

/// A page of jobs.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct JobPage {
    pub jobs: Option<Vec<Option<RunJob>>>,
}

/// A job of a run.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RunJob {
    pub name: Option<String>,
    pub status: Option<String>,
    pub conclusion: Option<String>,
    pub started_at: Option<Instant>,
    pub completed_at: Option<Instant>,
    pub run_attempt: Option<u32>,
}

/// Reads the jobs of a run's attempt.
pub async fn jobs(client: &Client<'_>, full_name: &str, run: &WorkflowRun) -> Result<Vec<Job>, Fault> {
    let Some(id) = run.id else { return Ok(Vec::new()) };
    let mut jobs = Vec::new();
    let mut path = format!("/repos/{full_name}/actions/runs/{id}/jobs?filter=latest&per_page=100");
    loop {
        let answer = client.get("jobs of runs", &path).await?;
        let page: JobPage =
            serde_json::from_slice(&answer.body).map_err(|error| Fault::Unavailable(format!("a list of jobs cannot be read: {error}")))?;
        jobs.extend(page.jobs.unwrap_or_default().into_iter().flatten().filter_map(|job| {
            let outcome = outcome(job.status.as_deref(), job.conclusion.as_deref());
            Some(Job { name: job.name?, started_at: job.started_at, finished_at: job.completed_at, outcome, environment: None })
        }));
        match answer.next {
            Some(next) => path = next,
            None => return Ok(jobs),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().expect("because the test wrote an instant")
    }

    #[test]
    fn halves_meet_without_a_gap_and_without_overlap() {
        let (mut from, mut to) = (at("2026-01-01T00:00:00Z"), at("2026-03-31T23:59:59Z"));
        while to - from >= Duration::seconds(2) {
            let [newer, older] = halves(from, to);
            assert_eq!((older.0, newer.1), (from, to));
            assert_eq!(older.1 + Duration::seconds(1), newer.0);
            assert!(older.0 <= older.1 && newer.0 <= newer.1);
            (from, to) = newer;
        }
    }

    #[test]
    fn a_run_of_nulls_is_none_and_one_without_branch_is_a_run() {
        let stamp = Stamp { repo: Stamp::repo_id("github.com", 7), now: at("2026-11-20T06:40:00Z") };
        let nulls: WorkflowRun =
            serde_json::from_str(r#"{"head_branch":null,"actor":null,"referenced_workflows":[null]}"#).expect("because all may be absent");
        assert!(nulls.run(&stamp, Vec::new()).is_none());
        let run: WorkflowRun = serde_json::from_str(
            r#"{"id":5,"path":".github/workflows/deploy.yml@refs/heads/main","head_sha":"aa","status":"completed","conclusion":"startup_failure",
                "created_at":"2026-05-01T10:00:00Z","updated_at":"2026-05-01T10:05:00Z","event":"workflow_dispatch","head_branch":null}"#,
        )
        .expect("because it is an answer");
        let record = run.run(&stamp, Vec::new()).expect("because it is whole");
        assert_eq!((record.workflow.as_str(), record.outcome, record.attempt), (".github/workflows/deploy.yml", Outcome::Failure, 1));
        assert_eq!(record.original_outcome.as_deref(), Some("startup_failure"));
        assert_eq!(run.dispatch(&stamp, None).map(|dispatch| dispatch.via).as_deref(), Some("workflow_dispatch"));
        // A word that GitHub may come to use is kept, and is no outcome that we know.
        for (status, conclusion, kept) in [("completed", Some("moonshot"), "moonshot"), ("orbiting", None, "orbiting")] {
            let odd = WorkflowRun { status: Some(status.into()), conclusion: conclusion.map(str::to_owned), ..run.clone() };
            let record = odd.run(&stamp, Vec::new()).expect("because it is whole");
            assert_eq!((record.outcome, record.original_outcome.as_deref()), (Outcome::Unknown, Some(kept)));
        }
    }

    #[test]
    fn the_address_of_a_slice_is_the_same_all_day_and_quotes_names() {
        let path = List::Branch("release/1 ü".into()).path("lumen/x", at("2026-01-01T00:00:00Z"), at("2026-01-01T23:59:59Z"));
        assert!(path.contains("branch=release%2F1%20%C3%BC&created=2026-01-01T00:00:00Z..2026-01-01T23:59:59Z"), "{path}");
    }
}
