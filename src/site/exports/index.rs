//! The catalog as the browser filters it: columns in few letters, and descriptions in files of their own where they are many.

use super::packed;
use crate::portal::Portal;
use crate::site::assets;
use crate::site::facts::ServiceFacts;
use crate::site::links::path_segment;
use milepost_model::Instant;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How many letters of a description a row of the table can show.
const SHOWN_LETTERS: usize = 90;
const DAY: i64 = 86_400;

/// What one file of the catalog may weigh before it is compressed.
pub const MOST_BYTES: usize = 150_000;

/// The scripts that hand the catalog to the browser.
#[derive(Debug)]
pub struct Index {
    /// The one that pages load.
    pub main: Script,
    /// Descriptions, where the first has no room for them: it names them, and they are loaded after it.
    pub abouts: Vec<Script>,
}

/// A script that hands over data.
#[derive(Debug)]
pub struct Script {
    /// Its address, which changes with its content.
    pub path: String,
    /// Its content.
    pub text: String,
}

/// What the first script holds; `catalog-index.js` makes columns of it.
#[derive(Serialize, Default)]
struct Packed {
    count: usize,
    /// The portal's day, counted from 1970.
    as_of: i64,
    /// The words of each column, in order.
    words: BTreeMap<&'static str, String>,
    tag_words: String,
    name: String,
    /// The slugs that do not follow from the name, by row, and those of owners by the place of their names.
    slug: BTreeMap<usize, String>,
    owner_slug: BTreeMap<usize, String>,
    /// Places in the words of a column, and bits; nothing where there is none.
    places: BTreeMap<&'static str, String>,
    /// How many days before the portal's own.
    days: BTreeMap<&'static str, String>,
    tags: String,
    /// One line for each service, where there is room.
    about: String,
    /// The files that hold them elsewhere.
    abouts: Vec<String>,
}

/// A column of words, and where a service's word is found.
type WordColumn<'a, 'p> = (&'static str, fn(&'a ServiceFacts<'p>) -> Option<&'a str>);

/// The words of a column, each once, in order, and the place of each.
struct Words<'a>(BTreeMap<&'a str, i64>);

impl<'a> Words<'a> {
    fn of(values: impl Iterator<Item = &'a str>) -> Self {
        let mut words: BTreeMap<&str, i64> = values.map(|word| (word, 0)).collect();
        for (place, (_, slot)) in (0..).zip(words.iter_mut()) {
            *slot = place;
        }
        Self(words)
    }

    fn place(&self, word: Option<&str>) -> i64 {
        word.and_then(|word| self.0.get(word)).copied().unwrap_or(-1)
    }

    fn list(&self) -> Vec<&'a str> {
        self.0.keys().copied().collect()
    }
}

impl Script {
    fn new(stem: &str, text: String) -> Self {
        Self { path: assets::named(stem, "js", text.as_bytes()), text }
    }
}

impl Index {
    /// The index of all services, in the order of their names.
    pub fn of(portal: &Portal, facts: &[ServiceFacts<'_>]) -> Self {
        let mut packed = pack(portal, facts);
        let lines: Vec<String> = facts.iter().map(|facts| cut(facts.description.unwrap_or_default())).collect();
        packed.about = lines.join("\n");
        let whole = written(&packed);
        if whole.len() <= MOST_BYTES {
            return Self { main: Script::new("catalog", whole), abouts: Vec::new() };
        }
        packed.about.clear();
        let abouts = abouts(&lines);
        packed.abouts = abouts.iter().map(|script| script.path.clone()).collect();
        Self { main: Script::new("catalog", written(&packed)), abouts }
    }

    /// Every file of it.
    pub fn scripts(&self) -> impl Iterator<Item = &Script> {
        std::iter::once(&self.main).chain(&self.abouts)
    }
}

fn written(packed: &Packed) -> String {
    let json = serde_json::to_string(packed).expect("because columns are texts and numbers");
    format!("(globalThis.milepost ??= {{}}).packed = {json};\n")
}

/// The descriptions in files of at most so many bytes, each with the row of its first line.
fn abouts(lines: &[String]) -> Vec<Script> {
    let mut scripts = Vec::new();
    let mut first = 0;
    while first < lines.len() {
        let mut bytes = 0;
        let fits = lines[first..].iter().take_while(|line| {
            // The end of a line is two letters in a text of JavaScript, and so is a quotation mark.
            bytes += line.len() + 2 + line.matches(['"', '\\']).count();
            bytes < MOST_BYTES - 100
        });
        let count = fits.count().max(1);
        let text = serde_json::to_string(&lines[first..first + count].join("\n")).expect("because it is a text");
        scripts.push(Script::new("catalog-about", format!("milepost.about({first}, {text});\n")));
        first += count;
    }
    scripts
}

fn pack<'a>(portal: &Portal, facts: &'a [ServiceFacts<'_>]) -> Packed {
    let as_of = portal.as_of.timestamp().div_euclid(DAY);
    let mut packed = Packed { count: facts.len(), as_of, ..Packed::default() };
    let names: Vec<&str> = facts.iter().map(|facts| facts.name).collect();
    packed.name = packed::texts(&names);
    packed.slug = other_slugs(facts.iter().map(|facts| (facts.name, path_segment(&facts.service.slug))));
    let columns: [WordColumn<'a, '_>; 8] = [
        ("owner", |facts| facts.owner.map(|owner| owner.name)),
        ("system", |facts| facts.system),
        ("path", |facts| facts.path),
        ("type", |facts| facts.kind),
        ("lifecycle", |facts| facts.lifecycle),
        ("tier", |facts| facts.tier),
        ("lang", |facts| facts.language),
        ("data", |facts| facts.data_class),
    ];
    for (key, pick) in columns {
        let words = Words::of(facts.iter().filter_map(pick));
        let places: Vec<i64> = facts.iter().map(|facts| words.place(pick(facts))).collect();
        packed.places.insert(key, packed::numbers(&places));
        packed.words.insert(key, packed::words(&words.list()));
    }
    let levels = levels(portal);
    let place = |level: &str| levels.iter().position(|known| *known == level).and_then(|place| i64::try_from(place).ok());
    let places: Vec<i64> = facts.iter().map(|facts| facts.level.and_then(|(name, _)| place(name)).unwrap_or(-1)).collect();
    packed.places.insert("level", packed::numbers(&places));
    packed.words.insert("level", packed::words(&levels));
    let has: Vec<i64> = facts.iter().map(|facts| i64::from(facts.has.bits())).collect();
    packed.places.insert("has", packed::numbers(&has));
    let owners = facts.iter().filter_map(|facts| facts.owner);
    let slugs: BTreeMap<&str, String> = owners.map(|owner| (owner.name, owner.slug.map(path_segment).unwrap_or_default())).collect();
    packed.owner_slug = other_slugs(slugs.into_iter());
    let ago = |instant: Option<Instant>| instant.map_or(-1, |instant| (as_of - instant.timestamp().div_euclid(DAY)).max(0));
    let changed: Vec<i64> = facts.iter().map(|facts| ago(facts.changed)).collect();
    let deployed: Vec<i64> = facts.iter().map(|facts| ago(facts.deployed.map(|(since, _)| since))).collect();
    packed.days = BTreeMap::from([("changed", packed::numbers(&changed)), ("deployed", packed::numbers(&deployed))]);
    let tags = Words::of(facts.iter().flat_map(|facts| facts.tags.iter().copied()));
    let place = |tag: &&str| usize::try_from(tags.place(Some(tag))).unwrap_or_default();
    let lists: Vec<Vec<usize>> = facts.iter().map(|facts| facts.tags.iter().map(place).collect()).collect();
    packed.tags = packed::lists(&lists);
    packed.tag_words = packed::words(&tags.list());
    packed
}

/// The levels of all scorecards in their own order, those that nobody has among them, so that `level:<gold` can be asked.
fn levels(portal: &Portal) -> Vec<&str> {
    let cards = portal.scores.cards.iter();
    let ranked: BTreeSet<(usize, &str)> =
        cards.flat_map(|card| card.card.levels.iter().enumerate().map(|(rank, level)| (rank, level.name.as_str()))).collect();
    let mut levels: Vec<&str> = Vec::new();
    for (_, name) in ranked {
        if !levels.contains(&name) {
            levels.push(name);
        }
    }
    levels
}

/// The slugs that browsers cannot make of the names themselves.
fn other_slugs<'a>(named: impl Iterator<Item = (&'a str, String)>) -> BTreeMap<usize, String> {
    named.enumerate().filter(|(_, (name, slug))| packed::plain_slug(name) != *slug).map(|(place, (_, slug))| (place, slug)).collect()
}

/// A description in one line of the length that a row can show.
fn cut(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    match text.char_indices().nth(SHOWN_LETTERS) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}
