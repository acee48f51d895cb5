//! `entity.lifecycle`: `experimental`, `production`, `deprecated`.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// `experimental`, `production`, `deprecated`.
pub(super) struct Lifecycle;

impl Fact for Lifecycle {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.lifecycle",
            title: "Lifecycle",
            kind: FactKind::Text,
            tier: Tier::Entity,
            doc: "`experimental`, `production`, `deprecated`; empty where nothing says.",
            example: r#"entity.lifecycle == "production""#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        subject.entity.entity.lifecycle.clone().unwrap_or_default().into()
    }
}
