//! `entity.name`: its name.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Its name.
pub(super) struct Name;

impl Fact for Name {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.name",
            title: "Name",
            kind: FactKind::Text,
            tier: Tier::Entity,
            doc: "Its name.",
            example: r#"entity.name.startsWith("carrier-")"#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        subject.entity.entity.reference.name.clone().into()
    }
}
