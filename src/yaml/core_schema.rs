//! What a scalar means by the core schema of YAML 1.2 (section 10.3.2), and a tree as JSON.

use super::node::{Node, Scalar, Shape, Style};
use serde_json::{Map, Number, Value};

impl Scalar {
    /// Whether nothing but its look says what it is.
    fn is_open(&self) -> bool {
        self.style == Style::Plain && self.tag.is_none()
    }

    /// Whether it is null: nothing, `~` or `null` without quotes.
    pub fn is_null(&self) -> bool {
        match self.tag.as_deref() {
            None => self.style == Style::Plain && matches!(self.text.as_str(), "" | "~" | "null" | "Null" | "NULL"),
            Some(tag) => tag == "!!null",
        }
    }

    /// True or false, if it is `true` or `false` without quotes. `yes` and `on` are text.
    pub fn boolean(&self) -> Option<bool> {
        if !self.is_open() && self.tag.as_deref() != Some("!!bool") {
            return None;
        }
        match self.text.as_str() {
            "true" | "True" | "TRUE" => Some(true),
            "false" | "False" | "FALSE" => Some(false),
            _ => None,
        }
    }

    /// The number, if it is one by the core schema: `010` is 10, `0o17` is 15, `1_000` is text.
    ///
    /// A whole number beyond 64 bits gives none: as a decimal it would lose digits, and it is an id.
    pub fn number(&self) -> Option<Number> {
        match self.tag.as_deref() {
            None if self.style == Style::Plain => {}
            Some("!!int" | "!!float") => {}
            _ => return None,
        }
        if is_whole(&self.text) {
            whole(&self.text)
        } else if is_decimal(&self.text) {
            self.text.parse().ok().and_then(Number::from_f64)
        } else {
            None
        }
    }

    /// Whether it is text, and neither null nor a boolean nor a number.
    pub fn is_text(&self) -> bool {
        !self.is_null() && self.boolean().is_none() && self.number().is_none()
    }

    /// The scalar as JSON. What JSON cannot say (`.inf`, `.nan`) stays text.
    pub fn to_json(&self) -> Value {
        if self.is_null() {
            return Value::Null;
        }
        if let Some(boolean) = self.boolean() {
            return Value::Bool(boolean);
        }
        self.number().map_or_else(|| Value::String(self.text.clone()), Value::Number)
    }
}

/// `[-+]? [0-9]+`, `0o [0-7]+` or `0x [0-9a-fA-F]+`
fn is_whole(text: &str) -> bool {
    let digits = |rest: &str, radix: u32| !rest.is_empty() && rest.chars().all(|c| c.is_digit(radix));
    match (text.strip_prefix("0o"), text.strip_prefix("0x")) {
        (Some(rest), _) => digits(rest, 8),
        (_, Some(rest)) => digits(rest, 16),
        _ => digits(text.strip_prefix(['-', '+']).unwrap_or(text), 10),
    }
}

/// The number that such a text writes, if 64 bits hold it.
fn whole(text: &str) -> Option<Number> {
    match (text.strip_prefix("0o"), text.strip_prefix("0x")) {
        (Some(rest), _) => u64::from_str_radix(rest, 8).ok().map(Number::from),
        (_, Some(rest)) => u64::from_str_radix(rest, 16).ok().map(Number::from),
        _ => text.parse::<i64>().map(Number::from).or_else(|_| text.parse::<u64>().map(Number::from)).ok(),
    }
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let mantissa_holds = match mantissa.split_once('.') {
        Some((before, after)) => digits(before) && digits(after) && !(before.is_empty() && after.is_empty()),
        None => digits(mantissa) && !mantissa.is_empty(),
    };
    mantissa_holds && exponent.is_none_or(|e| digits(e) && !e.is_empty())
}

impl Node {
    /// The tree as JSON, by the core schema. Keys are texts, in their order.
    pub fn to_json(&self) -> Value {
        match &self.shape {
            Shape::Scalar(scalar) => scalar.to_json(),
            Shape::Sequence(items) => Value::Array(items.iter().map(Self::to_json).collect()),
            Shape::Mapping(mapping) => {
                let pairs = mapping.entries().iter().map(|entry| (entry.key.text.clone(), entry.value.to_json()));
                Value::Object(pairs.collect::<Map<_, _>>())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::yaml::document;
    use milepost_model::Place;
    use serde_json::json;

    #[test]
    fn scalars_mean_what_the_core_schema_says() {
        for (text, expected) in [
            ("", json!(null)),
            ("~", json!(null)),
            ("null", json!(null)),
            ("'null'", json!("null")),
            ("true", json!(true)),
            ("FALSE", json!(false)),
            ("tRue", json!("tRue")),
            ("yes", json!("yes")),
            ("no", json!("no")),
            ("on", json!("on")),
            ("off", json!("off")),
            ("y", json!("y")),
            ("010", json!(10)),
            ("-7", json!(-7)),
            ("+7", json!(7)),
            ("1_000", json!("1_000")),
            ("0o17", json!(15)),
            ("0o18", json!("0o18")),
            ("0x1F", json!(31)),
            ("-0x1F", json!("-0x1F")),
            ("1.10", json!(1.1)),
            ("'1.10'", json!("1.10")),
            ("1.", json!(1.0)),
            (".5", json!(0.5)),
            (".", json!(".")),
            ("1e3", json!(1000.0)),
            ("1e", json!("1e")),
            ("e3", json!("e3")),
            ("1.2.3", json!("1.2.3")),
            ("18446744073709551615", json!(u64::MAX)),
            ("18446744073709551616", json!("18446744073709551616")),
            ("1e999", json!("1e999")),
            (".inf", json!(".inf")),
            (".nan", json!(".nan")),
            ("infinity", json!("infinity")),
            ("12:30:45", json!("12:30:45")),
            ("2026-11-20", json!("2026-11-20")),
            ("!!str 12", json!("12")),
            ("!!int \"12\"", json!(12)),
            ("!secret 12", json!("12")),
            ("<<", json!("<<")),
        ] {
            let root = document(&format!("v: {text}\n"), &Place::file("x")).expect(text);
            assert_eq!(root.get("v").expect(text).to_json(), expected, "{text}");
        }
    }

    #[test]
    fn a_tree_keeps_its_order_as_json() {
        let root = document("z: [1, {y: 'a'}]\na: |\n  line\n", &Place::file("x")).expect("because it is good");
        assert_eq!(root.to_json().to_string(), r#"{"z":[1,{"y":"a"}],"a":"line\n"}"#);
    }
}
