//! `ci.exists`: whether a workflow runs on each proposal or push.

use super::{About, Fact, FactKind, Reading, Subject, Tier, workflows};

/// Whether a workflow runs on each proposal or push.
pub(super) struct CiExists;

impl Fact for CiExists {
    fn about(&self) -> &'static About {
        &About {
            name: "ci.exists",
            title: "A workflow runs on each proposal or push",
            kind: FactKind::Bool,
            tier: Tier::Files,
            doc: "Whether a workflow runs on each proposal or push.",
            example: "ci.exists",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        workflows(subject, |all| {
            all.iter().any(|flow| flow.triggers.iter().any(|on| matches!(on.as_str(), "pull_request" | "push" | "merge_group")))
        })
    }
}
