//! A page of documentation: the tree of its book, the text, and what is on the page.

use super::doc_parts::{Above, RecordRow, StaleView, above, records, stale};
use super::service_tabs::{TabView, tabs};
use super::{Page, Sheet, Shown};
use crate::portal::books::Page as Written;
use crate::site::Site;
use crate::site::docs::{Holds, Shelved, tree};
use crate::site::facts::display_name;
use crate::site::feedback::{FeedbackLink, Says};
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::{self, Linked};
use crate::site::weights::Weights;
use crate::site::wording::When;
use crate::site::{safe_url, source_links};
use serde::Serialize;
use tera::Value;

/// Words that people read in a minute, as Medium and most after it count.
const WORDS_A_MINUTE: usize = 230;

/// `/catalog/<slug>/docs/…`
pub struct Doc;

#[derive(Serialize)]
struct View {
    tabs: Vec<TabView>,
    book: Linked,
    title: String,
    kind: Option<&'static str>,
    updated: Option<When>,
    by: Option<String>,
    minutes: Option<usize>,
    edit: Option<String>,
    source: Option<Linked>,
    stale: Option<StaleView>,
    above: Option<Above>,
    body: String,
    tree: String,
    contents: Vec<Contents>,
    records: Vec<RecordRow>,
    is_list: bool,
    owner: Option<Linked>,
    chat: Option<Linked>,
    previous: Option<Linked>,
    next: Option<Linked>,
    useful: Option<Useful>,
}

/// The form for feedback with an answer in it.
#[derive(Serialize)]
struct Useful {
    yes: FeedbackLink,
    no: FeedbackLink,
}

/// A heading in the list of what is on the page, with those below it.
#[derive(Serialize)]
struct Contents {
    text: String,
    href: String,
    below: Vec<Linked>,
}

impl Page for Doc {
    fn template(&self) -> &'static str {
        "pages/doc.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let address = |(book, holds): &(usize, Holds)| {
            let shelved = &site.docs.books[*book];
            match holds {
                Holds::Page(page) => shelved.page_address(*page),
                Holds::Contents => shelved.address.clone(),
                Holds::Decisions => shelved.decisions_address().unwrap_or_else(|| shelved.address.clone()),
            }
        };
        site.docs.leaves.iter().enumerate().map(|(which, leaf)| Sheet { address: address(leaf), which }).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let (book, holds) = site.docs.leaves[sheet.which];
        let shelved = &site.docs.books[book];
        let written = if let Holds::Page(page) = holds { shelved.book.pages.get(page) } else { None };
        let owner = &shelved.book.owner;
        let name = if shelved.book.is_own { site.settings.title.as_str() } else { display_name(site.portal, owner) };
        let (title, mut view) = view(site, shelved, holds, written, links);
        let description =
            written.and_then(|page| page.summary.clone()).unwrap_or_else(|| format!("{title}: from the documentation of {name}."));
        let head = Head {
            title: if shelved.book.is_own {
                own_title(shelved, holds, &title)
            } else {
                format!("{title} · {name} docs{}", distinct(site, shelved, holds))
            },
            description,
            crumbs: crumbs(site, shelved, holds, &title),
            nav: (!shelved.book.is_own).then_some("Docs"),
            newest: written.and_then(|page| page.changed),
            styles: vec!["docs"],
            ..Head::default()
        };
        view.useful = written.and_then(|_| useful(site, &sheet.address, &head.title));
        Shown { head, view: Value::from_serializable(&view) }
    }
}

/// What readers may answer to “Was this page useful?”
fn useful(site: &Site<'_>, address: &str, title: &str) -> Option<Useful> {
    let feedback = site.settings.feedback.as_ref()?;
    let link = |says| feedback.link(site.settings, site.portal.version, (address, title), says);
    Some(Useful { yes: link(Says::Useful), no: link(Says::NotUseful) })
}

/// Of two pages with one title in a book, the addresses tell which is which.
fn distinct(site: &Site<'_>, shelved: &Shelved<'_>, holds: Holds) -> String {
    let service = site.facts_of(&shelved.book.owner).and_then(|facts| facts.service.slug.split_once('~'));
    let of = service.map(|(_, from)| format!(" of {from}")).unwrap_or_default();
    let Holds::Page(number) = holds else { return of };
    let page = &shelved.book.pages[number];
    let is_alone = shelved.book.pages.iter().filter(|other| other.title == page.title).nth(1).is_none();
    if is_alone { of } else { format!("{of} ({})", page.address.trim_end_matches('/')) }
}

/// The title of a page of the portal's own, among them.
fn own_title(shelved: &Shelved<'_>, holds: Holds, title: &str) -> String {
    let is_alone = |page: &Written| shelved.book.pages.iter().filter(|other| other.title == page.title).nth(1).is_none();
    match holds {
        Holds::Page(number) if shelved.book.home == Some(number) => title.to_owned(),
        Holds::Page(number) if !is_alone(&shelved.book.pages[number]) => {
            format!("{title} · {} ({})", shelved.book.title, shelved.book.pages[number].address.trim_end_matches('/'))
        }
        Holds::Contents => format!("{title}: all pages"),
        _ => format!("{title} · {}", shelved.book.title),
    }
}

fn crumbs(site: &Site<'_>, shelved: &Shelved<'_>, holds: Holds, title: &str) -> Vec<(String, Option<String>)> {
    let owner = &shelved.book.owner;
    let home = site.places.address(owner).unwrap_or_default().to_owned();
    let mut crumbs = vec![("Home".to_owned(), Some(String::new()))];
    let is_first = holds == Holds::Contents || matches!(holds, Holds::Page(page) if shelved.book.home == Some(page));
    if shelved.book.is_own {
        if !is_first {
            crumbs.push((shelved.book.title.clone(), Some(shelved.address.clone())));
        }
        crumbs.push((title.to_owned(), None));
        return crumbs;
    }
    if site.facts_of(owner).is_some() {
        crumbs.push(("Catalog".to_owned(), Some("catalog/".to_owned())));
    }
    crumbs.push((display_name(site.portal, owner).to_owned(), Some(home)));
    if is_first {
        crumbs.push(("Docs".to_owned(), None));
    } else {
        crumbs.extend([("Docs".to_owned(), Some(shelved.address.clone())), (title.to_owned(), None)]);
    }
    crumbs
}

fn view(site: &Site<'_>, shelved: &Shelved<'_>, holds: Holds, written: Option<&Written>, links: &Links) -> (String, View) {
    let book = shelved.book;
    let facts = site.facts_of(&book.owner);
    let entity = site.portal.entity(&book.owner);
    let repository = site.portal.catalog.repositories.get(&book.repo);
    let title = match (written, holds) {
        (Some(page), _) => page.title.clone(),
        (None, Holds::Decisions) => "Decision records".to_owned(),
        (None, _) => book.title.clone(),
    };
    let chat = entity.and_then(|entity| entity.links.iter().find(|link| link.kind == "chat"));
    let is_list = matches!((holds, &book.decisions), (Holds::Decisions, _))
        || matches!((holds, &book.decisions), (Holds::Page(page), Some(decisions)) if decisions.page == Some(page));
    let file =
        |path: &str| Linked { text: path.to_owned(), href: repository.and_then(|repository| source_links::file(repository, path, None)) };
    let neighbour = |page: Option<usize>| {
        page.map(|page| Linked { text: book.pages[page].title.clone(), href: Some(links.to(&shelved.page_address(page))) })
    };
    let (before, after) = match holds {
        Holds::Page(page) => (page.checked_sub(1), Some(page + 1).filter(|next| *next < book.pages.len())),
        Holds::Contents => (None, (!book.pages.is_empty()).then_some(0)),
        Holds::Decisions => (None, None),
    };
    let view = View {
        tabs: facts.map(|facts| tabs(site, facts, "Docs", links)).unwrap_or_default(),
        book: Linked { text: book.title.clone(), href: Some(links.to(&shelved.address)) },
        title: title.clone(),
        kind: written.and_then(|page| page.kind).map(crate::portal::books::Kind::word),
        updated: written.and_then(|page| page.changed).map(When::new),
        by: written.and_then(|page| page.changed_by.clone()),
        minutes: written.map(|page| page.words.div_ceil(WORDS_A_MINUTE).max(1)),
        edit: written.and_then(|page| source_links::edit(repository?, &page.path)),
        source: written.map(|page| file(&page.path)),
        stale: written.and_then(|page| stale(site, shelved, page, links)),
        above: written.and_then(|page| above(shelved, page, links)),
        body: written.map(|page| site.docs.placed(&page.html, links)).unwrap_or_default(),
        tree: tree(&site.docs, shelved, holds, links),
        contents: written.map(contents).unwrap_or_default(),
        records: if is_list { records(shelved, links) } else { Vec::new() },
        is_list: written.is_none() && holds == Holds::Contents,
        owner: facts.and_then(|facts| rows::owner(facts, links)).or_else(|| rows::owner_of(site, entity?, links)),
        chat: chat.and_then(|link| Some(Linked { text: link.title.clone(), href: Some(safe_url::href(&link.url)?) })),
        previous: neighbour(before),
        next: neighbour(after),
        useful: None,
    };
    (title, view)
}

/// The headings of the first two levels.
fn contents(page: &Written) -> Vec<Contents> {
    let mut found: Vec<Contents> = Vec::new();
    for heading in &page.headings {
        let href = format!("#{}", heading.id);
        match (heading.level, found.last_mut()) {
            (2, _) => found.push(Contents { text: heading.text.clone(), href, below: Vec::new() }),
            (3, Some(last)) => last.below.push(Linked { text: heading.text.clone(), href: Some(href) }),
            _ => {}
        }
    }
    found
}
