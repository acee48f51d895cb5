//! `delivery.rolled_back_at`: when an earlier version was last gone back to.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// When an earlier version was last gone back to.
pub(super) struct RolledBackAt;

impl Fact for RolledBackAt {
    fn about(&self) -> &'static About {
        &About {
            name: "delivery.rolled_back_at",
            title: "Last rolled back",
            kind: FactKind::Time,
            tier: Tier::Delivery,
            doc: "When an earlier version was last gone back to. Unknown where that never happened.",
            example: "now - delivery.rolled_back_at < days(90)",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.delivery.and_then(|part| part.rolled_back_at))
    }
}
