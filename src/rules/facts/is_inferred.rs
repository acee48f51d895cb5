//! `entity.is_inferred`: whether no descriptor describes it.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Whether no descriptor describes it.
pub(super) struct IsInferred;

impl Fact for IsInferred {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.is_inferred",
            title: "No descriptor describes it",
            kind: FactKind::Bool,
            tier: Tier::Entity,
            doc: "Whether no descriptor describes it.",
            example: "!entity.is_inferred",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        subject.entity.is_inferred.into()
    }
}
