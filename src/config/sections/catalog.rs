//! `[catalog]`: which repositories are in the portal, and what stands in for what they do not say.

use crate::config::language::{Absent, Key, Table, Values};
use crate::config::pattern::Globs;
use crate::config::reader::Section;
use milepost_model::EntityRef;
use milepost_model::entity_ref::DEFAULT_NAMESPACE;

/// Which repositories are in the portal, and what stands in for what they do not say.
#[derive(Debug, Clone)]
pub struct CatalogSettings {
    /// Full names of the repositories that may be in it.
    pub include: Globs,
    /// Full names of those that are not.
    pub exclude: Globs,
    /// Where runbooks lie, in the order in which they are looked for.
    pub runbook: Vec<String>,
    /// Who owns what nobody owns.
    pub default_owner: Option<EntityRef>,
}

pub(in crate::config) const TABLE: Table = Table {
    name: "catalog",
    is_list: false,
    doc: "Which repositories are in the portal, and what stands in for what they do not say.",
    keys: &[
        Key {
            name: "include",
            values: Values::Globs,
            absent: Absent::Is("[\"**\"]"),
            doc: "Full names of the repositories that are in the portal, such as `lumen-freight/*`. `*` stays between two `/`, `**` does not.",
            example: "[\"lumen-freight/*\"]",
            only_for: None,
        },
        Key {
            name: "exclude",
            values: Values::Globs,
            absent: Absent::Is("[]"),
            doc: "Full names of repositories that are not in it, even where `include` names them. Their records stay in the store.",
            example: "[\"lumen-freight/archive-*\", \"**/*-sandbox\"]",
            only_for: None,
        },
        Key {
            name: "runbook",
            values: Values::Globs,
            absent: Absent::Is("[\"docs/runbook.md\", \"docs/runbooks/*.md\", \"runbook.md\", \"RUNBOOK.md\"]"),
            doc: "Where a service's runbook lies, from the service's folder. The first pattern that matches a file counts; a descriptor that names a runbook goes before all of them.",
            example: "[\"ops/runbook.md\"]",
            only_for: None,
        },
        Key {
            name: "default_owner",
            values: Values::Owner,
            absent: Absent::Follows("nobody, and the portal says so"),
            doc: "Who owns a service that neither a descriptor nor CODEOWNERS gives to anybody.",
            example: "\"platform\"",
            only_for: None,
        },
    ],
};

impl CatalogSettings {
    pub(in crate::config) fn of(section: &Section) -> Self {
        let owner = section.text("default_owner");
        Self {
            include: Globs::new(section.texts("include")),
            exclude: Globs::new(section.texts("exclude")),
            runbook: section.texts("runbook"),
            default_owner: owner.and_then(|owner| EntityRef::parse(&owner, Some("group"), DEFAULT_NAMESPACE).ok()),
        }
    }

    /// Whether the repository of this full name is in the portal.
    pub fn takes(&self, full_name: &str) -> bool {
        self.include.matches(full_name) && !self.exclude.matches(full_name)
    }
}
