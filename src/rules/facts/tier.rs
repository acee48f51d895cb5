//! `entity.tier`: how much depends on it.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// How much depends on it.
pub(super) struct ServiceTier;

impl Fact for ServiceTier {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.tier",
            title: "Tier",
            kind: FactKind::Text,
            tier: Tier::Entity,
            doc: "How much depends on it; `1` is the most. Empty where nothing says.",
            example: r#"entity.tier == "1""#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        subject.entity.entity.tier.clone().unwrap_or_default().into()
    }
}
