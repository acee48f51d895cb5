//! The deployments of one service in order: what each is, what it brought, and how long that took.

mod assignment;
mod lead_time;
mod rollout;

pub(super) use assignment::{Assigned, Assigning, NONE, assign};
pub(super) use rollout::{Arranging, Series, arrange};
