//! Decision records: their numbers, their states, and what replaced them.
//!
//! The forms that people use are read alike: front matter as MADR has it, `- Status: accepted` at the
//! beginning, and a section `## Status` as Nygard wrote it.

use super::front_matter::FrontMatter;
use crate::reading::bounds;

/// So many lines from the beginning are looked at.
const MOST_LINES: usize = 120;

/// What a decision record says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decision {
    /// Its number, where its file has one.
    pub number: Option<u32>,
    /// How it stands.
    pub status: Status,
    /// What it says about that, word for word.
    pub said: Option<String>,
    /// Its day, as it is written.
    pub date: Option<String>,
    /// The number of the record that replaces it, where it names one.
    pub superseded_by: Option<u32>,
}

/// How a decision stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Status {
    /// It is being talked about.
    Proposed,
    /// It holds.
    Accepted,
    /// It was not taken.
    Rejected,
    /// It no longer counts.
    Deprecated,
    /// Another one took its place.
    Superseded,
    /// It says nothing, or something of its own.
    #[default]
    Unknown,
}

impl Status {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Proposed => "Proposed",
            Self::Accepted => "Accepted",
            Self::Rejected => "Rejected",
            Self::Deprecated => "Deprecated",
            Self::Superseded => "Superseded",
            Self::Unknown => "No status",
        }
    }

    fn from_words(text: &str) -> Self {
        let text = text.to_lowercase();
        let starts = |words: &[&str]| words.iter().any(|word| text.contains(word));
        // What replaced it stands beside what it was before: `Accepted, superseded by 7`.
        if starts(&["superseded", "superceded", "replaced by"]) {
            Self::Superseded
        } else if starts(&["deprecated", "obsolete", "retired"]) {
            Self::Deprecated
        } else if starts(&["rejected", "declined", "withdrawn"]) {
            Self::Rejected
        } else if starts(&["accepted", "approved", "decided", "implemented", "adopted", "done"]) {
            Self::Accepted
        } else if starts(&["proposed", "draft", "pending", "under discussion", "in review", "open"]) {
            Self::Proposed
        } else {
            Self::Unknown
        }
    }
}

/// Whether a file lies among decision records: its folder says so, or its own name.
pub(super) fn is_among_records(path: &str) -> bool {
    folder_of_records(path).is_some()
}

/// The folder of decision records that a file lies in. Where none is called so, that of a file such as `adr-007-x.md`.
pub(super) fn folder_of_records(path: &str) -> Option<&str> {
    let (folder, _) = path.rsplit_once('/')?;
    let mut end = 0;
    for part in folder.split('/') {
        end += part.len();
        if is_named_so(part) {
            return Some(&path[..end]);
        }
        end += 1;
    }
    let stem = super::address::stem_of(path);
    (stem.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("adr")) && number(stem).is_some()).then_some(folder)
}

/// Whether a folder of this name holds decision records.
fn is_named_so(name: &str) -> bool {
    matches!(name.to_lowercase().as_str(), "adr" | "adrs" | "decisions" | "decision-records" | "architecture-decisions")
}

/// Reads a record; nothing for what only lies beside them, such as an index or a template.
pub(super) fn read(path: &str, front: &FrontMatter, text: &str) -> Option<Decision> {
    let stem = super::address::stem_of(path);
    let is_template = stem.to_lowercase().contains("template");
    if super::address::is_index(stem) || is_template {
        return None;
    }
    let number = number(stem);
    let said = front.status.clone().or_else(|| stated(text, "status"));
    // A text in such a folder without number and status explains the folder.
    if number.is_none() && said.is_none() {
        return None;
    }
    let status = said.as_deref().map(Status::from_words).unwrap_or_default();
    let superseded_by = said.as_deref().filter(|_| status == Status::Superseded).and_then(last_number);
    Some(Decision { number, status, said, date: front.date.clone().or_else(|| stated(text, "date")), superseded_by })
}

/// The number at the beginning of a file's name: `0007-x`, `adr-7`, `ADR_007-x`.
fn number(stem: &str) -> Option<u32> {
    let lower = stem.to_lowercase();
    let rest = lower.strip_prefix("adr").map_or(lower.as_str(), |rest| rest.trim_start_matches(['-', '_', ' ']));
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    // A day such as 20240311 is no number of a record, and neither is the year before `-03-11`.
    (1..=5).contains(&digits.len()).then(|| digits.parse().ok()).flatten()
}

/// What a text states as `Status: x`, or in the section of that name.
fn stated(text: &str, what: &str) -> Option<String> {
    let mut is_in_section = false;
    for line in text.lines().take(MOST_LINES) {
        let plain = line.trim().trim_start_matches(['-', '*', '#', '>', '|', ' ']).trim_start();
        let is_heading = line.trim_start().starts_with('#');
        if is_in_section {
            if is_heading {
                return None;
            }
            if !plain.is_empty() {
                return said(plain);
            }
        } else if plain.get(..what.len()).is_some_and(|start| start.eq_ignore_ascii_case(what)) {
            let rest = plain[what.len()..].trim_start_matches(['*', '_', ' ', '|']);
            if let Some(value) = rest.strip_prefix(':') {
                return said(value);
            }
            if is_heading && rest.is_empty() {
                is_in_section = true;
            }
        }
    }
    None
}

/// The words without marks of Markdown, cut to a line.
fn said(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Of a link only its words are shown here.
    while let Some((before, after)) = rest.split_once('[') {
        let Some((words, after)) = after.split_once(']') else { break };
        out.push_str(before);
        out.push_str(words);
        rest = after.strip_prefix('(').and_then(|target| target.split_once(')')).map_or(after, |(_, after)| after);
    }
    out.push_str(rest);
    let plain = bounds::one_line(&out.replace(['*', '_', '`', '|'], ""));
    Some(bounds::cut(plain.trim(), bounds::NAME)).filter(|text| !text.is_empty())
}

/// The last number in a text.
fn last_number(text: &str) -> Option<u32> {
    text.split(|c: char| !c.is_ascii_digit()).rfind(|digits| (1..=5).contains(&digits.len()))?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(path: &str, text: &str) -> Option<Decision> {
        read(path, &FrontMatter::default(), text)
    }

    #[test]
    fn records_of_every_form_are_read() {
        for (path, text, number, status, date, by) in [
            ("adr/0001-a.md", "# 1. A\n\n- Status: accepted\n- Date: 2024-03-11\n", Some(1), Status::Accepted, Some("2024-03-11"), None),
            ("adr/adr-12.md", "# A\n\nDate: 2020-01-02\n\n## Status\n\nProposed\n", Some(12), Status::Proposed, Some("2020-01-02"), None),
            ("adr/ADR_007-x.md", "## Status\n\nSuperseded by [9. B](0009-b.md)\n", Some(7), Status::Superseded, None, Some(9)),
            ("adr/0003.md", "* **Status**: deprecated\n", Some(3), Status::Deprecated, None, None),
            ("adr/0004-x.md", "# X\n", Some(4), Status::Unknown, None, None),
        ] {
            let found = record(path, text).expect(path);
            assert_eq!((found.number, found.status, found.date.as_deref(), found.superseded_by), (number, status, date, by), "{path}");
        }
    }

    #[test]
    fn what_lies_beside_them_is_none() {
        for (path, text) in [("adr/README.md", "Status: x"), ("adr/0000-template.md", "Status: x"), ("adr/why.md", "# Why\n")] {
            assert_eq!(record(path, text), None, "{path}");
        }
        assert!(is_among_records("docs/adr/2024/x.md") && !is_among_records("docs/adr.md"));
        assert_eq!(folder_of_records("docs/adr/2024/adr-1-x.md"), Some("docs/adr"));
        assert_eq!(folder_of_records("docs/architecture/ADR_007-x.md"), Some("docs/architecture"));
        assert_eq!(folder_of_records("docs/architecture/adrenaline-7.md"), None);
    }
}
