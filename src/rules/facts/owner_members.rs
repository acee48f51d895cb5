//! `entity.owner.members`: how many people its first owner has.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// How many people its first owner has.
pub(super) struct OwnerMembers;

impl Fact for OwnerMembers {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.owner.members",
            title: "People in the team that owns it",
            kind: FactKind::Int,
            tier: Tier::Entity,
            doc: "How many people its first owner has. Unknown where nothing says.",
            example: "entity.owner.members > 0",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        let members = subject.entity.owner_members;
        Reading::of(members.map(|members| i64::try_from(members).unwrap_or(i64::MAX)))
    }
}
