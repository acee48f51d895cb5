//! The files of the default branch's head: what they are, in which languages, and which are kept.

use super::languages::{is_generated, language};
use super::reader::{Lost, Reader};
use super::selection::{Kept, Paths, Selection};
use super::tree::{Account, Leaf, walk};
use gix::ObjectId;
use std::collections::BTreeMap;

/// What the head holds.
#[derive(Debug, Default)]
pub struct HeadTree {
    /// The files that the selection keeps, by path.
    pub files: BTreeMap<String, (Kept, Leaf)>,
    /// Bytes of each language, or files where the clone does not hold contents.
    pub languages: BTreeMap<String, u64>,
    /// The licence's file at the root.
    pub licence: Option<Leaf>,
    /// Whether there were more files than the limit.
    pub is_limited: bool,
}

impl HeadTree {
    /// Lists the head's tree.
    pub fn read(reader: &Reader, tree: ObjectId, selection: &Selection, limit: usize, account: &mut Account) -> Self {
        let mut head = Self::default();
        let mut tally = Tally { reader, bytes: BTreeMap::new(), files: BTreeMap::new(), is_blobless: false };
        let enters = |_: &str, name: &[u8]| !selection.is_skipped(name);
        walk(reader, tree, &mut String::new(), account, &enters, &mut |path, leaf| {
            tally.add(path, leaf);
            if !path.contains('/') && !leaf.is_link() && super::licence::is_licence_file(path) {
                head.licence.get_or_insert(leaf);
            }
            if let Some(kept) = selection.kept(path) {
                head.keep(path, kept, leaf, limit);
            }
        });
        head.languages = if tally.is_blobless { tally.files } else { tally.bytes };
        head
    }

    /// Adds the files that other files of the repository name.
    pub fn follow(&mut self, reader: &Reader, tree: ObjectId, paths: &Paths, limit: usize, account: &mut Account) {
        let enters = |folder: &str, _: &[u8]| paths.may_lie_below(folder);
        walk(reader, tree, &mut String::new(), account, &enters, &mut |path, leaf| {
            if !self.files.contains_key(path) && paths.matches(path) {
                self.keep(path, Kept::Head, leaf, limit);
            }
        });
    }

    fn keep(&mut self, path: &str, kept: Kept, leaf: Leaf, limit: usize) {
        if kept == Kept::Head && self.files.len() >= limit {
            self.is_limited = true;
            return;
        }
        self.files.insert(path.to_owned(), (kept, leaf));
    }
}

struct Tally<'a> {
    reader: &'a Reader,
    bytes: BTreeMap<String, u64>,
    files: BTreeMap<String, u64>,
    is_blobless: bool,
}

impl Tally<'_> {
    fn add(&mut self, path: &str, leaf: Leaf) {
        let Some(language) = language(path).filter(|_| !leaf.is_link() && !is_generated(path)) else { return };
        count(&mut self.files, language, 1);
        if self.is_blobless {
            return;
        }
        match self.reader.size(&leaf.id) {
            Ok(size) => count(&mut self.bytes, language, size),
            Err(Lost::Missing) => self.is_blobless = true,
            Err(Lost::Broken(_)) => {}
        }
    }
}

fn count(tally: &mut BTreeMap<String, u64>, language: &str, more: u64) {
    if more == 0 {
        return;
    }
    match tally.get_mut(language) {
        Some(sum) => *sum = sum.saturating_add(more),
        None => drop(tally.insert(language.to_owned(), more)),
    }
}
