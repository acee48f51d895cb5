//! Names and texts of descriptions, cut to what a page can hold, and made into ids that come once.

use crate::reading::bounds;
use std::collections::HashMap;

/// The longest description of one thing that is kept, in characters.
const LONGEST: usize = 20_000;

/// A name on one line.
pub(in crate::docs) fn name(text: &str) -> String {
    bounds::cut(&bounds::one_line(text), bounds::NAME)
}

/// A sentence on one line.
pub(in crate::docs) fn sentence(text: &str) -> Option<String> {
    Some(bounds::cut(&bounds::one_line(text), bounds::SENTENCE)).filter(|text| !text.is_empty())
}

/// Prose of several paragraphs, with its line breaks.
pub(in crate::docs) fn prose(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    Some(bounds::cut(text, LONGEST))
}

/// The first sentence of a prose text, for where there is no summary.
pub(in crate::docs) fn first_sentence(text: &str) -> Option<String> {
    let paragraph = text.trim().split("\n\n").next().unwrap_or_default();
    let line = bounds::one_line(paragraph);
    // A heading or markup is no sentence.
    if line.is_empty() || line.starts_with(['#', '<', '|', '-', '*', '`', '!', '[']) {
        return None;
    }
    let end = line.find(". ").map_or(line.len(), |at| at + 1);
    Some(bounds::cut_at_word(line[..end].trim_end_matches('.'), 160))
}

/// A part of a URL or an id: lower-case letters, digits and hyphens.
pub(in crate::docs) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len().min(80));
    let mut was_lower = false;
    for c in text.chars() {
        if slug.len() >= 80 {
            break;
        }
        // `listShipments` reads better as `list-shipments`; `HTTPServer` stays together.
        if c.is_ascii_uppercase() && was_lower {
            slug.push('-');
        }
        was_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let trimmed = slug.trim_end_matches('-');
    if trimmed.is_empty() { blake3::hash(text.as_bytes()).to_hex()[..8].to_owned() } else { trimmed.to_owned() }
}

/// Gives each text once: what comes again gets a number.
#[derive(Debug, Default)]
pub(in crate::docs) struct Unique(HashMap<String, u32>);

impl Unique {
    /// The text, or the text with the next free number.
    pub(in crate::docs) fn take(&mut self, text: &str) -> String {
        let Some(count) = self.0.get(text).copied() else {
            self.0.insert(text.to_owned(), 1);
            return text.to_owned();
        };
        let mut count = count;
        loop {
            count += 1;
            let candidate = format!("{text}-{count}");
            if !self.0.contains_key(&candidate) {
                self.0.insert(text.to_owned(), count);
                self.0.insert(candidate.clone(), 1);
                return candidate;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_read_like_words() {
        for (text, expected) in [
            ("listShipments", "list-shipments"),
            ("GET /v2/shipments/{id}", "get-v2-shipments-id"),
            ("repos/list-for-org", "repos-list-for-org"),
            ("OAuth2Token", "oauth2-token"),
            ("--", &slug("--")),
        ] {
            assert_eq!(slug(text), expected);
        }
        assert_eq!(slug("日本").len(), 8);
    }

    #[test]
    fn what_comes_again_gets_a_number() {
        let mut unique = Unique::default();
        let taken: Vec<String> = ["a", "a", "a-2", "a", "b"].iter().map(|text| unique.take(text)).collect();
        assert_eq!(taken, ["a", "a-2", "a-2-2", "a-3", "b"]);
    }

    #[test]
    fn a_summary_is_the_first_sentence() {
        for (text, expected) in
            [("Lists them. Newest first.", Some("Lists them")), ("Lists\nthem", Some("Lists them")), ("# Title\n\ntext", None), ("", None)]
        {
            assert_eq!(first_sentence(text).as_deref(), expected);
        }
    }
}
