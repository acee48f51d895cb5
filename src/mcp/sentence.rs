//! A sentence of somebody: its words, which of them name something, and which were taken for what.

use super::search::Synonyms;
use crate::site::search::fold;
use std::collections::HashSet;
use std::ops::Range;

/// Words that hold sentences together and name nothing.
const STOP: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "because", "by", "can", "could", "do", "for", "from", "has", "have", "i", "in", "into",
    "is", "it", "its", "like", "me", "my", "need", "of", "on", "or", "our", "out", "please", "should", "some", "that", "the", "their",
    "them", "this", "to", "us", "want", "we", "will", "with", "would", "you", "your",
];

/// A word, as it was said and as it is compared.
#[derive(Debug, Clone)]
struct Word {
    folded: String,
    /// Other forms of it that mean the same.
    forms: Vec<String>,
    at: Range<usize>,
}

/// A sentence, and what its words were taken for.
#[derive(Debug)]
pub struct Sentence<'s> {
    text: &'s str,
    words: Vec<Word>,
    taken: Vec<bool>,
}

impl<'s> Sentence<'s> {
    /// A sentence with nothing taken.
    pub fn new(text: &'s str, synonyms: &Synonyms) -> Self {
        let mut words = Vec::new();
        let mut from = None;
        for (at, sign) in text.char_indices().chain([(text.len(), ' ')]) {
            match (from, sign.is_alphanumeric()) {
                (None, true) => from = Some(at),
                (Some(start), false) => {
                    let folded = fold::fold(&text[start..at]).into_owned();
                    words.push(Word { forms: synonyms.forms(&folded), folded, at: start..at });
                    from = None;
                }
                _ => {}
            }
        }
        Self { text, taken: vec![false; words.len()], words }
    }

    /// The words that name something, by their places.
    pub fn content(&self) -> Vec<usize> {
        (0..self.words.len()).filter(|place| !is_stop(&self.words[*place].folded)).collect()
    }

    /// Whether the word at a place is this one, or means the same.
    pub fn is(&self, place: usize, word: &str) -> bool {
        self.words.get(place).is_some_and(|own| own.folded == word || own.forms.iter().any(|form| form == word))
    }

    /// Whether the word at a place is one of these, or means the same.
    pub fn is_any(&self, place: usize, words: &[String]) -> bool {
        words.iter().any(|word| self.is(place, word))
    }

    /// Whether the word at a place, or one that means the same, is among these.
    pub fn is_in(&self, place: usize, words: &HashSet<String>) -> bool {
        self.words.get(place).is_some_and(|own| words.contains(&own.folded) || own.forms.iter().any(|form| words.contains(form)))
    }

    /// Where all words of a name follow each other.
    pub fn finds(&self, name: &str) -> Option<Range<usize>> {
        let sought = fold::words(name);
        if sought.is_empty() || sought.len() > self.words.len() {
            return None;
        }
        let starts = 0..=self.words.len() - sought.len();
        starts.map(|start| start..start + sought.len()).find(|range| range.clone().zip(&sought).all(|(place, word)| self.is(place, word)))
    }

    /// What was said there.
    pub fn said(&self, range: &Range<usize>) -> &'s str {
        match (self.words.get(range.start), range.end.checked_sub(1).and_then(|last| self.words.get(last))) {
            (Some(first), Some(last)) => &self.text[first.at.start..last.at.end],
            _ => "",
        }
    }

    /// The word before a place.
    pub fn before(&self, place: usize) -> Option<&str> {
        place.checked_sub(1).and_then(|place| self.words.get(place)).map(|word| word.folded.as_str())
    }

    /// Takes words for something, so that nothing else is read out of them.
    pub fn take(&mut self, range: &Range<usize>) {
        self.taken[range.clone()].fill(true);
    }

    /// Whether a word was taken for something.
    pub fn is_taken(&self, place: usize) -> bool {
        self.taken.get(place).copied().unwrap_or(true)
    }

    /// What follows the words at a place up to the next space: a value as it was typed, without quotes around it.
    pub fn value_behind(&self, range: &Range<usize>) -> Option<(&'s str, Range<usize>)> {
        let last = self.words.get(range.end.checked_sub(1)?)?;
        let rest = &self.text[last.at.end..];
        let gap = rest.len() - rest.trim_start_matches([' ', ':', '=']).len();
        let from = last.at.end + gap;
        let rest = &self.text[from..];
        let value = match rest.chars().next()? {
            quote @ ('"' | '\'' | '“' | '‘' | '`') => {
                let close = match quote {
                    '“' => '”',
                    '‘' => '’',
                    other => other,
                };
                rest[quote.len_utf8()..].split(close).next()?
            }
            _ => rest.split_whitespace().next()?.trim_end_matches(['.', ',', ';', '?', '!']),
        };
        let first = self.words.iter().position(|word| word.at.start >= from)?;
        let end = from + value.len() + 2;
        let count =
            self.words[first..].iter().take_while(|word| word.at.start < end && value.contains(&self.text[word.at.clone()])).count();
        (gap > 0 && !value.is_empty() && !is_stop(&fold::fold(value))).then_some((value, first..first + count.max(1)))
    }

    /// A whole or decimal number at a place, with what follows it: `20 GB`, `20GB`, `50%`.
    pub fn number(&self, place: usize) -> Option<(f64, String, Range<usize>)> {
        let word = self.words.get(place)?;
        let own = &self.text[word.at.clone()];
        let digits = own.len() - own.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
        if digits == 0 {
            return None;
        }
        let number: f64 = own[..digits].parse().ok()?;
        if digits < own.len() {
            return Some((number, fold::fold(&own[digits..]).into_owned(), place..place + 1));
        }
        let behind = &self.text[word.at.end..];
        if behind.trim_start().starts_with('%') {
            return Some((number, "%".to_owned(), place..place + 1));
        }
        let next = self.words.get(place + 1).filter(|next| self.text[word.at.end..next.at.start].trim().is_empty());
        Some((number, next.map(|next| next.folded.clone()).unwrap_or_default(), place..place + 1 + usize::from(next.is_some())))
    }

    /// What reads as a version, such as `v1.2` or `1.18.1-rc1`.
    pub fn versions(&self) -> Vec<(&'s str, Range<usize>)> {
        let mut found = Vec::new();
        let mut from = 0;
        for part in self.text.split_whitespace() {
            let at = self.text[from..].find(part).map_or(from, |at| from + at);
            from = at + part.len();
            let value = part.trim_matches(|sign: char| !sign.is_alphanumeric());
            let digits = value.strip_prefix(['v', 'V']).unwrap_or(value);
            let is_version = digits.starts_with(|sign: char| sign.is_ascii_digit()) && digits.contains('.') && value.len() < 60;
            if is_version && let Some(first) = self.words.iter().position(|word| word.at.start >= at) {
                let count = self.words[first..].iter().take_while(|word| word.at.end <= from).count();
                found.push((value, first..first + count));
            }
        }
        found
    }

    /// The words that name something and were taken for nothing, as they were said.
    pub fn unused(&self) -> Vec<String> {
        let free = self.content().into_iter().filter(|place| !self.taken[*place]);
        free.map(|place| self.text[self.words[place].at.clone()].to_owned()).collect()
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }
}

/// Whether a word names nothing.
pub fn is_stop(word: &str) -> bool {
    STOP.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_as_they_were_said_and_by_what_they_mean() {
        assert!(STOP.is_sorted());
        let synonyms = Synonyms::of(&[vec!["postgres".to_owned(), "postgresql".to_owned()]]);
        let sentence = Sentence::new("A Postgres for Payments-Hub, 20GB in “staging”", &synonyms);
        let said = |name: &str| sentence.finds(name).map(|range| sentence.said(&range));
        assert_eq!(said("postgresql"), Some("Postgres"));
        assert_eq!(said("payments-hub"), Some("Payments-Hub"));
        assert_eq!(said("payment hub"), Some("Payments-Hub"), "one or several");
        assert_eq!(said("hub payments"), None);
        assert_eq!(sentence.content().len(), 5);
        let number = sentence.number(5).map(|(number, unit, _)| (number, unit));
        assert_eq!(number, Some((20.0, "gb".to_owned())));
    }

    #[test]
    fn a_value_is_what_follows_up_to_the_next_space_or_in_quotes() {
        let synonyms = Synonyms::default();
        for (text, name, expected) in [
            ("flag new-checkout on", "flag", Some("new-checkout")),
            ("call it named \"two words\" please", "named", Some("two words")),
            ("version: v1.2.3, now", "version", Some("v1.2.3")),
            ("the flag for us", "flag", None),
            ("flag", "flag", None),
        ] {
            let sentence = Sentence::new(text, &synonyms);
            let range = sentence.finds(name).expect(text);
            assert_eq!(sentence.value_behind(&range).map(|(value, _)| value), expected, "{text}");
        }
    }
}
