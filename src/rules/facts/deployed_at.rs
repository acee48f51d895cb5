//! `delivery.deployed_at`: when it was last deployed to production.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// When it was last deployed to production.
pub(super) struct DeployedAt;

impl Fact for DeployedAt {
    fn about(&self) -> &'static About {
        &About {
            name: "delivery.deployed_at",
            title: "Last deployed to production",
            kind: FactKind::Time,
            tier: Tier::Delivery,
            doc: "When it was last deployed to production. Unknown where it never was.",
            example: "now - delivery.deployed_at < days(90)",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.delivery.and_then(|part| part.deployed_at))
    }
}
