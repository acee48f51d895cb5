//! Who joined, left, drifted or took a newer version between two instants.

use super::Adoption;
use super::state::State;
use milepost_model::Instant;
use std::sync::Arc;

/// What happened to a service on a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Move {
    /// It is on the path and was not.
    Joined,
    /// It was on the path, and bears only its stamp.
    Drifted,
    /// It was on the path, and is not.
    Left,
    /// Its version is not looked after any more.
    FellOutOfSupport,
    /// It took a newer version.
    Upgraded,
    /// The path is for it now.
    BecameEligible,
}

/// A service that moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mover {
    /// What happened.
    pub what: Move,
    /// The service, by its place among the services.
    pub service: usize,
    /// The path, by its place.
    pub path: usize,
    /// The version that it is on now.
    pub version: Option<Arc<str>>,
    /// The version that it was on.
    pub from: Option<Arc<str>>,
    /// How many versions it is behind now.
    pub behind: Option<u32>,
    /// When the file changed that made it so; none where only time or runs did.
    pub at: Option<Instant>,
}

impl Move {
    /// Its word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Joined => "joined",
            Self::Drifted => "drifted",
            Self::Left => "left",
            Self::FellOutOfSupport => "fell_out_of_support",
            Self::Upgraded => "upgraded",
            Self::BecameEligible => "became_eligible",
        }
    }
}

/// Everything that moved after one of the instants up to another, in the order of the kinds, paths and services.
pub fn movers(adoption: &Adoption, from: usize, to: usize) -> Vec<Mover> {
    let mut found = Vec::new();
    let Some((start, end)) = adoption.instants.get(from).zip(adoption.instants.get(to)) else { return found };
    for (place, service) in adoption.services.iter().enumerate() {
        for (path, standing) in &service.paths {
            let (before, after) = (&standing.moments[from], &standing.moments[to]);
            let is_newer = before.version != after.version && before.behind.is_some() && after.behind.is_some();
            let what = match (before.state, after.state) {
                (before, after) if !before.is_on() && after.is_on() => Move::Joined,
                (before, State::Drifted) if before.is_on() => Move::Drifted,
                (before, State::Left | State::Off) if before.is_on() || before == State::Unsupported => Move::Left,
                (before, State::Unsupported) if before.is_on() => Move::FellOutOfSupport,
                (before, after) if before.is_on() && after.is_on() && is_newer => Move::Upgraded,
                (State::Outside(_), after) if after.is_eligible() => Move::BecameEligible,
                _ => continue,
            };
            let changed = standing.changes.iter().rev().find(|at| *start < **at && **at <= *end).copied();
            found.push(Mover {
                what,
                service: place,
                path: *path,
                version: after.version.clone(),
                from: before.version.clone(),
                behind: after.behind,
                at: changed,
            });
        }
    }
    found.sort_by_key(|mover| (mover.what, mover.path, mover.service));
    found
}
