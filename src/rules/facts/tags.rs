//! `entity.tags`: its tags.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Its tags.
pub(super) struct Tags;

impl Fact for Tags {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.tags",
            title: "Tags",
            kind: FactKind::Texts,
            tier: Tier::Entity,
            doc: "Its tags.",
            example: r#""pci" in entity.tags"#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        subject.entity.entity.tags.clone().into()
    }
}
