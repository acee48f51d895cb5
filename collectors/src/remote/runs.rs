//! Whose runs of pipelines are read.

/// Whose runs of pipelines are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Runs {
    /// Those on the default branch: one list for each repository.
    #[default]
    DefaultBranch,
    /// Those of every branch.
    All,
    /// None.
    None,
}
