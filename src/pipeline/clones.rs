//! Clones, looked at without a store: for a first configuration, and to know when to build again.

use super::PipelineError;
use crate::catalog::importers::IMPORTERS;
use crate::config::init::Found;
use milepost_collectors::git::{self, GitSettings};
use milepost_model::{Harvest, Instant, Record, Session, Sink, SinkError, Unwatched};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What a first configuration wants to know of the clones below a folder.
pub fn look_at_clones(folder: &Path, now: Instant) -> Result<Vec<Found>, PipelineError> {
    // Only what is there now matters, so no history is read.
    let settings = GitSettings { since: Some(now), ..GitSettings::of_folder(folder) };
    let sink = Looking::default();
    git::collect(&settings, Session { now, sink: &sink, memory: &Unwatched, progress: &Unwatched })?;
    let mut found = sink.0.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.sort_by(|a, b| a.full_name.cmp(&b.full_name));
    Ok(found)
}

/// The git directories of the clones below these folders: their files change when something is committed or fetched.
pub fn git_directories(folders: &[PathBuf]) -> Result<Vec<PathBuf>, PipelineError> {
    let settings = GitSettings { folders: folders.to_vec(), ..GitSettings::default() };
    Ok(git::find::find(&settings)?.repositories.into_iter().map(|found| found.git_dir).collect())
}

/// Remembers of each repository what a first configuration wants to know.
#[derive(Default)]
struct Looking(Mutex<Vec<Found>>);

impl Sink for Looking {
    fn accept(&self, harvest: Harvest) -> Result<(), SinkError> {
        let mut found = None;
        let (mut has_descriptor, mut has_codeowners) = (false, false);
        for record in harvest.records {
            match record {
                Record::Repository(repository) => {
                    found = Some(Found {
                        full_name: repository.full_name,
                        host: repository.host,
                        default_branch: repository.default_branch,
                        ..Found::default()
                    });
                }
                Record::File(file) if file.valid_to.is_none() => {
                    has_descriptor |= IMPORTERS.iter().any(|importer| importer.matches(&file.path));
                    has_codeowners |= file.path.rsplit('/').next() == Some("CODEOWNERS");
                }
                _ => {}
            }
        }
        if let Some(found) = found {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Found { has_descriptor, has_codeowners, ..found });
        }
        Ok(())
    }
}
