//! `[organisation]`: whose portal it is.

use crate::config::language::{Absent, Key, Table, Values};
use crate::config::reader::Section;
use url::Url;

/// Whose portal it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its name for people.
    pub name: String,
    /// Where its repositories are, such as `https://git.example.com/lumen-freight`.
    pub url: Option<String>,
    /// The host of its repositories, for those whose source names none.
    pub host: Option<String>,
}

pub(in crate::config) const TABLE: Table = Table {
    name: "organisation",
    is_list: false,
    doc: "Whose portal it is.",
    keys: &[
        Key {
            name: "name",
            values: Values::Text,
            absent: Absent::Required,
            doc: "The organisation's name for people. It stands on Home and, unless `site.title` says otherwise, in every title.",
            example: "\"Lumen Freight\"",
            only_for: None,
        },
        Key {
            name: "url",
            values: Values::Address,
            absent: Absent::Follows("no link"),
            doc: "Where the organisation's repositories are. Home links to it.",
            example: "\"https://git.example.com/lumen-freight\"",
            only_for: None,
        },
        Key {
            name: "host",
            values: Values::Host,
            absent: Absent::Follows("the host of `url`"),
            doc: "The host of repositories whose source names none, so that their files and commits can be linked.",
            example: "\"git.example.com\"",
            only_for: None,
        },
    ],
};

impl Organisation {
    pub(in crate::config) fn of(section: &Section) -> Self {
        let url = section.text("url");
        let host = section.text("host").or_else(|| Url::parse(url.as_deref()?).ok()?.host_str().map(str::to_owned));
        Self { name: section.text("name").unwrap_or_default(), url, host }
    }
}
