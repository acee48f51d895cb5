//! What was really read of a repository, as records and as sentences.

use super::cursor::State;
use super::fetched::Fetched;
use super::stamp::COLLECTOR;
use milepost_model::record::Coverage;
use milepost_model::window::start_of_week;
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

    /// The records of what a run at `now` read, from an instant up to where the clone's knowledge ends.
    ///
    /// Where a whole week came since, another record for each kind says that nothing is known of that time. It has
    /// one id, whenever the clone was fetched, so that a later one takes its place.
    pub fn records(&self, source: &str, subject: &Subject<'_>, from: Instant, known: &Knowledge) -> Vec<Coverage> {
        let until = known.until.max(from);
        let start = from.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        let record = |kind: &str, which: &str, part: &Part, from: Instant, to: Instant| Coverage {
            id: format!("{source}:{}:{kind}:{which}", subject.key()),
            rev: u64::try_from(known.now.timestamp_millis()).unwrap_or(0),
            observed_at: known.now,
            provenance: Provenance::of(COLLECTOR),
            of: kind.to_owned(),
            source: source.to_owned(),
            from,
            to: to.max(from),
            state: part.state,
            repo: subject.repo.cloned(),
            reason: part.reason.clone(),
            name: if subject.repo.is_none() { Some(subject.name.to_owned()) } else { None },
            ..Coverage::default()
        };
        let behind = Part { state: CoverageState::NotObserved, reason: known.reason.clone() };
        let nothing = Part { state: CoverageState::Complete, reason: None };
        let mut records = Vec::new();
        for (kind, part) in KINDS.iter().zip(&self.0) {
            let is_read = part.state != CoverageState::NotObserved;
            records.push(record(kind, &start, part, from, if is_read { until } else { known.now }));
            if is_read && known.is_behind() {
                records.push(record(kind, "later", &behind, until, known.now));
            } else if known.was_behind {
                records.push(record(kind, "later", &nothing, until, until));
            }
        }
        records
    }
}

/// Until when a clone knows its repository.
#[derive(Debug, Clone)]
pub struct Knowledge {
    /// The first instant of which it knows nothing.
    pub until: Instant,
    /// The instant of the run.
    pub now: Instant,
    /// Why it knows nothing of the time between.
    pub reason: Option<String>,
    /// Whether an earlier run said that it knew nothing of some time.
    pub was_behind: bool,
}

impl Knowledge {
    /// What was fetched at some time, with when the newest commit came.
    pub fn of(fetched: Fetched, head_at: Option<i64>, now: Instant, state: Option<&State>) -> Self {
        let until = fetched.until(head_at, now);
        Self { until, now, reason: Some(fetched.reason(until)), was_behind: state.is_some_and(|state| state.is_behind) }
    }

    /// Everything up to now.
    pub fn whole(now: Instant) -> Self {
        Self { until: now, now, reason: None, was_behind: false }
    }

    /// Whether a whole week came since, so that a figure is missing.
    pub fn is_behind(&self) -> bool {
        self.until < start_of_week(self.now)
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
