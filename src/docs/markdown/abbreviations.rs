//! Abbreviations: `*[CI]: continuous integration` explains every CI in the text.

use super::lines::{Line, outside_of_code};
use super::tokens::escape;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// More are not read: they would be looked for in every text.
const MOST: usize = 200;

/// What the text's abbreviations stand for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Abbreviations {
    meanings: BTreeMap<String, String>,
}

/// Takes the explanations out of the lines.
pub(super) fn taken_from(lines: &mut Vec<Line<'_>>) -> Abbreviations {
    let mut found = Abbreviations::default();
    let mut numbers = Vec::new();
    outside_of_code(lines, |number, line| {
        let Some((short, meaning)) = line.trim().strip_prefix("*[").and_then(|rest| rest.split_once("]:")) else { return };
        if short.is_empty() || short.len() > 60 || meaning.trim().is_empty() || found.meanings.len() >= MOST {
            return;
        }
        found.meanings.insert(short.to_owned(), meaning.trim().to_owned());
        numbers.push(number);
    });
    for number in numbers {
        lines[number].text = Cow::Borrowed("");
    }
    found
}

impl Abbreviations {
    /// Appends text as HTML, with every abbreviation explained.
    pub(super) fn write(&self, text: &str, out: &mut String) {
        if self.meanings.is_empty() {
            return escape(text, out);
        }
        let mut written = 0;
        let mut at = 0;
        let is_word = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
        while at < text.len() {
            let rest = &text[at..];
            let begins = !is_word(text[..at].chars().next_back());
            let found = begins.then(|| self.at_start(rest)).flatten().filter(|(short, _)| !is_word(rest[short.len()..].chars().next()));
            let Some((short, meaning)) = found else {
                at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            };
            escape(&text[written..at], out);
            out.push_str("<abbr title=\"");
            escape(meaning, out);
            out.push_str("\">");
            escape(short, out);
            out.push_str("</abbr>");
            at += short.len();
            written = at;
        }
        escape(&text[written..], out);
    }

    /// The longest abbreviation that a text begins with.
    fn at_start(&self, text: &str) -> Option<(&str, &str)> {
        let first = text.chars().next()?;
        self.meanings
            .range(first.to_string()..)
            .take_while(|(short, _)| short.starts_with(first))
            .filter(|(short, _)| text.starts_with(short.as_str()))
            .max_by_key(|(short, _)| short.len())
            .map(|(short, meaning)| (short.as_str(), meaning.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_explained_and_parts_are_not() {
        let mut lines: Vec<_> = ["CI and CID", "*[CI]: continuous \"integration\"", "```", "*[X]: y", "```"]
            .into_iter()
            .zip(1..)
            .map(|(text, origin)| Line { text: Cow::Borrowed(text), origin })
            .collect();
        let found = taken_from(&mut lines);
        assert_eq!((lines[1].text.as_ref(), lines[3].text.as_ref()), ("", "*[X]: y"));
        let mut out = String::new();
        found.write("CI, CID & (CI)", &mut out);
        let abbr = "<abbr title=\"continuous &quot;integration&quot;\">CI</abbr>";
        assert_eq!(out, format!("{abbr}, CID &amp; ({abbr})"));
    }
}
