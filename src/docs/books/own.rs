//! The portal's own pages: a folder of texts that belong to no repository, as the last book.

use super::Book;
use super::address::{Addresses, is_index, stem_of};
use super::base::is_page;
use super::draft::{Draft, DraftPage};
use crate::catalog::{CurrentFile, RepositoryFacts};
use crate::docs::shelf::{Library, Shelf};
use bytes::Bytes;
use milepost_model::record::Repository;
use milepost_model::{Diagnostic, Diagnostics, EntityRef, Place, RepoId};
use std::collections::BTreeMap;

/// What stands for the folder where a repository is asked for; no repository has a name like it.
const NAME: &str = "the portal's own pages";

/// What the book is called where no first page has a title.
const TITLE: &str = "About this portal";

/// The pages of the portal's owners, as they were read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnPages {
    /// The name of their folder, for what is told of them.
    pub folder: String,
    /// Every file by its path below the folder, with `/`.
    pub files: BTreeMap<String, Bytes>,
}

impl OwnPages {
    /// The folder as if it were a repository, which makes its texts what all others are.
    pub(super) fn facts(&self) -> RepositoryFacts {
        let file = |path: &String| CurrentFile { path: path.clone(), blob: Some(path.clone()), ..CurrentFile::default() };
        let repository = Repository { repo: RepoId::from(NAME), full_name: NAME.to_owned(), ..Repository::default() };
        RepositoryFacts { repository, files: self.files.keys().map(file).collect(), former: Vec::new() }
    }
}

/// The folder's files by their paths; every one of them is there.
pub(super) fn shelf<'a>(facts: &'a RepositoryFacts, library: Library<'a>) -> Shelf<'a> {
    let files = facts.files.iter().map(|file| (file.path.as_str(), file)).collect();
    Shelf { library: Library { is_whole: true, ..library }, facts, files }
}

/// The book before its pages are rendered; none where the folder has no page.
pub(super) fn draft<'a>(shelf: &'a Shelf<'a>) -> Option<Draft<'a>> {
    let mut paths: Vec<&str> = shelf.files.keys().copied().filter(|path| is_page(path)).collect();
    paths.sort_by_key(|path| (!is_index(stem_of(path)), *path));
    let mut addresses = Addresses::default();
    let page = |path: &str| DraftPage { path: path.to_owned(), address: addresses.take(path), relative: path.to_owned(), is_extra: false };
    let pages: Vec<DraftPage> = paths.into_iter().map(page).collect();
    let by_path = pages.iter().enumerate().map(|(place, page)| (page.path.clone(), place)).collect();
    let draft = Draft {
        owner: EntityRef::new("portal", "pages"),
        owner_name: NAME.to_owned(),
        shelf,
        title: TITLE.to_owned(),
        root: String::new(),
        base: String::new(),
        pages,
        by_path,
        nav: None,
        is_own: true,
    };
    (!draft.pages.is_empty()).then_some(draft)
}

/// What is wrong, with the folder's name where a repository's would be.
pub(super) fn placed(told: Diagnostics, own: Option<&OwnPages>) -> impl Iterator<Item = Diagnostic> {
    told.into_iter().map(move |mut found| {
        if let (Some(place), Some(own)) = (found.place.as_mut().filter(|place| place.repo.as_deref() == Some(NAME)), own) {
            *place = Place { repo: None, path: format!("{}/{}", own.folder, place.path).into(), ..std::mem::take(place) };
        }
        found
    })
}

/// Calls the book as its first page is called.
pub(super) fn entitle(books: &mut [Book]) {
    if let Some(book) = books.last_mut().filter(|book| book.is_own)
        && let Some(home) = book.home
    {
        book.title.clone_from(&book.pages[home].title);
    }
}
