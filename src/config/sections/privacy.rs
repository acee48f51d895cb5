//! `[privacy]`: what of people is shown.

use crate::config::language::{Absent, Key, Table, Values, Word};
use crate::config::reader::Section;

/// What of people is shown. They are never measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum People {
    /// Logins stand where they are the point.
    Shown,
    /// Nobody is named.
    Hidden,
}

pub(in crate::config) const TABLE: Table = Table {
    name: "privacy",
    is_list: false,
    doc: "What of people is shown. milepost never measures people, whatever stands here.",
    keys: &[Key {
        name: "people",
        values: Values::Words(&[
            Word {
                word: "shown",
                doc: "Logins and names stand where they are the point: owners, members of teams, who is on call, who ran an action, who wrote a page.",
            },
            Word { word: "hidden", doc: "No login, name or address of a person stands anywhere; teams do." },
        ]),
        absent: Absent::Is("\"shown\""),
        doc: "Whether the portal names people.",
        example: "\"hidden\"",
        only_for: None,
    }],
};

impl People {
    pub(in crate::config) fn of(section: &Section) -> Self {
        if section.text("people").as_deref() == Some("hidden") { Self::Hidden } else { Self::Shown }
    }
}
