//! Links to headings of other pages: led to the heading that is meant, or told where there is none.

use super::Book;
use super::draft::Draft;
use crate::docs::markdown::{escaped, meaning, unescaped};
use crate::docs::marks::{self, Marked};
use milepost_model::{Diagnostic, Diagnostics, Place};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The prefix of ids that a text's own HTML has.
const RAW: &str = "user-content-";

/// A page, by its book and its address.
type At = (usize, String);

/// The ids of a page: as they are, and by what they mean.
#[derive(Default)]
struct Ids {
    exact: BTreeSet<String>,
    meant: BTreeMap<String, String>,
}

/// Leads every link between pages to an id that is there.
pub(super) fn lead(books: &mut [Book], drafts: &[Draft<'_>], notes: &mut Diagnostics) {
    let mut wanted: BTreeSet<At> = BTreeSet::new();
    for page in books.iter().flat_map(|book| &book.pages) {
        wanted.extend(headings(&page.html).map(|(book, address)| (book, address.to_owned())));
    }
    if wanted.is_empty() {
        return;
    }
    let known: HashMap<At, Ids> = wanted.into_par_iter().map(|at| (at.clone(), ids(books, &at))).collect();
    for (number, book) in books.iter_mut().enumerate() {
        let told: Vec<Vec<Diagnostic>> = book.pages.par_iter_mut().map(|page| correct(page, &known, &drafts[number])).collect();
        notes.extend(told.into_iter().flatten());
    }
}

/// The pages whose headings a text leads to.
fn headings(html: &str) -> impl Iterator<Item = (usize, &str)> {
    marks::all(html).filter_map(|marked| match marked {
        Marked::Page { book, address } => Some((book, address.split_once('#')?.0)),
        Marked::Picture(_) | Marked::Place(_) => None,
    })
}

fn ids(books: &[Book], at: &At) -> Ids {
    let mut found = Ids::default();
    let Some(page) = books.get(at.0).and_then(|book| book.at(&at.1)) else { return found };
    for id in page.html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        let id = unescaped(id);
        found.meant.entry(meaning(&id)).or_insert_with(|| id.clone());
        found.exact.insert(id);
    }
    found
}

fn correct(page: &mut super::Page, known: &HashMap<At, Ids>, draft: &Draft<'_>) -> Vec<Diagnostic> {
    let mut missing: BTreeSet<String> = BTreeSet::new();
    if headings(&page.html).next().is_none() {
        return Vec::new();
    }
    page.html = marks::replaced(&page.html, |marked| match marked {
        Marked::Picture(name) => marks::picture(name),
        Marked::Place(address) => marks::place(address),
        Marked::Page { book, address } => {
            let Some((address, fragment)) = address.split_once('#') else { return marks::page(book, address, None) };
            let fragment = unescaped(fragment);
            let ids = known.get(&(book, address.to_owned()));
            let raw = format!("{RAW}{fragment}");
            let found = ids.and_then(|ids| {
                let exact = [&fragment, &raw].into_iter().find(|id| ids.exact.contains(*id));
                exact.or_else(|| ids.meant.get(&meaning(&fragment)))
            });
            let found = found.map(|id| escaped(id));
            if found.is_none() {
                missing.insert(fragment);
            }
            marks::page(book, address, found.as_deref())
        }
    });
    missing.into_iter().map(|fragment| told(&page.path, &fragment, draft)).collect()
}

fn told(path: &str, fragment: &str, draft: &Draft<'_>) -> Diagnostic {
    let content = draft.shelf.content(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&content);
    let line = text.lines().position(|line| line.contains(&format!("#{fragment}"))).map_or(1, |line| line + 1);
    let place = Place::in_repo(draft.shelf.name(), path).at(u32::try_from(line).unwrap_or(u32::MAX), 1);
    Diagnostic::warning("docs/broken-anchor", format!("the page that is linked to has no heading #{fragment}"))
        .at(place)
        .help("name a heading of that page in lower-case letters, with hyphens for spaces")
}
