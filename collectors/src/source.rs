//! A source behind a network, whichever it is: what the rest of milepost knows of it.

use crate::git::Follow;
use crate::github::{self, GitHubSettings};
use crate::remote::{Pace, Plan, RemoteError};
use crate::shard::Shard;
use milepost_model::{Instant, Memory, RepoId, RunReport, Session};
use std::collections::BTreeMap;

/// A source behind a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemoteSource {
    /// A GitHub.
    GitHub(Box<GitHubSettings>),
}

/// What a single run was asked for, beyond what the source's settings say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asked {
    /// The first instant that is read.
    pub since: Option<Instant>,
    /// One part of so many of the repositories, counted from 1.
    pub shard: Shard,
    /// Whether raw answers that were kept are read in place of the network.
    pub replay: bool,
}

impl RemoteSource {
    /// The same source for one run.
    #[must_use]
    pub fn asked(&self, asked: Asked) -> Self {
        let Self::GitHub(settings) = self;
        let mut settings = settings.clone();
        settings.since = asked.since.or(settings.since);
        settings.shard = asked.shard;
        settings.replay = asked.replay;
        Self::GitHub(settings)
    }

    /// What a run would ask, and what that costs.
    pub fn plan(&self, memory: &dyn Memory) -> Plan {
        let Self::GitHub(settings) = self;
        github::plan(settings, memory)
    }

    /// Reads it.
    pub fn collect(&self, follow: &dyn Follow, session: Session<'_>, pace: &dyn Pace) -> Result<RunReport, RemoteError> {
        let Self::GitHub(settings) = self;
        github::collect(settings, follow, session, pace)
    }

    /// The ids that it gave to repositories, by their origins, so that clones of the same are the same.
    pub fn ids(&self, memory: &dyn Memory) -> BTreeMap<String, RepoId> {
        let Self::GitHub(settings) = self;
        let state = github::state::SourceState::recall(memory, &settings.id);
        let known = state.repositories.into_iter().filter(|(_, seen)| !seen.origin.is_empty());
        known.map(|(number, seen)| (seen.origin, github::stamp::Stamp::repo_id(&settings.host, number))).collect()
    }
}
