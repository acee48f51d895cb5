//! Words as search compares them; `assets/js/search-fold.js` does the same.

use crate::site::search::fold;
use std::collections::{BTreeMap, BTreeSet};

/// A name as it is compared whole: every sign between its words counts as the same.
pub fn plain(text: &str) -> String {
    let folded = fold::fold(text);
    folded.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether two words differ in one letter: another, one more, one less, or two that changed places.
pub fn is_near(a: &str, b: &str) -> bool {
    let (a, b): (Vec<u16>, Vec<u16>) = (a.encode_utf16().collect(), b.encode_utf16().collect());
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let from = a.iter().zip(&b).take_while(|(left, right)| left == right).count();
    let rest = (a.len() - from).min(b.len() - from);
    let last = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(|(left, right)| left == right).count();
    let (left, right) = (a.len() - from - last, b.len() - from - last);
    left <= 1 && right <= 1 || left == 2 && right == 2 && a[from] == b[from + 1] && a[from + 1] == b[from]
}

/// Words that mean the same, by each of them.
#[derive(Debug, Default)]
pub struct Synonyms(BTreeMap<String, Vec<String>>);

impl Synonyms {
    /// From lists of words that mean the same.
    pub fn of(lists: &[Vec<String>]) -> Self {
        let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for list in lists {
            for word in list {
                all.entry(word.clone()).or_default().extend(list.iter().filter(|other| *other != word).cloned());
            }
        }
        Self(all)
    }

    /// The others of a word.
    pub fn of_word(&self, word: &str) -> &[String] {
        self.0.get(word).map_or(&[], Vec::as_slice)
    }

    /// Other forms of a word that mean the same: one or several, and its synonyms.
    pub fn forms(&self, word: &str) -> Vec<String> {
        let mut found = self.of_word(word).to_vec();
        if word.encode_utf16().count() > 3 {
            found.push(word.strip_suffix('s').map_or_else(|| format!("{word}s"), str::to_owned));
        }
        let mut seen = BTreeSet::new();
        found.retain(|form| form != word && seen.insert(form.clone()));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_near_when_a_finger_slipped_once() {
        for (a, b, expected) in [
            ("carier", "carrier", true),
            ("caerrir", "carrier", false),
            ("acrrier", "carrier", true),
            ("x", "x", true),
            ("ab", "cd", false),
            ("abcd", "ab", false),
        ] {
            assert_eq!(is_near(a, b), expected, "{a} {b}");
        }
        assert_eq!(plain("Carrier-Sync (v2)"), "carrier sync v2");
    }

    #[test]
    fn other_forms_are_one_or_several_and_synonyms() {
        let synonyms = Synonyms::of(&[vec!["db".to_owned(), "database".to_owned()]]);
        assert_eq!(synonyms.forms("database"), ["db", "databases"]);
        assert_eq!(synonyms.forms("feeds"), ["feed"]);
        assert_eq!(synonyms.forms("db"), ["database"]);
    }
}
