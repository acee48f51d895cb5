//! `findings.open`: how many alerts are open, however severe.

use super::{About, Fact, FactKind, Reading, Subject, Tier, findings};

/// How many alerts are open, however severe.
pub(super) struct FindingsOpen;

impl Fact for FindingsOpen {
    fn about(&self) -> &'static About {
        &About {
            name: "findings.open",
            title: "Open alerts",
            kind: FactKind::Int,
            tier: Tier::Repository,
            doc: "How many alerts are open, however severe.",
            example: "findings.open < 10",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        findings(subject, |_| true)
    }
}
