//! Where everything is: the pages of all books by their files, and the images that they show.

use super::draft::Draft;
use super::pictures::{Picture, Pictures};
use crate::catalog::source_links;
use crate::docs::shelf::Shelf;
use milepost_model::RepoId;
use std::collections::{BTreeMap, HashMap};

/// Where everything is.
pub(super) struct Atlas<'a> {
    pub drafts: &'a [Draft<'a>],
    /// Every page by its repository and path: the book, and the page in it.
    pages: HashMap<(&'a RepoId, &'a str), (usize, usize)>,
    /// The repositories by the addresses at which people see them, without the scheme.
    by_url: BTreeMap<String, &'a Shelf<'a>>,
    pub pictures: Pictures,
}

impl<'a> Atlas<'a> {
    /// Where everything of these books is.
    pub(super) fn of(drafts: &'a [Draft<'a>], shelves: &'a BTreeMap<&RepoId, Shelf<'a>>) -> Self {
        let mut pages = HashMap::new();
        for (book, draft) in drafts.iter().enumerate() {
            for (place, page) in draft.pages.iter().enumerate() {
                pages.entry((&draft.shelf.facts.repository.repo, page.path.as_str())).or_insert((book, place));
            }
        }
        let url = |shelf: &'a Shelf<'a>| Some((plain_url(shelf.facts.repository.url.as_deref()?)?.to_lowercase(), shelf));
        Self { drafts, pages, by_url: shelves.values().filter_map(url).collect(), pictures: Pictures::default() }
    }

    /// The page that a file became: in this book if it has it, else in another.
    pub(super) fn page(&self, book: usize, repo: &RepoId, path: &str) -> Option<(usize, usize)> {
        let own = &self.drafts[book];
        if own.shelf.facts.repository.repo == *repo
            && let Some(page) = own.by_path.get(path)
        {
            return Some((book, *page));
        }
        self.pages.get(&(repo, path)).copied()
    }

    /// The repository and the path in it that an address of a host means, if the portal has that repository.
    pub(super) fn hosted<'u>(&self, url: &'u str) -> Option<(&'a Shelf<'a>, &'u str)> {
        let plain = plain_url(url)?;
        // Groups of groups have longer addresses; no repository's address begins with another's and a slash and `blob`.
        let mut ends: Vec<usize> = plain.match_indices('/').map(|(at, _)| at).take(8).collect();
        ends.push(plain.len());
        let shelf = ends.into_iter().rev().find_map(|end| self.by_url.get(&plain[..end].to_lowercase()))?;
        Some((shelf, source_links::path_of(&shelf.facts.repository, url)?))
    }

    /// The images that pages show.
    pub(super) fn pictures(self) -> Vec<Picture> {
        self.pictures.taken()
    }
}

/// An address without its scheme, its query and what only some write.
fn plain_url(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    if !matches!(scheme, "http" | "https") {
        return None;
    }
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    let plain = rest[..end].trim_end_matches('/');
    Some(plain.strip_suffix(".git").unwrap_or(plain))
}
