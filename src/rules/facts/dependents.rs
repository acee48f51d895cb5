//! `entity.dependents`: the full names of what depends on it.

use super::{About, Fact, FactKind, Reading, Subject, Tier, related};
use milepost_model::RelationKind;

/// The full names of what depends on it.
pub(super) struct Dependents;

impl Fact for Dependents {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.dependents",
            title: "What depends on it",
            kind: FactKind::Texts,
            tier: Tier::Entity,
            doc: "The full names of what depends on it.",
            example: "entity.dependents.size() > 0",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        related(subject, RelationKind::DependencyOf)
    }
}
