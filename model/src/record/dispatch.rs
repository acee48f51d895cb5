//! A run of a self-service action.

use std::collections::BTreeMap;

crate::record::record! {
    /// Somebody ran an action.
    Dispatch, Dispatch, Event,
    repo: |r| Some(&r.repo),
    happened_at: |h| h.requested_at,
    as_known_at: |k, t| {
        if k.finished_at.is_some_and(|end| end > t) {
            k.finished_at = None;
            k.outcome = crate::Outcome::Running;
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
        /// How it was asked for: `workflow_dispatch`, `issue_form` or `api`.
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
        /// Who approved it.
        approved_by: String,
        /// Where people see it.
        url: String,
    }
    several {
        /// What was filled in.
        inputs: BTreeMap<String, String>,
    }
}
