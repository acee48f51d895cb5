//! What one run leaves for the next, so that it reads only what changed.

use super::coverage::Extent;
use super::rows::{Origin, Row, hex_id, hex_ids};
use super::selection::Kept;
use gix::ObjectId;
use milepost_model::{Diagnostic, Instant, Memory};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Changes whenever what a cursor means does; with another version everything is read again.
const VERSION: u32 = 2;

/// What is known of a repository since the last run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct State {
    version: u32,
    /// The program that wrote it: another one may read more out of the same commits.
    program: String,
    /// The repository's id.
    pub repo: String,
    /// The first instant that was read.
    pub from: Instant,
    /// When it was last read.
    pub observed: Instant,
    /// The refs as they were.
    pub refs: String,
    /// The shallow boundary as it was.
    pub shallow: String,
    /// The origin as it was, without credentials.
    pub origin: Option<String>,
    /// The selection of paths as it was.
    pub selection: String,
    /// Whether commits list their paths.
    pub commit_paths: bool,
    /// Whether the clone was not fetched for so long that coverage says so.
    #[serde(default)]
    pub is_behind: bool,
    /// Whether contents could not be brought into the clone, so that everything is read again.
    #[serde(default)]
    pub is_lacking: bool,
    /// Where the history stood; absent where nothing was committed.
    pub head: Option<Head>,
    /// Tags and release branches that were handed over, each as a short hash.
    pub tags: Vec<String>,
    /// Commits beside the default branch below which everything was handed over.
    #[serde(with = "hex_ids")]
    pub sides: Vec<ObjectId>,
    /// When the commits beside the default branch were written, the newest of them, sorted: a copy says the same.
    #[serde(default)]
    pub copied_at: Vec<i64>,
    /// How much was read.
    pub extent: Extent,
    /// What was wrong; told again as long as nothing changes.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where a history stood.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Head {
    /// The commit.
    #[serde(with = "hex_id")]
    pub id: ObjectId,
    /// When it came.
    pub at: i64,
    /// How far dates below it lie.
    pub skew: i64,
    /// When the first commit was made, where the clone shows it.
    pub created: Option<i64>,
}

/// The open rows of a repository: paths, each with a number into the list of origins.
#[derive(Debug, Default, Serialize, Deserialize)]
struct OpenRows {
    origins: Vec<Origin>,
    history: Vec<(String, usize)>,
    names: Vec<(String, usize)>,
    head: Vec<(String, usize)>,
}

impl State {
    /// A state that this version of the program writes.
    pub fn blank(from: Instant, now: Instant) -> Self {
        Self {
            version: VERSION,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            repo: String::new(),
            from,
            observed: now,
            refs: String::new(),
            shallow: String::new(),
            origin: None,
            selection: String::new(),
            commit_paths: false,
            is_behind: false,
            is_lacking: false,
            head: None,
            tags: Vec::new(),
            sides: Vec::new(),
            copied_at: Vec::new(),
            extent: Extent::default(),
            diagnostics: Vec::new(),
        }
    }

    /// The same state, but for whether coverage says that the clone was not fetched for long.
    #[must_use]
    pub fn behind(&self, is_behind: bool) -> Self {
        Self { is_behind, ..self.clone() }
    }

    /// What the last run left under this key, if this program can use it.
    pub fn recall(memory: &dyn Memory, key: &str) -> Option<Self> {
        let state: Self = serde_json::from_slice(&memory.recall(key)?).ok()?;
        (state.version == VERSION && state.program == env!("CARGO_PKG_VERSION")).then_some(state)
    }

    /// The cursor that holds it.
    pub fn cursor(&self, key: &str) -> (String, Vec<u8>) {
        (key.to_owned(), serde_json::to_vec(self).expect("because a state holds only what JSON can say"))
    }
}

/// The open rows that the last run left.
pub fn recall_rows(memory: &dyn Memory, key: &str) -> Option<BTreeMap<String, Row>> {
    let open: OpenRows = serde_json::from_slice(&memory.recall(&rows_key(key))?).ok()?;
    let mut rows = BTreeMap::new();
    for (kept, list) in [(Kept::History, open.history), (Kept::Name, open.names), (Kept::Head, open.head)] {
        for (path, number) in list {
            let origin = *open.origins.get(number)?;
            rows.insert(path, Row { kept, origin, leaf: None, until: None, is_news: false });
        }
    }
    Some(rows)
}

/// The cursor that holds the open rows.
pub fn rows_cursor(key: &str, rows: &BTreeMap<String, Row>) -> (String, Vec<u8>) {
    let mut open = OpenRows::default();
    let mut numbers: BTreeMap<Origin, usize> = BTreeMap::new();
    for (path, row) in rows {
        let number = *numbers.entry(row.origin).or_insert_with(|| {
            open.origins.push(row.origin);
            open.origins.len() - 1
        });
        let list = match row.kept {
            Kept::History => &mut open.history,
            Kept::Name => &mut open.names,
            Kept::Head => &mut open.head,
        };
        list.push((path.clone(), number));
    }
    (rows_key(key), serde_json::to_vec(&open).expect("because rows hold only what JSON can say"))
}

fn rows_key(key: &str) -> String {
    format!("{key}#files")
}

/// A short hash of a tag and what it points at; a release branch has no name here.
pub fn tag_mark(name: &str, id: &ObjectId) -> String {
    let mut hash = blake3::Hasher::new();
    hash.update(name.as_bytes()).update(b"\0").update(id.as_bytes());
    hash.finalize().to_hex()[..12].to_owned()
}
