//! Golden paths: who is on them, since when, on which version, and whom to help next.
//!
//! [`assess()`] is the whole stage. For every service and every week of a year it says where the
//! service stood on each path, from the history of its files and the records of its runs, so the first
//! run shows a year. What cannot be told is unknown, and counts neither way.

mod assess;
mod figures;
mod ground;
mod help;
mod hits;
pub mod json;
mod judge;
mod movers;
mod path;
mod pattern;
mod pool;
mod ratio;
mod requests;
mod running;
mod source;
mod state;
mod surveys;
pub mod table;
#[cfg(test)]
mod tests;
mod upkeep;
mod version;

pub use crate::config::{Assessed, GoldenPath, Maturity, MaturityModel, Platform, Signal, SignalKind};
pub use crate::reading::stamp::Exemption;
pub use assess::{Clock, assess};
pub use figures::{Drift, Funnel, Origins, drift, first_deployments, first_deployments_at, funnel, origins, per_signal};
pub use help::{FORMULA, Help, help};
pub use judge::SignalReading;
pub use movers::{Move, Mover, movers};
pub use ratio::{Quartiles, Ratio};
pub use requests::{Action, Requests, Topic};
pub use source::{HistorySource, RepositoryHistory, Requested, Wanted};
pub use state::{Count, Moment, Outside, State, WORDS};
pub use surveys::{Question, Wave};
pub use upkeep::{Bill, Findings, Month, Open, Upkeep};
pub use version::{Release, Releases, Version};

use milepost_model::{EntityRef, Instant, Window};

/// Where everybody stands on the golden paths.
#[derive(Debug, Clone, Default)]
pub struct Adoption {
    /// Complete ISO weeks, oldest first.
    pub weeks: Vec<Window>,
    /// The instants that every series follows: the end of each week, and at last now.
    pub instants: Vec<Instant>,
    /// The paths, in the order of the configuration.
    pub paths: Vec<PathAdoption>,
    /// Every service, by its name.
    pub services: Vec<ServiceAdoption>,
    /// How many services stand where on the best of their paths, at each instant.
    pub overall: Vec<Count>,
    /// The same for the services of each owner, by the owner's name.
    pub teams: Vec<(EntityRef, Vec<Count>)>,
    /// How services deployed in the last 90 days.
    pub through: Through,
    /// What people asked of the platform.
    pub requests: Requests,
    /// What people said of it.
    pub surveys: Vec<Question>,
    /// What has to be carried.
    pub upkeep: Upkeep,
    /// What the platform team says of its platform.
    pub platform: Platform,
}

/// A golden path, and how many services stand where on it.
#[derive(Debug, Clone)]
pub struct PathAdoption {
    /// What the configuration says of it.
    pub settings: GoldenPath,
    /// The full name of the repository whose tags are its versions.
    pub repository: Option<String>,
    /// Whether that repository is among those that were read.
    pub is_repository_known: bool,
    /// Its versions.
    pub releases: Releases,
    /// How many services stand where, at each instant.
    pub counts: Vec<Count>,
    /// How the services that are on it today deployed in the last 90 days.
    pub through: Through,
}

/// A service, and where it stands.
#[derive(Debug, Clone)]
pub struct ServiceAdoption {
    /// Its name.
    pub reference: EntityRef,
    /// Who owns it.
    pub owner: Option<EntityRef>,
    /// When its repository came to be.
    pub created: Option<Instant>,
    /// When it was first deployed to production, as far as that is known.
    pub first_deployed: Option<Instant>,
    /// The best of its states, at each instant.
    pub overall: Vec<State>,
    /// Where it stands on each path that is for it, by the path's place.
    pub paths: Vec<(usize, Standing)>,
    /// How it deployed in the last 90 days.
    pub through: Through,
    /// How many other services need it.
    pub dependants: u32,
    /// How much it matters: 1 is the most.
    pub tier: Option<String>,
}

/// Where a service stands on one path.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Where it stood at each instant.
    pub moments: Vec<Moment>,
    /// What each signal of the path says now.
    pub signals: Vec<SignalReading>,
    /// When something about it changed, in order.
    pub changes: Vec<Instant>,
    /// The exemption that holds now.
    pub exemption: Option<Exemption>,
    /// Whether its people have said that they know that it left.
    pub is_acknowledged: bool,
}

/// Successful deployments to production, by whether they went through a golden path.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Through {
    /// Their run executed a golden path's workflow.
    pub path: u32,
    /// Their run did not.
    pub beside: u32,
    /// Nothing tells which run did them, or what it executed.
    pub unknown: u32,
}

impl Through {
    /// All of them.
    pub fn all(self) -> u32 {
        self.path + self.beside + self.unknown
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.path += other.path;
        self.beside += other.beside;
        self.unknown += other.unknown;
    }
}

impl Adoption {
    /// The service of that name.
    pub fn service(&self, reference: &EntityRef) -> Option<&ServiceAdoption> {
        let place = self.services.binary_search_by(|service| service.reference.cmp(reference)).ok()?;
        self.services.get(place)
    }

    /// The place of now among the instants.
    pub fn now(&self) -> usize {
        self.instants.len().saturating_sub(1)
    }
}

impl ServiceAdoption {
    /// The path that it is most on at an instant, and how.
    pub fn best(&self, at: usize) -> Option<(usize, &Moment)> {
        let moments = self.paths.iter().filter_map(|(path, standing)| Some((*path, standing.moments.get(at)?)));
        moments.min_by_key(|(path, moment)| (moment.state.rank(), *path))
    }

    /// Where it stands on a path.
    pub fn on(&self, path: usize) -> Option<&Standing> {
        self.paths.iter().find(|(found, _)| *found == path).map(|(_, standing)| standing)
    }
}
