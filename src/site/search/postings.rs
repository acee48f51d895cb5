//! Which word stands in which section of which page, and how much that says about it.
//!
//! What a word is worth in a section is known when the index is built (BM25F: a title counts more than a
//! heading, a heading more than the text, a long section less than a short one), so it is written as one
//! number and browsers only add up.

use super::fold;
use super::readable::Section;
use std::collections::{BTreeMap, HashMap};

/// How much more a word says in a title and in a heading than in the text.
const TITLE: f32 = 8.0;
const HEADING: f32 = 4.0;
/// Words of a section of usual length, how much length matters, and how soon a word has been said often enough.
const USUAL: f32 = 120.0;
const LENGTH: f32 = 0.6;
const ENOUGH: f32 = 1.2;
/// The worth of a word that is said without end: numbers up to it take one letter.
pub const MOST: u32 = 44;

/// The words of one page: where each stands, by the place of the section in the page.
pub type PageWords = BTreeMap<String, Vec<(u32, u32)>>;

/// Where a word stands.
#[derive(Debug, Default)]
pub struct Posting {
    /// The section it was last found in, by its number among all sections.
    last: u32,
    /// In how many sections it stands.
    pub sections: u32,
    /// The steps from section to section, and the worth in each; in few bytes, since there are millions.
    bytes: Vec<u8>,
}

/// The words of all pages.
#[derive(Debug, Default)]
pub struct Postings {
    /// The words in no order.
    pub words: HashMap<String, Posting>,
    /// How many sections each page has.
    pub pages: Vec<u32>,
    sections: u32,
}

/// The words of a page: its own work, so that pages can be read side by side.
pub fn read(title: &str, sections: &[Section]) -> PageWords {
    let mut words = PageWords::new();
    for (place, section) in (0..).zip(sections) {
        let mut counts: HashMap<String, f32> = HashMap::new();
        let mut length = 0.0_f32;
        let mut count = |text: &str, weight: f32, length: &mut f32| {
            let mut add = |word: &str| {
                *length += 1.0;
                match counts.get_mut(word) {
                    Some(sum) => *sum += weight,
                    None => {
                        counts.insert(word.to_owned(), weight);
                    }
                }
            };
            fold::each_word(text, &mut add);
            fold::each_part(text, &mut add);
        };
        count(&section.text, 1.0, &mut length);
        let mut ignored = 0.0;
        count(&section.heading, HEADING, &mut ignored);
        // A title is that of all sections; said once, it still finds the page.
        if place == 0 {
            count(title, TITLE, &mut ignored);
        }
        let shrink = 1.0 - LENGTH + LENGTH * length / USUAL;
        for (word, sum) in counts {
            let said = sum / shrink.max(0.4);
            let worth = (MOST as f32 * said / (ENOUGH + said)).round() as u32;
            words.entry(word).or_default().push((place, worth.clamp(1, MOST)));
        }
    }
    words
}

impl Postings {
    /// Adds the next page.
    pub fn add(&mut self, words: PageWords, sections: u32) {
        for (word, places) in words {
            let posting = self.words.entry(word).or_default();
            for (place, worth) in places {
                let section = self.sections + place;
                varint(section - posting.last, &mut posting.bytes);
                posting.bytes.push(worth as u8);
                posting.last = section;
                posting.sections += 1;
            }
        }
        self.pages.push(sections);
        self.sections += sections;
    }
}

impl Posting {
    /// The sections in their order, each with the worth of the word there.
    pub fn places(&self) -> Vec<(u32, u32)> {
        let mut bytes = self.bytes.iter().copied();
        let mut section = 0;
        let mut found = Vec::with_capacity(self.sections as usize);
        while let Some(first) = bytes.next() {
            let (mut step, mut shift, mut byte) = (u32::from(first & 0x7f), 7, first);
            while byte & 0x80 != 0 {
                byte = bytes.next().expect("because numbers are written whole");
                step |= u32::from(byte & 0x7f) << shift;
                shift += 7;
            }
            section += step;
            found.push((section, bytes.next().map(u32::from).expect("because a worth follows each step")));
        }
        found
    }
}

fn varint(mut value: u32, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(heading: &str, text: &str) -> Section {
        Section { heading: heading.to_owned(), id: String::new(), text: text.to_owned() }
    }

    #[test]
    fn a_title_says_more_than_a_heading_and_a_heading_more_than_the_text() {
        let filler = "word ".repeat(100);
        let sections = [section("", &filler), section("Rollback", &filler), section("", &format!("rollback {filler}"))];
        let words = read("Rollback", &sections);
        let worths: Vec<u32> = words["rollback"].iter().map(|(_, worth)| *worth).collect();
        assert!(worths[0] > worths[1] && worths[1] > worths[2] && worths[2] > 0, "{worths:?}");
        assert!(read("x", &[section("", "getParcel")]).contains_key("parcel"));
    }

    #[test]
    fn places_come_back_as_they_were_added() {
        let mut postings = Postings::default();
        postings.add(read("a", &[section("", "a b"), section("", "b")]), 2);
        postings.add(PageWords::new(), 70_000);
        postings.add(read("", &[section("", "b")]), 1);
        let places: Vec<u32> = postings.words["b"].places().into_iter().map(|(section, _)| section).collect();
        assert_eq!(places, [0, 1, 70_002]);
        assert_eq!(postings.pages, [2, 70_000, 1]);
    }
}
