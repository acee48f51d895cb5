//! What the catalog is built from.

use bytes::Bytes;
use milepost_model::Instant;
use milepost_model::record::{Repository, Team};

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
}

/// How the catalog is built.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CatalogSettings {
    /// Whether people appear nowhere: neither as members, nor as owners, nor as entities.
    pub hides_people: bool,
}

/// Globs of the files that the catalog looks at, beside those of the [importers](super::importers::IMPORTERS).
///
/// Of those that end in a name without content of interest (a Dockerfile) only the path matters.
pub const HEAD_GLOBS: [&str; 29] = [
    "**/README*",
    "**/readme*",
    "**/{RUNBOOK,runbook,Runbook}*",
    "**/{runbooks,playbooks}/**/*.md",
    "**/{CHANGELOG,CHANGES,HISTORY,Changelog,changelog}*",
    "**/docs/**/*.md",
    "docs/**/*.md",
    "{CODEOWNERS,.github/CODEOWNERS,docs/CODEOWNERS,.gitlab/CODEOWNERS,.bitbucket/CODEOWNERS}",
    ".github/workflows/*.{yml,yaml}",
    "**/{openapi,swagger,asyncapi}*.{yaml,yml,json}",
    "**/*.{graphql,graphqls,proto}",
    "**/Dockerfile",
    "**/Dockerfile.*",
    "**/Containerfile",
    "**/Procfile",
    "**/{justfile,Justfile,.justfile}",
    "**/{Makefile,makefile,GNUmakefile}",
    "**/package.json",
    "**/Cargo.toml",
    "**/pyproject.toml",
    "**/go.mod",
    "**/pom.xml",
    "**/build.gradle",
    "**/build.gradle.kts",
    "**/*.csproj",
    "**/Gemfile",
    "**/mkdocs.{yml,yaml}",
    "**/{compose,docker-compose}.{yaml,yml}",
    "**/setup.py",
];
