//! The catalog as the browser filters it: columns, with words that come back often written once.

use crate::portal::Portal;
use crate::site::assets;
use crate::site::facts::ServiceFacts;
use crate::site::links::path_segment;
use milepost_model::Instant;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many letters of a description a row of the table can show.
const SHOWN_LETTERS: usize = 90;
const DAY: i64 = 86_400;

/// The script that hands the catalog to the browser, and where it is.
#[derive(Debug)]
pub struct Index {
    /// Its address, which changes with its content.
    pub path: String,
    /// Its content.
    pub text: String,
}

/// The columns; `-1` and `0` stand for nothing, as each says.
#[derive(Serialize, Default)]
struct Columns<'a> {
    /// The portal's day, counted from 1970.
    as_of: i64,
    /// Each word of each column, and of owners their name and their page's slug.
    words: BTreeMap<&'static str, Vec<&'a str>>,
    owner_slugs: Vec<String>,
    name: Vec<&'a str>,
    /// The slug, or an empty text where it is the name.
    slug: Vec<String>,
    about: Vec<String>,
    tags: Vec<String>,
    /// Places in the words, `-1` where there is none.
    owner: Vec<i64>,
    system: Vec<i64>,
    #[serde(rename = "type")]
    kind: Vec<i64>,
    lifecycle: Vec<i64>,
    tier: Vec<i64>,
    lang: Vec<i64>,
    /// Bits in the order of the filter's words.
    has: Vec<u8>,
    /// Days since 1970, `-1` where it never happened.
    changed: Vec<i64>,
    deployed: Vec<i64>,
}

/// The words of a column, each once, in order, and the place of each.
struct Words<'a>(BTreeMap<&'a str, i64>);

impl<'a> Words<'a> {
    fn of(values: impl Iterator<Item = Option<&'a str>>) -> Self {
        let mut words: BTreeMap<&str, i64> = values.flatten().map(|word| (word, 0)).collect();
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

impl Index {
    /// The index of all services, in the order of their names.
    pub fn of(portal: &Portal, facts: &[ServiceFacts<'_>]) -> Self {
        let columns = columns(portal, facts);
        let json = serde_json::to_string(&columns).expect("because columns are lists of texts and numbers");
        let text = format!("(globalThis.milepost ??= {{}}).index = {json};\n");
        Self { path: assets::named("catalog", "js", text.as_bytes()), text }
    }
}

fn columns<'a>(portal: &Portal, facts: &'a [ServiceFacts<'_>]) -> Columns<'a> {
    let words = |pick: fn(&'a ServiceFacts<'_>) -> Option<&'a str>| Words::of(facts.iter().map(pick));
    let owners = words(|facts| facts.owner.map(|owner| owner.name));
    let slug = |facts: &'a ServiceFacts<'_>| facts.owner.map(|owner| (owner.name, owner.slug.map(path_segment).unwrap_or_default()));
    let slugs: BTreeMap<&str, String> = facts.iter().filter_map(slug).collect();
    let systems = words(|facts| facts.system);
    let kinds = words(|facts| facts.kind);
    let lifecycles = words(|facts| facts.lifecycle);
    let tiers = words(|facts| facts.tier);
    let languages = words(|facts| facts.language);
    let mut columns = Columns { as_of: portal.as_of.timestamp().div_euclid(DAY), ..Columns::default() };
    for one in facts {
        columns.name.push(one.name);
        let slug = path_segment(&one.service.slug);
        columns.slug.push(if slug == one.name { String::new() } else { slug });
        columns.about.push(cut(one.description.unwrap_or_default()));
        columns.tags.push(one.tags.join(" "));
        columns.owner.push(owners.place(one.owner.map(|owner| owner.name)));
        columns.system.push(systems.place(one.system));
        columns.kind.push(kinds.place(one.kind));
        columns.lifecycle.push(lifecycles.place(one.lifecycle));
        columns.tier.push(tiers.place(one.tier));
        columns.lang.push(languages.place(one.language));
        columns.has.push(one.has.bits());
        columns.changed.push(days(one.changed));
        columns.deployed.push(days(one.deployed.map(|(since, _)| since)));
    }
    columns.owner_slugs = owners.list().into_iter().map(|name| slugs.get(name).cloned().unwrap_or_default()).collect();
    columns.words = BTreeMap::from([
        ("owner", owners.list()),
        ("system", systems.list()),
        ("type", kinds.list()),
        ("lifecycle", lifecycles.list()),
        ("tier", tiers.list()),
        ("lang", languages.list()),
    ]);
    columns
}

fn days(instant: Option<Instant>) -> i64 {
    instant.map_or(-1, |instant| instant.timestamp().div_euclid(DAY))
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN_LETTERS) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
