//! A file's content becomes typed facts, once per content.
//!
//! Nothing here judges, and nothing knows where a file lies: what a content says is the same
//! wherever it stands, so the [`Readings`] keep it by the content's hash.

pub mod automation;
pub mod bounds;
pub mod cache;
pub mod codeowners;
pub mod commands;
pub mod dispatch;
pub mod dockerfile;
pub mod follow;
pub mod glob;
pub mod manifest;
pub mod mkdocs;
pub mod pipeline;
mod pipeline_jobs;
pub mod readme;
mod references;
pub mod stamp;
pub mod workflow;
pub mod workflow_habits;

pub use cache::Readings;
