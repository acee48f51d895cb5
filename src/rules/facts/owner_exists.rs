//! `entity.owner.exists`: whether the catalog has its first owner.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Whether the catalog has its first owner.
pub(super) struct OwnerExists;

impl Fact for OwnerExists {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.owner.exists",
            title: "The catalog has its owner",
            kind: FactKind::Bool,
            tier: Tier::Entity,
            doc: "Whether the catalog has its first owner. Unknown where nothing describes the groups.",
            example: "entity.owner.exists",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.entity.owner_exists)
    }
}
