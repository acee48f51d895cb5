//! The history of a repository as deliveries need it: which commit builds on which, and which change
//! brought it in.

mod ancestry;
mod changes;
mod commits;
mod distance;
mod links;
mod merge_title;

pub(super) use ancestry::{Ancestry, Walk};
pub(super) use changes::{ChangeFacts, Changes};
pub(super) use commits::Commits;
pub(super) use distance::Distances;
pub(super) use links::names_a_change;
pub(super) use merge_title::without_branch;
