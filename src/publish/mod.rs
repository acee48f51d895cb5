//! A built portal is put where people read it.
//!
//! [`Built`] is what a build left in a folder. A place is a folder, a bucket or a branch; each keeps a list
//! of what was put there (`published`), so that the next time only what changed is sent and only what
//! milepost put there is ever removed. A build that failed leaves nothing to publish: it never gets here.

pub mod branch;
mod built;
mod error;
mod git;
mod plan;
mod published;
mod to_directory;
mod to_git_branch;
mod to_object_store;
mod update;

pub use built::Built;
pub use error::PublishError;
pub use plan::Plan;
pub use to_directory::to_directory;
pub use to_git_branch::to_git_branch;
pub use to_object_store::to_object_store;

/// How a portal is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct How {
    /// Only say what would be done.
    pub is_dry: bool,
    /// Publish beside, or over, what somebody else put there.
    pub is_forced: bool,
}
