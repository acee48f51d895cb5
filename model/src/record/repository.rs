//! What a source says of a repository.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An environment that jobs run in, and what must happen before they do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Environment {
    /// Its name.
    pub name: String,
    /// Whether somebody must approve each job.
    #[serde(default)]
    pub needs_approval: bool,
    /// Whether whoever starts a run may not approve it.
    #[serde(default)]
    pub forbids_own_approval: bool,
    /// How many minutes each job waits.
    #[serde(default)]
    pub wait_minutes: u64,
    /// Whether only some branches or tags may deploy to it.
    #[serde(default)]
    pub is_for_some_branches: bool,
}

/// The environments of a repository that are protected. Any other lets every job through.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Environments {
    /// Those that are known to be.
    #[serde(default)]
    pub protected: Vec<Environment>,
    /// Whether there are environments that nobody looked at.
    #[serde(default)]
    pub are_more: bool,
}
crate::cell::json_cell!(Environments);

impl Environments {
    /// The environment of that name, which the provider compares without regard to capitals.
    pub fn named(&self, name: &str) -> Option<&Environment> {
        self.protected.iter().find(|environment| environment.name.eq_ignore_ascii_case(name))
    }

    /// Whether a run may have to be approved, as far as this is known.
    pub fn may_need_approval(&self) -> bool {
        self.are_more || self.protected.iter().any(|environment| environment.needs_approval)
    }
}

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
        /// The environments that are protected; absent where nobody looked.
        environments: Environments,
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
