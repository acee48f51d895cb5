//! An answer: what was found, as data and as text, and where it stands.

use super::built::Built;
use super::trouble::Trouble;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// Longer texts of somebody are cut.
const MOST_LETTERS: usize = 2_000;
/// The text of an answer is cut here: its data are whole.
const MOST_TEXT: usize = 40_000;

/// What a tool found.
#[derive(Debug, Default)]
pub struct Answer {
    /// The answer in a sentence or two.
    pub says: String,
    /// The answer as data.
    pub data: Map<String, Value>,
    /// Where it stands.
    pub sources: Vec<Value>,
    /// Where the list goes on, if it does.
    pub next: Option<String>,
    /// Whether texts are left as long as they are: the page that somebody asked for.
    pub is_long: bool,
}

impl Answer {
    /// An answer that says this and holds that.
    pub fn new(says: impl Into<String>, data: Value) -> Self {
        let data = match data {
            Value::Object(data) => data,
            other => Map::from_iter([("found".to_owned(), other)]),
        };
        Self { says: says.into(), data, ..Self::default() }
    }

    /// Adds where it stands: a page of the portal.
    #[must_use]
    pub fn on_page(mut self, portal: &Built, what: &str, address: &str) -> Self {
        self.sources.push(json!({ "what": what, "page": portal.url(address) }));
        self
    }

    /// Adds a file of data with the records behind it.
    #[must_use]
    pub fn in_data(mut self, portal: &Built, what: &str, address: &str) -> Self {
        self.sources.push(json!({ "what": what, "data": portal.url(address) }));
        self
    }

    /// Adds a file of a repository, as the data name a source.
    #[must_use]
    pub fn in_file(mut self, what: &str, source: &Value) -> Self {
        if let Some(place) = place_words(source) {
            let found = json!({ "what": what, "file": place });
            if !self.sources.contains(&found) && self.sources.len() < 40 {
                self.sources.push(found);
            }
        }
        self
    }

    /// Says where a list goes on.
    #[must_use]
    pub fn then(mut self, next: Option<String>) -> Self {
        self.next = next;
        self
    }

    /// The whole answer: data with how new they are, and the same as text.
    pub fn told(self, portal: &Built) -> Result<(Value, String), Trouble> {
        let index = portal.data("index")?;
        let mut whole = json!({
            "says": self.says,
            "answer": self.data,
            "sources": self.sources,
            "portal": index["title"],
            "as_of": index["as_of"],
            "observed_at": index["observed_at"],
            "example": index["example"],
        });
        if let Some(next) = self.next {
            whole["next_cursor"] = next.into();
        }
        tame(&mut whole, if self.is_long { usize::MAX } else { MOST_LETTERS });
        let text = as_text(&whole);
        Ok((whole, text))
    }
}

/// Where in a repository something is said: `owner/name: path:line`.
pub fn place_words(source: &Value) -> Option<String> {
    let place = &source["place"];
    let path = place["path"].as_str()?;
    let line = place["line"].as_u64().map(|line| format!(":{line}")).unwrap_or_default();
    Some(match place["repo"].as_str() {
        Some(repo) => format!("{repo}: {path}{line}"),
        None => format!("{path}{line}"),
    })
}

/// Takes out of all texts what is no text, and cuts them.
fn tame(value: &mut Value, most: usize) {
    match value {
        Value::String(text) if text.chars().any(is_no_text) || text.chars().count() > most => {
            let mut tamed: String = text.chars().filter(|sign| !is_no_text(*sign)).take(most).collect();
            if text.chars().count() > most {
                tamed.push('…');
            }
            *text = tamed;
        }
        Value::Array(items) => items.iter_mut().for_each(|item| tame(item, most)),
        Value::Object(entries) => entries.values_mut().for_each(|item| tame(item, most)),
        _ => {}
    }
}

/// Signs that steer terminals or turn lines around: no reader needs them.
fn is_no_text(sign: char) -> bool {
    sign.is_control() && !matches!(sign, '\n' | '\t')
        || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// A text without what is none.
pub fn cleaned(text: &str) -> String {
    text.chars().filter(|sign| !is_no_text(*sign)).collect()
}

fn as_text(whole: &Value) -> String {
    let mut text = format!("{}\n", whole["says"].as_str().unwrap_or_default());
    let mut body = String::new();
    lines(&whole["answer"], 0, &mut body);
    if body.len() > MOST_TEXT {
        let end = (0..=MOST_TEXT).rev().find(|at| body.is_char_boundary(*at)).unwrap_or_default();
        body.truncate(end);
        body.push_str("…\n(cut: the structured answer has all of it)\n");
    }
    if !body.is_empty() {
        let _ = write!(text, "\n{body}");
    }
    if let Some(next) = whole["next_cursor"].as_str() {
        let _ = write!(text, "\nThere is more: ask again with cursor {next}.\n");
    }
    text.push_str("\nSources:\n");
    for source in whole["sources"].as_array().into_iter().flatten() {
        let place = ["page", "data", "file"].iter().find_map(|key| source[key].as_str()).unwrap_or_default();
        let _ = writeln!(text, "- {}: {place}", source["what"].as_str().unwrap_or_default());
    }
    let example = if whole["example"] == true { " Everything in it is invented, as an example." } else { "" };
    let _ = write!(text, "\nAs of {}.{example}\n", whole["as_of"].as_str().unwrap_or("an unknown instant"));
    text
}

/// Data as indented lines.
fn lines(value: &Value, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                match plain(value) {
                    Some(text) if text.contains('\n') => {
                        let inner = text.replace('\n', &format!("\n{indent}  "));
                        let _ = writeln!(out, "{indent}{key}:\n{indent}  {inner}");
                    }
                    Some(text) => {
                        let _ = writeln!(out, "{indent}{key}: {text}");
                    }
                    None => {
                        let _ = writeln!(out, "{indent}{key}:");
                        lines(value, depth + 1, out);
                    }
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                if let Some(text) = plain(item) {
                    let _ = writeln!(out, "{indent}- {text}");
                } else {
                    let mut inner = String::new();
                    lines(item, depth + 1, &mut inner);
                    let _ = writeln!(out, "{indent}- {}", inner.trim_start().trim_end());
                }
            }
        }
        other => {
            let _ = writeln!(out, "{indent}{}", plain(other).unwrap_or_default());
        }
    }
}

/// A value that stands on one line.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some("none".to_owned()),
        Value::String(text) => Some(text.clone()),
        Value::Array(items) if items.is_empty() => Some("none".to_owned()),
        Value::Array(items) if items.iter().all(|item| item.is_string() || item.is_number()) => {
            let texts: Vec<String> = items.iter().filter_map(plain).collect();
            Some(texts.join(", ")).filter(|text| text.len() < 300 && !text.contains('\n'))
        }
        Value::Object(entries) if entries.is_empty() => Some("none".to_owned()),
        Value::Array(_) | Value::Object(_) => None,
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_reads_as_lines() {
        let whole = json!({
            "says": "One thing.",
            "answer": { "name": "x", "many": [{ "a": 1, "b": [1, 2] }, { "a": null }], "text": "one\ntwo" },
            "sources": [{ "what": "page", "page": "a/" }, { "what": "said", "file": "r: f:1" }],
            "as_of": "2026-11-20T06:40:00Z",
            "example": false,
            "next_cursor": "at-20",
        });
        assert_eq!(
            as_text(&whole),
            "One thing.\n\nname: x\nmany:\n  - a: 1\n    b: 1, 2\n  - a: none\ntext:\n  one\n  two\n\nThere is more: ask again with cursor at-20.\n\nSources:\n- page: a/\n- said: r: f:1\n\nAs of 2026-11-20T06:40:00Z.\n"
        );
    }

    #[test]
    fn what_steers_terminals_or_turns_lines_is_taken_out_and_long_texts_are_cut() {
        let mut value = json!({ "a": "x\u{1b}[31m\u{202e}y\u{e0041}\n", "b": ["z".repeat(3_000)] });
        tame(&mut value, MOST_LETTERS);
        assert_eq!(value["a"], "x[31my\n");
        assert_eq!(value["b"][0].as_str().map(|text| text.chars().count()), Some(MOST_LETTERS + 1));
    }
}
