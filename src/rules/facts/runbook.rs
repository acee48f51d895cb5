//! `files.runbook`: whether it has a runbook, as a file or as a link.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Whether it has a runbook, as a file or as a link.
pub(super) struct Runbook;

impl Fact for Runbook {
    fn about(&self) -> &'static About {
        &About {
            name: "files.runbook",
            title: "Runbook",
            kind: FactKind::Bool,
            tier: Tier::Files,
            doc: "Whether it has a runbook, as a file or as a link.",
            example: "files.runbook",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.files.and_then(|files| files.runbook))
    }
}
