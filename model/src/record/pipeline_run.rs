//! A run of a CI/CD workflow.

use serde::{Deserialize, Serialize};

/// A reusable workflow that a run executed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Referenced {
    /// `owner/repository/path@ref`.
    pub path: String,
    /// The ref that was asked for.
    #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The commit that it resolved to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha: Option<String>,
}

/// A job of a run.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Job {
    /// Its name.
    pub name: String,
    /// When it started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<crate::Instant>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<crate::Instant>,
    /// How it ended.
    #[serde(default)]
    pub outcome: crate::Outcome,
    /// The environment that it deployed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
}
crate::cell::json_collection_cell!(Vec<Referenced>, Vec<Job>);

crate::record::record! {
    /// A run of a workflow.
    PipelineRun, PipelineRun, Event,
    repo: |r| Some(&r.repo),
    happened_at: |h| h.created_at,
    as_known_at: |k, t| {
        if k.finished_at.is_some_and(|end| end > t) {
            k.finished_at = None;
            k.outcome = crate::Outcome::Running;
            k.jobs.clear();
        }
        if k.started_at.is_some_and(|start| start > t) {
            k.started_at = None;
        }
    },
    required {
        /// The repository.
        repo: crate::RepoId,
        /// The workflow's path.
        workflow: String,
        /// The run's number at the provider.
        run_id: u64,
        /// The attempt, counted from 1.
        attempt: u32,
        /// The commit.
        sha: String,
        /// When it was asked for.
        created_at: crate::Instant,
        /// How it ended.
        outcome: crate::Outcome,
    }
    optional {
        /// The workflow's name.
        name: String,
        /// What caused it.
        event: String,
        /// The branch.
        branch: String,
        /// When it started.
        started_at: crate::Instant,
        /// When it ended.
        finished_at: crate::Instant,
        /// The provider's own word for how it ended.
        original_outcome: String,
        /// Who caused it.
        actor: String,
        /// Its title.
        title: String,
        /// Where people see it.
        url: String,
    }
    several {
        /// The reusable workflows that it ran.
        referenced: Vec<Referenced>,
        /// Its jobs.
        jobs: Vec<Job>,
    }
}
