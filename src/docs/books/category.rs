//! What a folder says of itself to Docusaurus: `_category_.json` or `_category_.yml`.

use crate::docs::shelf::Shelf;
use crate::reading::bounds;
use crate::yaml::{self, Node};
use milepost_model::Place;

/// A folder's name and place among its neighbours, where it says them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Category {
    pub label: Option<String>,
    pub position: Option<i64>,
}

/// Reads what a folder says; nothing where that cannot be read, since only its name would be lost.
pub(super) fn of(shelf: &Shelf<'_>, folder: &str) -> Category {
    let content = ["json", "yml", "yaml"].iter().find_map(|ending| shelf.content(&format!("{folder}/_category_.{ending}")));
    content.map(|content| read(&content)).unwrap_or_default()
}

fn read(content: &[u8]) -> Category {
    let place = Place::file("");
    let Ok(text) = yaml::text_of(content, &place) else { return Category::default() };
    let (documents, _) = yaml::documents(text, &place);
    let word = |key: &str| documents.first().and_then(|document| document.get(key)).and_then(Node::text);
    let label = word("label").map(|label| bounds::cut(&bounds::one_line(label), bounds::NAME)).filter(|label| !label.is_empty());
    Category { label, position: word("position").and_then(|place| place.trim().parse().ok()) }
}

/// A name and the number before it, which is there for the order alone: `03-apps`. Those of dates, versions and
/// records are part of the name.
pub(super) fn numbered(name: &str) -> (Option<i64>, &str) {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let rest = name[digits..].trim_start_matches(['-', '_', '.', ' ']);
    let is_apart = (1..=3).contains(&digits) && rest.len() < name.len() - digits;
    if is_apart && rest.starts_with(char::is_alphabetic) { (name[..digits].parse().ok(), rest) } else { (None, name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_say_their_names_and_places() {
        let label = |label: &str, position| Category { label: Some(label.to_owned()), position };
        for (content, expected) in [
            ("{\n  \"label\": \"Using it\",\n  \"position\": 2,\n  \"link\": null\n}", label("Using it", Some(2))),
            ("label: Using it\n", label("Using it", None)),
            ("{\"label\": \" \"}", Category::default()),
            ("{\"label\": [1], \"position\": 1.5}", Category::default()),
            ("{", Category::default()),
            ("\0", Category::default()),
        ] {
            assert_eq!(read(content.as_bytes()), expected, "{content}");
        }
    }

    #[test]
    fn a_number_for_the_order_is_no_part_of_a_name() {
        for (name, expected) in [
            ("03-apps", (Some(3), "apps")),
            ("1. Start", (Some(1), "Start")),
            ("010__ünder", (Some(10), "ünder")),
            ("0001-record", (None, "0001-record")),
            ("2021-11-28-news", (None, "2021-11-28-news")),
            ("7.0-notes", (None, "7.0-notes")),
            ("2fa", (None, "2fa")),
            ("12", (None, "12")),
            ("3-", (None, "3-")),
            ("v1.2", (None, "v1.2")),
        ] {
            assert_eq!(numbered(name), expected, "{name}");
        }
    }
}
