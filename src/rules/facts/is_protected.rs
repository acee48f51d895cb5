//! `repository.is_protected`: whether a rule that is in force protects its default branch.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Whether a rule that is in force protects its default branch.
pub(super) struct IsProtected;

impl Fact for IsProtected {
    fn about(&self) -> &'static About {
        &About {
            name: "repository.is_protected",
            title: "A rule protects the default branch",
            kind: FactKind::Bool,
            tier: Tier::Repository,
            doc: "Whether a rule that is in force protects its default branch.",
            example: "repository.is_protected",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        let rules = subject.repository.and_then(|part| part.branch_rules);
        Reading::of(rules.map(|rules| rules.iter().any(|rule| rule.is_enforced != Some(false))))
    }
}
