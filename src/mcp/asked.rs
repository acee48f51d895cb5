//! What a tool takes, and what it was given: checked before anything is looked up.

use super::built::shortened;
use super::trouble::Trouble;
use serde_json::{Map, Value, json};

/// Longer words of somebody are not looked for.
const MOST_LETTERS: usize = 400;
/// So many things come at once unless somebody says otherwise.
const USUAL: usize = 20;
const MOST: usize = 100;

/// What an input takes.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    /// A text.
    Text,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A whole number from the one to the other.
    Number(u64, u64),
    /// Yes or no.
    Flag,
    /// Texts by name.
    Texts,
}

/// An input of a tool.
#[derive(Debug)]
pub struct Input {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether it must be given.
    pub is_required: bool,
    /// What it says, in a sentence.
    pub what: &'static str,
}

/// An input that may be left out.
pub const fn input(name: &'static str, takes: Takes, what: &'static str) -> Input {
    Input { name, takes, is_required: false, what }
}

/// An input that must be given.
pub const fn required(name: &'static str, takes: Takes, what: &'static str) -> Input {
    Input { name, takes, is_required: true, what }
}

/// How many things of a list.
pub const LIMIT: Input = input("limit", Takes::Number(1, MOST as u64), "How many at most; 20 without it.");
/// Where a list goes on.
pub const CURSOR: Input = input("cursor", Takes::Text, "The next_cursor of the answer before, to go on behind it.");

/// The JSON Schema of inputs.
pub fn schema(inputs: &[Input]) -> Map<String, Value> {
    let property = |input: &Input| {
        let mut found = match input.takes {
            Takes::Text => json!({ "type": "string", "maxLength": MOST_LETTERS }),
            Takes::OneOf(words) => json!({ "type": "string", "enum": words }),
            Takes::Number(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
            Takes::Flag => json!({ "type": "boolean" }),
            Takes::Texts => json!({ "type": "object", "additionalProperties": { "type": "string", "maxLength": MOST_LETTERS } }),
        };
        found["description"] = input.what.into();
        (input.name.to_owned(), found)
    };
    let needed: Vec<&str> = inputs.iter().filter(|input| input.is_required).map(|input| input.name).collect();
    let all: Map<String, Value> = inputs.iter().map(property).collect();
    let schema = json!({ "type": "object", "properties": all, "required": needed, "additionalProperties": false });
    schema.as_object().cloned().unwrap_or_default()
}

/// What a tool was given.
#[derive(Debug)]
pub struct Asked(Map<String, Value>);

impl Asked {
    /// Everything that was given, if it is what the tool takes.
    pub fn of(inputs: &[Input], given: Map<String, Value>) -> Result<Self, Trouble> {
        for (name, value) in &given {
            let known = || inputs.iter().map(|input| input.name).collect::<Vec<_>>().join(", ");
            let Some(input) = inputs.iter().find(|input| input.name == name) else {
                return Err(Trouble::Asked(format!("there is no input “{}”; there are {}", shortened(name), known())));
            };
            check(input, value)?;
        }
        if let Some(missing) = inputs.iter().find(|input| input.is_required && given.get(input.name).is_none_or(is_empty)) {
            return Err(Trouble::Asked(format!("{} is missing: {}", missing.name, missing.what)));
        }
        Ok(Self(given))
    }

    /// A text, unless it is empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
    }

    /// A text that must be there.
    pub fn needed(&self, name: &str) -> &str {
        self.text(name).unwrap_or_default()
    }

    /// A number.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.0.get(name).and_then(Value::as_u64)
    }

    /// Yes or no.
    pub fn flag(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or_default()
    }

    /// Texts by name.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        let all = self.0.get(name).and_then(Value::as_object);
        all.into_iter().flatten().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
    }

    /// The stretch of a list that was asked for, and where the next one begins.
    pub fn page<T>(&self, all: Vec<T>) -> Result<(Vec<T>, Option<String>), Trouble> {
        let from = match self.text("cursor") {
            None => 0,
            Some(cursor) => cursor
                .strip_prefix("at-")
                .and_then(|at| at.parse::<usize>().ok())
                .filter(|at| *at <= all.len())
                .ok_or_else(|| Trouble::Asked("this cursor is none of this list: take next_cursor as it came".to_owned()))?,
        };
        let limit = self.number("limit").map_or(USUAL, |limit| usize::try_from(limit).unwrap_or(MOST).clamp(1, MOST));
        let next = from + limit;
        let next = (next < all.len()).then(|| format!("at-{next}"));
        Ok((all.into_iter().skip(from).take(limit).collect(), next))
    }
}

fn is_empty(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.trim().is_empty())
}

fn check(input: &Input, value: &Value) -> Result<(), Trouble> {
    let wrong = |what: String| Err(Trouble::Asked(format!("{} takes {what}", input.name)));
    let is_text = |value: &Value| value.as_str().is_some_and(|text| text.chars().count() <= MOST_LETTERS);
    match input.takes {
        Takes::Text if !is_text(value) => wrong(format!("a text of at most {MOST_LETTERS} letters")),
        Takes::OneOf(words) if !value.as_str().is_some_and(|word| words.contains(&word)) => wrong(format!("one of {}", words.join(", "))),
        Takes::Number(least, most) if !value.as_u64().is_some_and(|number| (least..=most).contains(&number)) => {
            wrong(format!("a whole number from {least} to {most}"))
        }
        Takes::Flag if !value.is_boolean() => wrong("true or false".to_owned()),
        Takes::Texts if !value.as_object().is_some_and(|all| all.len() <= 100 && all.values().all(is_text)) => {
            wrong(format!("texts by name, of at most {MOST_LETTERS} letters each"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INPUTS: &[Input] = &[
        required("name", Takes::Text, "Its name."),
        input("way", Takes::OneOf(&["up", "down"]), "Which way."),
        input("hops", Takes::Number(1, 5), "How far."),
        input("all", Takes::Flag, "Whether all."),
        input("values", Takes::Texts, "Values."),
        LIMIT,
        CURSOR,
    ];

    fn asked(given: &Value) -> Result<Asked, String> {
        Asked::of(INPUTS, given.as_object().cloned().expect("because tests give objects")).map_err(|trouble| trouble.to_string())
    }

    #[test]
    fn what_a_tool_does_not_take_is_refused_in_words() {
        for (given, expected) in [
            (json!({}), "name is missing: Its name."),
            (json!({ "name": " " }), "name is missing: Its name."),
            (json!({ "name": 5 }), "name takes a text of at most 400 letters"),
            (json!({ "name": "x".repeat(401) }), "name takes a text of at most 400 letters"),
            (json!({ "name": "x", "way": "left" }), "way takes one of up, down"),
            (json!({ "name": "x", "hops": 6 }), "hops takes a whole number from 1 to 5"),
            (json!({ "name": "x", "hops": -1 }), "hops takes a whole number from 1 to 5"),
            (json!({ "name": "x", "all": "yes" }), "all takes true or false"),
            (json!({ "name": "x", "values": { "a": 1 } }), "values takes texts by name, of at most 400 letters each"),
            (json!({ "name": "x", "nam": "y" }), "there is no input “nam”; there are name, way, hops, all, values, limit, cursor"),
        ] {
            assert_eq!(asked(&given).expect_err("because it is wrong"), expected, "{given}");
        }
    }

    #[test]
    fn a_list_comes_page_by_page_and_a_foreign_cursor_is_refused() {
        let list: Vec<u32> = (0..45).collect();
        let first = asked(&json!({ "name": "x" })).expect("good").page(list.clone()).expect("good");
        assert_eq!((first.0.len(), first.1.as_deref()), (20, Some("at-20")));
        let last = asked(&json!({ "name": "x", "cursor": "at-40", "limit": 5 })).expect("good").page(list.clone()).expect("good");
        assert_eq!((last.0, last.1), (vec![40, 41, 42, 43, 44], None));
        for cursor in ["at-46", "at--1", "x", "40"] {
            assert!(asked(&json!({ "name": "x", "cursor": cursor })).expect("good").page(list.clone()).is_err(), "{cursor}");
        }
    }

    #[test]
    fn the_schema_says_all_of_it() {
        let schema = Value::from(schema(INPUTS));
        assert_eq!(schema["required"], json!(["name"]));
        assert_eq!(schema["additionalProperties"], false);
        assert_eq!(schema["properties"]["hops"], json!({ "type": "integer", "minimum": 1, "maximum": 5, "description": "How far." }));
    }
}
