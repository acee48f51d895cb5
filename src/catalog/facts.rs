//! What the catalog is built from.

use bytes::Bytes;
use milepost_model::record::{Repository, Team};
use milepost_model::{EntityRef, Instant};

/// Everything that the catalog is built from: repositories, their current files, and the teams.
#[derive(Clone, Copy)]
pub struct CatalogFacts<'a> {
    /// The repositories that are in the portal, in any order.
    pub repositories: &'a [RepositoryFacts],
    /// The teams that the provider knows.
    pub teams: &'a [Team],
    /// The content of a blob; nothing where it was not kept.
    pub content: &'a (dyn Fn(&str) -> Option<Bytes> + Sync),
}

impl std::fmt::Debug for CatalogFacts<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CatalogFacts").field("repositories", &self.repositories.len()).finish_non_exhaustive()
    }
}

/// A repository and the files that it holds now.
#[derive(Debug, Clone, Default)]
pub struct RepositoryFacts {
    /// What its source says of it.
    pub repository: Repository,
    /// The files that were read, in any order.
    pub files: Vec<CurrentFile>,
    /// What its descriptors held before, in any order.
    pub former: Vec<FormerFile>,
}

/// What a file held before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormerFile {
    /// Its path, with `/`.
    pub path: String,
    /// The content's hash.
    pub blob: String,
}

/// A file that a repository holds now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CurrentFile {
    /// Its path, with `/`.
    pub path: String,
    /// Its content's hash; absent where the content was not kept.
    pub blob: Option<String>,
    /// When it was last changed, where that is known.
    pub last_change: Option<Instant>,
    /// Who changed it last, where that is known and people are shown.
    pub changed_by: Option<String>,
}

/// How the catalog is built.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CatalogSettings {
    /// Whether people appear nowhere: neither as members, nor as owners, nor as entities.
    pub hides_people: bool,
    /// Globs of runbooks, from a service's folder, in the order in which they are looked for; none means the usual names.
    pub runbook: Vec<String>,
    /// Who owns what neither a descriptor nor CODEOWNERS gives to anybody.
    pub default_owner: Option<EntityRef>,
    /// Whether only descriptors and CODEOWNERS are looked at, and not what else repositories hold of their services.
    pub is_brief: bool,
    /// Other names by which descriptors know teams and people, and whom they mean.
    pub owner_names: Vec<(String, EntityRef)>,
}
