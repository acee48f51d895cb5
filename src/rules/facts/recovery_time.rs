//! `delivery.recovery_time`: the median of the time that it took to recover from failed deployments of the last 90 days.

use super::{About, Fact, FactKind, Reading, Subject, Tier};
use crate::rules::FactValue;

/// The median of the time that it took to recover from failed deployments of the last 90 days.
pub(super) struct RecoveryTime;

impl Fact for RecoveryTime {
    fn about(&self) -> &'static About {
        &About {
            name: "delivery.recovery_time",
            title: "Median recovery time in 90 days",
            kind: FactKind::Duration,
            tier: Tier::Delivery,
            doc: "The median of the time that it took to recover from failed deployments of the last 90 days.",
            example: "delivery.recovery_time < days(1)",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.delivery.and_then(|part| part.recovery_time).map(FactValue::Duration))
    }
}
