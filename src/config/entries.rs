//! Tables whose keys are the organisation's own, such as the columns of an export.

use super::language::Entries;
use super::reader::Reader;
use super::value::{found, shortened};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// An entry of such a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its key.
    pub(super) key: String,
    /// Where the key stands.
    pub(super) span: Range<usize>,
    /// What it holds.
    pub(super) held: Held,
}

/// What an entry holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Held {
    /// Texts; one where a text stands by itself.
    Texts(Vec<String>),
    /// What words mean.
    Words(Vec<(String, String)>),
}

impl Entry {
    /// Its texts.
    pub(super) fn texts(&self) -> &[String] {
        match &self.held {
            Held::Texts(texts) => texts,
            Held::Words(_) => &[],
        }
    }

    /// What words mean.
    pub(super) fn words(&self) -> &[(String, String)] {
        match &self.held {
            Held::Words(words) => words,
            Held::Texts(_) => &[],
        }
    }
}

/// The entries, if all of them are what they may be; else the reader knows why not.
pub(super) fn check(reader: &mut Reader<'_>, inner: Entries, table: &DeTable<'_>, path: &str) -> Option<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut is_good = true;
    for (key, value) in table {
        let name = key.get_ref().to_string();
        let own = format!("{path}.{}", shortened(&name));
        match held(reader, inner, value, &own) {
            Some(held) => entries.push(Entry { key: name, span: key.span(), held }),
            None => is_good = false,
        }
    }
    is_good.then_some(entries)
}

fn held(reader: &mut Reader<'_>, inner: Entries, value: &Spanned<DeValue<'_>>, path: &str) -> Option<Held> {
    match (inner, value.get_ref()) {
        (Entries::Texts, DeValue::Array(items)) => {
            let texts: Vec<Option<String>> = items.iter().map(|item| text(reader, Entries::Texts, item, path)).collect();
            texts.into_iter().collect::<Option<Vec<_>>>().map(Held::Texts)
        }
        (Entries::Words, DeValue::Table(words)) => {
            let meant =
                words.iter().map(|(word, meaning)| Some((word.get_ref().to_string(), text(reader, Entries::Words, meaning, path)?)));
            let meant: Vec<Option<_>> = meant.collect();
            meant.into_iter().collect::<Option<Vec<_>>>().map(Held::Words)
        }
        (Entries::Words, _) => wrong(reader, inner, value, path),
        _ => text(reader, inner, value, path).map(|text| Held::Texts(vec![text])),
    }
}

fn text(reader: &mut Reader<'_>, inner: Entries, value: &Spanned<DeValue<'_>>, path: &str) -> Option<String> {
    match value.get_ref() {
        DeValue::String(text) if !text.trim().is_empty() && !text.chars().any(char::is_control) => Some(text.to_string()),
        DeValue::Integer(number) if inner == Entries::Plain => Some(number.as_str().replace('_', "")),
        DeValue::Float(number) if inner == Entries::Plain => Some(number.as_str().replace('_', "")),
        DeValue::Boolean(truth) if inner == Entries::Plain => Some(truth.to_string()),
        _ => wrong(reader, inner, value, path),
    }
}

fn wrong<T>(reader: &mut Reader<'_>, inner: Entries, value: &Spanned<DeValue<'_>>, path: &str) -> Option<T> {
    let allowed = match inner {
        Entries::Texts => "a text that is not empty, or a list of such texts",
        Entries::Plain => "a text that is not empty, a number, or true or false",
        Entries::Words => "a table of texts such as { P1 = \"critical\" }",
    };
    reader.complain("config/wrong-type", value.span(), format!("{path} is {}", found(value.get_ref())), format!("expected {allowed}"));
    None
}
