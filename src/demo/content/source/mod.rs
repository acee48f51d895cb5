//! Source code: modules that grow by a function with each change.
//!
//! Every module is about one noun. Its functions come from a list of verbs, so that two revisions
//! differ as real ones do: a function more, or a number changed.

mod go;
mod java;
mod python;
mod rust;
mod typescript;

use super::{Text, Words};
use crate::demo::plan::{Language, Part, capitalised};

/// The texts of a language.
pub(super) struct Texts {
    /// Files that hardly change: path and text.
    pub(super) fixed: &'static [(&'static str, &'static str)],
    /// Where a module lies.
    path: &'static str,
    head: &'static str,
    /// The shapes that a function has: reading, changing, computing.
    functions: [&'static str; 3],
    tail: &'static str,
}

/// Verb, what it does in a sentence, and which shape it has.
const VERBS: [(&str, &str, usize); 18] = [
    ("find", "Finds the «noun» with this id, or nothing where it was never seen", 0),
    ("record", "Writes a «noun» down before anything is decided about it", 1),
    ("close", "Closes a «noun»; closing it twice changes nothing", 1),
    ("count", "Counts the open «noun»s of a «other»", 2),
    ("list", "Lists the latest «noun»s, newest first", 0),
    ("expire", "Removes «noun»s that nobody asked for since the deadline", 1),
    ("merge", "Brings two «noun»s together that turned out to be one", 1),
    ("verify", "Checks a «noun» against its «other» and says what is wrong with it", 2),
    ("reopen", "Opens a «noun» again, with the reason", 1),
    ("assign", "Gives a «noun» to a «other»", 1),
    ("rank", "Orders «noun»s by how much they matter now", 2),
    ("group", "Puts «noun»s together that go the same way", 2),
    ("archive", "Keeps a «noun» for ten years and forgets it here", 1),
    ("compare", "Tells what changed between two states of a «noun»", 2),
    ("restore", "Brings an archived «noun» back", 1),
    ("lookup", "Finds «noun»s by the beginning of their name", 0),
    ("retry", "Tries a «noun» again that failed the last time", 1),
    ("schedule", "Says when a «noun» is looked at next", 2),
];

fn texts(language: Language) -> &'static Texts {
    match language {
        Language::Rust => &rust::TEXTS,
        Language::Go => &go::TEXTS,
        Language::Python => &python::TEXTS,
        Language::TypeScript => &typescript::TEXTS,
        Language::Java => &java::TEXTS,
    }
}

/// The files that hardly change.
pub(super) fn fixed(part: &Part, words: &Words) -> Vec<Text> {
    texts(part.language).fixed.iter().map(|(path, text)| (format!("{}{}", part.folder, words.fill(path)), words.fill(text))).collect()
}

/// Where the module about the part's noun of that number lies.
pub(in crate::demo) fn module_path(part: &Part, noun: usize, words: &Words) -> String {
    let mut words = words.clone();
    words.put("noun", part.nouns[noun]);
    words.put("Noun", &capitalised(part.nouns[noun]));
    format!("{}{}", part.folder, words.fill(texts(part.language).path))
}

/// The module's text after so many changes.
pub(in crate::demo) fn module_text(part: &Part, noun: usize, revision: u32, words: &Words) -> String {
    let texts = texts(part.language);
    let mut words = words.clone();
    words.put("noun", part.nouns[noun]);
    words.put("Noun", &capitalised(part.nouns[noun]));
    words.put("other", part.nouns[(noun + 1) % 3]);
    words.put("Other", &capitalised(part.nouns[(noun + 1) % 3]));
    let most = VERBS.len() as u32;
    let wanted = 4 + noun as u32 + revision;
    let adjustable = VERBS.iter().filter(|(_, _, shape)| *shape != 1).count() as u32;
    let adjustments = wanted.saturating_sub(most);
    let mut limits = 0;
    let mut text = String::with_capacity(8192);
    words.fill_into(texts.head, &mut text);
    for at in 0..wanted.min(most) {
        let (verb, says, shape) = VERBS[at as usize];
        // When no function is left to add, changes go round and adjust one limit each.
        let adjusted = adjustments / adjustable + u32::from(limits < adjustments % adjustable);
        limits += u32::from(shape != 1);
        words.put("verb", verb);
        words.put("Verb", &capitalised(verb));
        words.put("does", &words.fill(says));
        words.put("limit", &(50 + 25 * ((at * 7 + adjusted * 3) % 31)).to_string());
        words.fill_into(texts.functions[shape], &mut text);
    }
    words.fill_into(texts.tail, &mut text);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::calendar::Calendar;
    use crate::demo::plan;

    #[test]
    fn every_change_of_a_module_changes_its_text_and_leaves_no_place_open() {
        let calendar = Calendar::new("2026-11-20T06:40:00Z".parse().expect("because it is valid"), 53);
        for index in [0, 5, 8, 9, 20] {
            let unit = plan::unit(index, 7, calendar);
            let part = unit.main();
            let words = Words::of(&unit, part);
            let mut before = String::new();
            for revision in 0..200 {
                let text = module_text(part, 1, revision, &words);
                assert!(!text.contains('«'), "{text}");
                assert_ne!(text, before, "{} revision {revision}", part.name);
                before = text;
            }
        }
    }
}
