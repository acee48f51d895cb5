//! `entity.type`: `service`, `website`, `library` and so on.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// `service`, `website`, `library` and so on.
pub(super) struct EntityType;

impl Fact for EntityType {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.type",
            title: "Type",
            kind: FactKind::Text,
            tier: Tier::Entity,
            doc: "`service`, `website`, `library` and so on; empty where nothing says.",
            example: r#"entity.type == "service""#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        subject.entity.entity.entity_type.clone().unwrap_or_default().into()
    }
}
