//! A source behind a network, whichever it is: what the rest of milepost knows of it.

use crate::git::Follow;
use crate::github::{self, GitHubSettings};
use crate::gitlab::{self, GitLabSettings};
use crate::remote::state::SourceState;
use crate::remote::{Pace, Plan, RemoteError};
use crate::shard::Shard;
use milepost_model::{Instant, Memory, RepoId, RunReport, Session};
use std::collections::BTreeMap;

/// A source behind a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemoteSource {
    /// A GitHub.
    GitHub(Box<GitHubSettings>),
    /// A GitLab.
    GitLab(Box<GitLabSettings>),
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
    /// Its id.
    pub fn id(&self) -> &str {
        match self {
            Self::GitHub(settings) => &settings.id,
            Self::GitLab(settings) => &settings.id,
        }
    }

    /// The same source for one run.
    #[must_use]
    pub fn asked(&self, asked: Asked) -> Self {
        let mut source = self.clone();
        let (since, shard, replay) = match &mut source {
            Self::GitHub(settings) => (&mut settings.since, &mut settings.shard, &mut settings.replay),
            Self::GitLab(settings) => (&mut settings.since, &mut settings.shard, &mut settings.replay),
        };
        *since = asked.since.or(*since);
        (*shard, *replay) = (asked.shard, asked.replay);
        source
    }

    /// What a run would ask, and what that costs.
    pub fn plan(&self, memory: &dyn Memory) -> Plan {
        match self {
            Self::GitHub(settings) => github::plan(settings, memory),
            Self::GitLab(settings) => gitlab::plan(settings, memory),
        }
    }

    /// Reads it.
    pub fn collect(&self, follow: &dyn Follow, session: Session<'_>, pace: &dyn Pace) -> Result<RunReport, RemoteError> {
        match self {
            Self::GitHub(settings) => github::collect(settings, follow, session, pace),
            Self::GitLab(settings) => gitlab::collect(settings, follow, session, pace),
        }
    }

    /// The ids that it gave to repositories, by their origins, so that clones of the same are the same.
    pub fn ids(&self, memory: &dyn Memory) -> BTreeMap<String, RepoId> {
        let (key, id): (String, Box<dyn Fn(u64) -> RepoId + '_>) = match self {
            Self::GitHub(settings) => (settings.key(), Box::new(|number| github::stamp::Stamp::repo_id(&settings.host, number))),
            Self::GitLab(settings) => (settings.key(), Box::new(|number| gitlab::stamp::Stamp::repo_id(&settings.host, number))),
        };
        let known = SourceState::recall(memory, &key).repositories.into_iter().filter(|(_, seen)| !seen.origin.is_empty());
        known.map(|(number, seen)| (seen.origin, id(number))).collect()
    }
}
