//! The catalog by owner, by system and so on: what the facets do, for readers without scripts.

use super::catalog::MOST_ROWS;
use super::{Page, Sheet, Shown};
use crate::site::facts::ServiceFacts;
use crate::site::layout::Head;
use crate::site::links::{Links, catalog_query, path_segment};
use crate::site::paging::{self, Paging};
use crate::site::rows::{Linked, Row};
use crate::site::weights::Weights;
use crate::site::{Site, wording};
use serde::Serialize;
use std::collections::BTreeMap;
use tera::Value;

/// How many values a page of them holds.
const VALUES: usize = 300;
/// What stands in an address for having none; no name becomes it, since a slug has no `~` in front.
const NONE: &str = "~none";

/// What services are listed by: the key of the filter, its name, and the words for having none.
pub struct Key {
    /// As the filter writes it.
    pub word: &'static str,
    /// For people.
    pub label: &'static str,
    /// For those that have none.
    none: &'static str,
    pick: for<'f> fn(&'f ServiceFacts<'_>) -> Option<&'f str>,
}

/// Every key, in the order of the facets.
pub const KEYS: &[Key] = &[
    Key { word: "owner", label: "Owner", none: "No owner", pick: |facts| facts.owner.map(|owner| owner.name) },
    Key { word: "system", label: "System", none: "In no system", pick: |facts| facts.system },
    Key { word: "level", label: "Level", none: "No level", pick: |facts| facts.level.map(|(name, _)| name) },
    Key { word: "path", label: "Golden path", none: "No golden path is for it", pick: |facts| facts.path.map(|path| path.word) },
    Key { word: "lifecycle", label: "Lifecycle", none: "Lifecycle not said", pick: |facts| facts.lifecycle },
    Key { word: "tier", label: "Tier", none: "No tier", pick: |facts| facts.tier },
    Key { word: "type", label: "Type", none: "Type not said", pick: |facts| facts.kind },
    Key { word: "lang", label: "Language", none: "Language not known", pick: |facts| facts.language },
    Key { word: "data", label: "Data class", none: "Data class not said", pick: |facts| facts.data_class },
];

/// The services of one value.
#[derive(Debug)]
pub struct Group {
    label: Option<String>,
    slug: String,
    services: Vec<usize>,
}

/// Every value of every key, in the order of the keys.
pub type Values = Vec<Vec<Group>>;

/// Gathers which services have which value.
pub fn values(facts: &[ServiceFacts<'_>]) -> Values {
    let of_key = |key: &Key| {
        let mut found: BTreeMap<String, Group> = BTreeMap::new();
        for (place, facts) in facts.iter().enumerate() {
            let label = (key.pick)(facts);
            let slug = label.map_or_else(|| NONE.to_owned(), path_segment);
            let value = || Group { label: label.map(str::to_owned), slug: slug.clone(), services: Vec::new() };
            found.entry(slug.clone()).or_insert_with(value).services.push(place);
        }
        found.into_values().collect()
    };
    KEYS.iter().map(of_key).collect()
}

/// The places of the services that have a value of the key with that number.
pub fn of_value<'s>(site: &'s Site<'_>, number: usize, value: &str) -> Option<&'s [usize]> {
    let slug = path_segment(value);
    let groups = site.values.get(number)?;
    let at = groups.binary_search_by(|group| group.slug.as_str().cmp(&slug)).ok()?;
    Some(&groups[at].services)
}

/// The address of the services with a value.
pub fn address(key: &str, value: &str, page: usize) -> String {
    let list = format!("catalog/by/{key}/{}/", path_segment(value));
    if page == 1 { list } else { format!("{list}by/page/{page}/") }
}

/// `/catalog/by/<key>/`
pub struct ByKey;

/// `/catalog/by/<key>/<value>/`
pub struct ByValue;

#[derive(Serialize)]
struct KeyView {
    label: &'static str,
    values: Vec<ValueRow>,
    pages: Vec<Linked>,
    keys: Vec<Linked>,
}

#[derive(Serialize)]
struct ValueRow {
    name: Linked,
    count: String,
}

impl Page for ByKey {
    fn template(&self) -> &'static str {
        "pages/by-key.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let list = |(number, key): (usize, &Key)| key_paging(site, number).sheets(&key_address(key), number).collect::<Vec<_>>();
        KEYS.iter().enumerate().flat_map(list).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let (number, page) = paging::of_sheet(sheet);
        let key = &KEYS[number];
        let paging = key_paging(site, number);
        let row = |value: &Group| ValueRow {
            name: Linked {
                text: value.label.clone().unwrap_or_else(|| key.none.to_owned()),
                href: Some(links.to(&format!("{}{}/", key_address(key), value.slug))),
            },
            count: wording::counted(value.services.len() as u64, "service", "services"),
        };
        let view = KeyView {
            label: key.label,
            values: site.values[number][paging.range(page)].iter().map(row).collect(),
            pages: paging.links(&key_address(key), page, links),
            keys: key_links(links, Some(key.word)),
        };
        let title = format!("Services by {}", key.label.to_lowercase());
        let head = Head {
            title: format!("{title}{}", paging::title_suffix(page)),
            description: format!("Every {} and how many services it has.", key.label.to_lowercase()),
            crumbs: vec![("Home".to_owned(), Some(String::new())), ("Catalog".to_owned(), Some("catalog/".to_owned())), (title, None)],
            nav: Some("Catalog"),
            is_global: true,
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

#[derive(Serialize)]
struct ValueView {
    title: String,
    label: &'static str,
    count: String,
    rows: Vec<Row>,
    pages: Vec<Linked>,
    keys: Vec<Linked>,
    filtered: String,
}

impl Page for ByValue {
    fn template(&self) -> &'static str {
        "pages/by-value.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let mut sheets = Vec::new();
        for (number, (list, value)) in flat(site).enumerate() {
            let address = format!("{}{}/", key_address(&KEYS[list]), value.slug);
            sheets.extend(Paging { rows: value.services.len(), per_page: MOST_ROWS }.sheets(&address, number));
        }
        sheets
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let (number, page) = paging::of_sheet(sheet);
        let (list, value) = flat(site).nth(number).expect("because sheets are made from the same list");
        let key = &KEYS[list];
        let paging = Paging { rows: value.services.len(), per_page: MOST_ROWS };
        let name = value.label.clone().unwrap_or_else(|| key.none.to_owned());
        let title = if value.label.is_some() { format!("{}: {name}", key.label) } else { name };
        let term = value.label.as_deref().map_or_else(|| "none".to_owned(), str::to_lowercase);
        let view = ValueView {
            title: title.clone(),
            label: key.label,
            count: wording::counted(value.services.len() as u64, "service", "services"),
            rows: value.services[paging.range(page)].iter().map(|place| Row::new(&site.facts[*place], links)).collect(),
            pages: paging.links(&format!("{}{}/", key_address(key), value.slug), page, links),
            keys: key_links(links, None),
            filtered: links.to(&catalog_query(&[(key.word, &term)])),
        };
        let head = Head {
            title: format!("{title}, services{}", paging::title_suffix(page)),
            description: format!("Services by {}: {title}.", key.label.to_lowercase()),
            crumbs: vec![
                ("Home".to_owned(), Some(String::new())),
                ("Catalog".to_owned(), Some("catalog/".to_owned())),
                (format!("By {}", key.label.to_lowercase()), Some(key_address(key))),
                (title, None),
            ],
            nav: Some("Catalog"),
            is_global: true,
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

fn flat<'s>(site: &'s Site<'_>) -> impl Iterator<Item = (usize, &'s Group)> {
    site.values.iter().enumerate().flat_map(|(list, values)| values.iter().map(move |value| (list, value)))
}

fn key_paging(site: &Site<'_>, number: usize) -> Paging {
    Paging { rows: site.values[number].len(), per_page: VALUES }
}

fn key_address(key: &Key) -> String {
    format!("catalog/by/{}/", key.word)
}

/// Links to the lists by each key; the current one has none.
pub fn key_links(links: &Links, current: Option<&str>) -> Vec<Linked> {
    let link = |key: &Key| Linked {
        text: format!("By {}", key.label.to_lowercase()),
        href: (current != Some(key.word)).then(|| links.to(&key_address(key))),
    };
    KEYS.iter().map(link).collect()
}
