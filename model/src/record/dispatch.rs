//! A run of a self-service action.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

crate::cell::words! {
    /// What a reviewer decided.
    Decision {
        /// The run may go on.
        Approved = "approved",
        /// It may not.
        Rejected = "rejected",
    }
}

/// What one reviewer decided about a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// What was decided.
    pub decision: Decision,
    /// Who decided it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The environments that it was about; none where it was about the whole run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub environments: Vec<String>,
}

/// What reviewers decided about a run; an empty list says that nobody was asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Approvals(pub Vec<Approval>);
crate::cell::json_cell!(Approvals);

crate::record::record! {
    /// Somebody ran an action.
    Dispatch, Dispatch, Event,
    repo: |r| Some(&r.repo),
    happened_at: |h| h.requested_at,
    as_known_at: |k, t| {
        if k.finished_at.is_some_and(|end| end > t) {
            k.finished_at = None;
            k.outcome = crate::Outcome::Running;
            k.approvals = None;
        }
        if k.started_at.is_some_and(|start| start > t) {
            k.started_at = None;
        }
    },
    required {
        /// The repository that holds the workflow.
        repo: crate::RepoId,
        /// The workflow's path.
        workflow: String,
        /// When it was asked for.
        requested_at: crate::Instant,
        /// How it ended.
        outcome: crate::Outcome,
        /// How it was asked for: `workflow_dispatch`, `issue_form`, `web`, `chat` or `api`.
        via: String,
    }
    optional {
        /// The action's id; filled when judging where the source does not know.
        action: String,
        /// The run that did it.
        run_id: u64,
        /// When it started.
        started_at: crate::Instant,
        /// When it ended.
        finished_at: crate::Instant,
        /// Who asked for it.
        actor: String,
        /// The service that it was about.
        service: String,
        /// What its run is called, where inputs are told by a convention.
        title: String,
        /// Who approved it, where a source knows only the name.
        approved_by: String,
        /// What reviewers decided about it; absent where nobody looked.
        approvals: Approvals,
        /// Where people see it.
        url: String,
    }
    several {
        /// What was filled in.
        inputs: BTreeMap<String, String>,
    }
}
