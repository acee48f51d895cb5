//! Lists of pages from all books: by kind, by team, and those that are old.

use super::Shelved;
use crate::portal::books::{Kind, Page};
use crate::portal::{Portal, Team};
use crate::site::links::path_segment;
use milepost_model::EntityRef;
use std::collections::BTreeMap;

/// A page, by the places of its book and of it in there.
type At = (usize, usize);

/// A list of pages.
#[derive(Debug)]
pub struct List<'a> {
    /// What is listed.
    pub of: ListOf<'a>,
    /// The pages: the book, and the page in it.
    pub pages: Vec<At>,
}

/// What is listed.
#[derive(Debug, Clone, Copy)]
pub enum ListOf<'a> {
    /// The pages of a kind.
    Kind(Kind),
    /// The pages of what a team owns.
    Team(&'a Team),
    /// The pages that are old while what they describe has moved on.
    Stale,
}

impl List<'_> {
    /// Its address.
    pub fn address(&self) -> String {
        match self.of {
            ListOf::Kind(kind) => format!("docs/kinds/{}/", kind.slug()),
            ListOf::Team(team) => format!("docs/teams/{}/", path_segment(&team.slug)),
            ListOf::Stale => "docs/stale/".to_owned(),
        }
    }

    /// Its title.
    pub fn title(&self) -> String {
        match self.of {
            ListOf::Kind(kind) => kind.words().to_owned(),
            ListOf::Team(team) => format!("Docs of {}", team.name),
            ListOf::Stale => "Old pages about code that moved on".to_owned(),
        }
    }
}

/// Every list that has a page: the kinds in their order, the teams by name, and the old pages.
pub fn lists<'a>(portal: &'a Portal, books: &[Shelved<'a>]) -> Vec<List<'a>> {
    let of_entities = || books.iter().enumerate().filter(|(_, shelved)| !shelved.book.is_own);
    let all = || of_entities().flat_map(|(book, shelved)| (0..shelved.book.pages.len()).map(move |page| (book, page)));
    let page = |at: &At| -> &'a Page { &books[at.0].book.pages[at.1] };
    let mut lists: Vec<List<'a>> = Vec::new();
    for kind in Kind::ALL {
        let pages = all().filter(|at| page(at).kind == Some(kind)).collect();
        lists.push(List { of: ListOf::Kind(kind), pages });
    }
    let teams: BTreeMap<&EntityRef, &'a Team> = portal.catalog.teams.iter().map(|team| (&team.reference, team)).collect();
    let mut owned: BTreeMap<(String, &EntityRef), (&'a Team, Vec<At>)> = BTreeMap::new();
    for at in all() {
        let entity = portal.entity(&books[at.0].book.owner);
        let Some(team) = entity.and_then(|entity| entity.owners.first()).and_then(|owner| teams.get(owner)) else { continue };
        let key = (team.name.to_lowercase(), &team.reference);
        owned.entry(key).or_insert_with(|| (*team, Vec::new())).1.push(at);
    }
    for (team, mut pages) in owned.into_values() {
        // Whoever comes to a team's list wants to see what to do.
        pages.sort_by_key(|at| page(at).stale.is_none());
        lists.push(List { of: ListOf::Team(team), pages });
    }
    let mut stale: Vec<At> = all().filter(|at| page(at).stale.is_some()).collect();
    stale.sort_by_key(|at| (page(at).changed, *at));
    lists.push(List { of: ListOf::Stale, pages: stale });
    lists.retain(|list| !list.pages.is_empty());
    lists
}
