//! What the tables of scorecards share: keys, ids that come once, and ids that some other table has.

use crate::config::language::{Absent, Key, Table, Values};
use crate::config::nearest::nearest;
use crate::config::reader::{Reader, Section};
use std::collections::BTreeSet;

pub(super) const fn key(name: &'static str, values: Values, absent: Absent, doc: &'static str, example: &'static str) -> Key {
    Key { name, values, absent, doc, example, only_for: None }
}

/// Complains about ids that come twice.
pub(super) fn unique(table: &Table, sections: &[Section], reader: &mut Reader<'_>) {
    let mut seen = BTreeSet::new();
    for section in sections {
        let Some(id) = section.text("id") else { continue };
        if !seen.insert(id.clone()) {
            let message = format!("another {} before this one has the id “{id}”", table.header());
            let span = section.span_of("id").unwrap_or_else(|| section.span.clone());
            reader.complain("config/duplicate-id", span, message, "give each its own id");
        }
    }
}

/// Complains about rules that a table names and nobody wrote.
pub(super) fn known_rules(label: &str, section: &Section, rules: &[Section], reader: &mut Reader<'_>) {
    let ids: Vec<String> = rules.iter().filter_map(|rule| rule.text("id")).collect();
    for named in section.texts("rules") {
        if ids.contains(&named) {
            continue;
        }
        let span = section.span_of("rules").unwrap_or_else(|| section.span.clone());
        let help = match nearest(&named, ids.iter().map(String::as_str)) {
            Some(near) => format!("did you mean “{near}”?"),
            None => "write a [[rule]] with this id".to_owned(),
        };
        reader.complain("config/unknown-rule", span, format!("{label}: there is no rule “{named}”"), help);
    }
}
