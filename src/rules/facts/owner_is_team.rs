//! `entity.owner.is_team`: whether its first owner is a team and not a person.

use super::{About, Fact, FactKind, Reading, Subject, Tier};
use milepost_model::EntityKind;

/// Whether its first owner is a team and not a person.
pub(super) struct OwnerIsTeam;

impl Fact for OwnerIsTeam {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.owner.is_team",
            title: "Its owner is a team",
            kind: FactKind::Bool,
            tier: Tier::Entity,
            doc: "Whether its first owner is a team and not a person.",
            example: "entity.owner.is_team",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        subject.entity.entity.owners.first().is_some_and(|owner| owner.kind == EntityKind::GROUP).into()
    }
}
