//! Rows of files as records.

use super::commit_object::CommitObject;
use super::contents::{Content, Contents};
use super::past::Past;
use super::reader::Reader;
use super::rows::{Row, Rows};
use super::selection::Kept;
use super::stamp::Stamp;
use super::text::clean_name;
use gix::ObjectId;
use gix::objs::Kind;
use milepost_model::record::File;
use milepost_model::record::file::LastChange;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Writes rows of files down.
pub struct FileWriter<'a> {
    stamp: &'a Stamp,
    reader: &'a Reader,
    names: HashMap<ObjectId, Option<String>>,
}

impl<'a> FileWriter<'a> {
    /// A writer that knows who made the commits of a stretch of history.
    pub fn new(stamp: &'a Stamp, reader: &'a Reader, past: &Past) -> Self {
        let names = past.steps.iter().map(|step| (step.note.id, step.note.author.clone())).collect();
        Self { stamp, reader, names }
    }

    /// The records of what this run has to say, what holds now first, as it is what contents are kept for first.
    pub fn write(&mut self, rows: &Rows, contents: &mut Contents<'_>) -> Vec<File> {
        let open = rows.open.iter();
        let closed = rows.closed.iter().map(|(path, row)| (path, row));
        let mut files: Vec<_> =
            open.chain(closed).filter(|(_, row)| row.is_news).map(|(path, row)| self.record(path, row, contents)).collect();
        files.sort_by(|a, b| (&a.path, a.valid_from, &a.id).cmp(&(&b.path, b.valid_from, &b.id)));
        files
    }

    /// Rows of an earlier run that the history as it is now does not have.
    ///
    /// Where the path is still looked at, the history was rewritten and the row never was; else nothing is
    /// known of the path from now on.
    pub fn withdraw(&self, prior: &BTreeMap<String, Row>, rows: &Rows, is_looked_at: &dyn Fn(&str) -> bool) -> Vec<File> {
        let all = rows.open.iter().chain(rows.closed.iter().map(|(path, row)| (path, row)));
        let standing: HashSet<String> = all.map(|(path, row)| self.id(path, row)).collect();
        let gone = prior.iter().filter(|(path, row)| !standing.contains(&self.id(path, row)));
        gone.map(|(path, row)| {
            let valid_from = self.stamp.instant(row.origin.at);
            let valid_to = if is_looked_at(path) { valid_from } else { self.stamp.now.max(valid_from) };
            File { valid_to: Some(valid_to), ..self.bare(path, row) }
        })
        .collect()
    }

    fn record(&mut self, path: &str, row: &Row, contents: &mut Contents<'_>) -> File {
        let leaf = row.leaf.filter(|_| row.kept != Kept::Name);
        let content = leaf.map_or_else(Content::default, |leaf| contents.of(leaf));
        let last_change = (row.kept == Kept::Head && row.origin.is_change)
            .then(|| LastChange { at: self.stamp.instant(row.origin.at), by: self.author(row.origin.commit) });
        File {
            valid_to: row.until.map(|until| self.stamp.instant(until)),
            size: content.size,
            blob: content.hash,
            git_sha: leaf.map(|leaf| leaf.id.to_string()),
            mode: row.leaf.map(|leaf| format!("{:06o}", leaf.mode)).filter(|_| row.kept != Kept::Name),
            last_change,
            ..self.bare(path, row)
        }
    }

    fn bare(&self, path: &str, row: &Row) -> File {
        File {
            id: self.id(path, row),
            rev: self.stamp.rev(),
            observed_at: self.stamp.now,
            provenance: self.stamp.provenance(),
            repo: self.stamp.repo.clone(),
            path: path.to_owned(),
            valid_from: self.stamp.instant(row.origin.at),
            ..File::default()
        }
    }

    /// A row with history is known by the commit that brought it, a file at the head by its path alone.
    fn id(&self, path: &str, row: &Row) -> String {
        match row.kept {
            Kept::Head => self.stamp.id("file", &format!("head:{path}")),
            Kept::History | Kept::Name => self.stamp.id("file", &format!("{}:{path}", row.origin.commit)),
        }
    }

    fn author(&mut self, id: ObjectId) -> Option<String> {
        let reader = self.reader;
        let read = || {
            let mut buffer = Vec::new();
            clean_name(CommitObject::parse(reader.bytes(&id, Kind::Commit, &mut buffer).ok()?)?.author.name)
        };
        self.names.entry(id).or_insert_with(read).clone()
    }
}
