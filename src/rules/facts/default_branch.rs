//! `repository.default_branch`: its default branch.

use super::{About, Fact, FactKind, Reading, Subject, Tier};
use milepost_model::Unknown;

/// Its default branch.
pub(super) struct DefaultBranch;

impl Fact for DefaultBranch {
    fn about(&self) -> &'static About {
        &About {
            name: "repository.default_branch",
            title: "Default branch",
            kind: FactKind::Text,
            tier: Tier::Repository,
            doc: "Its default branch.",
            example: r#"repository.default_branch == "main""#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.repository.and_then(|part| part.repository.default_branch.clone().ok_or(Unknown::NotCollected)))
    }
}
