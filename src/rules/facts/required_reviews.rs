//! `repository.required_reviews`: how many reviews its default branch asks for.

use super::{About, Fact, FactKind, Reading, Subject, Tier};
use milepost_model::record::BranchRule;

/// How many reviews its default branch asks for.
pub(super) struct RequiredReviews;

impl Fact for RequiredReviews {
    fn about(&self) -> &'static About {
        &About {
            name: "repository.required_reviews",
            title: "Reviews that a merge needs",
            kind: FactKind::Int,
            tier: Tier::Repository,
            doc: "How many reviews its default branch asks for; the most of its rules.",
            example: "repository.required_reviews >= 1",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        let rules = subject.repository.and_then(|part| part.branch_rules);
        let most = |rules: &[BranchRule]| rules.iter().filter_map(|rule| rule.required_reviews).max().unwrap_or_default();
        Reading::of(rules.map(|rules| i64::try_from(most(rules)).unwrap_or(i64::MAX)))
    }
}
