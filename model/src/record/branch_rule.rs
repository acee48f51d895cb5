//! A rule of a branch.

crate::record::record! {
    /// A rule that protects a branch.
    BranchRule, BranchRule, State,
    repo: |r| Some(&r.repo),
    happened_at: |h| h.observed_at,
    as_known_at: |k, t| {},
    required {
        /// The repository.
        repo: crate::RepoId,
        /// The branch, or the pattern.
        branch: String,
    }
    optional {
        /// How many reviews it asks for.
        required_reviews: u64,
        /// Whether it is in force.
        is_enforced: bool,
        /// Where the rule is defined.
        origin: String,
    }
    several {
        /// The checks that must pass.
        required_checks: Vec<String>,
    }
}
