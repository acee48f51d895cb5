//! Sources are read by their collectors, and what these say goes into the store.

use super::{PipelineError, Watch};
use crate::catalog;
use crate::config::{FilesSource, GitSource, Source, SourceSettings};
use crate::reading::follow;
use crate::store::{Appender, Committed, Cursors, Store};
use milepost_collectors::{files, git};
use milepost_model::record::repository::Visibility;
use milepost_model::{Diagnostic, Diagnostics, Harvest, Instant, Memory, Place, Record, Session, Sink, SinkError};
use std::sync::Mutex;

/// Cursors that keep what was wrong when a repository was last read, so that every later build can say it.
const NOTES: &str = "notes:";

/// Reads these sources, and commits what they say once all were read.
pub(super) fn collect(
    sources: &[&Source],
    store: &Store,
    now: Instant,
    watch: &dyn Watch,
) -> Result<(Committed, Diagnostics), PipelineError> {
    let memory = store.memory()?;
    let appender = store.appender()?;
    let mut notes = Diagnostics::default();
    for source in sources {
        match &source.settings {
            SourceSettings::Git(settings) => read_clones(source, settings, &appender, &memory, now, watch, &mut notes)?,
            SourceSettings::Files(settings) => read_files(source, settings, &appender, &memory, &mut notes)?,
        }
    }
    Ok((appender.commit()?, notes))
}

/// What was wrong when the repositories were last read.
pub(super) fn remembered(memory: &Cursors) -> Vec<Diagnostic> {
    memory.beginning_with(NOTES).flat_map(|(_, bytes)| serde_json::from_slice::<Vec<Diagnostic>>(bytes).unwrap_or_default()).collect()
}

fn read_clones(
    source: &Source,
    settings: &GitSource,
    appender: &Appender,
    memory: &Cursors,
    now: Instant,
    watch: &dyn Watch,
    notes: &mut Diagnostics,
) -> Result<(), PipelineError> {
    let mut wanted = git::GitSettings { id: source.id.clone(), folders: settings.clones.clone(), ..git::GitSettings::default() };
    wanted.include.clone_from(&settings.include);
    wanted.exclude.clone_from(&settings.exclude);
    wanted.history_paths.extend(settings.history_globs.iter().cloned());
    wanted.head_paths.extend(settings.head_globs.iter().cloned());
    wanted.limits.file_bytes = settings.max_file_bytes;
    let sink = Noting { appender, visibility: settings.assume_visibility.as_ref(), notes: Mutex::default() };
    let session = Session { now, sink: &sink, memory, progress: watch };
    git::collect_following(&wanted, &Guide, session)?;
    notes.extend(sink.notes.into_inner().expect("because a thread that panicked would have ended the run"));
    Ok(())
}

fn read_files(
    source: &Source,
    settings: &FilesSource,
    appender: &Appender,
    memory: &Cursors,
    notes: &mut Diagnostics,
) -> Result<(), PipelineError> {
    let (found, problems) = files::find(&settings.paths);
    notes.extend(problems);
    for file in found {
        let name = file.path.display().to_string();
        let key = format!("files:{}:{name}", source.id);
        if memory.recall(&key).as_deref() == Some(file.fingerprint.as_bytes()) {
            continue;
        }
        let mut wrong = Diagnostics::default();
        match files::open(&file) {
            Ok(reader) => appender.import(reader, &name, &mut wrong)?,
            Err(error) => {
                notes.push(Diagnostic::error("source/unreadable", error.to_string()).at(Place::file(name)));
                continue;
            }
        };
        let wrong: Vec<_> = wrong.into_iter().collect();
        appender.add(Harvest { cursors: vec![(key.clone(), file.fingerprint.into_bytes()), kept(&key, &wrong)], ..Harvest::default() })?;
        notes.extend(wrong);
    }
    Ok(())
}

/// Tells the collector of clones what files mean.
struct Guide;

impl git::Follow for Guide {
    fn further_paths(&self, file: &git::FoundFile<'_>) -> Vec<String> {
        follow::further_paths(file.repository, file.path, file.bytes)
    }

    fn is_divided(&self, files: &[git::FoundFile<'_>]) -> bool {
        let named: Vec<(&str, &[u8])> = files.iter().map(|file| (file.path, file.bytes)).collect();
        files.first().is_some_and(|first| catalog::is_divided(first.repository, &named))
    }
}

/// Passes harvests on, and keeps what was wrong with each beside what it left for the next run.
struct Noting<'a> {
    appender: &'a Appender,
    /// What a clone does not tell and the configuration does.
    visibility: Option<&'a Visibility>,
    notes: Mutex<Vec<Diagnostic>>,
}

impl Sink for Noting<'_> {
    fn accept(&self, mut harvest: Harvest) -> Result<(), SinkError> {
        for record in &mut harvest.records {
            if let Record::Repository(repository) = record
                && repository.visibility.is_none()
            {
                repository.visibility = self.visibility.cloned();
            }
        }
        if let Some((key, _)) = harvest.cursors.first() {
            let note = kept(key, &harvest.diagnostics);
            harvest.cursors.push(note);
        }
        self.notes.lock().expect("because a thread that panicked would have ended the run").append(&mut harvest.diagnostics);
        self.appender.accept(harvest)
    }
}

fn kept(key: &str, diagnostics: &[Diagnostic]) -> (String, Vec<u8>) {
    (format!("{NOTES}{key}"), serde_json::to_vec(diagnostics).expect("because diagnostics are plain text and numbers"))
}
