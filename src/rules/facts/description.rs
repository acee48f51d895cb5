//! `entity.description`: what it is, in a sentence.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// What it is, in a sentence.
pub(super) struct Description;

impl Fact for Description {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.description",
            title: "Description",
            kind: FactKind::Text,
            tier: Tier::Entity,
            doc: "What it is, in a sentence; empty where nothing says.",
            example: r#"entity.description != """#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        subject.entity.entity.description.clone().unwrap_or_default().into()
    }
}
