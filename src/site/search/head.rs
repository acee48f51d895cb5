//! The head index in few letters: thousands of names must arrive before somebody has finished a word.
//!
//! `search-head.js` reads what is written here; `tests/js/search-head.json` is for both.

use super::elsewhere::code_search;
use super::entries::{Entry, Group, Marks, ON_ITS_PAGE};
use super::synonyms::synonyms;
use crate::site::Site;
use crate::site::exports::packed;
use crate::site::icons::ICONS;
use crate::site::weights::gzipped;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How many letters of a sentence a row shows.
const SHOWN_LETTERS: usize = 72;
/// With sentences the index may have so many bytes as it is sent; beyond that the sort and the owner must do.
const MOST_BYTES: u64 = 64_000;
/// So many runbooks may lie in places that no other shares before their services' pages have to lead there.
const MOST_SINGLE: usize = 64;

/// The folder of the services' pages, by which their group is known.
const SERVICES: &str = "catalog/";

/// What the script holds.
#[derive(Debug, Serialize)]
struct Packed<'a> {
    /// The owners' names, and the addresses of their pages; empty where there is none.
    owners: String,
    owner_pages: String,
    /// What comes before the last part of the repositories' addresses.
    hosts: String,
    /// The pages below those of services: label and folder.
    tabs: Vec<(&'static str, &'static str)>,
    /// The drawings of the icons that are named.
    icons: BTreeMap<&'static str, &'static str>,
    groups: Vec<PackedGroup<'a>>,
    #[serde(flatten)]
    besides: &'a Besides,
}

/// What the browser knows besides names.
#[derive(Debug, Default, Serialize)]
pub struct Besides {
    /// Words that mean the same.
    synonyms: Vec<Vec<String>>,
    /// What the search of code is called, and where it is.
    code: Option<(String, String)>,
    /// Where people ask.
    ask: Option<String>,
}

impl Besides {
    /// Of this site.
    pub fn of(site: &Site<'_>) -> Self {
        Self { synonyms: synonyms(&site.settings.synonyms), code: code_search(site), ask: site.settings.ask.clone() }
    }
}

/// Things of one sort: a list for each column, one entry for each thing, and what does not follow by place.
#[derive(Debug, Serialize)]
struct PackedGroup<'a> {
    label: &'a str,
    one: &'a str,
    icon: &'static str,
    folder: &'a str,
    count: usize,
    name: String,
    /// Where the address does not follow from folder and name: the part below the folder, or all of it.
    slug: BTreeMap<usize, String>,
    address: BTreeMap<usize, &'a str>,
    alias: BTreeMap<usize, &'a str>,
    /// Where pages lie below those of services: how many services on from the one before, and the rest of the address.
    #[serde(skip_serializing_if = "String::is_empty")]
    of: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    tails: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    tail: String,
    /// The owner; as many as there are stands for that of the service.
    owner: String,
    sorts: String,
    sort: String,
    marks: String,
    tabs: String,
    /// Where runbooks are, each place once, and which of them each thing has.
    runbooks: String,
    runbook: String,
    host: String,
    /// The last part of the repository's address, where it is not the name.
    repository: BTreeMap<usize, &'a str>,
    about: String,
    /// Of actions: the place, the input that takes a service's name, and the services' places; nothing for every one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    starts: Vec<(usize, Option<&'a str>, Option<String>)>,
}

/// The script that hands the head index over.
pub fn script(groups: &[Group<'_>], besides: &Besides) -> String {
    let full = written(&pack(groups, besides, true));
    if gzipped(full.as_bytes()) <= MOST_BYTES { full } else { written(&pack(groups, besides, false)) }
}

fn written(packed: &Packed<'_>) -> String {
    let json = serde_json::to_string(packed).expect("because columns are texts and numbers");
    format!("(globalThis.milepost ??= {{}}).searchIndex = {json};\n")
}

/// Texts in order, each once, and the place of each.
struct Words<'a>(BTreeMap<&'a str, i64>);

impl<'a> Words<'a> {
    fn of(texts: impl Iterator<Item = &'a str>) -> Self {
        let all: BTreeSet<&str> = texts.collect();
        Self(all.into_iter().zip(0..).collect())
    }

    fn place(&self, text: Option<&str>) -> i64 {
        text.and_then(|text| self.0.get(text)).copied().unwrap_or(-1)
    }

    fn packed(&self) -> String {
        packed::words(&self.0.keys().copied().collect::<Vec<_>>())
    }
}

fn pack<'a>(groups: &'a [Group<'a>], besides: &'a Besides, has_abouts: bool) -> Packed<'a> {
    let all = || groups.iter().flat_map(|group| &group.entries);
    let owners = Words::of(all().filter_map(|entry| entry.owner.as_ref()).map(|(name, _)| *name));
    let mut pages: BTreeMap<&str, &str> = owners.0.keys().map(|name| (*name, "")).collect();
    for (name, page) in all().filter_map(|entry| entry.owner.as_ref()) {
        pages.insert(name, page.as_deref().unwrap_or_default());
    }
    let hosts = Words::of(all().filter_map(|entry| repository(entry)).map(|(host, _)| host));
    let mut tabs: Vec<(&str, &str)> = Vec::new();
    for tab in all().flat_map(|entry| &entry.tabs) {
        if !tabs.contains(tab) {
            tabs.push(*tab);
        }
    }
    let services = Services::of(groups);
    let named: BTreeSet<&str> =
        groups.iter().map(|group| group.icon).chain(["book", "link", "pager", "repo", "search", "term", "users"]).collect();
    Packed {
        owners: owners.packed(),
        owner_pages: packed::texts(&pages.into_values().collect::<Vec<_>>()),
        hosts: hosts.packed(),
        icons: ICONS.iter().filter(|(name, _)| named.contains(name)).copied().collect(),
        groups: groups.iter().map(|group| pack_group(group, &services, (&owners, &hosts), &tabs, has_abouts)).collect(),
        tabs,
        besides,
    }
}

fn pack_group<'a>(
    group: &'a Group<'a>,
    services: &Services<'_>,
    (owners, hosts): (&Words<'_>, &Words<'_>),
    tabs: &[(&str, &str)],
    has_abouts: bool,
) -> PackedGroup<'a> {
    let entries = &group.entries;
    let below: Vec<Option<(usize, &str)>> = entries.iter().map(|entry| services.above(&entry.address)).collect();
    let has_below = below.iter().any(Option::is_some);
    let tails = Words::of(below.iter().flatten().map(|(_, tail)| *tail));
    let owner = |(entry, below): (&Entry<'a>, &Option<(usize, &str)>)| {
        let name = entry.owner.as_ref().map(|(name, _)| *name);
        let is_same = below.is_some_and(|(row, _)| name.is_some() && services.owner(row) == name);
        if is_same { i64::try_from(owners.0.len()).unwrap_or(-1) } else { owners.place(name) }
    };
    let column = |value: &dyn Fn(&Entry<'a>) -> i64| packed::numbers(&entries.iter().map(value).collect::<Vec<_>>());
    let sorts = Words::of(entries.iter().filter_map(|entry| entry.sort));
    let (mut slug, mut address) = (BTreeMap::new(), BTreeMap::new());
    for (row, entry) in entries.iter().enumerate() {
        match entry.address.strip_prefix(&group.folder).and_then(|rest| rest.strip_suffix('/')) {
            Some(rest) if rest == packed::plain_slug(entry.name) => {}
            Some(rest) => {
                slug.insert(row, rest.to_owned());
            }
            None if below[row].is_some() => {}
            None => {
                address.insert(row, entry.address.as_str());
            }
        }
    }
    let others = entries.iter().enumerate().filter_map(|(row, entry)| Some((row, entry, repository(entry)?.1)));
    let runbooks = runbooks(entries);
    let places = Words::of(runbooks.iter().flatten().copied());
    let about: Vec<String> = entries.iter().map(|entry| cut(entry.about.as_deref().unwrap_or_default())).collect();
    PackedGroup {
        label: &group.label,
        one: group.one,
        icon: group.icon,
        folder: &group.folder,
        count: entries.len(),
        name: packed::texts(&entries.iter().map(|entry| entry.name).collect::<Vec<_>>()),
        slug,
        address,
        alias: entries.iter().enumerate().filter_map(|(row, entry)| Some((row, entry.alias?))).collect(),
        of: if has_below { packed::numbers(&steps(&below)) } else { String::new() },
        tails: if has_below { tails.packed() } else { String::new() },
        tail: if has_below {
            packed::numbers(&below.iter().map(|below| tails.place(below.map(|(_, tail)| tail))).collect::<Vec<_>>())
        } else {
            String::new()
        },
        owner: packed::numbers(&entries.iter().zip(&below).map(owner).collect::<Vec<_>>()),
        sorts: sorts.packed(),
        sort: column(&|entry| sorts.place(entry.sort)),
        marks: column(&|entry| bits(entry.marks)),
        tabs: column(&|entry| (0..).zip(tabs).filter(|(_, tab)| entry.tabs.contains(tab)).map(|(bit, _)| 1 << bit).sum()),
        runbooks: places.packed(),
        runbook: packed::numbers(&runbooks.iter().map(|place| places.place(*place)).collect::<Vec<_>>()),
        host: column(&|entry| hosts.place(repository(entry).map(|(host, _)| host))),
        repository: others.filter(|(_, entry, last)| *last != entry.name).map(|(row, _, last)| (row, last)).collect(),
        starts: entries.iter().enumerate().filter_map(|(row, entry)| started(row, entry)).collect(),
        about: if has_abouts { about.join("\n") } else { String::new() },
    }
}

/// The services, which come first of all: much lies below their pages.
struct Services<'g>(Option<&'g Group<'g>>, HashMap<&'g str, usize>);

impl<'g> Services<'g> {
    fn of(groups: &'g [Group<'g>]) -> Self {
        let services = groups.first().filter(|group| group.folder == SERVICES);
        let entries = services.iter().flat_map(|group| &group.entries);
        Self(services, entries.enumerate().map(|(row, entry)| (entry.address.as_str(), row)).collect())
    }

    /// The service that an address lies below, and the rest of the address.
    fn above<'e>(&self, address: &'e str) -> Option<(usize, &'e str)> {
        let (end, _) = address.match_indices('/').nth(1)?;
        let (of, tail) = address.split_at(end + 1);
        Some((*self.1.get(of)?, tail)).filter(|_| !tail.is_empty())
    }

    fn owner(&self, row: usize) -> Option<&str> {
        self.0?.entries.get(row)?.owner.as_ref().map(|(name, _)| *name)
    }
}

/// How far each service is from the one before, and `-1` where there is none: what has services has them in their order.
fn steps(below: &[Option<(usize, &str)>]) -> Vec<i64> {
    let mut before = 0;
    let step = |below: &Option<(usize, &str)>| {
        let Some((row, _)) = below else { return -1 };
        let row = i64::try_from(*row).unwrap_or(0);
        let step = row - std::mem::replace(&mut before, row);
        if step < 0 { -2 * step - 1 } else { 2 * step }
    };
    below.iter().map(step).collect()
}

/// How an action is started for a service.
fn started<'e>(row: usize, entry: &'e Entry<'_>) -> Option<(usize, Option<&'e str>, Option<String>)> {
    let starts = entry.starts.as_ref()?;
    Some((row, starts.field, starts.services.clone().map(|services| packed::lists(&[services]))))
}

/// The repository's address up to its last part, and that.
fn repository<'e>(entry: &'e Entry<'_>) -> Option<(&'e str, &'e str)> {
    entry.repository.as_deref()?.rsplit_once('/')
}

fn bits(marks: Marks) -> i64 {
    i64::from(marks.is_vital) | i64::from(marks.is_leaving) << 1
}

/// Where each thing's runbook is: in one of the places that several share, or, of many single ones, where its own page
/// names it, since each of them would stand in the index for one reader.
fn runbooks<'e>(entries: &'e [Entry<'_>]) -> Vec<Option<&'e str>> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for place in entries.iter().filter_map(|entry| entry.runbook.as_deref()) {
        *uses.entry(place).or_default() += 1;
    }
    let are_few = uses.values().filter(|uses| **uses == 1).count() <= MOST_SINGLE;
    let shared = |place| if are_few || uses.get(place).is_some_and(|uses| *uses > 1) { place } else { ON_ITS_PAGE };
    entries.iter().map(|entry| entry.runbook.as_deref().map(shared)).collect()
}

/// A sentence in one line of the length that a row can show.
fn cut(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    match text.char_indices().nth(SHOWN_LETTERS) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::super::entries::Starts;
    use super::*;
    use serde_json::{Value, json};

    fn groups() -> Vec<Group<'static>> {
        let service = |name, address: &str, marks| Entry {
            name,
            address: address.to_owned(),
            owner: Some(("Tracking", Some("teams/tracking/".to_owned()))),
            sort: Some("library"),
            marks,
            tabs: vec![("API", "api/")],
            repository: Some(format!("https://github.com/lumenfreight/{}", if name == "Notify" { "notify-hub" } else { name })),
            about: Some("Pulls status events\nfrom 38 carriers".to_owned()),
            ..Entry::default()
        };
        let vital = Marks { is_vital: true, ..Marks::default() };
        let services = vec![
            Entry { runbook: Some("@docs/runbook/".to_owned()), ..service("carrier-sync", "catalog/carrier-sync/", vital) },
            Entry { alias: Some("notify-hub"), ..service("Notify", "catalog/notify-hub/", Marks::default()) },
        ];
        let person =
            Entry { name: "Ines Varga", address: "teams/tracking/#mb".to_owned(), owner: Some(("Nobody", None)), ..Entry::default() };
        let api = |name, of: usize, tail: &str| Entry {
            name,
            address: format!("{}{tail}", services[of].address),
            owner: Some(("Tracking", Some("teams/tracking/".to_owned()))),
            ..Entry::default()
        };
        let alone = Entry { name: "Rates", address: "entities/api/rates/".to_owned(), ..Entry::default() };
        let apis = vec![api("Notify API", 1, "api/openapi/"), api("Pull", 0, "api/grpc/"), alone];
        let group = |label: &str, one, folder: &str, entries| Group {
            label: label.to_owned(),
            one,
            icon: "users",
            folder: folder.to_owned(),
            entries,
        };
        let starts = |field, services| Some(Starts { field, services });
        let action = |name, starts| Entry { name, address: format!("actions/{}/", packed::plain_slug(name)), starts, ..Entry::default() };
        let actions = vec![action("Deploy", starts(None, Some(vec![0]))), action("Roll back", starts(Some("service"), None))];
        vec![
            group("Services", "service", SERVICES, services),
            group("APIs", "API", "entities/api/", apis),
            group("People", "person", "entities/user/", vec![person]),
            group("Actions", "action", "actions/", actions),
        ]
    }

    #[test]
    fn what_is_written_is_what_the_browsers_tests_read() {
        let besides = Besides { synonyms: vec![vec!["k8s".to_owned(), "kubernetes".to_owned()]], code: None, ask: None };
        let text = script(&groups(), &besides);
        let json =
            text.strip_prefix("(globalThis.milepost ??= {}).searchIndex = ").and_then(|text| text.strip_suffix(";\n")).expect("a script");
        let mut written: Value = serde_json::from_str(json).expect("because it is JSON");
        // Drawings are the same for everybody and would only make the file longer.
        written["icons"] = json!({});
        let expected: Value = serde_json::from_str(include_str!("../../../tests/js/search-head.json")).expect("because the file is JSON");
        assert_eq!(written, expected, "{written}");
    }

    #[test]
    fn of_many_runbooks_in_places_of_their_own_only_the_page_of_the_service_is_named() {
        let entry = |place: String| Entry { name: "a", runbook: Some(place), ..Entry::default() };
        let few = [entry("@docs/runbook/".to_owned()), entry("https://books.example/*".to_owned()), Entry::default()];
        assert_eq!(runbooks(&few), [Some("@docs/runbook/"), Some("https://books.example/*"), None]);
        let mut many: Vec<_> = (0..=MOST_SINGLE).map(|n| entry(format!("https://books.example/{n}"))).collect();
        many.extend([entry("@docs/runbook/".to_owned()), entry("@docs/runbook/".to_owned())]);
        let found = runbooks(&many);
        assert_eq!((found[0], found[MOST_SINGLE + 1]), (Some(ON_ITS_PAGE), Some("@docs/runbook/")));
    }

    #[test]
    fn with_too_many_sentences_the_names_stay_and_the_sentences_go() {
        let names: Vec<String> = (0..6_000).map(|n| blake3::hash(&u32::to_le_bytes(n)).to_hex().to_string()).collect();
        let entry = |name: &'static str| Entry { name, about: Some(name.repeat(2)), ..Entry::default() };
        let names: &'static [String] = Vec::leak(names.iter().map(|name| name[..12].to_owned()).collect());
        let group = Group { label: "Services".to_owned(), entries: names.iter().map(|name| entry(name)).collect(), ..Group::default() };
        let text = script(&[group], &Besides::default());
        assert!(text.contains("\"about\":\"\""));
    }
}
