//! `slo.count`: how many service level objectives it has.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// How many service level objectives it has.
pub(super) struct SloCount;

impl Fact for SloCount {
    fn about(&self) -> &'static About {
        &About {
            name: "slo.count",
            title: "Service level objectives",
            kind: FactKind::Int,
            tier: Tier::Delivery,
            doc: "How many service level objectives it has.",
            example: "slo.count > 0",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.delivery.and_then(|part| part.slos))
    }
}
