//! Everything that a page may show, assembled once and read only.
//!
//! The portal joins what the stages before it found. It computes no figure and knows no template.

mod assemble;
mod completeness;
mod health;

pub use assemble::Parts;

use crate::actions::Action;
use crate::adoption::Adoption;
use crate::catalog::Catalog;
use crate::docs::Documents;
use crate::metrics::Measurements;
use crate::scorecards::Scores;
use milepost_model::record::{Incident, OnCall, Repository, Slo};
use milepost_model::{Diagnostic, Entity, EntityRef, Instant, RunReport};
use std::collections::{BTreeMap, BTreeSet};

pub use crate::actions;
pub use crate::adoption;
pub use crate::catalog::{HandedOver, PathScope, Pipeline, Removed, Service, ServiceFiles, Standing, Team, safe_url, source_links};
pub use crate::docs::{api, books, line, marks, prose};
pub use crate::metrics::delivery;
pub use crate::metrics::{About, Family, METRICS, Metric, NEWCOMERS, Unit};
pub use crate::metrics::{
    Activity, Arrived, ByWeek, Counted, Deployed, Environments, Event, EventKind, ServiceFigures, Share, TOLD_DAYS, Tried,
};
pub use crate::metrics::{Drift, Gap, GapCommit, NAMED_COMMITS, NoDrift, Unreleased};
pub use crate::scorecards;

/// For how many days a thing that is gone is remembered.
pub const REMEMBERED_DAYS: i64 = 90;

/// The assembled, read-only view of everything that a page may show.
#[derive(Debug, Clone)]
pub struct Portal {
    /// Whose portal it is.
    pub organisation: Organisation,
    /// The state of the world that it shows.
    pub as_of: Instant,
    /// Whether its figures are those of the example organisation.
    pub is_example: bool,
    /// The version of milepost that made it.
    pub version: &'static str,
    /// Everything that the organisation has.
    pub catalog: Catalog,
    /// What its repositories document.
    pub documents: Documents,
    /// What people may start.
    pub actions: Vec<Action>,
    /// The figures.
    pub measurements: Measurements,
    /// Where everybody stands on the golden paths.
    pub adoption: Adoption,
    /// Who is on call, at `as_of`.
    pub on_call: Vec<OnCall>,
    /// Service level objectives as they were measured last, by service and name.
    pub objectives: Vec<Slo>,
    /// Incidents that are open at `as_of`.
    pub open_incidents: Vec<Incident>,
    /// What was described in the last [`REMEMBERED_DAYS`] and is not any more, the newest loss first.
    pub removed: Vec<Removed>,
    /// What has another owner than a while ago, the newest change first.
    pub handed_over: Vec<HandedOver>,
    /// What every scorecard says of every service.
    pub scores: Scores,
    /// What was read and what was not.
    pub health: Health,
}

/// Whose portal it is.
#[derive(Debug, Clone, Default)]
pub struct Organisation {
    /// Its name for people, such as `Lumen Freight`.
    pub name: String,
    /// Where its code is, such as `https://github.com/lumenfreight`.
    pub url: Option<String>,
}

/// What was read, what was not, and what is wrong with what was.
#[derive(Debug, Clone, Default)]
pub struct Health {
    /// When the newest record was observed: "data as of".
    pub observed_at: Option<Instant>,
    /// How many repositories were found.
    pub repositories_known: u64,
    /// How many of them were read whole.
    pub repositories_read: u64,
    /// The repositories that were not read, or not whole, by name.
    pub not_read: Vec<NotRead>,
    /// Since when records are known, where the sources keep no older ones; by source.
    pub known_since: Vec<KnownSince>,
    /// What each source gave, by its id.
    pub sources: Vec<SourceHealth>,
    /// What is wrong with people's files, worst first.
    pub diagnostics: Vec<Diagnostic>,
    /// How many services have an owner, a description and so on, in the order of importance.
    pub completeness: Vec<Completeness>,
}

/// A repository that could not be read, or not whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotRead {
    /// Its name, or its path where it has none.
    pub name: String,
    /// Whether some of it was read.
    pub is_partial: bool,
    /// Why not, as a sentence.
    pub reason: String,
    /// What to do about it.
    pub help: Option<String>,
    /// When that was seen.
    pub since: Option<Instant>,
}

/// Records of which a source keeps no older ones, so that they are complete from some day on and no reading changes that.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownSince {
    /// The source's id.
    pub source: String,
    /// Why there are no older ones, as a sentence.
    pub reason: String,
    /// The kinds of records, as words.
    pub kinds: Vec<String>,
    /// How many repositories it is so of.
    pub repositories: u64,
    /// Since when they are complete in the repository of which most is known.
    pub first: Instant,
    /// Since when they are complete in every one of them.
    pub since: Instant,
}

/// What a source gave.
#[derive(Debug, Clone, Default)]
pub struct SourceHealth {
    /// Its id in the configuration.
    pub id: String,
    /// When it was last read, or tried to be.
    pub observed_at: Option<Instant>,
    /// When it was last read to its end.
    pub last_success: Option<Instant>,
    /// How many records of each kind it gave.
    pub records: BTreeMap<&'static str, u64>,
    /// The other sources that these records are of as well, since they do not tell them apart.
    pub together_with: BTreeSet<String>,
    /// How many repositories it could not read whole.
    pub problems: u64,
    /// What its last run used and met, where it was kept.
    pub report: Option<RunReport>,
}

/// How many services have something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    /// What, such as `Owner`.
    pub what: &'static str,
    /// How many have it.
    pub have: u64,
    /// Of how many.
    pub of: u64,
}

impl Portal {
    /// The entity of a service.
    pub fn entity(&self, reference: &EntityRef) -> Option<&Entity> {
        self.catalog.entities.get(reference)
    }

    /// The repository that a service is made in.
    pub fn repository(&self, service: &Service) -> Option<&Repository> {
        service.repo.as_ref().and_then(|id| self.catalog.repositories.get(id))
    }

    /// The figures of a service.
    pub fn figures(&self, service: &Service) -> Option<&ServiceFigures> {
        self.measurements.services.get(&service.reference)
    }

    /// How a service is delivered.
    pub fn delivery(&self, service: &Service) -> Option<&delivery::ServiceDelivery> {
        self.measurements.delivery.service(&service.reference)
    }

    /// The team of that name.
    pub fn team(&self, reference: &EntityRef) -> Option<&Team> {
        self.catalog.teams.iter().find(|team| team.reference == *reference)
    }
}
