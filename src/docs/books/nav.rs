//! The navigation of a book, and with it the order in which its pages are read.

use super::atlas::Atlas;
use super::draft::{Draft, DraftEntry};
use super::front_matter::FrontMatter;
use super::pages::titled;
use super::{Decisions, Entry, Kind, Page, address, category, decision};
use crate::catalog::safe_url;
use milepost_model::{Diagnostic, Place};
use std::collections::BTreeMap;

/// A book's navigation, and its pages in the order of it.
pub(super) struct Drawn {
    pub pages: Vec<Page>,
    pub entries: Vec<Entry>,
    pub decisions: Option<Decisions>,
}

/// Draws the navigation: as somebody wrote it, else by kind where the pages say theirs, else by folder.
pub(super) fn draw(
    draft: &Draft<'_>,
    pages: Vec<Page>,
    fronts: &[FrontMatter],
    atlas: &Atlas<'_>,
    book: usize,
    problems: &mut Vec<Diagnostic>,
) -> Drawn {
    let mut drawing = Drawing { draft, pages: &pages, fronts, atlas, book, placed: vec![false; pages.len()], problems };
    let mut entries = match &draft.nav {
        Some(nav) => drawing.written(nav),
        None if drawing.says_kinds() => drawing.by_kind(),
        None => drawing.by_folder(),
    };
    let records = drawing.records();
    let more = drawing.rest();
    if !more.is_empty() {
        // A book that is nothing but such texts needs no title above them.
        if entries.is_empty() { entries = more } else { entries.push(Entry::Section { title: "More".to_owned(), entries: more }) }
    }
    let mut order = Vec::with_capacity(pages.len());
    in_order(&entries, records.as_ref(), &mut order);
    let mut place = vec![0; pages.len()];
    let mut seen = vec![false; pages.len()];
    order.retain(|page| !std::mem::replace(&mut seen[*page], true));
    order.extend((0..pages.len()).filter(|page| !seen[*page]));
    for (to, from) in order.iter().enumerate() {
        place[*from] = to;
    }
    renumber(&mut entries, &place);
    let decisions = records.map(|records| Decisions {
        page: records.page.map(|page| place[page]),
        records: records.records.iter().map(|record| place[*record]).collect(),
        address: records.address,
    });
    let mut waiting: Vec<Option<Page>> = pages.into_iter().map(Some).collect();
    let pages = order.into_iter().filter_map(|page| waiting[page].take()).collect();
    Drawn { pages, entries, decisions }
}

struct Drawing<'d, 'a> {
    draft: &'d Draft<'a>,
    pages: &'d [Page],
    fronts: &'d [FrontMatter],
    atlas: &'d Atlas<'a>,
    book: usize,
    /// Which pages have their place.
    placed: Vec<bool>,
    problems: &'d mut Vec<Diagnostic>,
}

impl Drawing<'_, '_> {
    fn entry(&mut self, page: usize, title: Option<&str>) -> Entry {
        self.placed[page] = true;
        // Beside other pages a README that repeats the service's name says nothing in a list.
        let is_readme = self.pages[page].kind == Some(Kind::Readme) && !self.pages[page].address.is_empty();
        let own = || if is_readme { Kind::Readme.word().to_owned() } else { self.pages[page].title.clone() };
        let title = title.map(str::trim).filter(|title| !title.is_empty());
        Entry::Page { page, title: title.map_or_else(own, str::to_owned) }
    }

    fn written(&mut self, nav: &[DraftEntry]) -> Vec<Entry> {
        let mut entries = Vec::with_capacity(nav.len());
        for entry in nav {
            match entry {
                DraftEntry::Section { title, entries: inner } => {
                    let inner = self.written(inner);
                    if !inner.is_empty() {
                        entries.push(Entry::Section { title: title.clone(), entries: inner });
                    }
                }
                DraftEntry::Link { title, url } => {
                    entries.extend(safe_url::href(url).map(|url| Entry::Link { title: title.clone(), url }));
                }
                DraftEntry::Page { title, path, config, line } => {
                    if let Some(page) = self.draft.by_path.get(path) {
                        let entry = self.entry(*page, title.as_deref());
                        entries.push(entry);
                    } else if let Some((book, page)) = self.atlas.page(self.book, &self.draft.shelf.facts.repository.repo, path) {
                        let address = self.atlas.drafts[book].pages[page].address.clone();
                        entries.push(Entry::Elsewhere { title: title.clone().unwrap_or_else(|| titled(path)), book, address });
                    } else {
                        self.missing(path, config, *line);
                    }
                }
            }
        }
        entries
    }

    fn missing(&mut self, path: &str, config: &str, line: u32) {
        let seen = path.strip_prefix(self.draft.root.as_str()).map_or(path, |rest| rest.trim_start_matches('/'));
        let place = Place::in_repo(self.draft.shelf.name(), config).at(line, 1);
        let found = Diagnostic::warning("docs/missing-page", format!("the navigation names {seen}, which is not there"));
        self.problems.push(found.at(place).help("correct the path, which is seen from the folder of the pages, or remove the entry"));
    }

    /// Whether most pages of the folder say what kind they are.
    fn says_kinds(&self) -> bool {
        let own = || (0..self.pages.len()).filter(|page| self.is_listed(*page));
        let said = own().filter(|page| self.fronts[*page].kind.is_some()).count();
        said > 1 && said * 2 > own().count()
    }

    /// Whether a page stands in the navigation by itself: what only lies beside the pages comes last.
    fn is_listed(&self, page: usize) -> bool {
        !self.draft.pages[page].is_extra && self.pages[page].decision.is_none()
    }

    fn by_kind(&mut self) -> Vec<Entry> {
        let mut listed: Vec<usize> = (0..self.pages.len()).filter(|page| self.is_listed(*page)).collect();
        listed.sort_by_cached_key(|page| (self.fronts[*page].order.unwrap_or(i64::MAX), self.draft.pages[*page].relative.clone()));
        let mut entries = Vec::new();
        for page in listed.iter().copied().filter(|page| self.fronts[*page].kind.is_none()) {
            entries.push(self.entry(page, None));
        }
        for kind in Kind::ALL {
            let of_kind: Vec<usize> = listed.iter().copied().filter(|page| self.fronts[*page].kind == Some(kind)).collect();
            let inner: Vec<Entry> = of_kind.into_iter().map(|page| self.entry(page, None)).collect();
            if !inner.is_empty() {
                entries.push(Entry::Section { title: kind.words().to_owned(), entries: inner });
            }
        }
        first_page_first(&mut entries, self.pages);
        entries
    }

    fn by_folder(&mut self) -> Vec<Entry> {
        let mut root = Folder::default();
        for page in (0..self.pages.len()).filter(|page| self.is_listed(*page)) {
            let relative = self.draft.pages[page].relative.as_str();
            let mut folder = &mut root;
            for part in relative.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev() {
                folder = folder.folders.entry(part).or_default();
            }
            folder.pages.push(page);
        }
        let mut entries = self.folder(&root, &self.draft.root);
        first_page_first(&mut entries, self.pages);
        entries
    }

    /// What lies in a folder with this path.
    fn folder(&mut self, folder: &Folder<'_>, path: &str) -> Vec<Entry> {
        let mut pages = folder.pages.clone();
        let key = |page: &usize| {
            let relative = &self.draft.pages[*page].relative;
            let is_index = address::is_index(address::stem_of(relative));
            (!is_index, self.fronts[*page].order.unwrap_or(i64::MAX), relative.to_lowercase(), relative.clone())
        };
        pages.sort_by_cached_key(key);
        let mut entries: Vec<Entry> = pages.into_iter().map(|page| self.entry(page, None)).collect();
        let mut sections = Vec::with_capacity(folder.folders.len());
        for (name, inner) in &folder.folders {
            let path = if path.is_empty() { (*name).to_owned() } else { format!("{path}/{name}") };
            let category = category::of(self.draft.shelf, &path);
            let place = category.position.or(category::numbered(name).0).unwrap_or(i64::MAX);
            let entries_of = self.folder(inner, &path);
            // A folder is called as it says itself, or as its own first page calls it.
            let index = inner.pages.iter().find(|page| address::is_index(address::stem_of(&self.draft.pages[**page].relative)));
            let own = || index.map_or_else(|| titled(&format!("{name}.md")), |page| self.pages[*page].title.clone());
            sections.push((place, Entry::Section { title: category.label.unwrap_or_else(own), entries: entries_of }));
        }
        sections.sort_by_key(|(place, _)| *place);
        entries.extend(sections.into_iter().map(|(_, section)| section));
        entries
    }

    /// The decision records, oldest first; those that have their place in the navigation keep it.
    fn records(&self) -> Option<Decisions> {
        let mut records: Vec<usize> = (0..self.pages.len()).filter(|page| self.pages[*page].decision.is_some()).collect();
        let first = *records.first()?;
        let key = |page: &usize| {
            let decision = self.pages[*page].decision.as_ref();
            (decision.and_then(|decision| decision.number).unwrap_or(u32::MAX), self.pages[*page].address.clone())
        };
        records.sort_by_cached_key(key);
        let relative = &self.draft.pages[first].relative;
        let folder = decision::folder_of_records(relative)?;
        let address = address::of(&format!("{folder}/index.md"));
        let page = self.pages.iter().position(|page| page.address == address);
        Some(Decisions { address, page, records })
    }

    /// What has no place yet: texts beside the code, decision records, pages that the navigation leaves out.
    fn rest(&mut self) -> Vec<Entry> {
        let records = self.records();
        let above = records.as_ref().and_then(|records| records.page);
        let mut left: Vec<usize> =
            (0..self.pages.len()).filter(|page| !self.placed[*page] && self.pages[*page].decision.is_none()).collect();
        left.retain(|page| Some(*page) != above);
        left.sort_by_cached_key(|page| {
            let kind = self.pages[*page].kind;
            (kind != Some(Kind::Runbook), self.draft.pages[*page].is_extra, self.draft.pages[*page].relative.clone())
        });
        let mut entries: Vec<Entry> = left.into_iter().map(|page| self.entry(page, None)).collect();
        let is_unplaced = |records: &Decisions| records.records.iter().any(|record| !self.placed[*record]);
        if records.as_ref().is_some_and(is_unplaced) {
            let is_beside = |entry: &Entry| {
                let Entry::Page { page, .. } = entry else { return false };
                self.draft.pages[*page].is_extra && self.pages[*page].kind != Some(Kind::Runbook)
            };
            let at = entries.iter().position(is_beside).unwrap_or(entries.len());
            entries.insert(at, Entry::Decisions);
        }
        entries
    }
}

#[derive(Default)]
struct Folder<'p> {
    pages: Vec<usize>,
    folders: BTreeMap<&'p str, Folder<'p>>,
}

/// The book's first page comes first, wherever its name would put it.
fn first_page_first(entries: &mut [Entry], pages: &[Page]) {
    let is_first = |entry: &Entry| matches!(entry, Entry::Page { page, .. } if pages[*page].address.is_empty());
    if let Some(at) = entries.iter().position(is_first) {
        entries[..=at].rotate_right(1);
    }
}

fn in_order(entries: &[Entry], records: Option<&Decisions>, order: &mut Vec<usize>) {
    for entry in entries {
        match entry {
            Entry::Page { page, .. } => order.push(*page),
            Entry::Section { entries, .. } => in_order(entries, records, order),
            Entry::Decisions => {
                order.extend(records.into_iter().flat_map(|records| records.page.iter().chain(&records.records)));
            }
            Entry::Elsewhere { .. } | Entry::Link { .. } => {}
        }
    }
}

fn renumber(entries: &mut [Entry], place: &[usize]) {
    for entry in entries {
        match entry {
            Entry::Page { page, .. } => *page = place[*page],
            Entry::Section { entries, .. } => renumber(entries, place),
            Entry::Decisions | Entry::Elsewhere { .. } | Entry::Link { .. } => {}
        }
    }
}
