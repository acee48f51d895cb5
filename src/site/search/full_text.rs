//! The full text: what pages say, in files that a browser loads by the words that were typed.
//!
//! Pages are read side by side but counted in their order, and their texts are written as soon as they are
//! read, so that only the words stay in memory.

use super::postings::{self, MOST, PageWords, Posting, Postings};
use super::readable::{Readable, Section};
use super::shards::{MOST_BYTES, Shards};
use crate::site::SiteError;
use crate::site::exports::packed;
use crate::site::output::Output;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;

/// How many pages are read before their words are counted.
const TOGETHER: usize = 256;
/// In more sections than this a word names nothing; it is then kept where it says most.
const MOST_SECTIONS: usize = 4_000;
/// Of a section so much is kept to be shown.
const MOST_TEXT: usize = 4_000;
/// A file of texts may end early after a page whose address says so: then a page that grows moves its neighbours only.
const FEW_BYTES: usize = MOST_BYTES / 4;

/// The list of all of it.
#[derive(Debug, Serialize)]
pub struct Directory {
    /// The files of words, by the first word of each.
    words: Shards,
    /// The files of texts, by the number of the first page of each.
    texts: Shards,
    /// How many sections each page has, and where its kind and owner stand in their lists.
    pages: String,
    kinds: Vec<String>,
    kind: String,
    owners: String,
    owner: String,
    count: usize,
}

/// What one file of words holds.
#[derive(Debug, Default, Serialize)]
struct Words {
    words: String,
    /// For each word a line: in how many sections it stands, and then step and worth.
    places: String,
}

/// A page with its texts: title, address, what it belongs to, and heading, id and text of each section.
type Text = (String, String, String, Vec<(String, String, String)>);

/// Writes the full text of the pages.
pub fn write(pages: &[Readable<'_>], output: &Output) -> Result<Directory, SiteError> {
    let mut postings = Postings::default();
    let mut texts = Texts::default();
    for chunk in pages.chunks(TOGETHER) {
        let read: Vec<(PageWords, Vec<Section>)> = chunk
            .par_iter()
            .map(|page| {
                let sections = page.sections();
                (postings::read(&format!("{} {}", page.title, page.of), &sections), sections)
            })
            .collect();
        for (page, (words, sections)) in chunk.iter().zip(read) {
            // Even an empty page has its title.
            let count = sections.len().max(1);
            postings.add(words, u32::try_from(count).unwrap_or(u32::MAX));
            texts.add(page, sections, output)?;
        }
    }
    texts.close(output)?;
    let kind: Vec<&str> = pages.iter().map(|page| page.kind.as_str()).collect();
    let owner: Vec<&str> = pages.iter().map(|page| page.owner.as_str()).collect();
    let (kinds, owners) = (distinct(&kind), distinct(&owner));
    Ok(Directory {
        pages: packed::numbers(&postings.pages.iter().map(|count| i64::from(*count)).collect::<Vec<_>>()),
        kind: places(&kinds, &kind),
        owner: places(&owners, &owner),
        owners: packed::words(&owners),
        kinds: kinds.into_iter().map(str::to_owned).collect(),
        words: write_words(postings, output)?,
        texts: texts.shards,
        count: pages.len(),
    })
}

/// Every value once, in order; nothing is no value.
fn distinct<'a>(values: &[&'a str]) -> Vec<&'a str> {
    let all: BTreeSet<&str> = values.iter().copied().filter(|value| !value.is_empty()).collect();
    all.into_iter().collect()
}

/// Where each value stands in the list.
fn places(list: &[&str], values: &[&str]) -> String {
    let place = |value: &&str| list.binary_search(value).ok().and_then(|place| i64::try_from(place).ok()).unwrap_or(-1);
    packed::numbers(&values.iter().map(place).collect::<Vec<_>>())
}

/// Writes the words in their order.
fn write_words(postings: Postings, output: &Output) -> Result<Shards, SiteError> {
    let mut sorted: Vec<(String, Posting)> = postings.words.into_iter().collect();
    sorted.par_sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let lines: Vec<String> = sorted.par_iter().map(|(_, posting)| line(posting)).collect();
    let mut shards = Shards::default();
    let mut from = 0;
    while from < sorted.len() {
        let mut bytes = 0;
        let fits = lines[from..].iter().zip(&sorted[from..]).take_while(|(line, (word, _))| {
            bytes += line.len() + word.len() + 3;
            bytes <= MOST_BYTES
        });
        let to = from + fits.count().max(1);
        let words: Vec<&str> = sorted[from..to].iter().map(|(word, _)| word.as_str()).collect();
        let data = Words { words: packed::words(&words), places: lines[from..to].join("\n") };
        shards.add(output, "search-words", words[0], &data)?;
        from = to;
    }
    Ok(shards)
}

/// A word's places; of a word that stands everywhere those where it says most.
fn line(posting: &Posting) -> String {
    let mut places = posting.places();
    if places.len() > MOST_SECTIONS {
        places.sort_by_key(|(section, worth)| (MOST - worth, *section));
        places.truncate(MOST_SECTIONS);
        places.sort_unstable();
    }
    let mut out = String::new();
    packed::step(posting.sections, &mut out);
    let mut last = 0;
    for (section, worth) in places {
        packed::step(section - last, &mut out);
        packed::step(worth, &mut out);
        last = section;
    }
    out
}

/// The texts, written a file at a time.
#[derive(Default)]
struct Texts {
    shards: Shards,
    held: Vec<Text>,
    bytes: usize,
    first: usize,
    next: usize,
}

impl Texts {
    fn add(&mut self, page: &Readable<'_>, sections: Vec<Section>, output: &Output) -> Result<(), SiteError> {
        let sections: Vec<_> = sections.into_iter().map(|section| (section.heading, section.id, cut(section.text))).collect();
        let bytes: usize = sections.iter().map(|(heading, id, text)| heading.len() + id.len() + text.len() + 12).sum();
        if self.bytes + bytes > MOST_BYTES {
            self.close(output)?;
        }
        self.held.push((page.title.clone(), page.address.clone(), page.of.clone(), sections));
        self.bytes += bytes + page.title.len() + page.address.len() + page.of.len() + 16;
        self.next += 1;
        if self.bytes > FEW_BYTES && blake3::hash(page.address.as_bytes()).as_bytes()[0] < 32 {
            self.close(output)?;
        }
        Ok(())
    }

    fn close(&mut self, output: &Output) -> Result<(), SiteError> {
        if !self.held.is_empty() {
            self.shards.add_page(output, "search-texts", self.first, &self.held)?;
        }
        self.held.clear();
        (self.bytes, self.first) = (0, self.next);
        Ok(())
    }
}

fn cut(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(MOST_TEXT) {
        text.truncate(end);
    }
    text
}
