//! How the files that matter changed, step by step along the default branch.
//!
//! Each step's tree is compared with the one below it, newest first, as packs store older trees as
//! deltas of newer ones. Only folders whose ids differ and that can hold a file of interest are
//! opened, and each folder's bytes are kept until the next step, so every tree is read once.

use super::reader::Reader;
use super::selection::{Kept, Selection};
use super::tree::{Account, Entries, Entry, Leaf, load, walk};
use gix::ObjectId;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

/// One change of one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathChange {
    /// The path.
    pub path: String,
    /// How the file is kept.
    pub kept: Kept,
    /// At which step, counted from the oldest.
    pub step: usize,
    /// What was there before.
    pub old: Option<Leaf>,
    /// What is there since.
    pub new: Option<Leaf>,
}

/// Paths at the head whose last change is looked for, and the folders that hold them.
#[derive(Debug, Default)]
pub struct Watched {
    paths: HashSet<String>,
    folders: HashMap<String, usize>,
}

impl Watched {
    /// Looks for a path.
    pub fn add(&mut self, path: &str) {
        if self.paths.insert(path.to_owned()) {
            for folder in folders_of(path) {
                *self.folders.entry(folder.to_owned()).or_default() += 1;
            }
        }
    }

    /// Whether the path was looked for; it no longer is.
    fn found(&mut self, path: &str) -> bool {
        if !self.paths.remove(path) {
            return false;
        }
        for folder in folders_of(path) {
            if let Some(count) = self.folders.get_mut(folder) {
                *count -= 1;
                if *count == 0 {
                    self.folders.remove(folder);
                }
            }
        }
        true
    }
}

fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// A folder as the newer step has it.
struct Folder {
    id: ObjectId,
    bytes: Option<Vec<u8>>,
    below: HashMap<Vec<u8>, Self>,
}

impl Folder {
    fn of(id: ObjectId) -> Self {
        Self { id, bytes: None, below: HashMap::new() }
    }
}

/// Compares the trees of a line of commits.
pub struct TreeHistory<'a> {
    reader: &'a Reader,
    selection: &'a Selection,
    watched: Watched,
    /// What was judged of a path, as the same paths change again and again.
    judged: HashMap<String, Option<Kept>>,
    changes: Vec<PathChange>,
    /// Room that trees no longer need.
    spare: Vec<Vec<u8>>,
    /// What may still be read.
    pub account: Account,
}

impl<'a> TreeHistory<'a> {
    /// A history that finds changes of the selection's paths and the last change of the watched ones.
    pub fn new(reader: &'a Reader, selection: &'a Selection, watched: Watched, account: Account) -> Self {
        Self { reader, selection, watched, judged: HashMap::new(), changes: Vec::new(), spare: Vec::new(), account }
    }

    /// Compares trees, newest first, each with the next; `None` stands for a tree without files.
    pub fn compare_all(&mut self, trees: &[Option<ObjectId>]) {
        let Some(Some(head)) = trees.first() else { return };
        if self.watched.paths.is_empty() && !self.selection.may_hold_history("") {
            return;
        }
        let mut root = Folder::of(*head);
        let mut path = String::new();
        for (place, older) in trees.iter().enumerate().skip(1) {
            if self.account.is_spent() {
                return;
            }
            let older = older.unwrap_or_else(|| ObjectId::empty_tree(gix::hash::Kind::Sha1));
            if older != root.id {
                self.compare(&mut root, older, &mut path, trees.len() - 1 - place, 0);
            }
        }
    }

    /// The changes, oldest first for each path, and what was read.
    pub fn into_changes(mut self) -> (Vec<PathChange>, Account) {
        self.changes.sort_by(|a, b| a.path.cmp(&b.path).then(a.step.cmp(&b.step)));
        // A crafted tree can name a path twice.
        self.changes.dedup_by(|b, a| a.path == b.path && a.step == b.step);
        (self.changes, self.account)
    }

    fn compare(&mut self, newer: &mut Folder, older: ObjectId, path: &mut String, step: usize, depth: usize) {
        let bytes_before = newer.bytes.take().or_else(|| self.bytes(newer.id));
        let old_bytes = self.bytes(older);
        newer.id = older;
        if let (Some(new), Some(old)) = (&bytes_before, &old_bytes)
            && depth < 100
        {
            self.merge(new, old, &mut newer.below, path, step, depth);
        } else {
            newer.below.clear();
        }
        newer.bytes = old_bytes;
        self.spare.extend(bytes_before);
    }

    fn bytes(&mut self, id: ObjectId) -> Option<Vec<u8>> {
        let mut bytes = self.spare.pop().unwrap_or_default();
        if load(self.reader, id, &mut bytes).is_err() {
            self.account.lost += 1;
            return None;
        }
        Some(bytes)
    }

    /// Walks two versions of a folder side by side; most of their entries are the same.
    fn merge(&mut self, new: &[u8], old: &[u8], below: &mut HashMap<Vec<u8>, Folder>, path: &mut String, step: usize, depth: usize) {
        let (mut left, mut right) = (Entries::of(new), Entries::of(old));
        while self.account.take() {
            Entries::skip_shared(&mut left, &mut right);
            let order = match (left.peek(), right.peek()) {
                (None, None) => return,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(a), Some(b)) => tree_order(&a, &b),
            };
            let new = if order.is_le() { left.next() } else { None };
            let old = if order.is_ge() { right.next() } else { None };
            let Some(name) = new.or(old).map(|entry| entry.name) else { return };
            let length = path.len();
            if self.account.enter(path, name) {
                self.changed(new, old, below, path, step, depth);
            }
            path.truncate(length);
        }
    }

    fn changed(
        &mut self,
        new: Option<Entry<'_>>,
        old: Option<Entry<'_>>,
        below: &mut HashMap<Vec<u8>, Folder>,
        path: &mut String,
        step: usize,
        depth: usize,
    ) {
        let (new_folder, old_folder) = (new.filter(Entry::is_folder), old.filter(Entry::is_folder));
        if let Some(name) = new_folder.or(old_folder).map(|entry| entry.name) {
            let is_of_interest = !self.selection.is_skipped(name)
                && (self.selection.may_hold_history(path) || self.watched.folders.contains_key(path.as_str()));
            match (new_folder, old_folder) {
                _ if !is_of_interest => {
                    below.remove(name);
                }
                (Some(new), Some(old)) => {
                    let folder = below.entry(name.to_vec()).or_insert_with(|| Folder::of(new.object()));
                    if folder.id != new.object() {
                        *folder = Folder::of(new.object());
                    }
                    self.compare(folder, old.object(), path, step, depth + 1);
                }
                (Some(new), None) => {
                    below.remove(name);
                    self.whole(new.object(), path, step, true);
                }
                (None, Some(old)) => self.whole(old.object(), path, step, false),
                (None, None) => {}
            }
        }
        let (new, old) = (new.and_then(|entry| entry.leaf()), old.and_then(|entry| entry.leaf()));
        if new != old {
            self.note(path, step, new, old);
        }
    }

    /// A folder that came or went as a whole.
    fn whole(&mut self, tree: ObjectId, path: &mut String, step: usize, is_new: bool) {
        let mut found = Vec::new();
        let (selection, watched) = (self.selection, &self.watched);
        let enters = |folder: &str, name: &[u8]| {
            !selection.is_skipped(name) && (selection.may_hold_history(folder) || watched.folders.contains_key(folder))
        };
        walk(self.reader, tree, path, &mut self.account, &enters, &mut |path, leaf| found.push((path.to_owned(), leaf)));
        for (path, leaf) in found {
            let (new, old) = if is_new { (Some(leaf), None) } else { (None, Some(leaf)) };
            self.note(&path, step, new, old);
        }
    }

    fn note(&mut self, path: &str, step: usize, new: Option<Leaf>, old: Option<Leaf>) {
        let kept = match self.judged.get(path) {
            Some(kept) => *kept,
            None => *self.judged.entry(path.to_owned()).or_insert(self.selection.kept_with_history(path)),
        };
        let kept = kept.or_else(|| self.watched.found(path).then_some(Kept::Head));
        if let Some(kept) = kept {
            self.changes.push(PathChange { path: path.to_owned(), kept, step, old, new });
        }
    }
}

/// Git's order of entries: folders sort as if their names ended in a slash.
fn tree_order(a: &Entry<'_>, b: &Entry<'_>) -> Ordering {
    if a.name == b.name {
        return Ordering::Equal;
    }
    let end = |entry: &Entry<'_>| if entry.is_folder() { b'/' } else { 0 };
    let shared = a.name.len().min(b.name.len());
    a.name[..shared].cmp(&b.name[..shared]).then_with(|| {
        let a = a.name.get(shared).copied().unwrap_or_else(|| end(a));
        let b = b.name.get(shared).copied().unwrap_or_else(|| end(b));
        a.cmp(&b)
    })
}
