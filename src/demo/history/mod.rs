//! What happened in a repository, told in the order in which it happened.
//!
//! A `Teller` keeps an agenda of what is due. Taking the next thing from it writes commits, notes down
//! facts, and may put more onto it: a merge leads to a deployment, a bad deployment to a rollback,
//! a rollback to a revert. The facts name the same commits as the repository holds.

mod agenda;
mod besides;
mod deploying;
mod editing;
mod facts;
mod failing;
mod merging;
mod prehistory;
mod shared;
mod teller;

pub(super) use facts::{Run, Told};
pub(super) use shared::{Shared, organisation, platform, portal, tags};
pub(super) use teller::{NOT_FETCHED_DAYS, tell};

use super::calendar::Calendar;
use super::git::Oid;
use std::collections::BTreeMap;

/// What every repository's story may know.
pub(super) struct World {
    /// When it happens.
    pub(super) calendar: Calendar,
    /// The seed.
    pub(super) seed: u64,
    /// The commits of the golden paths' tags.
    pub(super) platform: BTreeMap<String, Oid>,
}
