//! Books: the documentation of a service or another entity, as pages in reading order.
//!
//! `read()` finds what belongs to each book, renders every page once, and draws the navigation. Where a
//! book lies is told by its descriptor, by `mkdocs.yml`, or by the folders that people use anyway.

mod address;
mod age;
mod anchors;
mod atlas;
mod base;
mod category;
mod decision;
mod draft;
mod front_matter;
mod gather;
mod kind;
mod lending;
mod nav;
mod own;
mod pages;
mod pictures;
mod sections;
mod standing;
mod svg;

pub use age::Stale;
pub use decision::{Decision, Status};
pub use kind::Kind;
pub use own::OwnPages;
pub use pictures::{Picture, Size, image};
pub use sections::{Section, sections};

use super::markdown::Heading;
use super::shelf::{Library, Shelf};
use crate::catalog::Catalog;
use milepost_model::{Diagnostics, EntityRef, Instant, RepoId};
use std::collections::BTreeMap;

/// The documentation of one service or entity.
#[derive(Debug, Clone)]
pub struct Book {
    /// Whose it is.
    pub owner: EntityRef,
    /// The repository that it lies in.
    pub repo: RepoId,
    /// Its title.
    pub title: String,
    /// Its pages in reading order.
    pub pages: Vec<Page>,
    /// The page that it begins with; without one it begins with the list of its pages.
    pub home: Option<usize>,
    /// Its navigation.
    pub nav: Vec<Entry>,
    /// Its decision records, where it has any.
    pub decisions: Option<Decisions>,
    /// The other entities whose documentation it is too.
    pub shown_for: Vec<EntityRef>,
    /// Whether it is the portal's own, and nobody's documentation.
    pub is_own: bool,
}

/// The decision records of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decisions {
    /// The address of their list in the book.
    pub address: String,
    /// The page that stands above the list, where somebody wrote one.
    pub page: Option<usize>,
    /// The records, oldest first.
    pub records: Vec<usize>,
}

/// An entry of a book's navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A page of the book.
    Page {
        /// Which.
        page: usize,
        /// What the navigation calls it.
        title: String,
    },
    /// The list of its decision records.
    Decisions,
    /// Entries below a title.
    Section {
        /// The title.
        title: String,
        /// What is below it.
        entries: Vec<Self>,
    },
    /// A page of another book.
    Elsewhere {
        /// What the navigation calls it.
        title: String,
        /// The book, by its place among the documents.
        book: usize,
        /// The page's address in it.
        address: String,
    },
    /// A place on the web.
    Link {
        /// The title.
        title: String,
        /// The address, which is one that may safely be followed.
        url: String,
    },
}

/// A page of a book.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its file's path in the repository.
    pub path: String,
    /// Its address in the book: nothing for the first page, else a path that ends in `/`.
    pub address: String,
    /// Its title.
    pub title: String,
    /// What kind of text it is, where that can be told.
    pub kind: Option<Kind>,
    /// What it is about, in a sentence, where its author says so.
    pub summary: Option<String>,
    /// What it decides, where it is a decision record.
    pub decision: Option<Decision>,
    /// When it was last changed.
    pub changed: Option<Instant>,
    /// Who changed it last, where people are shown.
    pub changed_by: Option<String>,
    /// That it is old while what it describes has moved on.
    pub stale: Option<Stale>,
    /// The paths that it says it describes.
    pub describes: Vec<String>,
    /// Its text as HTML, with marks for addresses in the portal.
    pub html: String,
    /// Its headings after the title.
    pub headings: Vec<Heading>,
    /// How many words there are to read.
    pub words: usize,
}

impl Book {
    /// The page at an address.
    pub fn at(&self, address: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.address == address)
    }
}

/// Every book, with the images that their pages show. The portal's own, if it has one, is the last.
pub(super) fn read(
    catalog: &Catalog,
    library: Library<'_>,
    own: Option<&OwnPages>,
    shelves: &BTreeMap<&RepoId, Shelf<'_>>,
    notes: &mut Diagnostics,
) -> (Vec<Book>, Vec<Picture>) {
    let content = |path: &str| own?.files.get(path).cloned();
    let facts = own.map(OwnPages::facts);
    let own_shelf = facts.as_ref().map(|facts| own::shelf(facts, Library { content: &content, ..library }));
    let (mut drafts, problems) = gather::all(catalog, shelves);
    notes.extend(problems);
    drafts.extend(own_shelf.as_ref().and_then(own::draft));
    let atlas = atlas::Atlas::of(&drafts, shelves);
    let mut told = Diagnostics::default();
    let mut books = pages::render(&drafts, &atlas, &mut told);
    anchors::lead(&mut books, &drafts, &mut told);
    notes.extend(own::placed(told, own));
    own::entitle(&mut books);
    age::judge(&mut books, catalog, library);
    lending::lend(&mut books, catalog, notes);
    (books, atlas.pictures())
}
