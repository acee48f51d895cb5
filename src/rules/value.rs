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
