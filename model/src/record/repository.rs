//! What a source says of a repository.

use std::collections::BTreeMap;

crate::cell::words! {
    /// Who may see a repository.
    Visibility {
        /// Everybody.
        Public = "public",
        /// Everybody in the organisation.
        Internal = "internal",
        /// Those who were let in.
        Private = "private",
    }
}

crate::record::record! {
    /// A repository as its source described it: one row per change of that description.
    Repository, Repository, State,
    repo: |r| Some(&r.repo),
    happened_at: |h| h.observed_at,
    as_known_at: |k, t| {},
    required {
        /// Its own id, as other records point at it.
        repo: crate::RepoId,
        /// Owner and name, or for a clone its path below the folder.
        full_name: String,
    }
    optional {
        /// The host, such as `github.com`.
        host: String,
        /// Where people see it.
        url: String,
        /// The branch that counts; absent where nothing was committed yet.
        default_branch: String,
        /// The commit of the default branch when it was seen.
        head: String,
        /// One sentence, from the provider.
        description: String,
        /// When it was created, or its first commit.
        created_at: crate::Instant,
        /// The last push, or the last commit of the default branch.
        pushed_at: crate::Instant,
        /// When it was archived; the instant of observation where the source only says that it is.
        archived_at: crate::Instant,
        /// Whether it is archived.
        is_archived: bool,
        /// Whether it is a fork.
        is_fork: bool,
        /// Whether it is a template.
        is_template: bool,
        /// Whether its history is cut short in the clone that was read.
        is_shallow: bool,
        /// Who may see it; unknown counts as private.
        visibility: Visibility,
        /// The template that it was made from.
        template: String,
        /// The licence's SPDX name.
        license: String,
    }
    several {
        /// Bytes, or for blobless mirrors files, of each language.
        languages: BTreeMap<String, u64>,
        /// Topics.
        topics: Vec<String>,
        /// Custom properties.
        properties: BTreeMap<String, String>,
        /// Earlier names.
        renamed_from: Vec<String>,
        /// Other ids of the same repository.
        aliases: Vec<String>,
    }
}
