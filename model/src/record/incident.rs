//! An incident.

use serde::{Deserialize, Serialize};

/// What caused an incident, or ended it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Cause {
    /// A deployment's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment: Option<String>,
    /// A commit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha: Option<String>,
    /// A change's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
}
crate::cell::json_cell!(Cause);

crate::record::record! {
    /// Something that went wrong for users.
    Incident, Incident, Event,
    repo: |r| r.repo.as_ref(),
    happened_at: |h| h.opened_at,
    as_known_at: |k, t| {
        if k.resolved_at.is_some_and(|end| end > t) {
            k.resolved_at = None;
            k.fixed_by = None;
        }
    },
    required {
        /// When it began.
        opened_at: crate::Instant,
    }
    optional {
        /// The repository that it was filed in.
        repo: crate::RepoId,
        /// Its title.
        title: String,
        /// When users were well again; absent while it is open.
        resolved_at: crate::Instant,
        /// How bad it was, in the source's words.
        severity: String,
        /// What caused it.
        caused_by: Cause,
        /// What ended it.
        fixed_by: Cause,
        /// Whether a change caused it; `false` takes it out of the change fail rate.
        is_change_failure: bool,
        /// Where people see it.
        url: String,
    }
    several {
        /// The services that it concerned.
        services: Vec<String>,
    }
}
