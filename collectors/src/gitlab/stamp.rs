//! What every record of one run and one project bears.

use crate::git::bots::{is_bot_author, is_bot_branch};
use milepost_model::{Instant, Provenance, RepoId};
use serde::Deserialize;

/// The name under which this collector signs its records.
pub const COLLECTOR: &str = "gitlab";

/// What every record of one run and one project bears.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// The project.
    pub repo: RepoId,
    /// The instant of the run.
    pub now: Instant,
}

impl Stamp {
    /// The id of a project: its host and its number there, which outlive its path.
    pub fn repo_id(host: &str, number: u64) -> RepoId {
        RepoId::from(format!("gl:{host}:{number}"))
    }

    /// An id inside the project.
    pub fn id(&self, kind: &str, rest: impl std::fmt::Display) -> String {
        format!("{}:{kind}:{rest}", self.repo)
    }

    /// The revision of something that the host changed last at that instant, else of what this run saw.
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

/// Somebody.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct User {
    /// The login.
    pub username: Option<String>,
    /// Whether it is a program's, where the answer says so.
    pub bot: Option<bool>,
}

impl User {
    /// Whether it is a program's: tokens of projects and groups act under names such as `project_12_bot_3f0c`.
    pub fn is_bot(&self) -> bool {
        let name = self.username.as_deref().unwrap_or_default();
        let is_of_token = ["project_", "group_"].iter().any(|start| name.starts_with(start)) && name.contains("_bot");
        self.bot == Some(true) || is_of_token || name.starts_with("service_account_") || is_bot_author(name.as_bytes(), b"")
    }
}

/// Whether a program proposed a change.
pub fn is_proposed_by_bot(author: Option<&User>, branch: Option<&str>) -> bool {
    author.is_some_and(User::is_bot) || branch.is_some_and(is_bot_branch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_told_from_people() {
        for (name, expected) in [
            ("project_278964_bot_3f0c2a", true),
            ("group_9_bot", true),
            ("renovate-bot", true),
            ("service_account_12", true),
            ("ada", false),
            ("project_manager", false),
        ] {
            assert_eq!(User { username: Some(name.into()), bot: None }.is_bot(), expected, "{name}");
        }
        assert!(is_proposed_by_bot(None, Some("renovate/go-1.x")) && !is_proposed_by_bot(None, None));
    }
}
