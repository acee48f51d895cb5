//! `findings.critical`: how many alerts of severity critical are open.

use super::{About, Fact, FactKind, Reading, Subject, Tier, findings};

/// How many alerts of severity critical are open.
pub(super) struct FindingsCritical;

impl Fact for FindingsCritical {
    fn about(&self) -> &'static About {
        &About {
            name: "findings.critical",
            title: "Open critical alerts",
            kind: FactKind::Int,
            tier: Tier::Repository,
            doc: "How many alerts of severity critical are open.",
            example: "findings.critical == 0",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        findings(subject, |finding| finding.severity.eq_ignore_ascii_case("critical"))
    }
}
