//! The collectors: the only code of milepost that reads the outside world.
//!
//! A collector turns what it reads into records and hands them to a sink. It never judges, never
//! parses a descriptor and never knows another collector.

pub mod command;
pub mod files;
pub mod git;
pub mod github;
pub mod gitlab;
mod program;
pub mod remote;
pub mod shard;
pub mod source;

pub use github::webhooks;
