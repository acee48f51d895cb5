//! The reference of an API: one page, or a page for each group where one would be too heavy.

use super::service_tabs::{TabView, tabs};
use super::{Page, Sheet, Shown, api_parts};
use crate::portal::api::{Description, Operation};
use crate::portal::prose;
use crate::site::Site;
use crate::site::apis::{GroupView, Holds, OperationLine, Shelf, TypeView, Writer, group_lines, operation, types};
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::{Linked, service_address};
use crate::site::source_links;
use crate::site::weights::Weights;
use crate::site::wording;
use api_parts::{AboutApi, Broken, FindingView};
use serde::Serialize;
use tera::Value;

/// How many types are named in the list of contents.
const MOST_NAMED: usize = 400;

/// `/catalog/<service>/api/<api>/` and what lies below
pub struct Api;

#[derive(Serialize)]
struct View {
    title: String,
    part: Option<String>,
    format: String,
    version: Option<String>,
    counts: String,
    tabs: Vec<TabView>,
    home: Linked,
    description: Option<String>,
    broken: Option<Broken>,
    about: Option<AboutApi>,
    findings: Vec<FindingView>,
    contents: Vec<ContentsView>,
    groups: Vec<GroupView>,
    types: Vec<TypeView>,
    type_links: Vec<Linked>,
    type_links_more: u64,
    pages: Vec<Linked>,
    previous: Option<Linked>,
    next: Option<Linked>,
    raw: Vec<Linked>,
    sources: Vec<Linked>,
}

/// A group in the list of contents.
#[derive(Serialize)]
struct ContentsView {
    name: String,
    href: String,
    operations: Vec<OperationLine>,
}

impl Page for Api {
    fn template(&self) -> &'static str {
        "pages/api.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let leaves = site.apis.shelves.iter().flat_map(|shelf| &shelf.leaves);
        leaves.enumerate().map(|(which, leaf)| Sheet { address: leaf.address.clone(), which }).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let (shelf, leaf) = find(site, sheet.which);
        let view = view(site, shelf, leaf, links);
        let owner = shelf.api.service.as_ref().and_then(|service| site.facts_of(service));
        let mut crumbs = vec![("Home".to_owned(), Some(String::new())), ("Catalog".to_owned(), Some("catalog/".to_owned()))];
        if let Some(facts) = owner {
            let home = service_address(&facts.service.slug);
            crumbs.extend([(facts.name.to_owned(), Some(home.clone())), ("API".to_owned(), Some(format!("{home}api/")))]);
        }
        let title = &shelf.api.title;
        let part = &shelf.leaves[leaf].title;
        if part.is_empty() {
            crumbs.push((title.clone(), None));
        } else {
            crumbs.extend([(title.clone(), Some(shelf.address.clone())), (part.clone(), None)]);
        }
        let whose = owner.map_or_else(String::new, |facts| format!(" of {}", facts.name));
        let what = if part.is_empty() { String::new() } else { format!("{part}: ") };
        // Two APIs of a service may have one title; their places differ.
        let head = Head {
            title: format!("{what}{title}{whose} ({})", shelf.api.slug),
            description: format!("{what}{title}{whose}: {}", view.counts),
            crumbs,
            nav: Some("Catalog"),
            newest: owner.and_then(|facts| site.portal.figures(facts.service)).and_then(|figures| figures.newest_record_at),
            styles: vec!["api"],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

/// The API and its page that a sheet shows.
fn find<'s, 'a>(site: &'s Site<'a>, which: usize) -> (&'s Shelf<'a>, usize) {
    let mut left = which;
    for shelf in &site.apis.shelves {
        if left < shelf.leaves.len() {
            return (shelf, left);
        }
        left -= shelf.leaves.len();
    }
    unreachable!("because every sheet stands for a page of an API")
}

fn view(site: &Site<'_>, shelf: &Shelf<'_>, leaf: usize, links: &Links) -> View {
    let api = shelf.api;
    let owner = api.service.as_ref().and_then(|service| site.facts_of(service));
    let repository = api.repo.as_ref().and_then(|repo| site.portal.catalog.repositories.get(repo));
    let is_first = leaf == 0;
    let source =
        |path: &str| Linked { text: path.to_owned(), href: repository.and_then(|repository| source_links::file(repository, path, None)) };
    let raw = crate::site::apis::raw_places(shelf).into_iter().zip(&api.files);
    let mut view = View {
        title: api.title.clone(),
        part: Some(shelf.leaves[leaf].title.clone()).filter(|part| !part.is_empty()),
        format: api.format.name().to_owned(),
        version: None,
        counts: String::new(),
        tabs: owner.map(|facts| tabs(site, facts, "API", links)).unwrap_or_default(),
        home: Linked { text: api.title.clone(), href: Some(links.to(&shelf.address)) },
        description: None,
        broken: None,
        about: None,
        findings: Vec::new(),
        contents: Vec::new(),
        groups: Vec::new(),
        types: Vec::new(),
        type_links: Vec::new(),
        type_links_more: 0,
        pages: Vec::new(),
        previous: (leaf > 0).then(|| page_link(shelf, leaf - 1, links)),
        next: (leaf + 1 < shelf.leaves.len()).then(|| page_link(shelf, leaf + 1, links)),
        raw: raw.map(|(place, file)| Linked { text: file.path.clone(), href: Some(links.to(&place)) }).collect(),
        sources: api.files.iter().take(20).map(|file| source(&file.path)).collect(),
    };
    match &api.described {
        Err(problems) => {
            "It could not be read.".clone_into(&mut view.counts);
            view.broken = Some(Broken::new(api, problems, repository));
        }
        Ok(description) => {
            fill(site, shelf, leaf, description, links, &mut view);
            if is_first {
                view.about = Some(AboutApi::new(site, shelf, description, links));
                view.findings = description.findings.iter().map(|finding| FindingView::new(finding, repository)).collect();
                view.description = description.description.as_deref().map(prose);
            }
        }
    }
    view
}

fn page_link(shelf: &Shelf<'_>, leaf: usize, links: &Links) -> Linked {
    let found = &shelf.leaves[leaf];
    let text = if found.title.is_empty() { "Contents".to_owned() } else { found.title.clone() };
    Linked { text, href: Some(links.to(&found.address)) }
}

/// What the description says, as far as it stands on this page.
fn fill(site: &Site<'_>, shelf: &Shelf<'_>, leaf: usize, description: &Description, links: &Links, view: &mut View) {
    let writer = Writer { shelf, description, links, leaf };
    let repository = shelf.api.repo.as_ref().and_then(|repo| site.portal.catalog.repositories.get(repo));
    let source = |found: &Operation| {
        let place = &found.place;
        let text = place.path_and_line();
        let href = repository.and_then(|repository| source_links::file(repository, &place.path, place.line));
        href.map(|href| Linked { text, href: Some(href) })
    };
    let here = |found: &Operation| format!("#{}", found.anchor);
    let anywhere = |found: &Operation| links.to(&shelf.operation_address(found));
    format!("{} {}", shelf.api.format.name(), description.format_version).trim_end().clone_into(&mut view.format);
    view.version.clone_from(&description.version);
    let (operations, named) = (description.operations().count() as u64, description.types.len() as u64);
    view.counts = format!("{}, {}", wording::counted(operations, "operation", "operations"), wording::counted(named, "type", "types"));
    let group = |place: usize, from: usize, to: usize| {
        let group = &description.groups[place];
        GroupView {
            name: group.name.clone(),
            id: format!("group-{}", group.slug),
            description: group.description.as_deref().filter(|_| from == 0).map(prose),
            operations: group.operations[from..to].iter().map(|found| operation(&writer, found, source(found))).collect(),
        }
    };
    let contents = |place: usize, to: &dyn Fn(&Operation) -> String| {
        let group = &description.groups[place];
        let first = group.operations.first().map(to).unwrap_or_default();
        ContentsView { name: group.name.clone(), href: first, operations: group_lines(group, to) }
    };
    match shelf.leaves[leaf].holds {
        Holds::Everything => {
            view.groups = description.groups.iter().enumerate().map(|(place, one)| group(place, 0, one.operations.len())).collect();
            view.contents = (0..description.groups.len()).map(|place| contents(place, &here)).collect();
            view.types = types(&writer, 0, description.types.len());
        }
        Holds::Contents => {
            view.contents = (0..description.groups.len()).map(|place| contents(place, &anywhere)).collect();
            view.pages = (1..shelf.leaves.len()).map(|leaf| page_link(shelf, leaf, links)).collect();
        }
        Holds::Operations(place, from, to) => {
            view.groups = vec![group(place, from, to)];
            let mut lines = contents(place, &anywhere);
            lines.operations = group_lines(
                &crate::portal::api::Group { operations: description.groups[place].operations[from..to].to_vec(), ..Default::default() },
                &here,
            );
            view.contents = vec![lines];
        }
        Holds::Types(from, to) => view.types = types(&writer, from, to),
    }
    let listed = match shelf.leaves[leaf].holds {
        Holds::Everything => &description.types[..],
        Holds::Types(from, to) => &description.types[from..to],
        _ => &[],
    };
    view.type_links =
        listed.iter().take(MOST_NAMED).map(|found| Linked { text: found.name.clone(), href: Some(format!("#{}", found.anchor)) }).collect();
    view.type_links_more = listed.len().saturating_sub(MOST_NAMED) as u64;
}
