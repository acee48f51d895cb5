//! What is gone: things that descriptors described a while ago, and nothing describes today.

use super::service_calls::kind_word;
use super::{Page, Sheet, Shown};
use crate::portal::{REMEMBERED_DAYS, Removed as Gone};
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::paging::{self, Paging};
use crate::site::rows::Linked;
use crate::site::weights::Weights;
use crate::site::wording::When;
use crate::site::{Site, source_links, wording};
use serde::Serialize;
use tera::Value;

const PER_PAGE: usize = 200;

/// `/removed/`
pub struct Removed;

#[derive(Serialize)]
struct View {
    lede: String,
    rows: Vec<Row>,
    pages: Vec<Linked>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    reference: String,
    kind: String,
    at: When,
    repository: String,
    file: String,
    commit: Option<Linked>,
    now: Option<Linked>,
}

impl Page for Removed {
    fn template(&self) -> &'static str {
        "pages/removed.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        paging_of(site).sheets("removed/", 0).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let (_, page) = paging::of_sheet(sheet);
        let gone = &site.portal.removed;
        let lede = match gone.len() as u64 {
            0 => format!("Nothing that was described in the last {REMEMBERED_DAYS} days is gone."),
            count => {
                let verb = if count == 1 { "was" } else { "were" };
                let what = wording::counted(count, "thing", "things");
                format!("{what} {verb} described by a file in the last {REMEMBERED_DAYS} days, and by nothing today.")
            }
        };
        let view = View {
            lede,
            rows: gone[paging_of(site).range(page)].iter().map(|gone| row(site, gone, links)).collect(),
            pages: paging_of(site).links("removed/", page, links),
        };
        let head = Head {
            title: format!("What is gone{}", paging::title_suffix(page)),
            description: format!(
                "What the catalog of {} had, and has no more: since when, and by which commit.",
                site.portal.organisation.name
            ),
            crumbs: vec![
                ("Home".to_owned(), Some(String::new())),
                ("Everything".to_owned(), Some("entities/".to_owned())),
                ("What is gone".to_owned(), None),
            ],
            nav: Some("Catalog"),
            is_global: true,
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

fn paging_of(site: &Site<'_>) -> Paging {
    Paging { rows: site.portal.removed.len(), per_page: PER_PAGE }
}

fn row(site: &Site<'_>, gone: &Gone, links: &Links) -> Row {
    let repository = site.portal.catalog.repositories.get(&gone.repo);
    Row {
        name: gone.name.clone(),
        reference: gone.reference.to_string(),
        kind: kind_word(&gone.reference.kind).to_owned(),
        at: When::new(gone.at),
        repository: repository.map(|repository| repository.full_name.clone()).unwrap_or_default(),
        file: gone.place.path.to_string(),
        commit: gone.commit.as_ref().map(|sha| Linked {
            text: sha.chars().take(7).collect(),
            href: repository.and_then(|repository| source_links::commit(repository, sha)),
        }),
        now: gone.now.as_ref().map(|now| site.linked(now, links)),
    }
}
