//! Headings: their ids as GitHub makes them, and their levels as an outline needs them.

use std::collections::{BTreeMap, BTreeSet};

/// A heading of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its level in the page, from 2.
    pub level: u8,
    /// Its id, which links name after `#`.
    pub id: String,
    /// Its words.
    pub text: String,
}

/// The ids of a page, each given once.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: BTreeSet<String>,
    /// The number that was last given to each name that came more than once.
    numbers: BTreeMap<String, u32>,
}

impl Ids {
    pub(super) fn with_reserved(reserved: &[&str]) -> Self {
        Self { taken: reserved.iter().map(|id| (*id).to_owned()).collect(), numbers: BTreeMap::new() }
    }

    /// An id that nothing else has: the wanted one, or the same with a number.
    pub(super) fn unique(&mut self, wanted: &str) -> String {
        let wanted = if wanted.is_empty() { "section" } else { wanted };
        if self.taken.insert(wanted.to_owned()) {
            return wanted.to_owned();
        }
        let number = self.numbers.entry(wanted.to_owned()).or_default();
        loop {
            *number += 1;
            let id = format!("{wanted}-{number}");
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.taken.contains(id)
    }

    /// Every id by what it means, the first of those that mean the same.
    pub(super) fn by_meaning(&self) -> BTreeMap<String, &str> {
        let mut found = BTreeMap::new();
        for id in &self.taken {
            let meaning = meaning(id);
            if !meaning.is_empty() {
                found.entry(meaning).or_insert(id.as_str());
            }
        }
        found
    }
}

/// What an id says whoever made it: renderers differ in how they write dashes and cases.
pub(in crate::docs) fn meaning(id: &str) -> String {
    id.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The id that GitHub gives to a heading of these words.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for sign in text.trim().chars() {
        if sign.is_alphanumeric() || sign == '_' || sign == '-' {
            slug.extend(sign.to_lowercase());
        } else if sign == ' ' || sign == '\t' {
            slug.push('-');
        }
    }
    slug
}

/// Levels as a page has them: nothing of the first level, and none left out on the way down.
#[derive(Debug, Default)]
pub(super) struct Outline {
    shift: u8,
    last: u8,
}

impl Outline {
    /// The page's level of a heading, from what its author wrote.
    pub(super) fn level(&mut self, written: u8) -> u8 {
        // The page has its title already, so a second heading of the first level moves all down.
        if written == 1 {
            self.shift = 1;
        }
        let deepest = self.last.max(1) + 1;
        let level = (written + self.shift).clamp(2, 6).min(deepest);
        self.last = level;
        level
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_github() {
        for (text, expected) in [
            ("Getting started", "getting-started"),
            ("What's new in 2.0?", "whats-new-in-20"),
            ("C++ & Rust", "c--rust"),
            ("`snake_case` names", "snake_case-names"),
            ("Über uns", "über-uns"),
            ("日本語", "日本語"),
            ("🎉", ""),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
    }

    #[test]
    fn no_id_is_given_twice() {
        let mut ids = Ids::with_reserved(&["main"]);
        let given: Vec<_> = ["main", "a", "a", "a-1", "a", ""].into_iter().map(|wanted| ids.unique(wanted)).collect();
        assert_eq!(given, ["main-1", "a", "a-1", "a-1-1", "a-2", "section"]);
        assert_eq!(ids.by_meaning().get(&meaning("A_1")), Some(&"a-1"));
    }

    #[test]
    fn an_outline_leaves_no_level_out() {
        let mut outline = Outline::default();
        let levels: Vec<_> = [2, 4, 4, 2, 3, 6, 1, 2, 3].into_iter().map(|level| outline.level(level)).collect();
        assert_eq!(levels, [2, 3, 4, 2, 3, 4, 2, 3, 4]);
    }
}
