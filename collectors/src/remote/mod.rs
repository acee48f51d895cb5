//! What every source behind a network has in common: a pace, a budget, secrets, a cache of answers, a report.

pub mod archive;
pub mod backoff;
pub mod budget;
pub mod connect;
pub mod fault;
pub mod pace;
pub mod plan;
pub mod secret;
pub mod tally;

pub use archive::Archive;
pub use budget::{Budget, Limits, Stop};
pub use connect::Network;
pub use fault::{Fault, RemoteError};
pub use pace::{Pace, Pause};
pub use plan::{Cost, Plan, PlanLine};
pub use secret::Secret;
pub use tally::Tally;
