//! `repository.required_checks`: the checks that must pass before something reaches its default branch.

use super::{About, Fact, FactKind, Reading, Subject, Tier};
use std::collections::BTreeSet;

/// The checks that must pass before something reaches its default branch.
pub(super) struct RequiredChecks;

impl Fact for RequiredChecks {
    fn about(&self) -> &'static About {
        &About {
            name: "repository.required_checks",
            title: "Checks that must pass before a merge",
            kind: FactKind::Texts,
            tier: Tier::Repository,
            doc: "The checks that must pass before something reaches its default branch.",
            example: "repository.required_checks.size() > 0",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        let rules = subject.repository.and_then(|part| part.branch_rules);
        Reading::of(rules.map(|rules| {
            let checks: BTreeSet<String> = rules.iter().flat_map(|rule| rule.required_checks.iter().cloned()).collect();
            checks.into_iter().collect::<Vec<_>>()
        }))
    }
}
