//! The navigation of a book as a tree of links.

use super::{Docs, Holds, Shelved};
use crate::portal::books::Entry;
use crate::site::links::Links;
use crate::site::wording;
use std::fmt::Write as _;

/// A tree of more entries than this shows only the way to the page and its neighbours.
const MOST: usize = 160;
/// So many neighbours are shown on either side of the page then.
const NEIGHBOURS: usize = 30;

/// The tree as HTML, as seen from one of the book's pages.
pub fn tree(docs: &Docs<'_>, shelved: &Shelved<'_>, current: Holds, links: &Links) -> String {
    let book = shelved.book;
    let mut drawing = Drawing { docs, shelved, current, links, out: String::new(), is_large: count(&book.nav) > MOST };
    if book.home.is_none() {
        drawing.out.push_str("<ul>");
        drawing.leaf("All pages", &shelved.address, current == Holds::Contents);
        drawing.out.push_str("</ul>");
    }
    drawing.entries(&book.nav, 0);
    drawing.out
}

fn count(entries: &[Entry]) -> usize {
    entries.iter().map(|entry| if let Entry::Section { entries, .. } = entry { 1 + count(entries) } else { 1 }).sum()
}

struct Drawing<'d, 'a> {
    docs: &'d Docs<'a>,
    shelved: &'d Shelved<'a>,
    current: Holds,
    links: &'d Links,
    out: String,
    is_large: bool,
}

impl Drawing<'_, '_> {
    /// Entries of one level: pages that follow each other share a list, sections stand between the lists.
    fn entries(&mut self, entries: &[Entry], depth: usize) {
        let mut is_open = false;
        let (shown, before, after) = self.window(entries);
        if before > 0 {
            self.cut(before, "before");
        }
        for entry in shown {
            if let Entry::Section { title, entries } = entry {
                if is_open {
                    self.out.push_str("</ul>");
                    is_open = false;
                }
                self.section(title, entries, depth);
                continue;
            }
            if !is_open {
                self.out.push_str("<ul>");
                is_open = true;
            }
            self.entry(entry);
        }
        if is_open {
            self.out.push_str("</ul>");
        }
        if after > 0 {
            self.cut(after, "after");
        }
    }

    /// The entries of one level that are shown, and how many are not, before and after them.
    fn window<'e>(&self, entries: &'e [Entry]) -> (&'e [Entry], usize, usize) {
        if !self.is_large || entries.len() <= 2 * NEIGHBOURS {
            return (entries, 0, 0);
        }
        let at = entries.iter().position(|entry| self.holds(entry)).unwrap_or(0);
        let from = at.saturating_sub(NEIGHBOURS);
        let to = (at + NEIGHBOURS).min(entries.len());
        (&entries[from..to], from, entries.len() - to)
    }

    fn cut(&mut self, count: usize, side: &str) {
        let _ = write!(self.out, "<p class=\"muted\">{} {side}</p>", wording::counted(count as u64, "entry", "entries"));
    }

    fn section(&mut self, title: &str, entries: &[Entry], depth: usize) {
        let holds = entries.iter().any(|entry| self.holds(entry));
        let folds = depth > 0 || self.is_large;
        if !folds {
            let _ = write!(self.out, "<p class=\"sec\" dir=\"auto\">{}</p>", escaped(title));
            return self.entries(entries, depth + 1);
        }
        if self.is_large && !holds {
            // Of a large book, what lies elsewhere is a link to its first page.
            let pages = count(entries);
            if let Some(address) = self.first(entries) {
                self.out.push_str("<ul>");
                self.leaf(&format!("{title} ({pages})"), &address, false);
                self.out.push_str("</ul>");
            }
            return;
        }
        let open = if holds { " open" } else { "" };
        let _ = write!(self.out, "<details{open}><summary dir=\"auto\">{}</summary>", escaped(title));
        self.entries(entries, depth + 1);
        self.out.push_str("</details>");
    }

    fn entry(&mut self, entry: &Entry) {
        match entry {
            Entry::Page { page, title } => {
                let address = self.shelved.page_address(*page);
                self.leaf(title, &address, self.current == Holds::Page(*page));
            }
            Entry::Decisions => {
                let Some((decisions, address)) = self.shelved.book.decisions.as_ref().zip(self.shelved.decisions_address()) else { return };
                let is_current = self.holds(entry);
                self.leaf(&format!("Decision records, {}", decisions.records.len()), &address, is_current);
            }
            Entry::Elsewhere { title, book, address } => {
                let start = self.docs.books.get(*book).map_or("", |shelved| shelved.address.as_str());
                self.leaf(title, &format!("{start}{address}"), false);
            }
            Entry::Link { title, url } => {
                let _ = write!(
                    self.out,
                    "<li><a href=\"{}\" rel=\"noreferrer\" dir=\"auto\">{}<span class=\"vh\"> (elsewhere)</span></a></li>",
                    escaped(url),
                    escaped(title)
                );
            }
            Entry::Section { .. } => {}
        }
    }

    fn leaf(&mut self, title: &str, address: &str, is_current: bool) {
        let current = if is_current { " aria-current=\"page\"" } else { "" };
        let _ = write!(self.out, "<li><a href=\"{}\"{current} dir=\"auto\">{}</a></li>", escaped(&self.links.to(address)), escaped(title));
    }

    /// Whether the page that is shown is this entry, or lies below it.
    fn holds(&self, entry: &Entry) -> bool {
        match entry {
            Entry::Page { page, .. } => self.current == Holds::Page(*page),
            Entry::Section { entries, .. } => entries.iter().any(|entry| self.holds(entry)),
            Entry::Decisions => {
                let decisions = self.shelved.book.decisions.as_ref();
                let is_one = |page| decisions.is_some_and(|decisions| decisions.page == Some(page) || decisions.records.contains(&page));
                match self.current {
                    Holds::Decisions => true,
                    Holds::Page(page) => is_one(page),
                    Holds::Contents => false,
                }
            }
            Entry::Elsewhere { .. } | Entry::Link { .. } => false,
        }
    }

    fn first(&self, entries: &[Entry]) -> Option<String> {
        entries.iter().find_map(|entry| match entry {
            Entry::Page { page, .. } => Some(self.shelved.page_address(*page)),
            Entry::Section { entries, .. } => self.first(entries),
            Entry::Decisions => self.shelved.decisions_address(),
            Entry::Elsewhere { .. } | Entry::Link { .. } => None,
        })
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
