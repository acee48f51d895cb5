//! A commit.

use std::collections::BTreeMap;

crate::record::record! {
    /// A commit of the default branch's history, or of what was released beside it.
    Commit, Commit, Event,
    repo: |r| Some(&r.repo),
    happened_at: |h| h.committed_at,
    as_known_at: |k, t| {},
    required {
        /// The repository.
        repo: crate::RepoId,
        /// Its id.
        sha: String,
        /// When it was written.
        authored_at: crate::Instant,
        /// When it got its place in the history.
        committed_at: crate::Instant,
    }
    optional {
        /// The first line of its message.
        subject: String,
        /// What it changes, whatever it is based on.
        patch_id: String,
        /// The commit that it was picked from.
        cherry_of: String,
        /// The commit that it takes back.
        reverts: String,
        /// Whether a bot wrote it.
        is_bot: bool,
    }
    several {
        /// Its parents; the first is the branch that it was made on.
        parents: Vec<String>,
        /// The trailers of its message.
        trailers: BTreeMap<String, String>,
        /// The paths that it changed, where several services share a repository.
        paths: Vec<String>,
    }
}
