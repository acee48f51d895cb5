//! `delivery.lead_time`: the median of its lead times in the last 90 days.

use super::{About, Fact, FactKind, Reading, Subject, Tier};
use crate::rules::FactValue;

/// The median of its lead times in the last 90 days.
pub(super) struct LeadTime;

impl Fact for LeadTime {
    fn about(&self) -> &'static About {
        &About {
            name: "delivery.lead_time",
            title: "Median lead time in 90 days",
            kind: FactKind::Duration,
            tier: Tier::Delivery,
            doc: "The median of its lead times in the last 90 days.",
            example: "delivery.lead_time < days(7)",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.delivery.and_then(|part| part.lead_time).map(FactValue::Duration))
    }
}
