//! `entity.on_call`: whether somebody is on call for it.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Whether somebody is on call for it.
pub(super) struct OnCall;

impl Fact for OnCall {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.on_call",
            title: "Somebody is on call",
            kind: FactKind::Bool,
            tier: Tier::Entity,
            doc: "Whether somebody is on call for it. Unknown where no source of duties was read.",
            example: "entity.on_call",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.entity.on_call)
    }
}
