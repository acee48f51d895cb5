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
mod delivering;
pub mod delivery;
mod deploy_time;
mod deployed;
mod deployment_frequency;
mod deployment_rework_rate;
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
pub use delivery::{Delivery, ServiceDelivery};
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

/// What runs in an environment.
#[derive(Debug, Clone, PartialEq)]
pub struct Deployed {
    /// The environment's name.
    pub environment: String,
    /// What it is for, in the record's word: production, staging, testing, development, other.
    pub tier: String,
    /// The version, where the record or a tag at the commit names it.
    pub version: Option<String>,
    /// The commit.
    pub sha: String,
    /// Since when.
    pub since: Instant,
    /// Who asked for it.
    pub actor: Option<String>,
    /// Where people see it.
    pub url: Option<String>,
    /// How the newest attempt ended, when it came after this one: a failed attempt is worth knowing.
    pub newest_attempt: Option<(Outcome, Instant)>,
}

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
