//! `entity.depends_on`: the full names of what it depends on.

use super::{About, Fact, FactKind, Reading, Subject, Tier, related};
use milepost_model::RelationKind;

/// The full names of what it depends on.
pub(super) struct DependsOn;

impl Fact for DependsOn {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.depends_on",
            title: "What it depends on",
            kind: FactKind::Texts,
            tier: Tier::Entity,
            doc: "The full names of what it depends on.",
            example: "entity.depends_on.size() <= 20",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        related(subject, RelationKind::DependsOn)
    }
}
