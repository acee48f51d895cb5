//! `entity.kind`: what kind of thing it is.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// What kind of thing it is.
pub(super) struct Kind;

impl Fact for Kind {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.kind",
            title: "Kind",
            kind: FactKind::Text,
            tier: Tier::Entity,
            doc: "What kind of thing it is: `component`, `api`, `resource`.",
            example: r#"entity.kind == "component""#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        subject.entity.entity.reference.kind.to_string().into()
    }
}
