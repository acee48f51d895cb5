//! `repository.pushed_at`: the last push, or the last commit of the default branch.

use super::{About, Fact, FactKind, Reading, Subject, Tier};
use milepost_model::Unknown;

/// The last push, or the last commit of the default branch.
pub(super) struct PushedAt;

impl Fact for PushedAt {
    fn about(&self) -> &'static About {
        &About {
            name: "repository.pushed_at",
            title: "Last push",
            kind: FactKind::Time,
            tier: Tier::Repository,
            doc: "The last push, or the last commit of the default branch.",
            example: "now - repository.pushed_at < days(180)",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.repository.and_then(|part| part.repository.pushed_at.ok_or(Unknown::NotCollected)))
    }
}
