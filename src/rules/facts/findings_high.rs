//! `findings.high`: how many alerts of severity high are open.

use super::{About, Fact, FactKind, Reading, Subject, Tier, findings};

/// How many alerts of severity high are open.
pub(super) struct FindingsHigh;

impl Fact for FindingsHigh {
    fn about(&self) -> &'static About {
        &About {
            name: "findings.high",
            title: "Open alerts of high severity",
            kind: FactKind::Int,
            tier: Tier::Repository,
            doc: "How many alerts of severity high are open.",
            example: "findings.high == 0",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        findings(subject, |finding| finding.severity.eq_ignore_ascii_case("high"))
    }
}
