//! All documentation: by kind, by team, what is old, and what is new.

use super::docs_list::DocRow;
use super::{Page, Sheet, Shown};
use crate::portal::books::Kind;
use crate::site::Site;
use crate::site::docs::{List, ListOf};
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::weights::Weights;
use crate::site::wording;
use serde::Serialize;
use std::cmp::Reverse;
use tera::Value;

/// How many pages of a kind its card names, and how many the lists of old and new pages have.
const NAMED: usize = 3;
const LISTED: usize = 10;

/// `/docs/`
pub struct DocsHome;

#[derive(Serialize)]
struct View {
    lede: String,
    kinds: Vec<KindCard>,
    teams: Vec<TeamRow>,
    stale: Vec<DocRow>,
    stale_more: u64,
    stale_href: String,
    new: Vec<DocRow>,
    without: u64,
    without_words: String,
}

/// A kind with the pages of it that changed last.
#[derive(Serialize)]
struct KindCard {
    title: Linked,
    count: String,
    about: &'static str,
    pages: Vec<Linked>,
}

/// The documentation of a team.
#[derive(Serialize)]
struct TeamRow {
    name: Linked,
    pages: String,
    stale: u64,
}

impl Page for DocsHome {
    fn template(&self) -> &'static str {
        "pages/docs-home.html"
    }

    fn sheets(&self, _: &Site<'_>) -> Vec<Sheet> {
        Sheet::only("docs/")
    }

    fn show(&self, site: &Site<'_>, _: &Sheet, links: &Links, _: &Weights) -> Shown {
        let documented = site.facts.iter().filter(|facts| site.docs.of_owner(&facts.service.reference).is_some()).count() as u64;
        let without = site.facts.len() as u64 - documented;
        let stale = site.docs.lists.iter().find(|list| matches!(list.of, ListOf::Stale));
        let stale_pages = stale.map(|list| list.pages.as_slice()).unwrap_or_default();
        let lede = format!(
            "{} of {}, read from the repositories that they describe.",
            wording::counted(site.portal.documents.page_count(), "page", "pages"),
            wording::counted(documented, "service", "services")
        );
        let view = View {
            lede: lede.clone(),
            kinds: site.docs.lists.iter().filter_map(|list| card(site, list, links)).collect(),
            teams: site.docs.lists.iter().filter_map(|list| team(site, list, links)).collect(),
            stale: stale_pages.iter().take(LISTED).map(|at| DocRow::new(site, *at, links)).collect(),
            stale_more: stale_pages.len().saturating_sub(LISTED) as u64,
            stale_href: stale.map(|list| links.to(&list.address())).unwrap_or_default(),
            new: newest(site, &site.docs.everything(), LISTED).into_iter().map(|at| DocRow::new(site, at, links)).collect(),
            without,
            without_words: wording::counted(without, "service has", "services have"),
        };
        let head = Head {
            title: "Docs".to_owned(),
            description: lede,
            crumbs: vec![("Home".to_owned(), Some(String::new())), ("Docs".to_owned(), None)],
            nav: Some("Docs"),
            is_global: true,
            styles: vec!["docs"],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

/// The pages that changed last.
fn newest(site: &Site<'_>, pages: &[(usize, usize)], most: usize) -> Vec<(usize, usize)> {
    // A changelog changes with every release, and that is told elsewhere.
    let kind = |(book, page): &(usize, usize)| site.docs.books[*book].book.pages[*page].kind;
    let is_only = pages.iter().all(|at| kind(at) == Some(Kind::Changelog));
    let mut dated: Vec<(usize, usize)> = pages.iter().filter(|at| is_only || kind(at) != Some(Kind::Changelog)).copied().collect();
    dated.sort_by_cached_key(|(book, page)| Reverse((site.docs.books[*book].book.pages[*page].changed, Reverse((*book, *page)))));
    dated.truncate(most);
    dated
}

fn card(site: &Site<'_>, list: &List<'_>, links: &Links) -> Option<KindCard> {
    let ListOf::Kind(kind) = list.of else { return None };
    let named = |(book, page): (usize, usize)| {
        let shelved = &site.docs.books[book];
        let title = &shelved.book.pages[page].title;
        // Changelogs have one title; whose each is tells them apart.
        let text = if kind == Kind::Changelog { format!("{title} of {}", shelved.book.title) } else { title.clone() };
        Linked { text, href: Some(links.to(&shelved.page_address(page))) }
    };
    Some(KindCard {
        title: Linked { text: kind.words().to_owned(), href: Some(links.to(&list.address())) },
        count: wording::number(list.pages.len() as u64),
        about: about(kind),
        pages: newest(site, &list.pages, NAMED).into_iter().map(named).collect(),
    })
}

/// What a reader finds in a kind.
fn about(kind: Kind) -> &'static str {
    match kind {
        Kind::Tutorial => "Lessons for the first time.",
        Kind::HowTo => "Steps towards a goal.",
        Kind::Reference => "Facts to look up.",
        Kind::Explanation => "Why it is the way it is.",
        Kind::Runbook => "What to do when it breaks.",
        Kind::Decision => "What was decided, and why.",
        Kind::Changelog => "What changed for those who use it.",
        Kind::Readme => "What a repository says first.",
    }
}

fn team(site: &Site<'_>, list: &List<'_>, links: &Links) -> Option<TeamRow> {
    let ListOf::Team(team) = list.of else { return None };
    let pages = || list.pages.iter().map(|(book, page)| &site.docs.books[*book].book.pages[*page]);
    Some(TeamRow {
        name: Linked { text: team.name.clone(), href: Some(links.to(&list.address())) },
        pages: wording::number(list.pages.len() as u64),
        stale: pages().filter(|page| page.stale.is_some()).count() as u64,
    })
}
