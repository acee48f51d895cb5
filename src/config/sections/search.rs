//! `[search]`: words that mean the same, and whom to ask when nothing is found.

use crate::config::language::{Absent, Key, Table, Values};
use crate::config::reader::{Reader, Section};

/// What search knows besides what it reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Words that mean the same, a list for each meaning.
    pub synonyms: Vec<Vec<String>>,
    /// Where people ask when nothing is found.
    pub ask: Option<String>,
}

pub(in crate::config) const TABLE: Table = Table {
    name: "search",
    is_list: false,
    doc: "What search knows besides what it reads.",
    keys: &[
        Key {
            name: "synonyms",
            values: Values::Texts,
            absent: Absent::Is("[]"),
            doc: "Words that mean the same, with `=` between them: whoever looks for one finds the others too. They come beside the built-in ones, such as `k8s = kubernetes`. Each is one word.",
            example: "[\"parcel = shipment = consignment\", \"wms = warehouse\"]",
            only_for: None,
        },
        Key {
            name: "ask",
            values: Values::Address,
            absent: Absent::Follows("no link"),
            doc: "Where people ask when search finds nothing, such as the platform team's chat.",
            example: "\"https://chat.example.com/channels/platform\"",
            only_for: None,
        },
    ],
};

impl Search {
    pub(in crate::config) fn of(section: &Section) -> Self {
        Self { synonyms: section.texts("synonyms").iter().map(|text| words(text)).collect(), ask: section.text("ask") }
    }

    /// Complains about synonyms that are none.
    pub(in crate::config) fn cross_check(section: &Section, reader: &mut Reader<'_>) {
        let Some(span) = section.span_of("synonyms") else { return };
        for text in section.texts("synonyms") {
            let words = words(&text);
            let is_word = |word: &String| !word.is_empty() && word.chars().all(char::is_alphanumeric);
            if words.len() < 2 || !words.iter().all(is_word) {
                let message = format!("[search] synonyms has “{text}”, which is not several words with “=” between them");
                reader.complain("config/bad-value", span.clone(), message, "write words such as \"k8s = kubernetes\"");
            }
        }
    }
}

fn words(text: &str) -> Vec<String> {
    text.split('=').map(|word| word.trim().to_owned()).collect()
}
