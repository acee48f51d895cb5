//! What a page of documentation shows besides its text: that it is old, and how its decision stands.

use crate::portal::books::{Decision, Page, Status};
use crate::site::docs::Shelved;
use crate::site::facts::display_name;
use crate::site::links::Links;
use crate::site::rows::{self, Linked};
use crate::site::{Site, source_links, wording};
use serde::Serialize;

/// That a page is old while what it describes has moved on.
#[derive(Serialize)]
pub struct StaleView {
    written: String,
    /// What has changed: paths, or the service by its name.
    paths: Vec<String>,
    name: String,
    changes: String,
    ask: Option<Linked>,
    see: Option<String>,
}

/// How long ago a page was written, as people say it.
pub fn ago(months: u32) -> String {
    if months < 24 { format!("{months} months") } else { format!("{} years", months / 12) }
}

/// That a page is old, where it is.
pub fn stale(site: &Site<'_>, shelved: &Shelved<'_>, page: &Page, links: &Links) -> Option<StaleView> {
    let stale = page.stale.as_ref()?;
    let owner = &shelved.book.owner;
    let repository = site.portal.catalog.repositories.get(&shelved.book.repo);
    let facts = site.facts_of(owner);
    let folder = facts.map(|facts| facts.service.folder.as_str()).unwrap_or_default();
    let changed = stale.paths.first().map_or(folder, String::as_str);
    Some(StaleView {
        written: ago(stale.months),
        paths: stale.paths.clone(),
        name: display_name(site.portal, owner).to_owned(),
        changes: wording::counted(stale.changes, "time", "times"),
        ask: facts.and_then(|facts| rows::owner(facts, links)).or_else(|| rows::owner_of(site, site.portal.entity(owner)?, links)),
        see: repository.and_then(|repository| source_links::history(repository, changed)),
    })
}

/// How a decision stands.
#[derive(Serialize)]
pub struct Above {
    status: &'static str,
    tone: &'static str,
    number: Option<u32>,
    date: Option<String>,
    said: Option<String>,
    /// The record that took its place.
    by: Option<Linked>,
    all: Option<String>,
}

/// What stands above the text of a decision record.
pub fn above(shelved: &Shelved<'_>, page: &Page, links: &Links) -> Option<Above> {
    let decision = page.decision.as_ref()?;
    Some(Above {
        status: decision.status.word(),
        tone: tone(decision.status),
        number: decision.number,
        date: decision.date.clone(),
        said: said(decision),
        by: successor(shelved, decision, links),
        all: shelved.decisions_address().map(|address| links.to(&address)),
    })
}

/// What a record says of its state, where that is more than the word for it.
fn said(decision: &Decision) -> Option<String> {
    decision.said.clone().filter(|said| !said.eq_ignore_ascii_case(decision.status.word()))
}

fn successor(shelved: &Shelved<'_>, decision: &Decision, links: &Links) -> Option<Linked> {
    let number = decision.superseded_by?;
    let of = |page: &usize| shelved.book.pages[*page].decision.as_ref().and_then(|decision| decision.number) == Some(number);
    let page = shelved.book.decisions.as_ref()?.records.iter().copied().find(|page| of(page))?;
    Some(Linked { text: shelved.book.pages[page].title.clone(), href: Some(links.to(&shelved.page_address(page))) })
}

fn tone(status: Status) -> &'static str {
    match status {
        Status::Accepted => "ok",
        Status::Proposed => "info",
        Status::Superseded | Status::Deprecated => "gold",
        Status::Rejected => "bad",
        Status::Unknown => "plain",
    }
}

/// A decision record as a row of their list.
#[derive(Serialize)]
pub struct RecordRow {
    number: Option<u32>,
    title: String,
    href: String,
    status: &'static str,
    tone: &'static str,
    said: Option<String>,
    by: Option<Linked>,
    date: Option<String>,
}

/// A record's title without the number that stands beside it.
fn unnumbered(title: &str) -> &str {
    let rest = title.trim_start_matches(|c: char| c.is_ascii_alphabetic()).trim_start_matches([' ', '-', '_', '#']);
    let prefix = title.len() - rest.len();
    let is_named = title[..prefix].trim_end_matches([' ', '-', '_', '#']).eq_ignore_ascii_case("adr");
    let rest = if is_named { rest } else { title };
    let words = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = words.len() < rest.len() && words.starts_with(['.', ':', ' ', ')']);
    let words = words.trim_start_matches(['.', ':', ')', ' ', '-', '–']);
    if is_numbered && !words.is_empty() { words } else { title }
}

/// Every decision record of a book, the newest first.
pub fn records(shelved: &Shelved<'_>, links: &Links) -> Vec<RecordRow> {
    let row = |page: usize| {
        let (record, decision) = (&shelved.book.pages[page], shelved.book.pages[page].decision.as_ref()?);
        let by = successor(shelved, decision, links);
        Some(RecordRow {
            number: decision.number,
            title: unnumbered(&record.title).to_owned(),
            href: links.to(&shelved.page_address(page)),
            status: decision.status.word(),
            tone: tone(decision.status),
            said: said(decision).filter(|_| by.is_none()),
            by,
            date: decision.date.clone(),
        })
    };
    shelved.book.decisions.iter().flat_map(|decisions| decisions.records.iter().rev().copied().filter_map(row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_said_once() {
        for (title, expected) in [
            ("1. Use Rust", "Use Rust"),
            ("ADR-0007: Use Rust", "Use Rust"),
            ("ADR 7 Use Rust", "Use Rust"),
            ("2024 was long", "was long"),
            ("Use 3 databases", "Use 3 databases"),
            ("12", "12"),
        ] {
            assert_eq!(unnumbered(title), expected);
        }
        assert_eq!((ago(14), ago(26)), ("14 months".to_owned(), "2 years".to_owned()));
    }
}
