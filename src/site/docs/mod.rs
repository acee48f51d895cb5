//! The pages of documentation: which there are, and where each stands.

mod lists;
mod tree;

pub use lists::{List, ListOf};
pub use tree::tree;

use super::links::Links;
use super::output::Output;
use super::own::PAGES_AT;
use super::places::Places;
use super::{Site, SiteError};
use crate::portal::Portal;
use crate::portal::books::{Book, Page, Section, sections};
use crate::portal::marks::{self, Marked};
use milepost_model::EntityRef;
use rayon::prelude::*;
use std::collections::HashMap;

/// Where images of documents lie.
const PICTURES: &str = "assets/docs/";

/// What stands at an address of a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A page that somebody wrote.
    Page(usize),
    /// The list of decision records, where nobody wrote a page for it.
    Decisions,
    /// The list of all pages, where there is no first page.
    Contents,
}

/// A book with its place in the portal.
#[derive(Debug)]
pub struct Shelved<'a> {
    /// The book.
    pub book: &'a Book,
    /// The address that its pages' addresses are added to, such as `catalog/carrier-sync/docs/`.
    pub address: String,
}

impl Shelved<'_> {
    /// The address of a page.
    pub fn page_address(&self, page: usize) -> String {
        format!("{}{}", self.address, self.book.pages[page].address)
    }

    /// The address of its decision records, where it has any.
    pub fn decisions_address(&self) -> Option<String> {
        self.book.decisions.as_ref().map(|decisions| format!("{}{}", self.address, decisions.address))
    }
}

/// A page of documentation as search finds it.
#[derive(Debug)]
pub struct FoundPage<'a> {
    /// The book that it is in.
    pub book: &'a Book,
    /// The page.
    pub page: &'a Page,
    /// Its address.
    pub address: String,
}

impl FoundPage<'_> {
    /// Its words by section, each with the id of its heading.
    pub fn sections(&self) -> Vec<Section> {
        sections(self.page)
    }
}

/// Every book with its place.
#[derive(Debug, Default)]
pub struct Docs<'a> {
    /// The books, in the portal's order.
    pub books: Vec<Shelved<'a>>,
    by_owner: HashMap<&'a EntityRef, usize>,
    borrowed: HashMap<&'a EntityRef, usize>,
    /// Everything that has an address: the book, and what of it.
    pub leaves: Vec<(usize, Holds)>,
    /// The lists of pages from all books.
    pub lists: Vec<List<'a>>,
}

impl<'a> Docs<'a> {
    /// The books of a portal.
    pub fn of(portal: &'a Portal, places: &Places<'a>) -> Self {
        let mut docs = Self::default();
        for (number, book) in portal.documents.books.iter().enumerate() {
            let place = places.address(&book.owner).unwrap_or("docs/");
            if book.is_own {
                docs.books.push(Shelved { book, address: PAGES_AT.to_owned() });
            } else {
                docs.books.push(Shelved { book, address: format!("{}docs/", place.split('#').next().unwrap_or(place)) });
                docs.by_owner.insert(&book.owner, number);
                docs.borrowed.extend(book.shown_for.iter().map(|other| (other, number)));
            }
            docs.leaves.extend((0..book.pages.len()).map(|page| (number, Holds::Page(page))));
            if book.home.is_none() {
                docs.leaves.push((number, Holds::Contents));
            }
            if book.decisions.as_ref().is_some_and(|decisions| decisions.page.is_none()) {
                docs.leaves.push((number, Holds::Decisions));
            }
        }
        docs.lists = lists::lists(portal, &docs.books);
        docs
    }

    /// Every page that describes a service or another entity: the book, and the page in it.
    pub fn everything(&self) -> Vec<(usize, usize)> {
        let pages = |(book, shelved): (usize, &Shelved<'_>)| (0..shelved.book.pages.len()).map(move |page| (book, page));
        self.books.iter().enumerate().filter(|(_, shelved)| !shelved.book.is_own).flat_map(pages).collect()
    }

    /// The portal's own pages, where it has any.
    pub fn own(&self) -> Option<&Shelved<'a>> {
        self.books.last().filter(|shelved| shelved.book.is_own)
    }

    /// The documentation of a service or another entity, by its place among the books.
    pub fn of_owner(&self, owner: &EntityRef) -> Option<usize> {
        self.by_owner.get(owner).copied()
    }

    /// The documentation that is shown for an entity: another's, where its descriptor says so, else its own.
    pub fn shown_for(&self, entity: &EntityRef) -> Option<&Shelved<'a>> {
        let book = self.borrowed.get(entity).copied().or_else(|| self.of_owner(entity))?;
        Some(&self.books[book])
    }

    /// Where a file of an entity's documentation is shown.
    pub fn of_file(&self, owner: &EntityRef, path: &str) -> Option<String> {
        let shelved = &self.books[self.of_owner(owner)?];
        let page = shelved.book.pages.iter().position(|page| page.path == path)?;
        Some(shelved.page_address(page))
    }

    /// Every page, for search.
    pub fn pages(&self) -> impl Iterator<Item = FoundPage<'_>> {
        let of_book = |shelved: &'_ Shelved<'a>| {
            let found =
                |number: usize| FoundPage { book: shelved.book, page: &shelved.book.pages[number], address: shelved.page_address(number) };
            (0..shelved.book.pages.len()).map(found).collect::<Vec<_>>()
        };
        self.books.iter().flat_map(of_book)
    }

    /// HTML of a document, with addresses that are right for a page.
    pub fn placed(&self, html: &str, links: &Links) -> String {
        marks::replaced(html, |marked| match marked {
            Marked::Picture(name) => links.to(&format!("{PICTURES}{name}")),
            Marked::Place(address) => links.to(address),
            Marked::Page { book, address } => {
                let start = self.books.get(book).map_or("", |shelved| shelved.address.as_str());
                links.to(&format!("{start}{address}"))
            }
        })
    }
}

/// Copies the images that documents show.
pub fn write_pictures(site: &Site<'_>, output: &Output) -> Result<(), SiteError> {
    let pictures = &site.portal.documents.pictures;
    pictures.par_iter().try_for_each(|picture| output.write(&format!("{PICTURES}{}", picture.name), &picture.content))
}
