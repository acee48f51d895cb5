//! A book before its pages are rendered: whose it is, and which files it has.

use super::super::shelf::Shelf;
use crate::reading::mkdocs::NavItem;
use milepost_model::EntityRef;
use std::collections::HashMap;

/// A book before its pages are rendered.
pub(super) struct Draft<'a> {
    pub owner: EntityRef,
    /// What people call the owner.
    pub owner_name: String,
    pub shelf: &'a Shelf<'a>,
    pub title: String,
    /// The folder of its pages; empty where the repository's root is.
    pub root: String,
    /// The folder that its entity lies in.
    pub base: String,
    pub pages: Vec<DraftPage>,
    /// Its pages by the paths of their files.
    pub by_path: HashMap<String, usize>,
    /// The navigation that somebody wrote, each entry seen from the repository's root.
    pub nav: Option<Vec<DraftEntry>>,
    /// Whether it is the portal's own.
    pub is_own: bool,
}

/// A page before it is rendered.
#[derive(Debug, Clone)]
pub(super) struct DraftPage {
    pub path: String,
    pub address: String,
    /// The path from where the book begins, by which pages are ordered.
    pub relative: String,
    /// Whether it lies outside of the folder of the pages.
    pub is_extra: bool,
}

/// An entry of a navigation that somebody wrote.
#[derive(Debug, Clone)]
pub(super) enum DraftEntry {
    /// A page, by the path of its file in the repository, and where the navigation names it.
    Page { title: Option<String>, path: String, config: String, line: u32 },
    /// Entries below a title.
    Section { title: String, entries: Vec<Self> },
    /// A place on the web.
    Link { title: String, url: String },
}

impl DraftEntry {
    /// The entries of a `mkdocs.yml`, seen from the repository's root. Sites that it includes are read by `include`.
    pub(super) fn of(items: &[NavItem], config: &str, folder: &str, include: &mut dyn FnMut(&NavItem) -> Vec<Self>) -> Vec<Self> {
        let mut entries = Vec::with_capacity(items.len());
        for item in items {
            match item {
                NavItem::Page { title, path, line } => {
                    let path = if folder.is_empty() { path.clone() } else { format!("{folder}/{path}") };
                    entries.push(Self::Page { title: title.clone(), path, config: config.to_owned(), line: *line });
                }
                NavItem::Section { title, items } => {
                    entries.push(Self::Section { title: title.clone(), entries: Self::of(items, config, folder, include) });
                }
                NavItem::Link { title, url } => entries.push(Self::Link { title: title.clone(), url: url.clone() }),
                NavItem::Include { .. } => entries.extend(include(item)),
            }
        }
        entries
    }
}
