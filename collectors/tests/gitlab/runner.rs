//! Runs the collector against the server.

use super::server::{Server, TOKEN};
pub use super::store::{Store, TestTime, differences, now};
use milepost_collectors::git::FoundFile;
use milepost_collectors::gitlab::{Credential, GitLabSettings, collect};
use milepost_collectors::remote::{RemoteError, Secret};
use milepost_model::harvest::Unwatched;
use milepost_model::{Instant, RunReport, Session};
use std::path::Path;

/// Settings for that server, without mirrors.
pub fn settings(server: &Server, cache: &Path) -> GitLabSettings {
    GitLabSettings {
        host: "gitlab.test".into(),
        api: Some(format!("{}/api/v4", server.address)),
        web: Some(server.address.clone()),
        groups: vec!["lumen".into()],
        mirrors: false,
        cache: cache.to_owned(),
        credential: Credential::Token(Secret::new(TOKEN)),
        request_seconds: 1,
        ..GitLabSettings::default()
    }
}

impl Store {
    /// Records of what happened, without since when a project is known to be archived, which follows from the first run.
    pub fn lasting(&self) -> Vec<String> {
        self.events().into_iter().filter(|line| !line.contains("archived_at")).collect()
    }

    /// One run.
    pub fn run(&self, settings: &GitLabSettings, now: Instant) -> Result<RunReport, RemoteError> {
        self.diagnostics.lock().unwrap().clear();
        let follow = |_: &FoundFile<'_>| Vec::new();
        collect(settings, &follow, Session { now, sink: self, memory: self, progress: &Unwatched }, &TestTime::default())
    }
}
