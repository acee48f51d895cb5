//! `entity.ref`: its full name.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Its full name.
pub(super) struct EntityReference;

impl Fact for EntityReference {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.ref",
            title: "Full name",
            kind: FactKind::Text,
            tier: Tier::Entity,
            doc: "Its full name.",
            example: r#"entity.ref == "component:default/carrier-sync""#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        subject.entity.entity.reference.to_string().into()
    }
}
