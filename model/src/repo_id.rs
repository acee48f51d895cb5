//! How records point at a repository: by the provider's own id, never by name.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// A repository's id: `gh:<host>:<number>`, `gl:<host>:<number>` or `git:<hash>`.
///
/// A rename or a transfer keeps it, so a repository keeps its history. Each of its records names it, so they share the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RepoId(#[serde(with = "crate::shared")] Arc<str>);

impl RepoId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RepoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for RepoId {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for RepoId {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<Arc<str>> for RepoId {
    fn from(text: Arc<str>) -> Self {
        Self(text)
    }
}
