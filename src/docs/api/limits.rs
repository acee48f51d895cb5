//! What limits a value, in words.

use super::words;
use crate::yaml::Node;
use serde_json::Value;

/// Every limit that a JSON Schema states.
pub(super) fn of(node: &Node) -> Vec<String> {
    let mut limits = Vec::new();
    let Some(mapping) = node.mapping() else { return limits };
    let number = |key: &str| node.get(key).and_then(|value| value.scalar()?.number()).map(|number| number.to_string());
    for entry in mapping.entries() {
        let key = entry.key.text.as_str();
        let Some(scalar) = entry.value.scalar().filter(|scalar| !scalar.is_null()) else {
            if key == "default" {
                limits.push(format!("default {}", words::name(&shown(&entry.value.to_json()))));
            }
            continue;
        };
        let text = words::name(&scalar.text);
        let is = |key: &str| node.get(key).and_then(Node::boolean) == Some(true);
        let words = match key {
            // Up to draft 4 `exclusiveMinimum` is true or false, later the limit itself.
            "minimum" if is("exclusiveMinimum") => format!("more than {text}"),
            "maximum" if is("exclusiveMaximum") => format!("less than {text}"),
            "minimum" => format!("at least {text}"),
            "maximum" => format!("at most {text}"),
            "exclusiveMinimum" if number(key).is_some() => format!("more than {text}"),
            "exclusiveMaximum" if number(key).is_some() => format!("less than {text}"),
            "multipleOf" => format!("a multiple of {text}"),
            "minLength" if text != "0" => format!("at least {text} characters"),
            "maxLength" => format!("at most {text} characters"),
            "minItems" if text != "0" => format!("at least {text} items"),
            "maxItems" => format!("at most {text} items"),
            "minProperties" if text != "0" => format!("at least {text} entries"),
            "maxProperties" => format!("at most {text} entries"),
            "uniqueItems" if scalar.boolean() == Some(true) => "each once".to_owned(),
            "pattern" => format!("matches {text}"),
            "default" if text.is_empty() => "default empty".to_owned(),
            "default" => format!("default {text}"),
            "contentEncoding" => format!("encoded as {text}"),
            "contentMediaType" => format!("holds {text}"),
            _ => continue,
        };
        limits.push(words);
    }
    limits
}

/// A value as people read it: texts without quotes.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::document;
    use milepost_model::Place;

    #[test]
    fn limits_are_words() {
        for (text, expected) in [
            ("{minimum: 1, maximum: 500, default: 100}", "at least 1; at most 500; default 100"),
            ("{minimum: 0, exclusiveMinimum: true}", "more than 0"),
            ("{exclusiveMaximum: 9}", "less than 9"),
            ("{minLength: 0, maxLength: 8, pattern: '^a'}", "at most 8 characters; matches ^a"),
            ("{uniqueItems: true, default: []}", "each once; default []"),
            ("{default: ''}", "default empty"),
            ("{minimum: null, maximum: {a: 1}}", ""),
        ] {
            let node = document(text, &Place::file("x")).expect(text);
            assert_eq!(of(&node).join("; "), expected, "{text}");
        }
    }
}
