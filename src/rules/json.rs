//! The value of a fact as JSON, and back: what guardrails ask of a service is published with it.

use super::fact::FactKind;
use super::value::FactValue;
use milepost_model::Instant;
use serde_json::{Value, json};

impl FactValue {
    /// Whether it is an instant or a length of time, with which pages do not reckon.
    pub fn is_of_time(&self) -> bool {
        matches!(self, Self::Time(_) | Self::Duration(_))
    }

    /// As JSON: instants as texts, lengths of time in seconds.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Bool(value) => json!(value),
            Self::Int(value) | Self::Duration(value) => json!(value),
            Self::Number(value) => json!(value),
            Self::Text(text) => json!(text),
            Self::Texts(texts) => json!(texts),
            Self::Named(named) => json!(named),
            Self::Time(instant) => json!(instant.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)),
        }
    }

    /// From JSON; nothing where it is no value of this kind.
    pub fn of_json(kind: FactKind, value: &Value) -> Option<Self> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        Some(match kind {
            FactKind::Bool => Self::Bool(value.as_bool()?),
            FactKind::Int => Self::Int(value.as_i64()?),
            FactKind::Duration => Self::Duration(value.as_i64()?),
            FactKind::Number => Self::Number(value.as_f64()?),
            FactKind::Text => Self::Text(text(value)?),
            FactKind::Texts => Self::Texts(value.as_array()?.iter().map(text).collect::<Option<_>>()?),
            FactKind::Named => {
                Self::Named(value.as_object()?.iter().map(|(name, value)| Some((name.clone(), text(value)?))).collect::<Option<_>>()?)
            }
            FactKind::Time => Self::Time(value.as_str()?.parse::<Instant>().ok()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_comes_back_as_it_was_and_nothing_else_is_taken() {
        let instant = || "2026-11-20T06:40:00.5Z".parse().expect("an instant");
        for (kind, value) in [
            (FactKind::Bool, FactValue::Bool(true)),
            (FactKind::Int, FactValue::Int(-3)),
            (FactKind::Number, FactValue::Number(0.25)),
            (FactKind::Number, FactValue::Number(2.0)),
            (FactKind::Text, FactValue::Text("é\"\n".to_owned())),
            (FactKind::Texts, FactValue::Texts(vec!["a".to_owned(), String::new()])),
            (FactKind::Named, FactValue::Named([("a".to_owned(), "b".to_owned())].into())),
            (FactKind::Time, FactValue::Time(instant())),
            (FactKind::Duration, FactValue::Duration(86_400)),
        ] {
            let text = value.to_json().to_string();
            let back = FactValue::of_json(kind, &serde_json::from_str(&text).expect("it is JSON"));
            assert_eq!(back.as_ref(), Some(&value), "{text}");
            assert_eq!(FactValue::of_json(kind, &Value::Null), None);
        }
        assert_eq!(FactValue::of_json(FactKind::Texts, &json!(["a", 1])), None);
        assert_eq!(FactValue::of_json(FactKind::Int, &json!("1")), None);
        assert_eq!(FactValue::of_json(FactKind::Time, &json!("soon")), None);
    }
}
