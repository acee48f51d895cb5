//! Search: what was found for a query, and without one everything from A to Z.

use super::{Page, Sheet, Shown, initial, letter};
use crate::site::Site;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::paging::{self, Paging};
use crate::site::rows::Linked;
use crate::site::search::{Entry, Group, code_search};
use crate::site::weights::Weights;
use crate::site::wording;
use serde::Serialize;
use std::collections::BTreeMap;
use tera::Value;

/// How many names a page holds.
const PER_PAGE: usize = 300;

/// `/search/`
pub struct Search;

#[derive(Serialize)]
struct View {
    action: String,
    count: String,
    letters: Vec<Linked>,
    parts: Vec<Part>,
    pages: Vec<Linked>,
    /// Where the host searches code; what is looked for comes behind it.
    code: Option<Linked>,
}

/// The names under one letter, as far as they stand on this page.
#[derive(Serialize)]
struct Part {
    id: String,
    label: String,
    names: Vec<Name>,
}

#[derive(Serialize)]
struct Name {
    text: String,
    href: String,
    kind: String,
    owner: Option<String>,
}

impl Page for Search {
    fn template(&self) -> &'static str {
        "pages/search.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        paging_of(site).sheets("search/", 0).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let (_, page) = paging::of_sheet(sheet);
        let paging = paging_of(site);
        let all = in_order(site);
        let mut parts: BTreeMap<(usize, char), Vec<Name>> = BTreeMap::new();
        for (group, entry) in &all[paging.range(page)] {
            let name = Name {
                text: entry.name.to_owned(),
                href: links.to(&entry.address),
                kind: group.one.to_owned(),
                owner: entry.owner.as_ref().map(|(name, _)| (*name).to_owned()),
            };
            parts.entry(rank(entry.name)).or_default().push(name);
        }
        let view = View {
            action: links.to("search/"),
            count: wording::counted(all.len() as u64, "name", "names"),
            letters: letters(&all, links),
            parts: parts.into_iter().map(|((_, first), names)| Part { id: id(first), label: letter::label(first), names }).collect(),
            pages: paging.links("search/", page, links),
            code: code_search(site).map(|(text, href)| Linked { text, href: Some(href) }),
        };
        let title = format!("Search{}", paging::title_suffix(page));
        let head = Head {
            title,
            description: format!("Find anything of {}, or read every name from A to Z.", site.portal.organisation.name),
            crumbs: vec![("Home".to_owned(), Some(String::new())), ("Search".to_owned(), None)],
            is_global: true,
            has_own_search: true,
            scripts: vec!["search-results"],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

fn paging_of(site: &Site<'_>) -> Paging {
    Paging { rows: site.named.iter().map(|group| group.entries.len()).sum(), per_page: PER_PAGE }
}

/// Everything that has a name, by letter and then by name.
fn in_order<'s, 'a>(site: &'s Site<'a>) -> Vec<(&'s Group<'a>, &'s Entry<'a>)> {
    let mut all: Vec<_> = site.named.iter().flat_map(|group| group.entries.iter().map(move |entry| (group, entry))).collect();
    all.sort_by_cached_key(|(_, entry)| (rank(entry.name), entry.name.to_lowercase(), entry.address.clone()));
    all
}

/// Where a name stands: letters first, then digits, then all others.
fn rank(name: &str) -> (usize, char) {
    let first = initial(name);
    let place = match first {
        '0' => 1,
        '~' => 2,
        _ => 0,
    };
    (place, first)
}

fn id(first: char) -> String {
    match first {
        '0' => "l-digits".to_owned(),
        '~' => "l-others".to_owned(),
        first => format!("l-{first}"),
    }
}

/// A link to the first name under each letter, on whichever page that is.
fn letters(all: &[(&Group<'_>, &Entry<'_>)], links: &Links) -> Vec<Linked> {
    let mut found: BTreeMap<(usize, char), usize> = BTreeMap::new();
    for (place, (_, entry)) in all.iter().enumerate() {
        found.entry(rank(entry.name)).or_insert(place);
    }
    let link = |((_, first), place): ((usize, char), usize)| {
        let address = format!("{}#{}", paging::page_address("search/", place / PER_PAGE + 1), id(first));
        Linked { text: letter::label(first), href: Some(links.to(&address)) }
    };
    found.into_iter().map(link).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_leads_to_the_page_where_its_names_begin() {
        let names: Vec<String> = (0..310).map(|place| if place < 305 { format!("a{place:03}") } else { format!("b{place}") }).collect();
        let group = Group::default();
        let entries: Vec<Entry<'_>> = names.iter().map(|name| Entry { name, ..Entry::default() }).collect();
        let all: Vec<_> = entries.iter().map(|entry| (&group, entry)).collect();
        let found: Vec<String> = letters(&all, &Links::from("search/", false)).into_iter().filter_map(|link| link.href).collect();
        assert_eq!(found, ["../search/#l-a", "../search/by/page/2/#l-b"]);
    }
}
