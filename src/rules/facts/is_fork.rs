//! `repository.is_fork`: whether it is a fork.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Whether it is a fork.
pub(super) struct IsFork;

impl Fact for IsFork {
    fn about(&self) -> &'static About {
        &About {
            name: "repository.is_fork",
            title: "Fork",
            kind: FactKind::Bool,
            tier: Tier::Repository,
            doc: "Whether it is a fork.",
            example: "!repository.is_fork",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.repository.map(|part| part.repository.is_fork.unwrap_or_default()))
    }
}
