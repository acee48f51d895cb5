//! Pages of documentation of one kind, of one team, or those that are old.

use super::doc_parts::ago;
use super::{Page, Sheet, Shown};
use crate::site::Site;
use crate::site::docs::{List, ListOf};
use crate::site::facts::display_name;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::paging::{self, Paging};
use crate::site::rows::Linked;
use crate::site::weights::Weights;
use crate::site::wording::{self, When};
use serde::Serialize;
use tera::Value;

/// How many pages one list shows.
const PER_PAGE: usize = 200;

/// `/docs/kinds/<kind>/`, `/docs/teams/<team>/` and `/docs/stale/`
pub struct DocsList;

#[derive(Serialize)]
struct View {
    title: String,
    lede: String,
    rows: Vec<DocRow>,
    pages: Vec<Linked>,
}

/// A page of documentation as lists show it.
#[derive(Serialize)]
pub struct DocRow {
    title: String,
    href: String,
    of: Linked,
    kind: Option<&'static str>,
    updated: Option<When>,
    stale: Option<String>,
}

impl DocRow {
    /// The row of a page of a book, as seen from a page.
    pub fn new(site: &Site<'_>, (book, page): (usize, usize), links: &Links) -> Self {
        let shelved = &site.docs.books[book];
        let written = &shelved.book.pages[page];
        let owner = &shelved.book.owner;
        Self {
            title: written.title.clone(),
            href: links.to(&shelved.page_address(page)),
            of: Linked { text: display_name(site.portal, owner).to_owned(), href: Some(links.to(&shelved.address)) },
            kind: written.kind.map(crate::portal::books::Kind::word),
            updated: written.changed.map(When::new),
            stale: written.stale.as_ref().map(|stale| {
                format!("{} old, its code changed {} since", ago(stale.months), wording::counted(stale.changes, "time", "times"))
            }),
        }
    }
}

impl Page for DocsList {
    fn template(&self) -> &'static str {
        "pages/docs-list.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let sheets = |(number, list): (usize, &List<'_>)| paging(list).sheets(&list.address(), number).collect::<Vec<_>>();
        site.docs.lists.iter().enumerate().flat_map(sheets).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let (number, page) = paging::of_sheet(sheet);
        let list = &site.docs.lists[number];
        let shown = &list.pages[paging(list).range(page)];
        let title = list.title();
        let count = wording::counted(list.pages.len() as u64, "page", "pages");
        let lede = match list.of {
            ListOf::Kind(_) => format!("{count} of all services."),
            ListOf::Team(_) => format!("{count}; those that are old while their code moved on come first."),
            ListOf::Stale => format!("{count}: not touched for a year or more, while what they describe was changed."),
        };
        let view = View {
            title: title.clone(),
            lede: lede.clone(),
            rows: shown.iter().map(|at| DocRow::new(site, *at, links)).collect(),
            pages: paging(list).links(&list.address(), page, links),
        };
        let head = Head {
            title: format!("{title}{}", paging::title_suffix(page)),
            description: format!("{title}: {lede}"),
            crumbs: vec![("Home".to_owned(), Some(String::new())), ("Docs".to_owned(), Some("docs/".to_owned())), (title, None)],
            nav: Some("Docs"),
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

fn paging(list: &List<'_>) -> Paging {
    Paging { rows: list.pages.len(), per_page: PER_PAGE }
}
