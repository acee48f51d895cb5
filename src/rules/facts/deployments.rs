//! `delivery.deployments`: how often it was deployed to production in the last 90 days.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// How often it was deployed to production in the last 90 days.
pub(super) struct Deployments;

impl Fact for Deployments {
    fn about(&self) -> &'static About {
        &About {
            name: "delivery.deployments",
            title: "Deployments in 90 days",
            kind: FactKind::Int,
            tier: Tier::Delivery,
            doc: "How often it was deployed to production in the last 90 days.",
            example: "delivery.deployments > 0",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.delivery.and_then(|part| part.deployments))
    }
}
