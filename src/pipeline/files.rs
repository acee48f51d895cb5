//! Files that somebody exported go into the store: those that changed since they were last read.

use super::PipelineError;
use super::collect::kept;
use super::own_reports::{self, OwnRead};
use crate::store::{Appender, Cursors, StoreError};
use chrono::Duration;
use milepost_collectors::files::{self, FilesSettings, Reading, RecordFile, Repositories};
use milepost_collectors::webhooks::{self, WebhookSettings};
use milepost_model::{Diagnostic, Diagnostics, Harvest, Instant, Memory, Place, Record, RepoId, Sink, SinkError};
use std::collections::BTreeMap;

/// What a source of files is read with.
pub(super) struct FileReading<'a> {
    pub(super) settings: &'a FilesSettings,
    /// The ids that hosts gave to repositories.
    pub(super) ids: &'a BTreeMap<String, RepoId>,
    pub(super) appender: &'a Appender,
    pub(super) memory: &'a Cursors,
    pub(super) now: Instant,
}

impl FileReading<'_> {
    /// Reads what is new, and gives back what is wrong with it.
    pub(super) fn read(&self) -> Result<OwnRead, PipelineError> {
        let (found, mut notes) = files::find(&self.settings.paths, self.settings.mapping.is_some());
        let cursors = vec![kept(&format!("found:{}", self.settings.id), &notes)];
        self.appender.add(Harvest { cursors, ..Harvest::default() })?;
        let mut readable = 0;
        for (file, number) in found.iter().zip(0..) {
            let wrong = self.file(file, number)?;
            readable += usize::from(own_reports::failures(&wrong).next().is_none());
            notes.extend(wrong);
        }
        if let Some(coverage) = files::coverage(self.settings, &found, self.now) {
            self.appender.add(Harvest { records: vec![Record::Coverage(coverage)], ..Harvest::default() })?;
        }
        Ok(OwnRead::of(notes, readable))
    }

    fn file(&self, file: &RecordFile, number: i64) -> Result<Vec<Diagnostic>, PipelineError> {
        let name = file.path.display().to_string();
        let key = format!("files:{}:{name}", self.settings.id);
        let state = self.state(file);
        if self.memory.recall(&key).as_deref() == Some(state.as_bytes()) {
            return Ok(Vec::new());
        }
        let reader = match files::open(file) {
            Ok(reader) => reader,
            Err(error) => return Ok(vec![Diagnostic::error("source/unreadable", error.to_string()).at(Place::file(name))]),
        };
        let wrong = if self.settings.mapping.is_none() && is_table(file) {
            vec![without_meaning(&name)]
        } else if self.settings.mapping.is_none() && !is_json(file) {
            let mut wrong = Diagnostics::default();
            self.appender.import(reader, &name, &mut wrong)?;
            wrong.into_iter().collect()
        } else {
            let reading = Reading {
                source: &self.settings.id,
                file: &name,
                mapping: self.settings.mapping.as_ref(),
                repositories: Repositories { known: self.ids, host: self.settings.host.as_deref() },
                // Of two files that hold the same id, the one whose name comes last is the newer word.
                now: self.now + Duration::milliseconds(number),
            };
            files::read(reader, &reading, &mut |harvest| self.appender.accept(harvest)).map_err(not_kept)?
        };
        self.appender.add(Harvest { cursors: vec![(key.clone(), state.into_bytes()), kept(&key, &wrong)], ..Harvest::default() })?;
        Ok(wrong)
    }

    /// What must stay as it is for a file to be left alone: its content, and what its rows mean.
    fn state(&self, file: &RecordFile) -> String {
        match &self.settings.mapping {
            Some(mapping) => {
                let meaning = format!("{mapping:?}{:?}{:?}", self.settings.host, self.ids);
                format!("{} {}", file.fingerprint, blake3::hash(meaning.as_bytes()).to_hex())
            }
            None => file.fingerprint.clone(),
        }
    }
}

/// Reads payloads, all of them where any changed: several may tell of one thing.
pub(super) fn read_webhooks(
    settings: &WebhookSettings,
    appender: &Appender,
    memory: &Cursors,
    now: Instant,
) -> Result<OwnRead, PipelineError> {
    let (found, mut notes) = files::find(&settings.paths, false);
    appender.add(Harvest { cursors: vec![kept(&format!("found:{}", settings.id), &notes)], ..Harvest::default() })?;
    let meaning = format!("{:?}{:?}", settings.incident_labels, settings.ticket_repositories);
    let mut state = blake3::Hasher::new();
    state.update(meaning.as_bytes());
    for file in &found {
        state.update(file.path.to_string_lossy().as_bytes()).update(file.fingerprint.as_bytes());
    }
    let (key, state) = (format!("webhooks:{}", settings.id), state.finalize().to_hex().to_string());
    if memory.recall(&key).as_deref() == Some(state.as_bytes()) {
        return Ok(OwnRead::of(notes, found.len()));
    }
    let wrong = webhooks::read(settings, &found, now, &mut |harvest| appender.accept(harvest)).map_err(not_kept)?;
    appender.add(Harvest { cursors: vec![(key.clone(), state.into_bytes()), kept(&key, &wrong)], ..Harvest::default() })?;
    let readable = found.len().saturating_sub(own_reports::failures(&wrong).count());
    notes.extend(wrong);
    Ok(OwnRead::of(notes, readable))
}

fn not_kept(error: SinkError) -> PipelineError {
    match error.0.downcast::<StoreError>() {
        Ok(error) => PipelineError::Store(*error),
        Err(other) => PipelineError::Records(other),
    }
}

/// A table, whose rows are records of nobody until somebody says of which kind.
fn is_table(file: &RecordFile) -> bool {
    file.path.extension().is_some_and(|ending| ["csv", "tsv"].iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

fn without_meaning(name: &str) -> Diagnostic {
    Diagnostic::error("row/no-meaning", "this is a table, and nothing says what its rows are")
        .at(Place::file(name))
        .help("add record = \"incident\" or another kind to the source, or a mapping such as \"pagerduty\"")
}

/// A list of records in one JSON document; lines of records are read as they come.
fn is_json(file: &RecordFile) -> bool {
    file.path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}
