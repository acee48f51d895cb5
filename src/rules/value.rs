//! What a fact says, and how the expression language sees it.

use cel::Value;
use milepost_model::Instant;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Longer texts are cut: no rule needs them, and a rule must not be made slow by somebody's file.
const LONGEST_TEXT: usize = 16 << 10;

/// Longer lists are cut, for the same reason.
const LONGEST_LIST: usize = 200;

/// And so are the texts in them: lists within loops multiply.
const LONGEST_ENTRY: usize = 512;

/// The value of a fact.
#[derive(Debug, Clone, PartialEq)]
pub enum FactValue {
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with decimals.
    Number(f64),
    /// Text.
    Text(String),
    /// A list of texts.
    Texts(Vec<String>),
    /// Texts by name.
    Named(BTreeMap<String, String>),
    /// An instant.
    Time(Instant),
    /// A length of time, in seconds.
    Duration(i64),
}

impl FactValue {
    /// The value as the expression language has it.
    pub(super) fn to_cel(&self) -> Value {
        match self {
            Self::Bool(value) => Value::Bool(*value),
            Self::Int(value) => Value::Int(*value),
            Self::Number(value) => Value::Float(*value),
            Self::Text(text) => text_value(text, LONGEST_TEXT),
            Self::Texts(texts) => {
                Value::List(Arc::new(texts.iter().take(LONGEST_LIST).map(|text| text_value(text, LONGEST_ENTRY)).collect()))
            }
            Self::Named(named) => {
                let map: std::collections::HashMap<String, Value> =
                    named.iter().take(LONGEST_LIST).map(|(name, text)| (name.clone(), text_value(text, LONGEST_ENTRY))).collect();
                Value::Map(map.into())
            }
            Self::Time(instant) => Value::Timestamp(instant.to_utc().fixed_offset()),
            Self::Duration(seconds) => Value::Duration(chrono::Duration::seconds(*seconds)),
        }
    }
}

impl FactValue {
    /// The value in words for people.
    pub fn words(&self) -> String {
        match self {
            Self::Bool(value) => if *value { "yes" } else { "no" }.to_owned(),
            Self::Int(value) => value.to_string(),
            Self::Number(value) => format!("{value:.3}").trim_end_matches('0').trim_end_matches('.').to_owned(),
            Self::Text(text) if text.is_empty() => "none".to_owned(),
            Self::Text(text) => text.chars().take(LONGEST_TOLD).collect(),
            Self::Texts(texts) => listed(texts.iter().cloned()),
            Self::Named(named) => listed(named.iter().map(|(name, text)| format!("{name} = {text}"))),
            Self::Time(instant) => instant.format("%-d %b %Y").to_string(),
            Self::Duration(seconds) => length(*seconds),
        }
    }
}

/// Longer texts, and more of a list, help nobody who reads a table.
const LONGEST_TOLD: usize = 80;
const MOST_TOLD: usize = 4;

fn listed(all: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = all.collect();
    let mut told: Vec<String> = all.iter().take(MOST_TOLD).map(|text| text.chars().take(LONGEST_TOLD).collect()).collect();
    match all.len() - told.len() {
        0 if told.is_empty() => return "none".to_owned(),
        0 => {}
        more => told.push(format!("and {more} more")),
    }
    told.join(", ")
}

/// A length of time, in its largest unit and the next.
fn length(seconds: i64) -> String {
    match (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60) {
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, 0, _) => format!("{days} d"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

fn text_value(text: &str, longest: usize) -> Value {
    let mut end = text.len().min(longest);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Value::String(Arc::new(text[..end].to_owned()))
}

impl From<bool> for FactValue {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for FactValue {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<f64> for FactValue {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<&str> for FactValue {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for FactValue {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<Vec<String>> for FactValue {
    fn from(value: Vec<String>) -> Self {
        Self::Texts(value)
    }
}

impl From<BTreeMap<String, String>> for FactValue {
    fn from(value: BTreeMap<String, String>) -> Self {
        Self::Named(value)
    }
}

impl From<Instant> for FactValue {
    fn from(value: Instant) -> Self {
        Self::Time(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_words() {
        for (value, expected) in [
            (FactValue::from(true), "yes"),
            (FactValue::from(3_i64), "3"),
            (FactValue::from(0.125), "0.125"),
            (FactValue::from(2.0), "2"),
            (FactValue::from(""), "none"),
            (FactValue::from(Vec::<String>::new()), "none"),
            (FactValue::from(["a", "b", "c", "d", "e"].map(str::to_owned).to_vec()), "a, b, c, d, and 1 more"),
            (FactValue::Named([("a".to_owned(), "b".to_owned())].into()), "a = b"),
            (FactValue::Duration(93_600), "1 d 2 h"),
            (FactValue::Duration(172_800), "2 d"),
            (FactValue::Duration(5_400), "1 h 30 min"),
            (FactValue::Duration(30), "0 min"),
        ] {
            assert_eq!(value.words(), expected);
        }
        let at: Instant = "2026-11-02T06:40:00Z".parse().unwrap();
        assert_eq!(FactValue::from(at).words(), "2 Nov 2026");
    }
}
