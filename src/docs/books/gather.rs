//! Which files make the book of a service, and of every other entity that says where its documentation is.

use super::address::{Addresses, is_index, stem_of};
use super::base::{self, Base, is_page, joined};
use super::decision;
use super::draft::{Draft, DraftEntry, DraftPage};
use crate::catalog::{Catalog, PathScope, Service};
use crate::docs::shelf::Shelf;
use crate::reading::glob;
use crate::reading::mkdocs::{MkDocs, NavItem};
use milepost_model::{Diagnostic, Entity, EntityKind, Place, RepoId};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The most pages of one book.
const MOST_PAGES: usize = 5_000;
/// The most sites that one navigation includes, each once.
const MOST_SITES: usize = 200;

/// Names of texts beside the code that people look for.
const BESIDE: [&str; 9] =
    ["readme", "changelog", "changes", "history", "contributing", "security", "support", "governance", "architecture"];
/// Folders whose texts belong to a book wherever they lie.
const BOOKISH: [&str; 7] = ["docs", "doc", "documentation", "runbooks", "runbook", "playbooks", "playbook"];
/// Folders of what is no documentation of the repository.
const FOREIGN: [&str; 7] = ["node_modules", "vendor", "third_party", "testdata", "fixtures", "test-fixtures", "__fixtures__"];

/// Every book before its pages are rendered, and what is wrong with what says where they are.
pub(super) fn all<'a>(catalog: &Catalog, shelves: &'a BTreeMap<&RepoId, Shelf<'a>>) -> (Vec<Draft<'a>>, Vec<Diagnostic>) {
    let of_services = catalog.services.par_iter().filter_map(|service| {
        let shelf = shelves.get(service.repo.as_ref()?)?;
        Some(of_service(catalog, service, shelf, shelves))
    });
    let mut found: Vec<(Draft<'a>, Vec<Diagnostic>)> = of_services.collect();
    let others = catalog.entities.values().filter(|entity| !is_component(entity));
    found.extend(others.filter_map(|entity| of_entity(entity, shelves)));
    let mut problems = Vec::new();
    let mut drafts = Vec::with_capacity(found.len());
    for (draft, told) in found {
        problems.extend(told);
        if !draft.pages.is_empty() {
            drafts.push(draft);
        }
    }
    drafts.sort_by(|a, b| a.owner.cmp(&b.owner));
    (drafts, problems)
}

fn is_component(entity: &Entity) -> bool {
    entity.reference.kind == EntityKind::COMPONENT
}

fn of_service<'a>(
    catalog: &Catalog,
    service: &Service,
    shelf: &'a Shelf<'a>,
    shelves: &'a BTreeMap<&RepoId, Shelf<'a>>,
) -> (Draft<'a>, Vec<Diagnostic>) {
    let entity = catalog.entities.get(&service.reference);
    let base = Base::find(shelf, shelves, entity, &service.folder);
    let mut gathering = Gathering::new(&base, Some(&service.scope), &service.folder);
    gathering.root();
    gathering.sites();
    for path in [&service.files.readme, &service.files.runbook, &service.files.changelog].into_iter().flatten() {
        gathering.beside(path);
    }
    gathering.neighbours();
    let name = entity.map_or(service.reference.name.as_str(), |entity| entity.title.as_deref().unwrap_or(&entity.name));
    let (draft, mut problems) = gathering.finish(service.reference.clone(), name);
    problems.extend(base.problems);
    (draft, problems)
}

/// The book of something that is no service: only where its descriptor says so.
fn of_entity<'a>(entity: &Entity, shelves: &'a BTreeMap<&RepoId, Shelf<'a>>) -> Option<(Draft<'a>, Vec<Diagnostic>)> {
    let shelf = shelves.get(entity.repo.as_ref()?)?;
    let place = entity.sources.values().find_map(|source| source.place.as_ref());
    let folder = place.and_then(|place| place.path.rsplit_once('/')).map_or("", |(folder, _)| folder);
    let base = Base::find(shelf, shelves, Some(entity), folder);
    if !base.is_declared {
        return None;
    }
    let mut gathering = Gathering::new(&base, None, folder);
    gathering.root();
    let name = entity.title.as_deref().unwrap_or(&entity.name);
    let (draft, mut problems) = gathering.finish(entity.reference.clone(), name);
    problems.extend(base.problems.iter().cloned());
    Some((draft, problems))
}

/// The files of a book, as they are found.
struct Gathering<'a, 'b> {
    base: &'b Base<'a>,
    scope: Option<&'b PathScope>,
    /// The folder of the service.
    folder: &'b str,
    pages: Vec<DraftPage>,
    by_path: HashMap<String, usize>,
    addresses: Addresses,
    left_out: usize,
}

impl<'a, 'b> Gathering<'a, 'b> {
    fn new(base: &'b Base<'a>, scope: Option<&'b PathScope>, folder: &'b str) -> Self {
        let (pages, by_path, addresses) = (Vec::new(), HashMap::new(), Addresses::default());
        Self { base, scope, folder, pages, by_path, addresses, left_out: 0 }
    }

    fn has(&self, path: &str) -> bool {
        self.by_path.contains_key(path)
    }

    fn is_own(&self, path: &str) -> bool {
        self.scope.is_none_or(|scope| scope.contains(path))
    }

    fn add(&mut self, path: &str, relative: &str, is_extra: bool) {
        if self.has(path) || !is_page(path) || is_foreign(path) {
            return;
        }
        if self.pages.len() >= MOST_PAGES {
            self.left_out += 1;
            return;
        }
        let address = self.addresses.take(relative);
        self.by_path.insert(path.to_owned(), self.pages.len());
        self.pages.push(DraftPage { path: path.to_owned(), address, relative: relative.to_owned(), is_extra });
    }

    /// The pages below a folder, whose addresses begin with `prefix`.
    fn folder(&mut self, root: &str, prefix: &str, exclude: &[String]) {
        // What the descriptor names belongs to the book, whoever else has a claim to the folder.
        let takes_all = self.base.is_declared;
        let shelf = self.base.shelf;
        let mut paths: Vec<&str> = shelf.below(root).map(|file| file.path.as_str()).filter(|path| is_page(path)).collect();
        // Of two that stand for a folder, the index does.
        paths.sort_by_key(|path| (!stem_of(path).eq_ignore_ascii_case("index"), *path));
        for path in paths {
            let relative = below(path, root);
            let is_hidden = relative.split('/').any(|part| part.starts_with('.'));
            if !is_hidden && (takes_all || self.is_own(path)) && !exclude.iter().any(|pattern| is_excluded(pattern, relative)) {
                self.add(path, &format!("{prefix}{relative}"), false);
            }
        }
    }

    fn root(&mut self) {
        let exclude = self.base.site.as_ref().map(|(site, _)| site.exclude.as_slice()).unwrap_or_default();
        if let Some(root) = &self.base.root {
            self.folder(root, "", exclude);
        }
        if let Some(records) = &self.base.records {
            let prefix = self.prefix(records);
            self.folder(records, &prefix, &[]);
        }
    }

    /// Where a folder's pages are seen from the book's beginning.
    fn prefix(&self, folder: &str) -> String {
        let inside = self.base.root.as_deref().filter(|root| !root.is_empty()).and_then(|root| inside(folder, root));
        let seen = inside.unwrap_or_else(|| below(folder, self.folder));
        if seen.is_empty() { String::new() } else { format!("{seen}/") }
    }

    /// The sites of parts of the service that are no services themselves.
    fn sites(&mut self) {
        let own = self.base.site.as_ref().map(|(_, path)| path.as_str());
        let shelf = self.base.shelf;
        let configs = shelf.below(self.folder).map(|file| file.path.as_str()).filter(|path| {
            let name = path.rsplit('/').next().unwrap_or_default();
            matches!(name, "mkdocs.yml" | "mkdocs.yaml") && Some(*path) != own && !is_foreign(path)
        });
        let configs: Vec<&str> = configs.take(MOST_SITES).collect();
        for config in configs.into_iter().filter(|path| self.is_own(path)).collect::<Vec<_>>() {
            let folder = config.rsplit_once('/').map_or("", |(folder, _)| folder);
            let (Some((site, _)), _) = base::site(shelf, folder) else { continue };
            if let Some(root) = joined(folder, site.docs_dir.as_deref().unwrap_or("docs")) {
                let seen = below(folder, self.folder);
                let prefix = if seen.is_empty() { String::new() } else { format!("{seen}/") };
                self.folder(&root, &prefix, &site.exclude);
            }
        }
    }

    /// A text that lies beside the code.
    fn beside(&mut self, path: &str) {
        let relative = below(path, self.folder).to_owned();
        // Where the folder of the pages has no first page, the README is it.
        let is_home = !relative.contains('/') && is_index(stem_of(&relative)) && !self.pages.iter().any(|page| page.address.is_empty());
        let seen = if is_index(stem_of(&relative)) && !relative.contains('/') && !is_home { "readme/index.md" } else { &relative };
        self.add(path, seen, !is_home);
    }

    /// Texts that people look for beside the code, and folders of texts wherever they lie.
    fn neighbours(&mut self) {
        let shelf = self.base.shelf;
        let own: Vec<&str> = shelf.below(self.folder).map(|file| file.path.as_str()).filter(|path| is_page(path)).collect();
        for path in own {
            let relative = below(path, self.folder);
            let stem = stem_of(relative).to_lowercase();
            let is_beside = !relative.contains('/') && BESIDE.contains(&stem.as_str());
            let is_bookish = relative.rsplit('/').skip(1).any(|part| BOOKISH.contains(&part.to_lowercase().as_str()));
            let is_hidden = relative.split('/').any(|part| part.starts_with('.'));
            if !is_hidden && (is_beside || is_bookish || decision::is_among_records(relative)) && self.is_own(path) {
                self.beside(path);
            }
        }
    }

    fn finish(self, owner: milepost_model::EntityRef, name: &str) -> (Draft<'a>, Vec<Diagnostic>) {
        let shelf = self.base.shelf;
        let mut problems = Vec::new();
        if self.left_out > 0 {
            let message = format!("the documentation has {} pages more than the {MOST_PAGES} that are shown", self.left_out);
            let path = self.base.root.clone().unwrap_or_else(|| self.folder.to_owned());
            problems.push(Diagnostic::note("docs/too-large", message).at(Place::in_repo(shelf.name(), path)));
        }
        let site = self.base.site.as_ref();
        let nav = site.filter(|(site, _)| site.nav.is_some()).map(|(site, config)| {
            let mut seen = BTreeSet::from([config.clone()]);
            entries(shelf, &self.base.folder, site, config, &mut seen)
        });
        let title = site.and_then(|(site, _)| site.site_name.clone()).unwrap_or_else(|| name.to_owned());
        let draft = Draft {
            owner,
            owner_name: name.to_owned(),
            shelf,
            title,
            root: self.base.root.clone().unwrap_or_else(|| self.folder.to_owned()),
            base: self.base.folder.clone(),
            pages: self.pages,
            by_path: self.by_path,
            nav,
            is_own: false,
        };
        (draft, problems)
    }
}

/// The entries of a site and of those that it includes.
fn entries(shelf: &Shelf<'_>, folder: &str, site: &MkDocs, config: &str, seen: &mut BTreeSet<String>) -> Vec<DraftEntry> {
    let Some(root) = joined(folder, site.docs_dir.as_deref().unwrap_or("docs")) else { return Vec::new() };
    let Some(nav) = &site.nav else {
        let paths = shelf.below(&root).map(|file| file.path.as_str()).filter(|path| is_page(path)).take(MOST_PAGES);
        return paths.map(|path| DraftEntry::Page { title: None, path: path.to_owned(), config: config.to_owned(), line: 1 }).collect();
    };
    let mut include = |item: &NavItem| -> Vec<DraftEntry> {
        let NavItem::Include { title, path, is_glob, .. } = item else { return Vec::new() };
        let Some(wanted) = joined(folder, path) else { return Vec::new() };
        let configs: Vec<String> = if *is_glob {
            shelf.files.keys().filter(|known| glob::matches(&wanted, known)).take(MOST_SITES).map(|known| (*known).to_owned()).collect()
        } else {
            vec![wanted]
        };
        let mut found = Vec::new();
        for path in configs {
            if seen.len() > MOST_SITES || !seen.insert(path.clone()) {
                continue;
            }
            let inner = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let (Some((site, config)), _) = base::site(shelf, inner) else { continue };
            let title = if *is_glob { site.site_name.clone().unwrap_or_else(|| inner.to_owned()) } else { title.clone() };
            found.push(DraftEntry::Section { title, entries: entries(shelf, inner, &site, &config, seen) });
        }
        found
    };
    DraftEntry::of(nav, config, &root, &mut include)
}

/// A path seen from a folder that it lies in, else as it is.
fn below<'p>(path: &'p str, folder: &str) -> &'p str {
    inside(path, folder).unwrap_or(path)
}

fn inside<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder.is_empty() {
        return Some(path);
    }
    let rest = path.strip_prefix(folder)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

fn is_foreign(path: &str) -> bool {
    path.split('/').any(|part| FOREIGN.contains(&part))
}

/// Whether a pattern of a `.gitignore` leaves a path out.
fn is_excluded(pattern: &str, relative: &str) -> bool {
    let from_root = pattern.starts_with('/');
    let plain = pattern.trim_matches('/');
    if pattern.ends_with('/') {
        let folder = relative.rsplit_once('/').map_or("", |(folder, _)| folder);
        let parts: Vec<&str> = folder.split('/').collect();
        return if plain.contains('/') || from_root {
            inside(folder, plain).is_some() && !folder.is_empty()
        } else {
            parts.iter().any(|part| glob::name_matches(plain, part))
        };
    }
    if from_root || plain.contains('/') {
        return glob::matches(plain, relative) || glob::matches(&format!("{plain}/**"), relative);
    }
    relative.split('/').any(|part| glob::name_matches(plain, part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_left_out_as_a_gitignore_would() {
        for (pattern, path, expected) in [
            ("drafts/", "a/drafts/x.md", true),
            ("/drafts/", "a/drafts/x.md", false),
            ("*.tmp.md", "a/b.tmp.md", true),
            ("a/b.md", "a/b.md", true),
            ("a/b.md", "c/a/b.md", false),
            ("internal", "internal/x.md", true),
        ] {
            assert_eq!(is_excluded(pattern, path), expected, "{pattern} {path}");
        }
    }
}
