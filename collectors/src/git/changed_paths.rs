//! The paths that one commit changed, for repositories that several services share.

use super::commit_object::CommitObject;
use super::past::Note;
use super::reader::Reader;
use super::text::path_fault;
use super::tree::{Account, Entries, Entry, load, walk};
use gix::ObjectId;
use gix::objs::Kind;
use std::collections::BTreeMap;

/// The paths that a commit changed against its parent, sorted; a merge changes none by itself, as in git's log.
pub fn changed_paths(reader: &Reader, note: &Note, limit: usize) -> Vec<String> {
    let older = match note.parents.as_slice() {
        [] => None,
        [parent] => match tree_of(reader, parent) {
            Some(tree) => Some(tree),
            // Below a shallow boundary everything would seem new.
            None => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let mut compare = Compare { reader, found: Vec::new(), limit, account: Account::of(limit.saturating_mul(1_000)) };
    compare.folders(Some(note.tree), older, &mut String::new(), 0);
    compare.found.sort();
    compare.found.dedup();
    compare.found
}

fn tree_of(reader: &Reader, id: &ObjectId) -> Option<ObjectId> {
    let mut buffer = Vec::new();
    CommitObject::parse(reader.bytes(id, Kind::Commit, &mut buffer).ok()?).map(|commit| commit.tree)
}

struct Compare<'a> {
    reader: &'a Reader,
    found: Vec<String>,
    limit: usize,
    account: Account,
}

impl Compare<'_> {
    fn folders(&mut self, new: Option<ObjectId>, old: Option<ObjectId>, path: &mut String, depth: usize) {
        let (Some(new), Some(old)) = (new, old) else {
            if let Some(tree) = new.or(old) {
                let (found, limit) = (&mut self.found, self.limit);
                walk(self.reader, tree, path, &mut self.account, &|_, _| true, &mut |path, _| {
                    if found.len() < limit {
                        found.push(path.to_owned());
                    }
                });
            }
            return;
        };
        let (mut new_bytes, mut old_bytes) = (Vec::new(), Vec::new());
        if depth > 100 || load(self.reader, new, &mut new_bytes).is_err() || load(self.reader, old, &mut old_bytes).is_err() {
            return;
        }
        let mut pairs: BTreeMap<&[u8], [Option<Entry<'_>>; 2]> = BTreeMap::new();
        for (side, bytes) in [&new_bytes, &old_bytes].into_iter().enumerate() {
            for entry in Entries::of(bytes) {
                pairs.entry(entry.name).or_default()[side] = Some(entry);
            }
        }
        for (name, [new, old]) in pairs {
            if new == old || path_fault(name).is_some() || self.found.len() >= self.limit {
                continue;
            }
            let length = path.len();
            self.account.enter(path, name);
            if new.or(old).is_some_and(|entry| !entry.is_folder()) || old.is_some_and(|entry| !entry.is_folder()) {
                self.found.push(path.clone());
            }
            let folder = |entry: Option<Entry<'_>>| entry.filter(Entry::is_folder).map(|entry| entry.object());
            self.folders(folder(new), folder(old), path, depth + 1);
            path.truncate(length);
        }
    }
}
