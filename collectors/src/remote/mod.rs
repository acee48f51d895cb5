//! What every source behind a network has in common: a pace, a budget, secrets, a cache of answers, a report.

pub mod archive;
pub mod ask;
pub mod backoff;
pub mod budget;
pub mod cached;
pub mod client;
pub mod connect;
pub mod coverage;
pub mod digest;
pub mod fault;
pub mod labels;
pub mod leftovers;
pub mod mirrored;
pub mod mirrors;
pub mod pace;
pub mod patterns;
pub mod plan;
pub mod reach;
pub mod rebased;
pub mod report;
pub mod runs;
pub mod secret;
pub mod state;
pub mod stretch;
pub mod tally;
pub mod unread;

pub use archive::Archive;
pub use budget::{Budget, Limits, Stop};
pub use connect::Network;
pub use fault::{Fault, RemoteError};
pub use pace::{Pace, Pause};
pub use plan::{Cost, Plan, PlanLine};
pub use runs::Runs;
pub use secret::Secret;
pub use tally::Tally;
