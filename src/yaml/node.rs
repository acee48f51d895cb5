//! A YAML document as a tree that remembers where everything stands and how it was written.

use milepost_model::Place;

/// One value of a document, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The line on which it begins, counted from 1.
    pub line: u32,
    /// The column at which it begins, counted in characters from 1.
    pub column: u32,
    /// What it is.
    pub shape: Shape,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A single value, not yet interpreted.
    Scalar(Scalar),
    /// A list.
    Sequence(Vec<Node>),
    /// A map, in the order in which it was written.
    Mapping(Mapping),
}

/// A single value: its text, and how it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Scalar {
    /// The text, without quotes and escapes: `1.10` stays `1.10`.
    pub text: String,
    /// How it was written.
    pub style: Style,
    /// Its tag, where it has one, such as `!!str` or `!reference`.
    pub tag: Option<Box<str>>,
}

/// How a scalar was written. What is not plain is text, whatever it looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// As a block after `|` or `>`.
    Block,
}

/// A map's entries, in the order in which they were written; no key comes twice.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mapping(pub(super) Vec<Entry>);

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// The value.
    pub value: Node,
}

/// A key, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its text.
    pub text: String,
    /// The line on which it stands, counted from 1.
    pub line: u32,
    /// The column at which it begins, counted in characters from 1.
    pub column: u32,
}

impl Key {
    /// Its place in this file.
    pub fn place(&self, file: &Place) -> Place {
        file.clone().at(self.line, self.column)
    }
}

impl Mapping {
    /// The entries, in the order in which they were written.
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The same keys with other values.
    #[must_use]
    pub fn map_values<'m>(&'m self, mut value: impl FnMut(&'m Entry) -> Node) -> Self {
        Self(self.0.iter().map(|entry| Entry { key: entry.key.clone(), value: value(entry) }).collect())
    }

    /// The key and its value, where its place is wanted.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.0.iter().find(|entry| entry.key.text == key)
    }
}

impl Node {
    /// Nothing, at the beginning of the file.
    pub fn null() -> Self {
        let shape = Shape::Scalar(Scalar { text: String::new(), style: Style::Plain, tag: None });
        Self { line: 1, column: 1, shape }
    }

    /// Its place in this file.
    pub fn place(&self, file: &Place) -> Place {
        file.clone().at(self.line, self.column)
    }

    /// The scalar, if it is one.
    pub fn scalar(&self) -> Option<&Scalar> {
        match &self.shape {
            Shape::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The list, if it is one.
    pub fn items(&self) -> Option<&[Self]> {
        match &self.shape {
            Shape::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The map, if it is one.
    pub fn mapping(&self) -> Option<&Mapping> {
        match &self.shape {
            Shape::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// The value of a key, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.mapping()?.get(key)
    }

    /// The value that a path of keys leads to, through maps.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The scalar's text as it was written, unless it is null: `1.10`, `yes` and `010` are those texts.
    pub fn text(&self) -> Option<&str> {
        self.scalar().filter(|scalar| !scalar.is_null()).map(|scalar| scalar.text.as_str())
    }

    /// Whether it is null: nothing, `~` or `null` without quotes.
    pub fn is_null(&self) -> bool {
        self.scalar().is_some_and(Scalar::is_null)
    }

    /// True or false, if it is `true` or `false` without quotes.
    pub fn boolean(&self) -> Option<bool> {
        self.scalar().and_then(Scalar::boolean)
    }

    /// What it is, in words that complete “found …”.
    pub fn found(&self) -> String {
        match &self.shape {
            Shape::Scalar(scalar) if scalar.is_null() => "nothing".to_owned(),
            Shape::Scalar(scalar) => format!("“{}”", shortened(&scalar.text)),
            Shape::Sequence(items) if items.is_empty() => "an empty list".to_owned(),
            Shape::Sequence(items) => format!("a list of {}", items.len()),
            Shape::Mapping(mapping) => match mapping.0.first() {
                None => "an empty map".to_owned(),
                Some(first) => format!("a map with the key “{}”", shortened(&first.key.text)),
            },
        }
    }
}

/// A text short enough to be quoted in a sentence.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::document;

    #[test]
    fn a_value_says_what_was_found() {
        let root = document("a: high\nb: [1, 2]\nc: {d: 1}\ne:\nf: []\ng: {}\nh: 'null'\n", &Place::file("x")).expect("because it is good");
        for (key, found) in [
            ("a", "“high”"),
            ("b", "a list of 2"),
            ("c", "a map with the key “d”"),
            ("e", "nothing"),
            ("f", "an empty list"),
            ("g", "an empty map"),
            ("h", "“null”"),
        ] {
            assert_eq!(root.get(key).expect(key).found(), found);
        }
    }

    #[test]
    fn a_path_of_keys_leads_through_maps() {
        let root = document("a:\n  b:\n    c: x\n", &Place::file("x")).expect("because it is good");
        assert_eq!(root.at(&["a", "b", "c"]).and_then(Node::text), Some("x"));
        assert_eq!(root.at(&["a", "x", "c"]), None);
    }
}
