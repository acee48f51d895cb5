//! `entity.provides`: the full names of the APIs that it provides.

use super::{About, Fact, FactKind, Reading, Subject, Tier, related};
use milepost_model::RelationKind;

/// The full names of the APIs that it provides.
pub(super) struct Provides;

impl Fact for Provides {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.provides",
            title: "APIs that it provides",
            kind: FactKind::Texts,
            tier: Tier::Entity,
            doc: "The full names of the APIs that it provides.",
            example: "entity.provides.size() > 0",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        related(subject, RelationKind::ProvidesApi)
    }
}
