//! Full text: the words of a query and the sections that say them; `assets/js/search-text.js` finds the same pages in
//! the same order.

use super::fold::{Synonyms, is_near};
use super::packed::{self, Reader};
use crate::mcp::built::Built;
use crate::mcp::trouble::Trouble;
use crate::site::search::fold;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// How many words with one beginning count.
const MOST_WORDS: usize = 40;
/// How many files one word may load.
const MOST_FILES: usize = 3;

/// The list of all pages and files.
#[derive(Debug)]
pub struct Text {
    list: Arc<Value>,
    /// The first section of each page.
    starts: Vec<usize>,
    total: usize,
    kinds: Vec<Option<usize>>,
    owners: Vec<Option<usize>>,
    owner_names: Vec<String>,
}

/// A page that says the words.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its number.
    pub page: usize,
    /// The section that says most.
    pub section: usize,
    score: f64,
    matched: usize,
}

/// A section of a page, with what it stands in.
#[derive(Debug)]
pub struct Opened {
    /// The page's title.
    pub title: String,
    /// Its address.
    pub address: String,
    /// What it belongs to.
    pub of: String,
    /// The section's heading and its id.
    pub heading: (String, String),
    /// The section's text.
    pub text: String,
}

/// Where a word stands: the sections, with its worth in each.
#[derive(Debug)]
struct Posting {
    word: String,
    sections: usize,
    places: Vec<(usize, usize)>,
}

/// What a word of the query comes to: its postings with the share that each counts, or words that are near it.
type Looked = (Vec<(Posting, f64)>, Vec<Posting>);

impl Text {
    /// From the list of the small files.
    pub fn of(parts: &Arc<Value>) -> Self {
        let text = &parts["text"];
        let count = text["count"].as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or_default();
        let column = |key: &str| packed::numbers(text[key].as_str().unwrap_or_default(), count);
        let mut total = 0;
        let mut starts = Vec::with_capacity(count);
        for sections in column("pages") {
            starts.push(total);
            total += sections.unwrap_or_default();
        }
        let owner_names = packed::words(text["owners"].as_str().unwrap_or_default());
        Self { starts, total, kinds: column("kind"), owners: column("owner"), owner_names, list: Arc::clone(parts) }
    }

    /// What kind of page one is, such as `Docs`.
    pub fn kind(&self, page: usize) -> &str {
        let kind = self.kinds.get(page).copied().flatten();
        kind.and_then(|kind| self.list["text"]["kinds"][kind].as_str()).unwrap_or_default()
    }

    /// Who owns a page.
    pub fn owner(&self, page: usize) -> &str {
        let owner = self.owners.get(page).copied().flatten();
        owner.and_then(|owner| self.owner_names.get(owner)).map_or("", String::as_str)
    }

    /// The pages for a query, best first, and what somebody may have meant by words that nothing says.
    pub fn find(&self, portal: &Built, synonyms: &Synonyms, query: &str) -> Result<(Vec<Found>, Option<String>), Trouble> {
        let mut words = fold::words(query);
        let mut seen = BTreeSet::new();
        words.retain(|word| seen.insert(word.clone()));
        if words.is_empty() || self.starts.is_empty() {
            return Ok((Vec::new(), None));
        }
        let last = words.len() - 1;
        let looked: Vec<Looked> =
            words.iter().enumerate().map(|(place, word)| self.look(portal, synonyms, word, place == last)).collect::<Result<_, _>>()?;
        let worths: Vec<Ordered> = looked.iter().map(|(list, _)| self.joined(list)).collect();
        let is_unknown = looked.iter().any(|(_, near)| !near.is_empty());
        let meant = words.iter().zip(&looked).map(|(word, (_, near))| near.first().map_or(word.as_str(), |near| near.word.as_str()));
        let meant = is_unknown.then(|| meant.collect::<Vec<_>>().join(" "));
        Ok((self.ranked(&worths), meant))
    }

    /// The postings of a word, and of all that begin like it where it may still go on.
    fn look(&self, portal: &Built, synonyms: &Synonyms, word: &str, is_beginning: bool) -> Result<Looked, Trouble> {
        let is_wide = is_beginning && word.encode_utf16().count() > 2;
        let others = synonyms.forms(word);
        let mut files: Vec<String> = self.holding(word, is_wide).into_iter().take(MOST_FILES).collect();
        for form in &others {
            files.extend(self.holding(form, false));
        }
        let mut seen = BTreeSet::new();
        files.retain(|hash| seen.insert(hash.clone()));
        let held: Vec<Arc<Value>> = files.iter().map(|hash| part(portal, "search-words", hash)).collect::<Result<_, _>>()?;
        let is_same = |own: &str| own == word || others.iter().any(|other| other == own);
        let all = held.iter().flat_map(|one| postings(one, |own| is_same(own) || is_wide && own.starts_with(word)));
        let (same, mut begun): (Vec<Posting>, Vec<Posting>) = all.partition(|one| is_same(&one.word));
        begun.sort_by_key(|one| std::cmp::Reverse(one.sections));
        begun.truncate(MOST_WORDS);
        let mut list: Vec<(Posting, f64)> = same
            .into_iter()
            .map(|one| {
                let share = if one.word == word { 1.0 } else { 0.8 };
                (one, share)
            })
            .collect();
        list.extend(begun.into_iter().map(|one| (one, 0.7)));
        let mut near: Vec<Posting> = Vec::new();
        if list.is_empty() {
            near = held.iter().flat_map(|one| postings(one, |own| own.encode_utf16().count() > 3 && is_near(own, word))).collect();
            near.sort_by_key(|one| std::cmp::Reverse(one.sections));
        }
        Ok((list, near))
    }

    /// The files that may hold words with this beginning, or this word only.
    fn holding(&self, word: &str, is_beginning: bool) -> Vec<String> {
        let Some(files) = self.list["text"]["words"].as_array() else { return Vec::new() };
        let last = if is_beginning { format!("{word}\u{ffff}") } else { word.to_owned() };
        let first = |place: usize| files.get(place).and_then(|file| file[0].as_str());
        let holds =
            |place: &usize| first(*place).is_some_and(|own| own <= last.as_str()) && first(place + 1).is_none_or(|next| next >= word);
        (0..files.len()).filter(holds).filter_map(|place| files[place][1].as_str().map(str::to_owned)).collect()
    }

    /// The places of all words that count as one, the best worth of each section.
    fn joined(&self, list: &[(Posting, f64)]) -> Ordered {
        let mut worths = Ordered::default();
        for (posting, share) in list {
            let (total, sections) = (self.total as f64, posting.sections as f64);
            let rarity = (1.0 + (total - sections + 0.5) / (sections + 0.5)).ln();
            for (section, worth) in &posting.places {
                let value = *worth as f64 * share * rarity;
                let had = worths.entry(*section);
                *had = had.max(value);
            }
        }
        worths
    }

    /// The pages that say the words, best first: a page counts what its best section says of each word.
    fn ranked(&self, words: &[Ordered]) -> Vec<Found> {
        let mut pages: HashMap<usize, (Vec<f64>, Ordered)> = HashMap::new();
        for (place, worths) in words.iter().enumerate() {
            for (section, worth) in &worths.list {
                let page = self.starts.partition_point(|start| start <= section).saturating_sub(1);
                let (best, sections) = pages.entry(page).or_insert_with(|| (vec![0.0; words.len()], Ordered::default()));
                best[place] = best[place].max(*worth);
                *sections.entry(*section) += worth;
            }
        }
        let found = pages.into_iter().map(|(page, (worths, sections))| {
            let first = sections.list[0];
            let (section, best) = sections.list.iter().fold(first, |a, b| if b.1 > a.1 { *b } else { a });
            let sum = worths.iter().fold(0.0, |sum, worth| sum + worth);
            let matched = worths.iter().filter(|worth| **worth > 0.0).count();
            Found { page, section: section - self.starts[page], score: sum + 0.5 * best, matched }
        });
        let mut found: Vec<Found> = found.collect();
        // A page without one of the words is shown only where none has all of them.
        let most = found.iter().map(|one| one.matched).max().unwrap_or_default();
        found.retain(|one| one.matched == most);
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.page.cmp(&b.page)));
        found
    }

    /// What a section of a page says.
    pub fn open(&self, portal: &Built, page: usize, section: usize) -> Result<Opened, Trouble> {
        let texts = self.list["text"]["texts"].as_array().map(Vec::as_slice).unwrap_or_default();
        let first = |file: &Value| file[0].as_u64().and_then(|first| usize::try_from(first).ok()).unwrap_or(usize::MAX);
        let file = texts.iter().rfind(|file| first(file) <= page);
        let file = file.ok_or_else(|| Trouble::Unreadable { file: "the search".to_owned(), why: "a page is missing".to_owned() })?;
        let held = part(portal, "search-texts", file[1].as_str().unwrap_or_default())?;
        let found = &held[page - first(file)];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let own = &found[3][section];
        Ok(Opened {
            title: text(&found[0]),
            address: text(&found[1]),
            of: text(&found[2]),
            heading: (text(&own[0]), text(&own[1])),
            text: text(&own[2]),
        })
    }
}

/// A worth for each section, in the order in which they were first seen: of equals, browsers take the first.
#[derive(Debug, Default)]
struct Ordered {
    list: Vec<(usize, f64)>,
    places: HashMap<usize, usize>,
}

impl Ordered {
    fn entry(&mut self, section: usize) -> &mut f64 {
        let place = *self.places.entry(section).or_insert_with(|| {
            self.list.push((section, 0.0));
            self.list.len() - 1
        });
        &mut self.list[place].1
    }
}

/// One of the small files; its name is one of the list.
fn part(portal: &Built, stem: &str, hash: &str) -> Result<Arc<Value>, Trouble> {
    portal.script(&format!("assets/{stem}.{hash}.js"), "milepost.shard(", ");")
}

/// The words of a file that are wanted, with their places.
fn postings(held: &Value, is_wanted: impl Fn(&str) -> bool) -> Vec<Posting> {
    let words = packed::words(held["words"].as_str().unwrap_or_default());
    let lines = held["places"].as_str().unwrap_or_default().split('\n');
    let wanted = words.into_iter().zip(lines).filter(|(word, _)| is_wanted(word));
    wanted
        .map(|(word, line)| {
            let mut from = Reader::new(line);
            let sections = from.step();
            let (mut places, mut section) = (Vec::new(), 0);
            while !from.is_done() {
                section += from.step();
                places.push((section, from.step()));
            }
            Posting { word, sections, places }
        })
        .collect()
}
