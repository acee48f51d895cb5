//! `entity.owner.name`: the name of its first owner.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// The name of its first owner.
pub(super) struct OwnerName;

impl Fact for OwnerName {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.owner.name",
            title: "Owner",
            kind: FactKind::Text,
            tier: Tier::Entity,
            doc: "The name of its first owner; empty where it has none.",
            example: r#"entity.owner.name == "tracking""#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        subject.entity.entity.owners.first().map_or_else(String::new, |owner| owner.name.clone()).into()
    }
}
