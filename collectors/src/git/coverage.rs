//! What was really read of a repository, as records and as sentences.

use super::stamp::COLLECTOR;
use milepost_model::record::Coverage;
use milepost_model::{CoverageState, Instant, Provenance, RepoId};
use serde::{Deserialize, Serialize};

/// The kinds of records that a clone can give, in alphabetical order.
pub const KINDS: [&str; 4] = ["change", "commit", "file", "release"];

/// How much was read of each kind, in the order of [`KINDS`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extent(pub [Part; 4]);

/// How much was read of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// How much.
    pub state: CoverageState,
    /// Why not all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Default for Extent {
    /// All of everything.
    fn default() -> Self {
        Self(std::array::from_fn(|_| Part { state: CoverageState::Complete, reason: None }))
    }
}

impl Extent {
    /// Nothing of anything.
    pub fn nothing(reason: &str) -> Self {
        Self(std::array::from_fn(|_| Part { state: CoverageState::NotObserved, reason: Some(reason.to_owned()) }))
    }

    /// Not all of these kinds; the first reason for each is the one that is told.
    pub fn only_part(&mut self, kinds: &[&str], reason: &str) {
        for (kind, part) in KINDS.iter().zip(&mut self.0) {
            if kinds.contains(kind) && part.state == CoverageState::Complete {
                *part = Part { state: CoverageState::Partial, reason: Some(reason.to_owned()) };
            }
        }
    }

    /// What an earlier run left out is still left out when this one read only what is new.
    pub fn on_top_of(&mut self, earlier: &Self) {
        for (part, before) in self.0.iter_mut().zip(&earlier.0) {
            if before.state != CoverageState::Complete {
                *part = before.clone();
            }
        }
    }

    /// The records.
    pub fn records(&self, source: &str, subject: &Subject<'_>, from: Instant, now: Instant) -> Vec<Coverage> {
        let record = |(kind, part): (&&str, &Part)| Coverage {
            id: format!("{source}:{}:{kind}:{}", subject.key(), from.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
            rev: u64::try_from(now.timestamp_millis()).unwrap_or(0),
            observed_at: now,
            provenance: Provenance::of(COLLECTOR),
            of: (*kind).to_owned(),
            source: source.to_owned(),
            from,
            to: now.max(from),
            state: part.state,
            repo: subject.repo.cloned(),
            reason: part.reason.clone(),
            name: if subject.repo.is_none() { Some(subject.name.to_owned()) } else { None },
            ..Coverage::default()
        };
        KINDS.iter().zip(&self.0).map(record).collect()
    }
}

/// What coverage speaks of.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The repository, where one could be made out.
    pub repo: Option<&'a RepoId>,
    /// Its name, or its place below the folder.
    pub name: &'a str,
}

impl Subject<'_> {
    fn key(&self) -> &str {
        self.repo.map_or(self.name, RepoId::as_str)
    }
}
