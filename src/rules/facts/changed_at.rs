//! `delivery.changed_at`: when its newest change was merged.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// When its newest change was merged.
pub(super) struct ChangedAt;

impl Fact for ChangedAt {
    fn about(&self) -> &'static About {
        &About {
            name: "delivery.changed_at",
            title: "Newest change",
            kind: FactKind::Time,
            tier: Tier::Delivery,
            doc: "When its newest change was merged.",
            example: "now - delivery.changed_at < days(365)",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.delivery.and_then(|part| part.changed_at))
    }
}
