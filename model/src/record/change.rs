//! A merged change: a pull request, a merge request or a direct push.

crate::cell::words! {
    /// How a change came in.
    #[derive(Default)]
    Via {
        /// By a pull or merge request.
        PullRequest = "pull_request",
        /// By a push to the branch.
        #[default]
        Direct = "direct",
    }
}

crate::record::record! {
    /// Something that was merged into the default branch.
    Change, Change, Event,
    repo: |r| Some(&r.repo),
    happened_at: |h| h.merged_at,
    as_known_at: |k, t| {},
    required {
        /// The repository.
        repo: crate::RepoId,
        /// How it came in.
        via: Via,
        /// When it reached the default branch.
        merged_at: crate::Instant,
        /// The commit that brought it there.
        merge_sha: String,
    }
    optional {
        /// Its number at the provider.
        number: u64,
        /// Its title.
        title: String,
        /// The branch that it was merged into.
        base: String,
        /// The branch that it came from.
        head: String,
        /// When it was proposed.
        created_at: crate::Instant,
        /// When it was marked ready.
        ready_at: crate::Instant,
        /// When somebody first reviewed it.
        first_review_at: crate::Instant,
        /// When its first commit was written.
        first_commit_at: crate::Instant,
        /// Whether a bot proposed it.
        is_bot: bool,
        /// The change that it takes back.
        reverts_change: String,
        /// A keyed hash of its author, used only in aggregates of five or more.
        author_key: String,
        /// Where people see it.
        url: String,
    }
    several {
        /// Its commits before merging.
        commit_shas: Vec<String>,
        /// Its labels.
        labels: Vec<String>,
    }
}
