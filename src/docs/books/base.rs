//! Where the documentation of an entity lies.

use super::super::shelf::Shelf;
use crate::catalog::source_links;
use crate::reading::mkdocs::{self, MkDocs};
use milepost_model::{Diagnostic, Entity, Place, RepoId};
use std::collections::BTreeMap;

/// The folders of documentation that people make without saying so.
const FOLDERS: [&str; 3] = ["docs", "doc", "documentation"];

/// Where a descriptor says that the documentation is.
const REFERENCE: &str = "backstage.io/techdocs-ref";
/// Where a descriptor says that the decision records are.
const RECORDS: &str = "backstage.io/adr-location";

/// Where a book begins.
pub(super) struct Base<'a> {
    pub shelf: &'a Shelf<'a>,
    /// The folder of `mkdocs.yml`, or where it would be.
    pub folder: String,
    /// What `mkdocs.yml` says, and its path.
    pub site: Option<(MkDocs, String)>,
    /// The folder of the pages.
    pub root: Option<String>,
    /// The folder of decision records that the descriptor names.
    pub records: Option<String>,
    /// Whether the descriptor says where it is.
    pub is_declared: bool,
    /// What is wrong with `mkdocs.yml`.
    pub problems: Vec<Diagnostic>,
}

impl<'a> Base<'a> {
    /// Where the documentation of an entity begins that lies in this folder.
    pub(super) fn find(shelf: &'a Shelf<'a>, shelves: &'a BTreeMap<&RepoId, Shelf<'a>>, entity: Option<&Entity>, folder: &str) -> Self {
        let annotation = |name: &str| entity.and_then(|entity| entity.annotations.get(name)).map(|text| text.trim());
        let declared = annotation(REFERENCE).and_then(|reference| declared(reference, shelf, shelves, folder));
        let is_declared = declared.is_some();
        let (shelf, base) = declared.unwrap_or_else(|| (shelf, folder.to_owned()));
        let (site, problems) = site(shelf, &base);
        let named = site.as_ref().map(|(site, _)| site.docs_dir.as_deref().unwrap_or("docs"));
        let root = match named {
            Some(named) => joined(&base, named),
            None => FOLDERS.iter().filter_map(|name| joined(&base, name)).find(|root| has_page(shelf, root)),
        };
        // `dir:handbook` may name the pages themselves.
        let root = root.or_else(|| (is_declared && base != folder && has_page(shelf, &base)).then(|| base.clone()));
        let records = annotation(RECORDS).filter(|path| !path.contains("://")).and_then(|path| joined(folder, path));
        Self { shelf, folder: base, site, root, records, is_declared, problems }
    }
}

/// What the `mkdocs.yml` of a folder says.
pub(super) fn site(shelf: &Shelf<'_>, folder: &str) -> (Option<(MkDocs, String)>, Vec<Diagnostic>) {
    let path =
        ["mkdocs.yml", "mkdocs.yaml"].iter().filter_map(|name| joined(folder, name)).find(|path| shelf.files.contains_key(path.as_str()));
    let Some((path, bytes)) = path.and_then(|path| Some((path.clone(), shelf.content(&path)?))) else { return (None, Vec::new()) };
    let (site, problems) = mkdocs::read(&bytes, &Place::in_repo(shelf.name(), path.clone()));
    (Some((site, path)), problems)
}

/// What a reference such as `dir:.` or `url:https://…/tree/main/handbook` means.
fn declared<'a>(
    reference: &str,
    shelf: &'a Shelf<'a>,
    shelves: &'a BTreeMap<&RepoId, Shelf<'a>>,
    folder: &str,
) -> Option<(&'a Shelf<'a>, String)> {
    if let Some(path) = reference.strip_prefix("dir:") {
        return Some((shelf, joined(folder, path)?));
    }
    let url = reference.strip_prefix("url:")?;
    let found = |shelf: &'a Shelf<'a>| Some((shelf, source_links::path_of(&shelf.facts.repository, url)?.to_owned()));
    found(shelf).or_else(|| shelves.values().find_map(found))
}

fn has_page(shelf: &Shelf<'_>, folder: &str) -> bool {
    shelf.below(folder).any(|file| is_page(&file.path))
}

/// Whether a file is a page by its name.
pub(super) fn is_page(path: &str) -> bool {
    let (path, slash) = (path.as_bytes(), b'/');
    [b".md".as_slice(), b".markdown"].iter().any(|ending| {
        let Some(stem) = path.len().checked_sub(ending.len()).filter(|stem| *stem > 0) else { return false };
        path[stem..].eq_ignore_ascii_case(ending) && path[stem - 1] != slash
    })
}

/// A path seen from a folder, from the root; none where it leads out of the repository. The root is empty.
pub(super) fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            other => parts.push(other),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_and_never_leave() {
        for (folder, path, expected) in [
            ("a/b", "../c.md", Some("a/c.md")),
            ("", "./x", Some("x")),
            ("a", "..", Some("")),
            ("a", "../..", None),
            ("a", "/b//c/", Some("a/b/c")),
        ] {
            assert_eq!(joined(folder, path).as_deref(), expected, "{folder} {path}");
        }
        assert!(is_page("A.MD") && !is_page(".md") && !is_page("a.mdx"));
    }
}
