//! The catalog as the browser filters it: columns in few letters, and descriptions in files of their own where they are many.

use super::packed;
use crate::portal::Portal;
use crate::site::assets;
use crate::site::facts::ServiceFacts;
use crate::site::glance::OnPath;
use crate::site::links::path_segment;
use milepost_model::Instant;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How many letters of a description a row of the table can show.
const SHOWN_LETTERS: usize = 90;
const DAY: i64 = 86_400;

/// What the first file of the catalog may weigh before it is compressed.
pub const MOST_BYTES: usize = 150_000;
/// What each file after it may weigh: nobody waits for those, and each of them is a request.
const MOST_LATER: usize = 600_000;

/// The scripts that hand the catalog to the browser.
#[derive(Debug)]
pub struct Index {
    /// The one that pages load.
    pub main: Script,
    /// Descriptions, lines and tags, where the first has no room for them: it names them, and they are loaded after it.
    pub later: Vec<Script>,
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
    name: String,
    /// The slugs that do not follow from the name, by row, and those of owners by the place of their names.
    slug: BTreeMap<usize, String>,
    owner_slug: BTreeMap<usize, String>,
    /// Places in the words of a column, and bits; nothing where there is none.
    places: BTreeMap<&'static str, String>,
    /// How many days before the portal's own.
    days: BTreeMap<&'static str, String>,
    tags: String,
    tag_words: String,
    /// How long changes take, each number a step.
    lead: String,
    /// One line of letters for each service: how long they took week by week.
    lines: String,
    /// One line for each service, where there is room.
    about: String,
    /// The files that hold these and the tags elsewhere.
    later: Vec<String>,
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
        Self::with(portal.as_of, &levels(portal), facts)
    }

    fn with(as_of: Instant, levels: &[&str], facts: &[ServiceFacts<'_>]) -> Self {
        let mut packed = pack(as_of, levels, facts);
        let lines: Vec<String> = facts.iter().map(|facts| cut(facts.description.unwrap_or_default())).collect();
        let weeks: Vec<String> = facts.iter().map(|facts| facts.lead_line.clone()).collect();
        packed.about = lines.join("\n");
        packed.lines = weeks.join("\n");
        let whole = written(&packed);
        if whole.len() <= MOST_BYTES {
            return Self { main: Script::new("catalog", whole), later: Vec::new() };
        }
        packed.about.clear();
        packed.lines.clear();
        let tags = of_tags(&std::mem::take(&mut packed.tag_words), &std::mem::take(&mut packed.tags));
        let mut calls = of_lines("about", &lines);
        calls.append(&mut of_lines("lines", &weeks));
        calls.push(tags);
        let later = in_files(calls);
        packed.later = later.iter().map(|script| script.path.clone()).collect();
        Self { main: Script::new("catalog", written(&packed)), later }
    }

    /// Every file of it.
    pub fn scripts(&self) -> impl Iterator<Item = &Script> {
        std::iter::once(&self.main).chain(&self.later)
    }
}

fn written(packed: &Packed) -> String {
    let json = serde_json::to_string(packed).expect("because columns are texts and numbers");
    format!("(globalThis.milepost ??= {{}}).packed = {json};\n")
}

/// The lines of scripts in as few files as they fit in.
fn in_files(calls: Vec<String>) -> Vec<Script> {
    let mut texts: Vec<String> = Vec::new();
    for call in calls {
        match texts.last_mut().filter(|text| text.len() + call.len() <= MOST_LATER) {
            Some(text) => text.push_str(&call),
            None => texts.push(call),
        }
    }
    texts.into_iter().map(|text| Script::new("catalog-later", text)).collect()
}

/// The line of a script that hands over the tags: the words, and which of them each service has.
fn of_tags(words: &str, lists: &str) -> String {
    let json = |text: &str| serde_json::to_string(text).expect("because it is a text");
    format!("milepost.tags({}, {});\n", json(words), json(lists))
}

/// One text for each service, in lines of scripts that fit in a file, each with the row of its first text.
fn of_lines(what: &str, lines: &[String]) -> Vec<String> {
    let mut calls = Vec::new();
    let mut first = 0;
    while first < lines.len() {
        let mut bytes = 0;
        let fits = lines[first..].iter().take_while(|line| {
            // The end of a line is two letters in a text of JavaScript, and so is a quotation mark.
            bytes += line.len() + 2 + line.matches(['"', '\\']).count();
            bytes < MOST_LATER - 100
        });
        let count = fits.count().max(1);
        let text = serde_json::to_string(&lines[first..first + count].join("\n")).expect("because it is a text");
        calls.push(format!("milepost.{what}({first}, {text});\n"));
        first += count;
    }
    calls
}

fn pack<'a>(as_of: Instant, levels: &[&str], facts: &'a [ServiceFacts<'_>]) -> Packed {
    let as_of = as_of.timestamp().div_euclid(DAY);
    let mut packed = Packed { count: facts.len(), as_of, ..Packed::default() };
    let names: Vec<&str> = facts.iter().map(|facts| facts.name).collect();
    packed.name = packed::texts(&names);
    packed.slug = other_slugs(facts.iter().map(|facts| (facts.name, path_segment(&facts.service.slug))));
    let columns: [WordColumn<'a, '_>; 7] = [
        ("owner", |facts| facts.owner.map(|owner| owner.name)),
        ("system", |facts| facts.system),
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
    let place = |level: &str| levels.iter().position(|known| *known == level).and_then(|place| i64::try_from(place).ok());
    let places: Vec<i64> = facts.iter().map(|facts| facts.level.and_then(|(name, _)| place(name)).unwrap_or(-1)).collect();
    packed.places.insert("level", packed::numbers(&places));
    packed.words.insert("level", packed::words(levels));
    // Of most scorecards a level's place is its rank, so that the column is nearly all one number.
    let rungs: Vec<i64> = facts.iter().zip(&places).map(|(facts, place)| facts.rung.map_or(-1, |rung| rung.coded(*place))).collect();
    packed.places.insert("rung", packed::numbers(&rungs));
    let text = |path: OnPath<'_>| format!("{} {}", path.word, path.text());
    let texts: Vec<String> = facts.iter().map(|facts| facts.path.map(text).unwrap_or_default()).collect();
    let golden = Words::of(texts.iter().map(String::as_str).filter(|text| !text.is_empty()));
    let places: Vec<i64> = texts.iter().map(|text| golden.place(Some(text))).collect();
    packed.places.insert("golden", packed::numbers(&places));
    packed.words.insert("golden", packed::words(&golden.list()));
    for facts in facts {
        // Nothing is 0 and too few 1: what follows is in minutes.
        packed::step(facts.lead.map_or(0, |lead| lead.minutes().map_or(1, |minutes| minutes + 1)), &mut packed.lead);
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portal::{PathScope, Service, ServiceFiles};
    use crate::site::facts::{Has, Owner};
    use crate::site::glance::{Lead, OnPath, Rung};
    use flate2::{Compression, write::GzEncoder};
    use milepost_model::EntityRef;
    use std::io::Write;

    /// Numbers that follow from a seed alone, none like the one before.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, most: u64) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((self.0 >> 33) % most) as usize
        }

        /// A product of two, which is mostly small.
        fn small(&mut self, most: u64) -> i64 {
            i64::try_from(self.below(most) * self.below(most)).expect("because it is small")
        }

        fn of<T: Copy>(&mut self, all: &[T]) -> T {
            all[self.below(all.len() as u64)]
        }
    }

    fn service(name: &str) -> Service {
        Service {
            reference: EntityRef::new("component", name),
            slug: name.to_owned(),
            repo: None,
            folder: String::new(),
            scope: PathScope::default(),
            is_inferred: false,
            how_to_run: Vec::new(),
            files: ServiceFiles::default(),
            pipelines: Vec::new(),
        }
    }

    fn compressed(text: &str) -> usize {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).expect("because it is in memory");
        encoder.finish().expect("because it is in memory").len()
    }

    /// Five thousand services, each as different from the others as those of an organisation are.
    #[test]
    fn the_catalog_of_five_thousand_services_is_light_to_load() {
        const FIRST: [&str; 24] = [
            "billing", "booking", "carrier", "checkout", "customs", "dispatch", "dock", "driver", "feed", "fleet", "fuel", "identity",
            "invoice", "label", "lane", "ledger", "manifest", "parcel", "price", "quote", "returns", "route", "tariff", "yard",
        ];
        const SECOND: [&str; 12] =
            ["api", "board", "bridge", "events", "gateway", "history", "index", "planner", "rates", "store", "sync", "worker"];
        let as_of: Instant = "2026-11-20T06:40:00Z".parse().expect("because it is an instant");
        let mut dice = Dice(7);
        let mut names: Vec<String> = (0..5_000).map(|n| format!("{}-{}-{}", FIRST[n % 24], dice.of(&SECOND), n / 24)).collect();
        names.sort_unstable();
        let teams: Vec<String> = (0..140).map(|n| format!("Team {} {n}", FIRST[n % 24])).collect();
        let services: Vec<Service> = names.iter().map(|name| service(name)).collect();
        let about: Vec<String> = (0..5_000)
            .map(|_| (0..7 + dice.below(6)).map(|_| [dice.of(&FIRST), dice.of(&SECOND)].concat()).collect::<Vec<_>>().join(" "))
            .collect();
        let facts: Vec<ServiceFacts<'_>> = services
            .iter()
            .enumerate()
            .map(|(n, service)| ServiceFacts {
                service,
                entity: None,
                repository: None,
                name: &names[n],
                description: Some(&about[n]),
                owner: Some(Owner { name: &teams[dice.below(140)], slug: None }),
                system: Some(FIRST[dice.below(24)]),
                kind: Some(dice.of(&["service", "service", "service", "service", "library", "website"])),
                lifecycle: Some(dice.of(&[
                    "production",
                    "production",
                    "production",
                    "production",
                    "production",
                    "experimental",
                    "deprecated",
                ])),
                tier: Some(dice.of(&["1", "2", "3"])),
                language: Some(dice.of(&["Go", "Java", "Rust", "TypeScript"])),
                data_class: None,
                tags: (0..dice.below(3)).map(|_| dice.of(&FIRST)).collect(),
                has: Has { docs: dice.below(3) > 0, runbook: dice.below(2) > 0, ..Has::default() },
                level: Some(dice.of(&[("Bronze", 1), ("Silver", 2), ("Gold", 3)])),
                rung: Some(Rung { rank: dice.below(4) as u8, of: 3, is_least: dice.below(9) == 0 }),
                path: Some(OnPath {
                    word: dice.of(&["On", "Behind", "Off", "Left"]),
                    path: Some((dice.of(&["go-service", "rust-service", "web-app"]), Some(dice.of(&["1.4", "2.0", "2.4", "3.6", "4.1"])))),
                }),
                lead: Some(Lead::Known(600 + dice.small(1_000))),
                lead_line: (0..13).map(|_| dice.of(&['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ' '])).collect(),
                changed: Some(as_of - chrono::Duration::days(dice.small(20))),
                deployed: Some((as_of - chrono::Duration::days(dice.small(8)), None)),
            })
            .collect();
        let index = Index::with(as_of, &["Bronze", "Silver", "Gold"], &facts);
        let total: usize = index.scripts().map(|script| compressed(&script.text)).sum();
        let first = compressed(&index.main.text);
        println!("{} scripts, the first {} bytes, {first} compressed, all {total}", 1 + index.later.len(), index.main.text.len());
        assert!(index.main.text.len() <= MOST_BYTES);
        // One request after the first, for all that it had no room for.
        let [later] = &index.later[..] else { panic!("{} files", index.later.len()) };
        assert!(
            later.text.len() <= MOST_LATER
                && ["about", "lines", "tags"].iter().all(|what| later.text.contains(&format!("milepost.{what}(")))
        );
        assert!(first <= 54_000, "{first} bytes before anything can be filtered");
    }
}
