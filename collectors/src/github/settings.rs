//! What a person can choose about reading a GitHub.

use super::address::Address;
use crate::remote::stretch::first_day;
use crate::remote::{Limits, Network, Runs, Secret};
use crate::shard::Shard;
use milepost_model::Instant;
use std::path::PathBuf;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Credential {
    /// Nobody: only what everybody may see, and 60 requests an hour.
    #[default]
    None,
    /// A token of a person, a fine-grained one, or the one that a workflow run is given.
    Token(Secret),
    /// An app that is installed on the organisation.
    App {
        /// The app's id.
        id: u64,
        /// The installation's id; asked for by the organisation's name where it is not given.
        installation: Option<u64>,
        /// Its private key, in PEM form.
        key: Secret,
    },
}

/// Which GitHub is read, what of it, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitHubSettings {
    /// The source's name; coverage and cursors bear it.
    pub id: String,
    /// The host.
    pub host: String,
    /// Where its API is, if not where the host says.
    pub api: Option<String>,
    /// Where its pages and git are, if not where the host says.
    pub web: Option<String>,
    /// Organisations and people whose repositories are read.
    pub owners: Vec<String>,
    /// Single repositories, as `owner/name`.
    pub repositories: Vec<String>,
    /// Globs of full names that are read; none means all.
    pub include: Vec<String>,
    /// Globs of full names that are not.
    pub exclude: Vec<String>,
    /// Globs of topics, one of which a repository must have; none means that it need not.
    pub topics: Vec<String>,
    /// Globs of `name=value` of custom properties, one of which a repository must have.
    pub properties: Vec<String>,
    /// Whether archived repositories are read.
    pub archived: bool,
    /// Whether forks are read.
    pub forks: bool,
    /// The visibilities that are read, in lower case; none means all.
    pub visibilities: Vec<String>,
    /// Whose runs are read.
    pub runs: Runs,
    /// Globs of workflow file names. Where there are any, only their runs are read, on every branch.
    pub workflows: Vec<String>,
    /// Globs of workflow file names whose runs' jobs are read, at one request for each run.
    pub jobs_of: Vec<String>,
    /// Labels of issues that are incidents.
    pub incident_labels: Vec<String>,
    /// Globs of full names of repositories whose issues are tickets of the platform team.
    pub ticket_repositories: Vec<String>,
    /// Whether alerts of scanners are read.
    pub alerts: bool,
    /// Whether repositories are mirrored for their files and history.
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
    /// After so many days GitHub may have deleted a run.
    pub run_retention_days: u32,
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
    /// Requests a minute; GitHub allows 900 points.
    pub per_minute: u32,
    /// This part of so many of the repositories, counted from 1.
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

impl Default for GitHubSettings {
    fn default() -> Self {
        Self {
            id: "github".to_owned(),
            host: "github.com".to_owned(),
            api: None,
            web: None,
            owners: Vec::new(),
            repositories: Vec::new(),
            include: Vec::new(),
            exclude: Vec::new(),
            topics: Vec::new(),
            properties: Vec::new(),
            archived: true,
            forks: false,
            visibilities: Vec::new(),
            runs: Runs::default(),
            workflows: Vec::new(),
            jobs_of: Vec::new(),
            incident_labels: vec!["incident".to_owned()],
            ticket_repositories: Vec::new(),
            alerts: true,
            mirrors: true,
            history_globs: Vec::new(),
            head_globs: Vec::new(),
            max_file_bytes: 1 << 20,
            since: None,
            days: 365,
            run_retention_days: 90,
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

impl GitHubSettings {
    /// The key under which its runs remember.
    pub fn key(&self) -> String {
        format!("github/{}", self.id)
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
