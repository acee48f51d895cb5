//! What one run leaves for the next.

use super::stretch::Stretch;
use milepost_model::{Instant, Memory};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Changes whenever what a state means does; with another version everything is read again.
const VERSION: u32 = 1;

/// What is known of one repository since the last run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepositoryState {
    version: u32,
    /// Its name then.
    pub name: String,
    /// Names that it had before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub renamed_from: Vec<String>,
    /// A hash of its description, so that only a change of it makes a row.
    #[serde(default)]
    pub described: String,
    /// When it was first read: runs that were deleted by then are lost.
    #[serde(default)]
    pub first_seen: Option<Instant>,
    /// The lists that were read of it, by the kind of record.
    #[serde(default)]
    pub lists: BTreeMap<String, Stretch>,
    /// The stretch that its newest list of runs was asked for, so that the same question can be asked again.
    #[serde(default)]
    pub runs_asked: Option<(Instant, Instant)>,
    /// Its refs when its mirror was last fetched.
    #[serde(default)]
    pub mirrored: String,
    /// When its mirror was last fetched.
    #[serde(default)]
    pub mirrored_at: Option<Instant>,
    /// Whether it ever had a default branch.
    #[serde(default)]
    pub had_branch: bool,
    /// What only the collector of its host knows how to read.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub own: serde_json::Value,
}

/// What is known of a whole source since the last run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceState {
    version: u32,
    /// The repositories that were seen, by number.
    #[serde(default)]
    pub repositories: BTreeMap<u64, Seen>,
    /// The lists that belong to no repository.
    #[serde(default)]
    pub lists: BTreeMap<String, Stretch>,
    /// The custom properties that were read last; they hold on where they cannot be read.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub properties: BTreeMap<u64, BTreeMap<String, String>>,
    /// How many things a run found, for the next plan.
    #[serde(default)]
    pub counts: BTreeMap<String, u64>,
}

/// A repository that was seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Its name then.
    pub name: String,
    /// Its id in GraphQL.
    #[serde(default)]
    pub node: String,
    /// The address of its clones in the one form that all ways to write it share.
    #[serde(default)]
    pub origin: String,
    /// Since when it could not be found any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gone: Option<Instant>,
}

impl RepositoryState {
    /// What the last run left under the source's key, if this program can use it.
    pub fn recall(memory: &dyn Memory, source: &str, number: u64) -> Self {
        let known = memory.recall(&key(source, number)).and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok());
        known.filter(|state| state.version == VERSION).unwrap_or_else(|| Self { version: VERSION, ..Self::default() })
    }

    /// Notes whether it has a default branch; tells whether it had one and has none any more.
    pub fn is_emptied(&mut self, has_branch: bool) -> bool {
        self.had_branch |= has_branch;
        self.had_branch && !has_branch
    }

    /// The cursor that holds it.
    pub fn cursor(&self, source: &str, number: u64) -> (String, Vec<u8>) {
        (key(source, number), serde_json::to_vec(self).expect("because a state holds only what JSON can say"))
    }
}

impl SourceState {
    /// What the last run left, if this program can use it.
    pub fn recall(memory: &dyn Memory, source: &str) -> Self {
        let known = memory.recall(source).and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok());
        known.filter(|state| state.version == VERSION).unwrap_or_else(|| Self { version: VERSION, ..Self::default() })
    }

    /// The cursor that holds it.
    pub fn cursor(&self, source: &str) -> (String, Vec<u8>) {
        (source.to_owned(), serde_json::to_vec(self).expect("because a state holds only what JSON can say"))
    }
}

fn key(source: &str, number: u64) -> String {
    format!("{source}/{number}")
}
