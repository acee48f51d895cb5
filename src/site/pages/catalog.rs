//! The catalog: every service in one table, with facets.

use super::{Page, Sheet, Shown, initial, letter};
use crate::site::Site;
use crate::site::facts::{Has, ServiceFacts};
use crate::site::layout::Head;
use crate::site::links::{Links, catalog_query, path_segment};
use crate::site::rows::{Linked, Row};
use crate::site::weights::Weights;
use crate::site::wording;
use milepost_model::EntityKind;
use serde::Serialize;
use std::collections::BTreeMap;
use tera::Value;

/// How many rows the page holds before letters take over.
pub const MOST_ROWS: usize = 500;
/// How many values of a facet are seen before one asks for more.
const SEEN_VALUES: usize = 8;
/// How many it has at all: rarer ones are found by typing `key:value`.
const MOST_VALUES: usize = 300;
const MOST_TAGS: usize = 60;

/// `/catalog/`
pub struct Catalog;

#[derive(Serialize)]
struct View {
    lede: String,
    rows: Vec<Row>,
    total: u64,
    total_words: String,
    is_whole: bool,
    letters: Vec<Linked>,
    lists: Vec<Linked>,
    facets: Vec<Facet>,
    method: String,
    csv: String,
    json: String,
}

#[derive(Serialize)]
struct Facet {
    key: &'static str,
    legend: &'static str,
    values: Vec<FacetValue>,
    more: Vec<FacetValue>,
    /// How many rare values are left to the search field.
    cut: u64,
}

#[derive(Serialize)]
struct FacetValue {
    value: String,
    label: String,
    count: String,
}

impl Page for Catalog {
    fn template(&self) -> &'static str {
        "pages/catalog.html"
    }

    fn sheets(&self, _: &Site<'_>) -> Vec<Sheet> {
        Sheet::only("catalog/")
    }

    fn show(&self, site: &Site<'_>, _: &Sheet, links: &Links, _: &Weights) -> Shown {
        let view = View {
            lede: lede(site),
            rows: site.facts.iter().take(MOST_ROWS).map(|facts| Row::new(facts, links)).collect(),
            total: site.facts.len() as u64,
            total_words: wording::number(site.facts.len() as u64),
            is_whole: site.facts.len() <= MOST_ROWS,
            letters: letter_links(site, links),
            lists: super::by::key_links(links, None),
            facets: facets(&site.facts),
            method: links.to("delivery/method/"),
            csv: links.to("data/catalog.csv"),
            json: links.to("data/catalog.json"),
        };
        let head = Head {
            title: "Catalog".to_owned(),
            description: format!(
                "Every service of {}: its owner, level, golden path, lead time and last deployment.",
                site.portal.organisation.name
            ),
            crumbs: vec![("Home".to_owned(), Some(String::new())), ("Catalog".to_owned(), None)],
            nav: Some("Catalog"),
            is_global: true,
            scripts: vec!["catalog"],
            needs_index: true,
            has_own_search: true,
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

/// `214 services, 96 APIs and 31 systems at Lumen Freight, read from their repositories.`
fn lede(site: &Site<'_>) -> String {
    let of_kind = |kind: &str| site.portal.catalog.entities.keys().filter(|reference| reference.kind == kind).count() as u64;
    let mut parts = vec![wording::counted(site.facts.len() as u64, "service", "services")];
    for (kind, one, many) in
        [(EntityKind::API, "API", "APIs"), (EntityKind::RESOURCE, "resource", "resources"), (EntityKind::SYSTEM, "system", "systems")]
    {
        let count = of_kind(kind);
        if count > 0 {
            parts.push(wording::counted(count, one, many));
        }
    }
    let last = parts.pop().unwrap_or_default();
    let list = if parts.is_empty() { last } else { format!("{} and {last}", parts.join(", ")) };
    format!("{list} at {}, read from their repositories.", site.portal.organisation.name)
}

/// Links to the pages by first letter, where one page is not enough.
pub fn letter_links(site: &Site<'_>, links: &Links) -> Vec<Linked> {
    if site.facts.len() <= MOST_ROWS {
        return Vec::new();
    }
    let mut letters: Vec<char> = site.facts.iter().map(|facts| initial(facts.name)).collect();
    letters.sort_unstable();
    letters.dedup();
    letters.into_iter().map(|letter| Linked { text: letter::label(letter), href: Some(links.to(&letter::address(letter, 1))) }).collect()
}

fn facets(all: &[ServiceFacts<'_>]) -> Vec<Facet> {
    let owner = |facts: &ServiceFacts<'_>| {
        facts.owner.map(|owner| (owner.slug.map_or_else(|| owner.name.to_owned(), path_segment), owner.name.to_owned()))
    };
    let plain =
        |pick: fn(&ServiceFacts<'_>) -> Option<String>| counts(all.iter().map(|facts| pick(facts).map(|text| (text.clone(), text))));
    let tier = |facts: &ServiceFacts<'_>| {
        facts.tier.map(|tier| {
            (tier.to_owned(), if tier.starts_with(|c: char| c.is_ascii_digit()) { format!("Tier {tier}") } else { tier.to_owned() })
        })
    };
    let has = Has::WORDS
        .iter()
        .enumerate()
        .map(|(bit, (word, label))| (wording::number(all.iter().filter(|facts| facts.has.flags()[bit]).count() as u64), *word, *label));
    let has = has.map(|(count, word, label)| FacetValue { value: word.to_owned(), label: label.to_owned(), count }).collect();
    let mut facets = vec![
        facet("owner", "Owner", counts(all.iter().map(owner)), Some("No owner"), true),
        facet("system", "System", plain(|facts| facts.system.map(str::to_owned)), Some("In no system"), true),
        by_rank(all, facet("level", "Level", plain(|facts| facts.level.map(|(name, _)| name.to_owned())), Some("No level"), false)),
        facet("path", "Golden path", plain(|facts| facts.path.map(|path| path.word.to_owned())), Some("Not for it"), true),
        facet("lifecycle", "Lifecycle", plain(|facts| facts.lifecycle.map(str::to_owned)), Some("Not said"), true),
        facet("tier", "Tier", counts(all.iter().map(tier)), Some("No tier"), false),
        facet("type", "Type", plain(|facts| facts.kind.map(str::to_owned)), None, true),
        facet("lang", "Language", plain(|facts| facts.language.map(str::to_owned)), None, true),
        Facet { key: "has", legend: "Has", values: has, more: Vec::new(), cut: 0 },
        facet("data", "Data class", plain(|facts| facts.data_class.map(str::to_owned)), Some("Not said"), true),
        facet("tag", "Tag", tags(all), None, true),
    ];
    // A facet that says “none” of everything helps nobody.
    facets.retain(|facet| facet.values.iter().any(|value| value.value != "none"));
    facets
}

/// Levels stand in their own order, the highest first, before those that have none.
fn by_rank(all: &[ServiceFacts<'_>], mut facet: Facet) -> Facet {
    let ranks: BTreeMap<String, u8> = all.iter().filter_map(|facts| facts.level).map(|(name, rank)| (name.to_lowercase(), rank)).collect();
    facet.values.append(&mut facet.more);
    facet.values.sort_by_key(|value| std::cmp::Reverse(ranks.get(&value.value).copied()));
    facet
}

/// How often each value comes, with its label; nothing stands under an empty value.
type Counts = BTreeMap<(String, String), u64>;

fn counts(values: impl Iterator<Item = Option<(String, String)>>) -> Counts {
    let mut counts = Counts::new();
    for value in values {
        *counts.entry(value.unwrap_or_default()).or_default() += 1;
    }
    counts
}

/// How often each tag comes; a tag with a space in it cannot be ticked, since the browser's list separates by spaces.
fn tags(all: &[ServiceFacts<'_>]) -> Counts {
    let tags = all.iter().flat_map(|facts| facts.tags.iter().filter(|tag| !tag.contains(' ')));
    counts(tags.map(|tag| Some(((*tag).to_owned(), (*tag).to_owned()))))
}

fn facet(key: &'static str, legend: &'static str, mut counts: Counts, none: Option<&str>, by_count: bool) -> Facet {
    let without = counts.remove(&(String::new(), String::new()));
    let mut sorted: Vec<((String, String), u64)> = counts.into_iter().collect();
    if by_count {
        sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.1.cmp(&b.0.1)));
    }
    let view =
        |((value, label), count): ((String, String), u64)| FacetValue { value: value.to_lowercase(), label, count: wording::number(count) };
    let most = if key == "tag" { MOST_TAGS } else { MOST_VALUES };
    let cut = sorted.len().saturating_sub(most) as u64;
    let mut values: Vec<FacetValue> = sorted.into_iter().take(most).map(view).collect();
    let mut more = values.split_off(values.len().min(SEEN_VALUES));
    if let (Some(label), Some(count)) = (none, without) {
        let nothing = FacetValue { value: "none".to_owned(), label: label.to_owned(), count: wording::number(count) };
        values.push(nothing);
    }
    // A single hidden value takes as much room as the words that hide it.
    if more.len() == 1 {
        values.append(&mut more);
    }
    Facet { key, legend, values, more, cut }
}

/// The catalog's address with a filter, as seen from a page.
pub fn filtered(links: &Links, terms: &[(&str, &str)]) -> String {
    links.to(&catalog_query(terms))
}
