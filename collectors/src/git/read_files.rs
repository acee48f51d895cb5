//! The files of a repository: what they were along its history and what they are at its head.

use super::contents::Contents;
use super::follow::{Follow, FoundFile, bounded_globs};
use super::head_tree::HeadTree;
use super::past::Past;
use super::reader::Reader;
use super::rows::{Origin, Row, Rows, origin_below, origin_of};
use super::selection::{Kept, Paths, Selection};
use super::settings::Limits;
use super::tree::{Account, walk};
use super::tree_history::{PathChange, TreeHistory, Watched};
use gix::ObjectId;
use std::collections::{BTreeMap, BTreeSet};

/// How often what was found is asked for more: a Location names descriptors, and these name descriptions.
const ROUNDS: usize = 3;

/// What files are read with.
#[derive(Clone, Copy)]
pub struct FileReader<'a> {
    /// The repository.
    pub reader: &'a Reader,
    /// The paths that matter.
    pub selection: &'a Selection,
    /// What is too much.
    pub limits: Limits,
    /// Who is asked for further paths.
    pub follow: Option<&'a dyn Follow>,
    /// The repository's name, for whoever is asked.
    pub name: &'a str,
    /// Whether it matters that services share the repository.
    pub asks_whether_divided: bool,
}

/// What was read of the files.
pub struct Files<'a> {
    /// The rows.
    pub rows: Rows,
    /// The contents.
    pub contents: Contents<'a>,
    /// The head.
    pub head: HeadTree,
    /// What was left to read, and what was odd.
    pub account: Account,
    /// Whether there were more rows than the limit.
    pub is_limited: bool,
    /// Globs that files asked for and that are none.
    pub bad_globs: u64,
    /// Whether services share the repository.
    pub is_divided: bool,
}

impl<'a> FileReader<'a> {
    /// Reads the files of a stretch of history.
    ///
    /// `prior` are the rows that stood open before its first step; without them the baseline's tree tells.
    /// `None` where only reading the whole history tells when a file last changed.
    pub fn read(&self, past: &Past, prior: Option<BTreeMap<String, Row>>, closing: i64) -> Option<Files<'a>> {
        let tree = past.steps.last().map(|step| step.note.tree).or(past.baseline.map(|base| base.tree))?;
        let mut account = Account::of(self.limits.tree_entries);
        let mut head = HeadTree::read(self.reader, tree, self.selection, self.limits.head_files, &mut account);
        let mut contents = Contents::new(self.reader, self.limits);
        let bad_globs = self.follow(tree, &mut head, &mut contents, &mut account);
        let is_divided = self.is_divided(&head, &mut contents);
        let is_head_whole = account.lost == 0 && !account.is_spent();
        // What is odd at the head was counted there; the history shows the same names again.
        let odd = std::mem::take(&mut account.odd);
        let mut watched = Watched::default();
        let prior_heads = prior.iter().flatten().filter(|(_, row)| row.kept == Kept::Head).map(|(path, _)| path);
        head.files
            .iter()
            .filter(|(_, (kept, _))| *kept == Kept::Head)
            .map(|(path, _)| path)
            .chain(prior_heads)
            .for_each(|path| watched.add(path));
        let mut history = TreeHistory::new(self.reader, self.selection, watched, account);
        history.compare_all(&trees_newest_first(past));
        let (changes, mut account) = history.into_changes();
        account.odd = odd;
        let is_new = prior.is_none();
        let mut rows = Rows { open: prior.unwrap_or_default(), closed: Vec::new() };
        if is_new {
            self.open_baseline(past, &mut rows, &mut account);
        }
        rows.apply(&changes, past);
        place_head_files(&head, &changes, past, is_new, &mut rows)?;
        if is_head_whole {
            agree_with_head(&head, &changes, past, closing, &mut rows);
        }
        let is_limited = rows.limit(self.limits.file_rows);
        Some(Files { rows, contents, head, account, is_limited, bad_globs, is_divided })
    }

    /// The further rounds: files name further files of their repository, which may name more.
    fn follow(&self, tree: ObjectId, head: &mut HeadTree, contents: &mut Contents<'_>, account: &mut Account) -> u64 {
        let Some(follow) = self.follow else { return 0 };
        let (mut seen, mut known, mut bad) = (BTreeSet::new(), BTreeSet::new(), 0);
        for _ in 0..ROUNDS {
            let mut asked = Vec::new();
            for (path, (kept, leaf)) in &head.files {
                if *kept == Kept::Name || seen.contains(path) || contents.of(*leaf).hash.is_none() {
                    continue;
                }
                seen.insert(path.clone());
                if let Some(bytes) = contents.bytes(&leaf.id) {
                    asked.extend(follow.further_paths(&FoundFile { repository: self.name, path, bytes }));
                }
            }
            asked.retain(|glob| !known.contains(glob));
            let (globs, mut left_out) = bounded_globs(asked, self.limits.followed_globs.saturating_sub(known.len()));
            let globs: Vec<_> = globs
                .into_iter()
                .filter(|glob| {
                    Paths::new(std::slice::from_ref(glob)).is_ok() || {
                        left_out += 1;
                        false
                    }
                })
                .collect();
            bad += left_out;
            if globs.is_empty() {
                break;
            }
            if let Ok(paths) = Paths::new(&globs) {
                head.follow(self.reader, tree, &paths, self.limits.head_files, account);
            }
            known.extend(globs);
        }
        bad
    }

    fn is_divided(&self, head: &HeadTree, contents: &mut Contents<'_>) -> bool {
        let Some(follow) = self.follow.filter(|_| self.asks_whether_divided) else { return false };
        let files: Vec<_> = head.files.iter().filter(|(_, (kept, _))| *kept != Kept::Name).collect();
        // Files of the second round were not read yet.
        for (_, (_, leaf)) in &files {
            contents.of(*leaf);
        }
        let found = files
            .iter()
            .filter_map(|(path, (_, leaf))| contents.bytes(&leaf.id).map(|bytes| FoundFile { repository: self.name, path, bytes }));
        follow.is_divided(&found.collect::<Vec<_>>())
    }

    fn open_baseline(&self, past: &Past, rows: &mut Rows, account: &mut Account) {
        let (Some(baseline), Some(origin)) = (past.baseline, origin_below(past)) else { return };
        let enters = |folder: &str, name: &[u8]| !self.selection.is_skipped(name) && self.selection.may_hold_history(folder);
        walk(self.reader, baseline.tree, &mut String::new(), account, &enters, &mut |path, leaf| {
            if let Some(kept) = self.selection.kept_with_history(path) {
                rows.open(path, Row { kept, origin, leaf: Some(leaf), until: None, is_news: true });
            }
        });
    }
}

/// The trees to compare: a history without baseline begins with a tree without files.
fn trees_newest_first(past: &Past) -> Vec<Option<ObjectId>> {
    let steps = past.steps.iter().rev().map(|step| Some(step.note.tree));
    steps.chain([past.baseline.map(|baseline| baseline.tree)]).collect()
}

/// Puts the files that are kept at the head beside the rows; each has one row, whose start is its last change.
fn place_head_files(head: &HeadTree, changes: &[PathChange], past: &Past, is_new: bool, rows: &mut Rows) -> Option<()> {
    let changed: BTreeMap<&str, &PathChange> =
        changes.iter().filter(|change| change.kept == Kept::Head).map(|change| (change.path.as_str(), change)).collect();
    for (path, (kept, leaf)) in &head.files {
        if *kept != Kept::Head {
            continue;
        }
        let origin = match changed.get(path.as_str()).filter(|change| change.new == Some(*leaf)) {
            Some(change) => origin_of(past, change.step),
            None if rows.open.get(path).is_some_and(|row| row.kept == Kept::Head) => continue,
            None if is_new => origin_below(past).unwrap_or_else(|| origin_unknown(past)),
            None => return None,
        };
        rows.open(path, Row { kept: Kept::Head, origin, leaf: Some(*leaf), until: None, is_news: true });
    }
    Some(())
}

/// Closes what the head no longer holds, and opens what it holds without a change that tells since when:
/// trees of the past can be lost, those of the present were read.
fn agree_with_head(head: &HeadTree, changes: &[PathChange], past: &Past, closing: i64, rows: &mut Rows) {
    let last: BTreeMap<&str, &PathChange> = changes.iter().map(|change| (change.path.as_str(), change)).collect();
    let gone: Vec<_> = rows.open.keys().filter(|path| !head.files.contains_key(*path)).cloned().collect();
    for path in gone {
        let change = last.get(path.as_str()).filter(|change| change.new.is_none());
        let at = change.map_or(closing, |change| past.steps[change.step].at);
        rows.close(&path, at, change.and_then(|change| change.old));
    }
    for (path, (kept, leaf)) in head.files.iter().filter(|(_, (kept, _))| *kept != Kept::Head) {
        let stands = rows.open.get(path).is_some_and(|row| *kept == Kept::Name || row.leaf.is_none_or(|is| is == *leaf));
        if !stands {
            let origin = origin_unknown(past);
            rows.close(path, origin.at, None);
            rows.open(path, Row { kept: *kept, origin, leaf: Some(*leaf), until: None, is_news: true });
        }
    }
}

/// The head itself, for what is there without anything that tells since when.
fn origin_unknown(past: &Past) -> Origin {
    match past.steps.last() {
        Some(step) => Origin { commit: step.note.id, at: step.at, is_change: false },
        None => origin_below(past).expect("because a history without steps has a baseline"),
    }
}
