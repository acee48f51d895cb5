//! `[[owner]]`: the names by which descriptors know a team or a person.

use crate::config::language::{Absent, Key, Table, Values};
use crate::config::reader::Section;
use milepost_model::EntityRef;
use milepost_model::entity_ref::DEFAULT_NAMESPACE;

/// Another name of a team or a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerName {
    /// The name, as a descriptor writes it.
    pub known_as: String,
    /// Who that is.
    pub owner: EntityRef,
}

pub(in crate::config) const TABLE: Table = Table {
    name: "owner",
    is_list: true,
    doc: "Another name by which descriptors know a team or a person. Portals that name owners by an identifier, and teams that were renamed, need it.",
    keys: &[
        Key {
            name: "known_as",
            values: Values::Text,
            absent: Absent::Required,
            doc: "The owner as a descriptor writes it: an identifier such as Compass's, a name, or an address.",
            example: "\"ari:cloud:identity::team/6f8c2a10-52c4-4a31-9a3d-0d5c1b7e2f00\"",
            only_for: None,
        },
        Key {
            name: "is",
            values: Values::Owner,
            absent: Absent::Required,
            doc: "Who that is.",
            example: "\"group:tracking\"",
            only_for: None,
        },
    ],
};

impl OwnerName {
    pub(in crate::config) fn of(section: &Section) -> Option<Self> {
        let owner = EntityRef::parse(&section.text("is")?, Some("group"), DEFAULT_NAMESPACE).ok()?;
        Some(Self { known_as: section.text("known_as")?, owner })
    }
}
