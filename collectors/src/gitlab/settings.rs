//! What a person can choose about reading a GitLab.

use super::address::Address;
use crate::remote::stretch::first_day;
use crate::remote::{Limits, Network, Runs, Secret};
use crate::shard::Shard;
use milepost_model::Instant;
use std::path::PathBuf;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Credential {
    /// Nobody: only what everybody may see.
    #[default]
    None,
    /// A token of a person, a group, a project or a service account.
    Token(Secret),
    /// A token of an OAuth application.
    Bearer(Secret),
    /// The token of a CI job, which may ask for little.
    Job(Secret),
}

impl Credential {
    /// The secret itself.
    pub fn secret(&self) -> Option<&Secret> {
        match self {
            Self::None => None,
            Self::Token(secret) | Self::Bearer(secret) | Self::Job(secret) => Some(secret),
        }
    }
}

/// Which GitLab is read, what of it, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitLabSettings {
    /// The source's name; coverage and cursors bear it.
    pub id: String,
    /// The host.
    pub host: String,
    /// Where its API is, if not where the host says.
    pub api: Option<String>,
    /// Where its pages and git are, if not where the host says.
    pub web: Option<String>,
    /// Groups whose projects are read, with those of their subgroups.
    pub groups: Vec<String>,
    /// People whose own projects are read.
    pub users: Vec<String>,
    /// Single projects, by full path.
    pub projects: Vec<String>,
    /// Globs of full paths that are read; none means all.
    pub include: Vec<String>,
    /// Globs of full paths that are not.
    pub exclude: Vec<String>,
    /// Globs of topics, one of which a project must have; none means that it need not.
    pub topics: Vec<String>,
    /// Whether archived projects are read.
    pub archived: bool,
    /// Whether forks are read.
    pub forks: bool,
    /// The visibilities that are read, in lower case; none means all.
    pub visibilities: Vec<String>,
    /// Whose pipelines are read.
    pub runs: Runs,
    /// Globs of full paths of projects whose pipelines' jobs are read, at one request for each pipeline.
    pub jobs_in: Vec<String>,
    /// Whether the commits of each merge request are read, at one request for each.
    pub commits_of_changes: bool,
    /// Whether GitLab's own DORA metrics are read, to hold milepost's against.
    pub dora_metrics: bool,
    /// Labels of issues that are incidents, besides issues of that type.
    pub incident_labels: Vec<String>,
    /// Globs of full paths of projects whose issues are tickets of the platform team.
    pub ticket_repositories: Vec<String>,
    /// Whether projects are mirrored for their files and history.
    pub mirrors: bool,
    /// Paths whose history is read of mirrors, beyond the usual ones.
    pub history_globs: Vec<String>,
    /// Paths whose newest content is read of mirrors, beyond the usual ones.
    pub head_globs: Vec<String>,
    /// Of a larger file only its name and size are kept.
    pub max_file_bytes: u64,
    /// The first instant that is read; otherwise so many days before the run.
    pub since: Option<Instant>,
    /// How many days back a first run reads.
    pub days: u32,
    /// The cache's folder: answers and mirrors.
    pub cache: PathBuf,
    /// Where raw answers are kept, if they are.
    pub raw: Option<PathBuf>,
    /// Whether the raw answers are read in place of the network.
    pub replay: bool,
    /// What a run may use.
    pub limits: Limits,
    /// Requests at once.
    pub concurrency: usize,
    /// Requests a minute; gitlab.com allows 2 000.
    pub per_minute: u32,
    /// This part of so many of the projects, counted from 1.
    pub shard: Shard,
    /// A key under which authors are hashed for aggregates; without it authors leave no trace.
    pub author_key: Option<Secret>,
    /// Who asks.
    pub credential: Credential,
    /// How the network is reached.
    pub network: Network,
    /// Seconds that one request may take.
    pub request_seconds: u64,
}

impl Default for GitLabSettings {
    fn default() -> Self {
        Self {
            id: "gitlab".to_owned(),
            host: "gitlab.com".to_owned(),
            api: None,
            web: None,
            groups: Vec::new(),
            users: Vec::new(),
            projects: Vec::new(),
            include: Vec::new(),
            exclude: Vec::new(),
            topics: Vec::new(),
            archived: true,
            forks: false,
            visibilities: Vec::new(),
            runs: Runs::default(),
            jobs_in: Vec::new(),
            commits_of_changes: true,
            dora_metrics: false,
            incident_labels: Vec::new(),
            ticket_repositories: Vec::new(),
            mirrors: true,
            history_globs: Vec::new(),
            head_globs: Vec::new(),
            max_file_bytes: 1 << 20,
            since: None,
            days: 365,
            cache: PathBuf::from(".milepost-cache"),
            raw: None,
            replay: false,
            limits: Limits::default(),
            concurrency: 6,
            per_minute: 700,
            shard: None,
            author_key: None,
            credential: Credential::None,
            network: Network::default(),
            request_seconds: 60,
        }
    }
}

impl GitLabSettings {
    /// The key under which its runs remember.
    pub fn key(&self) -> String {
        format!("gitlab/{}", self.id)
    }

    /// Where it is.
    pub fn address(&self) -> Address {
        Address::of(&self.host, self.api.as_deref(), self.web.as_deref())
    }

    /// The first instant that a first run at `now` reads, on a whole day so that runs agree.
    pub fn first_instant(&self, now: Instant) -> Instant {
        self.since.unwrap_or_else(|| first_day(self.days, now))
    }
}
