//! YAML into types of one's own.

use super::Budget;
use milepost_model::{Diagnostic, Place};
use serde::de::DeserializeOwned;
use serde_saphyr::{DuplicateKeyPolicy, Options, Spanned};

/// The text's only document as a value of this type.
///
/// Wrap a field in [`Spanned`] where its place is wanted later.
pub fn read<T: DeserializeOwned>(text: &str, file: &Place) -> Result<T, Box<Diagnostic>> {
    read_within(text, file, &Budget::DESCRIPTOR)
}

/// As [`read`], within a budget of one's own.
pub fn read_within<T: DeserializeOwned>(text: &str, file: &Place, budget: &Budget) -> Result<T, Box<Diagnostic>> {
    if text.len() > budget.bytes {
        let message = format!("the file has {} bytes, and at most {} are read", text.len(), budget.bytes);
        return Err(Box::new(Diagnostic::error("yaml/too-large", message).at(file.clone().at(1, 1)).help("split it into several files")));
    }
    serde_saphyr::from_str_with_options(text, options(budget)).map_err(|error| {
        let plain = error.without_snippet();
        let place = match plain.location() {
            Some(found) => file.clone().at(small(found.line()), small(found.column())),
            None => file.clone(),
        };
        let message = without_position(&plain.to_string());
        Box::new(Diagnostic::error("yaml/unreadable", message).at(place).quoting(text))
    })
}

/// Where a value stands in its file.
pub fn place_of<T>(value: &Spanned<T>, file: &Place) -> Place {
    file.clone().at(small(value.referenced.line()), small(value.referenced.column()))
}

fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX).max(1)
}

/// The library begins or ends its messages with the position that the place already says.
fn without_position(message: &str) -> String {
    let text = message.lines().next().unwrap_or(message);
    let text = match text.rsplit_once(" at line ") {
        Some((before, after)) if after.starts_with(|c: char| c.is_ascii_digit()) => before,
        _ => text,
    };
    let rest = text.strip_prefix("line ").and_then(|rest| rest.split_once(": ")).map_or(text, |(_, rest)| rest);
    rest.to_owned()
}

/// The one constructor of the library's options: strict booleans, no key twice, a budget.
fn options(budget: &Budget) -> Options {
    serde_saphyr::options! {
        strict_booleans: true,
        duplicate_keys: DuplicateKeyPolicy::Error,
        budget: serde_saphyr::budget! {
            max_nodes: budget.nodes,
            max_events: budget.nodes.saturating_mul(3),
            max_depth: budget.depth,
            flow_nesting_limit: budget.depth + 1,
            max_aliases: budget.aliases,
            max_anchors: budget.aliases,
            max_documents: budget.documents,
            max_total_scalar_bytes: budget.scalar_bytes(),
            max_reader_input_bytes: Some(budget.bytes),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        name: Spanned<String>,
        version: String,
        #[serde(default)]
        on: Option<bool>,
    }

    #[test]
    fn a_typed_value_knows_its_place_and_its_text() {
        let file = Place::file("x.yaml");
        let sample: Sample = read("version: 1.10\n  # comment\nname:   ä\non: true\n", &file).expect("because it is good");
        assert_eq!((sample.version.as_str(), sample.name.value.as_str(), sample.on), ("1.10", "ä", Some(true)));
        assert_eq!(place_of(&sample.name, &file).to_string(), "x.yaml:3:9");
    }

    #[test]
    fn every_error_has_a_place() {
        for (text, line) in [
            ("name: a\nversion: '1'\non: yes\n", 3),
            ("name: a\nname: b\nversion: 1\n", 2),
            ("name: a\nversion: [1]\n", 2),
            ("name: a\nversion: 1\nextra: 2\n", 3),
            ("name:\n\tversion: 1\n", 2),
        ] {
            let found = read::<Sample>(text, &Place::file("x.yaml")).expect_err(text);
            let place = found.place.as_ref().expect("because every error has one");
            assert_eq!(place.line, Some(line), "{text}: {found:?}");
            assert!(!found.message.contains("line "), "{}", found.message);
            assert_eq!(found.source_line.as_deref(), text.lines().nth(line as usize - 1));
        }
    }
}
