//! `repository.is_archived`: whether it is archived.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Whether it is archived.
pub(super) struct IsArchived;

impl Fact for IsArchived {
    fn about(&self) -> &'static About {
        &About {
            name: "repository.is_archived",
            title: "Archived",
            kind: FactKind::Bool,
            tier: Tier::Repository,
            doc: "Whether it is archived.",
            example: "!repository.is_archived",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.repository.map(|part| part.repository.is_archived.unwrap_or_default()))
    }
}
