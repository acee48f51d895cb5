//! `entity.annotations`: its annotations, as the descriptor has them.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Its annotations, as the descriptor has them.
pub(super) struct Annotations;

impl Fact for Annotations {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.annotations",
            title: "Annotations",
            kind: FactKind::Named,
            tier: Tier::Entity,
            doc: "Its annotations, as the descriptor has them.",
            example: "has(entity.annotations.reviewed)",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        subject.entity.entity.annotations.clone().into()
    }
}
