//! What every record of one run and one repository bears.

use milepost_model::{Instant, Provenance, RepoId};

/// The name under which this collector signs its records.
pub const COLLECTOR: &str = "github";

/// What every record of one run and one repository bears.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// The repository.
    pub repo: RepoId,
    /// The instant of the run.
    pub now: Instant,
}

impl Stamp {
    /// The id of a repository: its host and its number there, which outlive its name.
    pub fn repo_id(host: &str, number: u64) -> RepoId {
        RepoId::from(format!("gh:{host}:{number}"))
    }

    /// An id inside the repository.
    pub fn id(&self, kind: &str, rest: impl std::fmt::Display) -> String {
        format!("{}:{kind}:{rest}", self.repo)
    }

    /// The revision of something that the provider changed last at that instant, else of what this run saw.
    pub fn rev(&self, updated: Option<Instant>) -> u64 {
        u64::try_from(updated.unwrap_or(self.now).timestamp_millis()).unwrap_or(0)
    }

    /// Who says so, and where people see it.
    pub fn provenance(&self, url: Option<&str>) -> Provenance {
        Provenance { collector: COLLECTOR.to_owned(), url: url.map(str::to_owned) }
    }
}

/// An empty text says nothing.
pub fn said(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// Whether an account is a program's.
pub fn is_bot(kind: Option<&str>, login: Option<&str>) -> bool {
    kind == Some("Bot") || login.is_some_and(|login| login.ends_with("[bot]"))
}
