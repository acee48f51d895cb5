//! Runs the collector against the server.

use super::server::{Server, TOKEN};
pub use super::store::{Store, TestTime, differences, now};
use milepost_collectors::git::FoundFile;
use milepost_collectors::github::{Credential, GitHubSettings, collect};
use milepost_collectors::remote::{RemoteError, Secret};
use milepost_model::harvest::Unwatched;
use milepost_model::{Instant, RunReport, Session};
use std::path::Path;

/// Settings for that server, without mirrors.
pub fn settings(server: &Server, cache: &Path) -> GitHubSettings {
    GitHubSettings {
        host: "github.test".into(),
        api: Some(format!("{}/api/v3", server.address)),
        web: Some(server.address.clone()),
        owners: vec!["lumen".into()],
        mirrors: false,
        cache: cache.to_owned(),
        credential: Credential::Token(Secret::new(TOKEN)),
        request_seconds: 1,
        ..GitHubSettings::default()
    }
}

impl Store {
    /// One run.
    pub fn run(&self, settings: &GitHubSettings, now: Instant) -> Result<RunReport, RemoteError> {
        self.diagnostics.lock().unwrap().clear();
        let follow = |_: &FoundFile<'_>| Vec::new();
        collect(settings, &follow, Session { now, sink: self, memory: self, progress: &Unwatched }, &TestTime::default())
    }
}
