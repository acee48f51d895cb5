//! `entity.labels`: its labels, as the descriptor has them.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Its labels, as the descriptor has them.
pub(super) struct Labels;

impl Fact for Labels {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.labels",
            title: "Labels",
            kind: FactKind::Named,
            tier: Tier::Entity,
            doc: "Its labels, as the descriptor has them.",
            example: r#"entity.labels.data == "personal""#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        subject.entity.entity.labels.clone().into()
    }
}
