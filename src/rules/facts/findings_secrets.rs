//! `findings.secrets`: how many alerts about secrets are open.

use super::{About, Fact, FactKind, Reading, Subject, Tier, findings};

/// How many alerts about secrets are open.
pub(super) struct FindingsSecrets;

impl Fact for FindingsSecrets {
    fn about(&self) -> &'static About {
        &About {
            name: "findings.secrets",
            title: "Open alerts about secrets",
            kind: FactKind::Int,
            tier: Tier::Repository,
            doc: "How many alerts about secrets are open.",
            example: "findings.secrets == 0",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        findings(subject, |finding| finding.tool.to_lowercase().contains("secret"))
    }
}
