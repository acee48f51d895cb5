//! The paths that one commit changed, for repositories that several services share.

use super::commit_object::CommitObject;
use super::past::Note;
use super::reader::Reader;
use super::text::path_fault;
use super::tree::{Account, Entries, Entry, Leaf, load, walk};
use gix::ObjectId;
use gix::objs::Kind;
use std::cmp::Ordering;

/// Folders inside folders that are followed; deeper ones exist only to break programs.
const DEPTH: usize = 100;

/// The paths that a commit changed against its first parent, sorted.
///
/// Only a merge into the default branch brings what it merged; one into a branch changes nothing by
/// itself, as in git's log, since the branch's own commits tell their paths.
pub fn changed_paths(reader: &Reader, note: &Note, is_of_line: bool, limit: usize) -> Vec<String> {
    if note.parents.len() > 1 && !is_of_line {
        return Vec::new();
    }
    changed_files(reader, note, limit).into_iter().map(|(path, ..)| path).collect()
}

/// A path with the file that it holds and the one that it held; neither where it is a submodule.
pub type Changed = (String, Option<Leaf>, Option<Leaf>);

/// The files that a commit changed against its first parent, in the order of their paths.
pub fn changed_files(reader: &Reader, note: &Note, limit: usize) -> Vec<Changed> {
    let older = match note.parents.as_slice() {
        [] => None,
        [parent, ..] => match tree_of(reader, parent) {
            Some(tree) => Some(tree),
            // Below a shallow boundary everything would seem new.
            None => return Vec::new(),
        },
    };
    let mut compare = Compare { reader, found: Vec::new(), limit, account: Account::of(limit.saturating_mul(1_000)) };
    compare.folders(Some(note.tree), older, &mut String::new(), 0);
    compare.found.sort_by(|a, b| a.0.cmp(&b.0));
    compare.found.dedup_by(|a, b| a.0 == b.0);
    compare.found
}

fn tree_of(reader: &Reader, id: &ObjectId) -> Option<ObjectId> {
    let mut buffer = Vec::new();
    CommitObject::parse(reader.bytes(id, Kind::Commit, &mut buffer).ok()?).map(|commit| commit.tree)
}

struct Compare<'a> {
    reader: &'a Reader,
    found: Vec<Changed>,
    limit: usize,
    account: Account,
}

impl Compare<'_> {
    fn folders(&mut self, new: Option<ObjectId>, old: Option<ObjectId>, path: &mut String, depth: usize) {
        let (Some(new), Some(old)) = (new, old) else {
            if let Some(tree) = new.or(old) {
                let (found, limit) = (&mut self.found, self.limit);
                let is_new = new.is_some();
                walk(self.reader, tree, path, &mut self.account, &|_, _| true, &mut |path, leaf| {
                    if found.len() < limit {
                        let leaf = Some(leaf);
                        found.push((path.to_owned(), leaf.filter(|_| is_new), leaf.filter(|_| !is_new)));
                    }
                });
            }
            return;
        };
        let (mut new_bytes, mut old_bytes) = (Vec::new(), Vec::new());
        if depth > DEPTH || load(self.reader, new, &mut new_bytes).is_err() || load(self.reader, old, &mut old_bytes).is_err() {
            return;
        }
        let (mut new, mut old) = (Entries::of(&new_bytes), Entries::of(&old_bytes));
        while self.found.len() < self.limit {
            Entries::skip_shared(&mut new, &mut old);
            // A tree whose entries are out of order shows some of them as removed and added: too much, never too little.
            match (new.peek(), old.peek()) {
                (None, None) => break,
                (Some(left), Some(right)) => match in_order(&left, &right) {
                    Ordering::Less => self.entry(new.next(), None, path, depth),
                    Ordering::Greater => self.entry(None, old.next(), path, depth),
                    Ordering::Equal => self.entry(new.next(), old.next(), path, depth),
                },
                (Some(_), None) => self.entry(new.next(), None, path, depth),
                (None, Some(_)) => self.entry(None, old.next(), path, depth),
            }
        }
    }

    /// One name of a folder: both entries have it and are of one kind, or only one has it.
    fn entry(&mut self, new: Option<Entry<'_>>, old: Option<Entry<'_>>, path: &mut String, depth: usize) {
        let Some(entry) = new.or(old).filter(|entry| new != old && path_fault(entry.name).is_none()) else { return };
        let length = path.len();
        self.account.enter(path, entry.name);
        if entry.is_folder() {
            self.folders(new.map(|entry| entry.object()), old.map(|entry| entry.object()), path, depth + 1);
        } else {
            let leaf = |entry: Option<Entry<'_>>| entry.and_then(|entry| entry.leaf());
            self.found.push((path.clone(), leaf(new), leaf(old)));
        }
        path.truncate(length);
    }
}

/// Git orders a folder as if its name ended with a slash.
fn in_order(a: &Entry<'_>, b: &Entry<'_>) -> Ordering {
    fn key<'e>(entry: &Entry<'e>) -> (&'e [u8], &'static [u8]) {
        (entry.name, if entry.is_folder() { b"/" } else { b"" })
    }
    let ((a, a_end), (b, b_end)) = (key(a), key(b));
    a.iter().chain(a_end).cmp(b.iter().chain(b_end))
}
