//! `delivery.fail_rate`: the share of its deployments of the last 90 days that failed, from 0 to 1.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// The share of its deployments of the last 90 days that failed, from 0 to 1.
pub(super) struct FailRate;

impl Fact for FailRate {
    fn about(&self) -> &'static About {
        &About {
            name: "delivery.fail_rate",
            title: "Share of deployments that failed in 90 days",
            kind: FactKind::Number,
            tier: Tier::Delivery,
            doc: "The share of its deployments of the last 90 days that failed, from 0 to 1.",
            example: "delivery.fail_rate < 0.15",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.delivery.and_then(|part| part.fail_rate))
    }
}
