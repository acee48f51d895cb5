//! One row per change of a path that matters.

use serde::{Deserialize, Serialize};

/// Who changed a file last, and when.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct LastChange {
    /// When.
    pub at: crate::Instant,
    /// The name that the commit bears.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}
crate::cell::json_cell!(LastChange);

crate::record::record! {
    /// From `valid_from` on, the repository had this blob at this path.
    File, File, Event,
    repo: |r| Some(&r.repo),
    happened_at: |h| h.valid_from,
    as_known_at: |k, t| {
        if k.valid_to.is_some_and(|end| end > t) {
            k.valid_to = None;
        }
    },
    required {
        /// The repository.
        repo: crate::RepoId,
        /// The path, with `/`.
        path: String,
        /// When this content came: the committer date along first parents, made monotone.
        valid_from: crate::Instant,
    }
    optional {
        /// Its size in bytes; absent where the clone does not hold the content and so cannot tell.
        size: u64,
        /// When it was replaced or removed; absent while it holds.
        valid_to: crate::Instant,
        /// The content's hash in the store; absent where the content was not kept.
        blob: String,
        /// Git's own id of the blob.
        git_sha: String,
        /// Git's mode, such as `100644` or `120000` for a link.
        mode: String,
        /// The last change of a file that is kept at the head only.
        last_change: LastChange,
    }
    several {
    }
}
