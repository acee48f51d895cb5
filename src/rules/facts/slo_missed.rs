//! `slo.missed`: how many of its service level objectives are missed.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// How many of its service level objectives are missed.
pub(super) struct SloMissed;

impl Fact for SloMissed {
    fn about(&self) -> &'static About {
        &About {
            name: "slo.missed",
            title: "Missed service level objectives",
            kind: FactKind::Int,
            tier: Tier::Delivery,
            doc: "How many of its service level objectives are missed.",
            example: "slo.missed == 0",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.delivery.and_then(|part| part.slos_missed))
    }
}
