//! `entity.system`: the name of the system that it is part of.

use super::{About, Fact, FactKind, Reading, Subject, Tier};
use milepost_model::{EntityKind, RelationKind};

/// The name of the system that it is part of.
pub(super) struct System;

impl Fact for System {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.system",
            title: "System",
            kind: FactKind::Text,
            tier: Tier::Entity,
            doc: "The name of the system that it is part of; empty where it is part of none.",
            example: r#"entity.system != """#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        let system =
            subject.entity.entity.relations.iter().find(|to| to.kind == RelationKind::PartOf && to.target.kind == EntityKind::SYSTEM);
        system.map_or_else(String::new, |to| to.target.name.clone()).into()
    }
}
