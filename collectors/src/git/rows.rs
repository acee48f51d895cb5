//! Rows of files: from when until when a path held a content.

use super::past::Past;
use super::selection::Kept;
use super::tree::Leaf;
use super::tree_history::PathChange;
use gix::ObjectId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One stretch of time in which a path held one content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// How the file is kept.
    pub kept: Kept,
    /// The commit that brought it, or the oldest one that is known to have had it.
    pub origin: Origin,
    /// What it is; unknown for a row of an earlier run that nothing touched.
    pub leaf: Option<Leaf>,
    /// When it was replaced or removed.
    pub until: Option<i64>,
    /// Whether this run has something to say about it.
    pub is_news: bool,
}

/// Where a row comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Origin {
    /// The commit.
    #[serde(with = "hex_id")]
    pub commit: ObjectId,
    /// When it came.
    pub at: i64,
    /// Whether that commit really changed the file; else it is only the oldest that is known to have had it.
    pub is_change: bool,
}

/// Rows by path: one open row at most, and the closed ones.
#[derive(Debug, Default)]
pub struct Rows {
    /// What holds at the head.
    pub open: BTreeMap<String, Row>,
    /// What no longer does.
    pub closed: Vec<(String, Row)>,
}

impl Rows {
    /// Applies changes of files with history, oldest first for each path.
    pub fn apply(&mut self, changes: &[PathChange], past: &Past) {
        for change in changes.iter().filter(|change| change.kept != Kept::Head) {
            if change.kept == Kept::Name && change.old.is_some() && change.new.is_some() && self.open.contains_key(&change.path) {
                continue;
            }
            let origin = origin_of(past, change.step);
            self.close(&change.path, origin.at, change.old);
            if let Some(leaf) = change.new {
                self.open(&change.path, Row { kept: change.kept, origin, leaf: Some(leaf), until: None, is_news: true });
            }
        }
    }

    /// Opens a row, in place of the one that stands there.
    pub fn open(&mut self, path: &str, row: Row) {
        self.open.insert(path.to_owned(), row);
    }

    /// Closes the row that stands at a path.
    pub fn close(&mut self, path: &str, at: i64, was: Option<Leaf>) {
        if let Some(mut row) = self.open.remove(path) {
            row.leaf = row.leaf.or(was);
            row.until = Some(at.max(row.origin.at));
            row.is_news = true;
            self.closed.push((path.to_owned(), row));
        }
    }

    /// Keeps the newest rows within a limit; says whether any was dropped.
    pub fn limit(&mut self, rows: usize) -> bool {
        let history = self.open.values().filter(|row| row.kept != Kept::Head).count();
        let room = rows.saturating_sub(history);
        if self.closed.len() <= room {
            return false;
        }
        self.closed.sort_by(|a, b| (b.1.until, b.1.origin, &b.0).cmp(&(a.1.until, a.1.origin, &a.0)));
        self.closed.truncate(room);
        true
    }
}

/// The origin of what a step changed.
///
/// The oldest step of a history that is cut shows everything as new, which tells nothing.
pub fn origin_of(past: &Past, step: usize) -> Origin {
    let is_change = step > 0 || past.baseline.is_some() || !past.is_cut;
    let step = &past.steps[step];
    Origin { commit: step.note.id, at: step.at, is_change }
}

/// The origin of what stood there before the first step.
pub fn origin_below(past: &Past) -> Option<Origin> {
    let baseline = past.baseline?;
    Some(Origin { commit: baseline.id, at: baseline.at, is_change: false })
}

/// Ids as hex digits.
pub mod hex_id {
    use gix::ObjectId;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// Writes an id.
    pub fn serialize<S: Serializer>(id: &ObjectId, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(id)
    }

    /// Reads an id.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<ObjectId, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(from)?;
        ObjectId::from_hex(text.as_bytes()).map_err(D::Error::custom)
    }
}

/// Ids of commits as they are written in a cursor.
pub mod hex_ids {
    use gix::ObjectId;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// Writes ids.
    pub fn serialize<S: Serializer>(ids: &[ObjectId], out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(ids.iter().map(ToString::to_string))
    }

    /// Reads ids.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<ObjectId>, D::Error> {
        let texts = Vec::<String>::deserialize(from)?;
        texts.iter().map(|text| ObjectId::from_hex(text.as_bytes()).map_err(D::Error::custom)).collect()
    }
}
