//! `docs.changed_at`: when its documentation, README and runbook included, was last changed.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// When its documentation, README and runbook included, was last changed.
pub(super) struct DocsChangedAt;

impl Fact for DocsChangedAt {
    fn about(&self) -> &'static About {
        &About {
            name: "docs.changed_at",
            title: "Documentation last changed",
            kind: FactKind::Time,
            tier: Tier::Files,
            doc: "When its documentation, README and runbook included, was last changed. Unknown where there is none.",
            example: "now - docs.changed_at < days(365)",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.files.and_then(|files| files.docs_changed_at))
    }
}
