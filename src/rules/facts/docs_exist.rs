//! `docs.exists`: whether it has documentation besides README and runbook.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Whether it has documentation besides README and runbook.
pub(super) struct DocsExist;

impl Fact for DocsExist {
    fn about(&self) -> &'static About {
        &About {
            name: "docs.exists",
            title: "Documentation besides README and runbook",
            kind: FactKind::Bool,
            tier: Tier::Files,
            doc: "Whether it has documentation besides README and runbook.",
            example: "docs.exists",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.files.and_then(|files| files.docs))
    }
}
