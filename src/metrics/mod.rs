//! A snapshot becomes figures.
//!
//! [`measure()`] reads the records bucket by bucket, several at once, and keeps only figures: memory
//! grows with the services, never with their commits. Each metric of how services are delivered is a
//! file and a line in [`METRICS`]; [`delivery`] holds the words in which they answer.

mod activity;
mod approval_time;
mod case;
mod change_fail_rate;
mod change_lead_time;
mod coding_time;
mod coverage;
mod cross_check;
mod delivering;
pub mod delivery;
mod deploy_time;
mod deployed;
mod deployment_frequency;
mod deployment_rework_rate;
mod drift;
mod environment;
mod events;
mod failed_deployment_attempts;
mod failed_deployment_recovery_time;
mod failures;
mod history;
mod incident_recovery_time;
mod incidents;
pub mod manual;
mod measure;
mod merge_to_deploy_time;
mod metric;
mod newcomers;
mod now;
mod organisation;
mod pickup_time;
mod recognition;
mod repository;
mod review_time;
mod rollups;
mod series;
mod sharing;
mod statistics;
mod tally;
mod trailing;
mod waiting_time;

pub(crate) use coverage::Coverages;
pub use cross_check::cross_check;
pub use delivery::{Delivery, ServiceDelivery};
pub use drift::{Drift, Gap, GapCommit, NAMED as NAMED_COMMITS, NoDrift, Unreleased};
pub use measure::{Clock, ReadError, RecordSource, measure};
pub use metric::{About, Family, Metric, Unit};
pub use newcomers::ABOUT as NEWCOMERS;
pub use now::{objectives_at, on_call_at, open_incidents};
pub use repository::RepositoryRecords;
pub(crate) use statistics::quantile;
pub use tally::{Collected, Tally};

use milepost_model::record::Release;
use milepost_model::{EntityRef, Instant, Measurement, Outcome, Window};
use std::collections::BTreeMap;

/// Every metric, by its id.
pub const METRICS: &[&dyn Metric] = &[
    &approval_time::ApprovalTime,
    &change_fail_rate::ChangeFailRate,
    &change_lead_time::ChangeLeadTime,
    &coding_time::CodingTime,
    &deploy_time::DeployTime,
    &deployment_frequency::DeploymentFrequency,
    &deployment_rework_rate::DeploymentReworkRate,
    &failed_deployment_attempts::FailedDeploymentAttempts,
    &failed_deployment_recovery_time::FailedDeploymentRecoveryTime,
    &incident_recovery_time::IncidentRecoveryTime,
    &merge_to_deploy_time::MergeToDeployTime,
    &pickup_time::PickupTime,
    &review_time::ReviewTime,
    &waiting_time::WaitingTime,
];

/// How many weeks the trends hold.
pub const WEEKS: usize = 53;

/// The figures of every service and of the organisation.
#[derive(Debug, Clone, Default)]
pub struct Measurements {
    /// Complete ISO weeks, oldest first, that every weekly series follows.
    pub weeks: Vec<Window>,
    /// The figures of each service.
    pub services: BTreeMap<EntityRef, ServiceFigures>,
    /// Sums over all repositories: counts add up, so this is no average of anything.
    pub organisation: Activity,
    /// How many repositories the organisation's changes are the sum of.
    pub changes_known: Share,
    /// How many repositories the organisation's deployments are the sum of.
    pub deployments_known: Share,
    /// How many records of each kind were read, and when the newest was observed, by collector.
    pub tally: Tally,
    /// What happened in the last seven days, newest first, at most a few hundred.
    pub events: Vec<Event>,
    /// How services are delivered, with the records behind each figure.
    pub delivery: Delivery,
}

impl Measurements {
    /// The same without anybody's name: who asked for a deployment.
    #[must_use]
    pub fn without_people(mut self) -> Self {
        for deployed in self.services.values_mut().flat_map(|figures| &mut figures.deployed) {
            deployed.actor = None;
        }
        self
    }
}

/// How many of all are known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many are known.
    pub known: u64,
    /// Of how many.
    pub of: u64,
}

/// What is known of one service's activity.
#[derive(Debug, Clone)]
pub struct ServiceFigures {
    /// Its weekly counts.
    pub activity: Activity,
    /// What runs where: for each environment the last successful deployment.
    pub deployed: Vec<Deployed>,
    /// What is known of its environments beside what runs in them.
    pub environments: Environments,
    /// Its newest releases or tags, newest first, at most ten.
    pub releases: Vec<Release>,
    /// The newest change that was merged.
    pub last_change_at: Option<Instant>,
    /// When the newest thing that is known of it happened, for the page's own freshness.
    pub newest_record_at: Option<Instant>,
    /// Whether its changes are those of a repository that it shares, since nothing tells whose they are.
    pub shares_changes: bool,
    /// Whether its deployments are those of a repository that it shares, since nothing tells whose they are.
    pub shares_deployments: bool,
}

/// Weekly counts, one for each week of `Measurements::weeks`.
#[derive(Debug, Clone)]
pub struct Activity {
    /// Changes that were merged; unknown where history is cut short.
    pub changes: Measurement<Vec<u32>>,
    /// Successful deployments to production, or where a repository has none recorded its releases.
    pub deployments: Measurement<Vec<u32>>,
    /// The same changes week by week, where only some weeks are known.
    pub changes_by_week: ByWeek,
    /// The same deployments week by week, where only some weeks are known.
    pub deployments_by_week: ByWeek,
    /// What was counted as deployments.
    pub deployments_are: Counted,
}

/// Counts of weeks of which each may be known or not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ByWeek {
    /// One a week; nothing is not 0.
    pub counts: Vec<Option<u32>>,
    /// Of a sum: of how many repositories each week is known.
    pub known_of: Vec<u32>,
}

/// What was counted as deployments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// Records of deployments.
    #[default]
    Deployments,
    /// Releases and tags, since nothing else tells when something was deployed.
    Releases,
    /// Of some repositories the one, of some the other.
    Both,
}

impl Default for Activity {
    fn default() -> Self {
        use milepost_model::Unknown::NotCollected;
        Self {
            changes: Measurement::Unknown(NotCollected),
            deployments: Measurement::Unknown(NotCollected),
            changes_by_week: ByWeek::default(),
            deployments_by_week: ByWeek::default(),
            deployments_are: Counted::default(),
        }
    }
}

/// What is known of the environments of a service beside what runs in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environments {
    /// From when to when every deployment was read, up to the newest instant at which all had been.
    pub read: Option<(Instant, Instant)>,
    /// The production environment that the others are compared with: the one that was deployed to last.
    pub compared_with: Option<String>,
    /// How production stands to the default branch; none where nothing is in production.
    pub unreleased: Option<Unreleased>,
    /// Environments that were tried and that nothing ever reached, the newest attempt first.
    pub tried: Vec<Tried>,
    /// How many environments there are beyond the most that are kept.
    pub more: u64,
}

/// An environment that nothing ever reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// Its name.
    pub environment: String,
    /// What it is for.
    pub tier: String,
    /// How the newest attempt ended.
    pub outcome: Outcome,
    /// When.
    pub at: Instant,
    /// Where people see it.
    pub url: Option<String>,
}

/// What runs in an environment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Deployed {
    /// The id of the record that tells.
    pub id: String,
    /// The environment's name.
    pub environment: String,
    /// What it is for, in the record's word: production, staging, testing, development, other.
    pub tier: String,
    /// What it shares with others like it, such as `review`, where it comes and goes with a branch or a change.
    pub family: Option<&'static str>,
    /// The version, where the record or a tag at the commit names it.
    pub version: Option<String>,
    /// The commit.
    pub sha: String,
    /// The branch or tag that was asked for.
    pub reference: Option<String>,
    /// Since when.
    pub since: Instant,
    /// When the first version reached it.
    pub first: Instant,
    /// Who asked for it.
    pub actor: Option<String>,
    /// Where people see it.
    pub url: Option<String>,
    /// Where people see how it was deployed.
    pub record_url: Option<String>,
    /// How the newest attempt ended, when it came after this one: a failed attempt is worth knowing.
    pub newest_attempt: Option<(Outcome, Instant)>,
    /// How it stands to what runs in production.
    pub drift: Drift,
    /// When the change was merged that it was made for, where it comes and goes.
    pub merged: Option<Instant>,
    /// What ran there in the last [`TOLD_DAYS`] days and just before, oldest first and at most forty; none where it comes and goes.
    pub past: Vec<Arrived>,
}

impl Deployed {
    /// Whether it comes and goes with a branch or a change.
    pub fn is_ephemeral(&self) -> bool {
        self.family.is_some()
    }
}

/// A version that reached an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// When.
    pub at: Instant,
    /// The version, where anything names it.
    pub version: Option<Box<str>>,
    /// The commit.
    pub sha: delivery::evidence::Sha,
}

/// For how many days the past of an environment is told.
pub const TOLD_DAYS: i64 = 30;

/// Something worth telling people about.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When it happened.
    pub at: Instant,
    /// What kind of thing it is.
    pub kind: EventKind,
    /// The service that it happened to.
    pub service: EntityRef,
    /// How many other services of the same repository it happened to as well.
    pub others: u32,
    /// What it was, such as a version.
    pub detail: Option<String>,
    /// Where people see it.
    pub url: Option<String>,
}

/// The kinds of events that a feed tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// A first commit.
    Created,
    /// A release.
    Released,
    /// A deployment to production.
    Deployed,
    /// A deployment to production that did not succeed.
    DeploymentFailed,
    /// A repository that was archived.
    Archived,
    /// An incident that began.
    IncidentOpened,
    /// An incident that ended.
    IncidentResolved,
}
