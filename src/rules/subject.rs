//! What rules are asked about: a service, and what is known of it at an instant.
//!
//! The parts follow the tiers of facts. They are plain readings that other modules take; nothing here
//! is judged, and a part that nobody read says why.

use milepost_model::record::{BranchRule, Finding, Repository};
use milepost_model::{Entity, Instant, Unknown};
use std::collections::BTreeMap;

/// Something, or the reason why it is not known.
pub type Known<T> = Result<T, Unknown>;

/// A service, and what is known of it at an instant.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The instant.
    pub now: Instant,
    /// What the catalog says of it.
    pub entity: EntityPart<'a>,
    /// What its source says of its repository.
    pub repository: Known<RepositoryPart<'a>>,
    /// What lies in its paths.
    pub files: Known<&'a FilesPart>,
    /// How it is delivered.
    pub delivery: Known<&'a DeliveryPart>,
    /// The golden paths that it may be on, by their ids.
    pub paths: Known<&'a BTreeMap<String, PathPart>>,
}

impl<'a> Subject<'a> {
    /// A service of which nothing is known but what the catalog says.
    pub fn new(entity: EntityPart<'a>, now: Instant) -> Self {
        const UNREAD: Unknown = Unknown::NotCollected;
        Self { now, entity, repository: Err(UNREAD), files: Err(UNREAD), delivery: Err(UNREAD), paths: Err(UNREAD) }
    }
}

/// What the catalog says of a service.
#[derive(Debug, Clone, Copy)]
pub struct EntityPart<'a> {
    /// Its entity.
    pub entity: &'a Entity,
    /// Whether the catalog has its first owner.
    pub owner_exists: Known<bool>,
    /// How many people its first owner has.
    pub owner_members: Known<u64>,
    /// Whether somebody is on call for it.
    pub on_call: Known<bool>,
    /// Whether no descriptor describes it.
    pub is_inferred: bool,
    /// How many things are wrong with its descriptor.
    pub problems: Known<u64>,
}

/// What a source says of a repository.
#[derive(Debug, Clone, Copy)]
pub struct RepositoryPart<'a> {
    /// Its record.
    pub repository: &'a Repository,
    /// The rules of its default branch.
    pub branch_rules: Known<&'a [BranchRule]>,
    /// Its open alerts.
    pub findings: Known<&'a [Finding]>,
}

/// What lies in a service's paths.
#[derive(Debug, Clone, PartialEq)]
pub struct FilesPart {
    /// Whether there is a descriptor.
    pub descriptor: Known<bool>,
    /// Whether there is a README.
    pub readme: Known<bool>,
    /// Whether there is a runbook, as a file or as a link.
    pub runbook: Known<bool>,
    /// Whether there is a changelog.
    pub changelog: Known<bool>,
    /// Whether CODEOWNERS speaks of it.
    pub codeowners: Known<bool>,
    /// Whether the repository says how to report a vulnerability.
    pub security_policy: Known<bool>,
    /// Whether the repository has a licence.
    pub licence: Known<bool>,
    /// Whether there is documentation besides README and runbook.
    pub docs: Known<bool>,
    /// When its documentation was last changed.
    pub docs_changed_at: Known<Instant>,
    /// Whether there is a description of an API.
    pub apis: Known<bool>,
    /// The lock files, by their names.
    pub lock_files: Known<Vec<String>>,
    /// What proposes updates of dependencies.
    pub updaters: Known<Vec<String>>,
    /// The images that its containers build on.
    pub base_images: Known<Vec<String>>,
    /// Its workflows.
    pub workflows: Known<Vec<WorkflowPart>>,
}

/// A workflow of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkflowPart {
    /// Its path.
    pub path: String,
    /// What starts it.
    pub triggers: Vec<String>,
    /// The reusable workflows and actions that it uses.
    pub uses: Vec<String>,
    /// Whether it says what its token may do, and not everything.
    pub is_least: bool,
    /// Whether it runs tests.
    pub tests: bool,
    /// Whether it hands jobs to workflows of other repositories, whose steps nobody sees here.
    pub hands_over: bool,
}

/// How a service is delivered, in the 90 days before the instant unless said otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct DeliveryPart {
    /// When its newest change was merged.
    pub changed_at: Known<Instant>,
    /// When it was last deployed to production.
    pub deployed_at: Known<Instant>,
    /// How often it was deployed to production.
    pub deployments: Known<i64>,
    /// The median of its lead times, in seconds.
    pub lead_time: Known<i64>,
    /// The share of its deployments that failed.
    pub fail_rate: Known<f64>,
    /// The median of the time that failed deployments took to recover from, in seconds.
    pub recovery_time: Known<i64>,
    /// When an earlier version was last gone back to.
    pub rolled_back_at: Known<Instant>,
    /// How many service level objectives it has.
    pub slos: Known<i64>,
    /// How many of them are missed.
    pub slos_missed: Known<i64>,
}

/// Where a service stands on a golden path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PathPart {
    /// The state, in one word.
    pub state: String,
    /// The version that it is on.
    pub version: Option<String>,
}
