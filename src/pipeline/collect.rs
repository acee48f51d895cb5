//! Sources are read by their collectors, and what these say goes into the store.

use super::files::{FileReading, read_webhooks};
use super::own_reports::{self, OwnRead};
use super::stopwatch::Stopwatch;
use super::{PipelineError, Watch};
use crate::catalog;
use crate::config::{Audience, Config, GitSource, Source, SourceSettings};
use crate::reading::follow;
use crate::store::{Appender, Committed, Cursors, Store, StoreError};
use milepost_collectors::command::{self, CommandSettings};
use milepost_collectors::git;
use milepost_collectors::remote::{Pace, RemoteError, Stop};
use milepost_collectors::shard::{self, Shard};
use milepost_collectors::source::{Asked, RemoteSource};
use milepost_model::record::repository::Visibility;
use milepost_model::run_report::REPORT_KEY;
use milepost_model::{Diagnostic, Diagnostics, Harvest, Instant, Memory, Record, RepoId, RunReport, Session, Sink, SinkError};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Cursors that keep what was wrong when a repository was last read, so that every later build can say it.
const NOTES: &str = "notes:";

/// So many bytes of records wait in memory: a thousand repositories with a year of events stay below 300 MB in all.
const WAITING: usize = 64 << 20;

/// What was committed so often is safe from a run that is killed.
const CHECKPOINT: Duration = Duration::from_mins(5);

/// Which sources are read, and how.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// Their ids; none means all.
    pub only: &'a [String],
    /// What this run was asked for beyond their settings.
    pub asked: Asked,
}

/// What a run over the sources came to.
pub struct Collected {
    /// What was kept.
    pub committed: Committed,
    /// What is wrong with people's files.
    pub notes: Diagnostics,
    /// How many repositories each source behind a network has, and of how many of them everything was read.
    pub read: Vec<(String, u64, u64)>,
    /// Why it ended before it was done: by source.
    pub ended: Vec<(String, String)>,
    /// Sources that gave nothing because they could not be read at all, and why.
    pub unread: Vec<(String, String)>,
    /// Whether somebody interrupted it: what was read is kept, and no stage follows.
    pub is_interrupted: bool,
}

/// Reads these sources, and commits what they say once all were read.
pub(super) fn collect(
    sources: &[&Source],
    store: &Store,
    now: Instant,
    asked: Asked,
    watch: &dyn Watch,
) -> Result<Collected, PipelineError> {
    let mut memory = store.memory()?;
    let appender = store.appender()?.with_memory(WAITING);
    let mut notes = Diagnostics::default();
    let checkpoints =
        Checkpoints { appender: &appender, stopwatch: Stopwatch::start(), is_shard: asked.shard.is_some(), done: Mutex::default() };
    let (mut ended, mut read, mut unread) = (Vec::new(), Vec::new(), Vec::new());
    let is_left_out = |source: &Source, ended: &mut Vec<(String, String)>| {
        let is_interrupted = watch.is_interrupted();
        ended.extend(is_interrupted.then(|| (source.id.clone(), Stop::Interrupted.to_string())));
        is_interrupted
    };
    // Hosts first: they tell the ids that clones of the same repositories go by.
    let (remote, local): (Vec<&Source>, Vec<&Source>) =
        sources.iter().partition(|source| matches!(source.settings, SourceSettings::Remote(_)));
    for source in &remote {
        if let SourceSettings::Remote(settings) = &source.settings
            && !is_left_out(source, &mut ended)
        {
            let report = read_remote(&settings.source.asked(asked), &checkpoints, &memory, now, watch, &mut notes)?;
            read.push((source.id.clone(), report.repositories, report.whole));
            ended.extend(report.ended.map(|why| (source.id.clone(), why)));
            unread.extend(report.unread.map(|why| (source.id.clone(), why)));
        }
    }
    if !remote.is_empty() && !local.is_empty() && asked.shard.is_none() {
        checkpoints.commit()?;
        memory = store.memory()?;
    }
    let ids: BTreeMap<String, RepoId> = remote.iter().flat_map(|source| known_ids(source, &memory)).collect();
    for source in local {
        if is_left_out(source, &mut ended) {
            continue;
        }
        match &source.settings {
            SourceSettings::Git(settings) => {
                let reading =
                    Reading { source, since: asked.since, ids: &ids, appender: &appender, memory: &memory, now, watch, shard: asked.shard };
                reading.clones(settings, &mut notes)?;
            }
            // What is not divided by repository is read by one shard.
            SourceSettings::Files(_) | SourceSettings::Webhooks(_) | SourceSettings::Command(_) if !shard::is_first(asked.shard) => {}
            SourceSettings::Files(settings) => {
                let reading = FileReading { settings, ids: &ids, appender: &appender, memory: &memory, now };
                unread.extend(checkpoints.tell(source, reading.read()?, (&memory, now), &mut notes)?);
            }
            SourceSettings::Webhooks(settings) => {
                unread.extend(checkpoints.tell(source, read_webhooks(settings, &appender, &memory, now)?, (&memory, now), &mut notes)?);
            }
            SourceSettings::Command(settings) => {
                let settings = CommandSettings { since: asked.since, ..settings.clone() };
                unread.extend(checkpoints.tell(source, read_command(&settings, &appender, (now, watch))?, (&memory, now), &mut notes)?);
            }
            SourceSettings::Remote(_) => {}
        }
    }
    let last = match asked.shard {
        Some((shard, of)) => appender.commit_shard(shard, of)?,
        None => appender.commit()?,
    };
    let committed = sum(checkpoints.done.into_inner().unwrap_or_else(PoisonError::into_inner).1, last);
    Ok(Collected { committed, notes, read, ended, unread, is_interrupted: watch.is_interrupted() })
}

/// The ids that a source gave to repositories.
fn known_ids(source: &Source, memory: &Cursors) -> BTreeMap<String, RepoId> {
    match &source.settings {
        SourceSettings::Remote(settings) => settings.source.ids(memory),
        _ => BTreeMap::new(),
    }
}

/// What the last run over each source used and met.
///
/// How much there is to read tells a public portal's readers of what they may not see.
pub(super) fn reports(memory: &Cursors, audience: Audience) -> Vec<RunReport> {
    if audience == Audience::Public {
        return Vec::new();
    }
    memory.beginning_with(REPORT_KEY).filter_map(|(_, bytes)| RunReport::read(bytes)).collect()
}

/// The sources that the configuration names, whether they were ever read or not. A public portal's readers are told of none.
pub(super) fn configured(config: &Config) -> Vec<String> {
    let is_public = config.site.audience == Audience::Public;
    config.sources.iter().filter(|_| !is_public).map(|source| source.id.clone()).collect()
}

fn sum(a: Committed, b: Committed) -> Committed {
    Committed {
        records: a.records + b.records,
        unchanged: a.unchanged + b.unchanged,
        blobs: a.blobs + b.blobs,
        parts: a.parts + b.parts,
        manifest: b.manifest,
    }
}

/// Commits from time to time what a long run has read.
struct Checkpoints<'a> {
    appender: &'a Appender,
    stopwatch: Stopwatch,
    /// A shard is committed once: its manifest says that it is whole.
    is_shard: bool,
    done: Mutex<(Duration, Committed)>,
}

impl Checkpoints<'_> {
    fn commit(&self) -> Result<(), StoreError> {
        let committed = self.appender.commit()?;
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        *done = (self.stopwatch.elapsed(), sum(done.1, committed));
        Ok(())
    }

    /// Keeps that a source could not be read, so that Platform health tells it beside the last success.
    ///
    /// Whoever runs this hears of the failure itself; that it could not be kept besides would tell nothing new.
    fn keep_failure(&self, source: &str, error: &RemoteError, memory: &Cursors, now: Instant) {
        // What a shard commits says that the shard is whole, and a store that refuses takes no report either.
        if self.is_shard || matches!(error, RemoteError::Sink(_)) {
            return;
        }
        let before = memory.recall(&format!("{REPORT_KEY}{source}")).as_deref().and_then(RunReport::read);
        let report = RunReport {
            source: source.to_owned(),
            observed_at: now,
            last_success: before.and_then(|report| report.last_success),
            ended: Some(error.to_string()),
            ..RunReport::default()
        };
        let _ = self.appender.add(Harvest { cursors: vec![report.cursor()], ..Harvest::default() }).and_then(|()| self.commit());
    }

    /// The report of a source of which nothing could be asked, though its settings are good. The others are read.
    fn unread(
        &self,
        source: &str,
        why: String,
        found: Diagnostic,
        (memory, now): (&Cursors, Instant),
        notes: &mut Diagnostics,
    ) -> Result<RunReport, StoreError> {
        let before = memory.recall(&format!("{REPORT_KEY}{source}")).as_deref().and_then(RunReport::read);
        let report = RunReport {
            source: source.to_owned(),
            observed_at: now,
            last_success: before.and_then(|report| report.last_success),
            unread: Some(why),
            faults: vec![found.clone()],
            ..RunReport::default()
        };
        self.appender.add(Harvest { cursors: vec![report.cursor()], ..Harvest::default() })?;
        notes.extend([found]);
        Ok(report)
    }

    /// Tells what is wrong with what a source on this machine gave, and notes how its run went: its id and why it was not
    /// read, where nothing of it could be.
    fn tell(
        &self,
        source: &Source,
        was: OwnRead,
        (memory, now): (&Cursors, Instant),
        notes: &mut Diagnostics,
    ) -> Result<Option<(String, String)>, StoreError> {
        self.appender.add(Harvest { cursors: vec![own_reports::report(&source.id, &was, memory, now)], ..Harvest::default() })?;
        notes.extend(was.wrong);
        Ok(was.unread.map(|why| (source.id.clone(), why)))
    }

    fn is_due(&self) -> bool {
        !self.is_shard && self.stopwatch.elapsed() > self.done.lock().unwrap_or_else(PoisonError::into_inner).0 + CHECKPOINT
    }
}

impl Sink for Checkpoints<'_> {
    fn accept(&self, harvest: Harvest) -> Result<(), SinkError> {
        self.appender.accept(harvest)?;
        if self.is_due() {
            self.commit().map_err(|error| SinkError(Box::new(error)))?;
        }
        Ok(())
    }
}

fn read_remote(
    source: &RemoteSource,
    checkpoints: &Checkpoints<'_>,
    memory: &Cursors,
    now: Instant,
    watch: &dyn Watch,
    notes: &mut Diagnostics,
) -> Result<RunReport, PipelineError> {
    let sink = Noting { inner: checkpoints, visibility: None, notes: Mutex::default() };
    let session = Session { now, sink: &sink, memory, progress: watch };
    let report = match source.collect(&Guide, session, &Stopwatch::start()) {
        Ok(report) => report,
        Err(RemoteError::Unread { message, help }) => {
            let found = Diagnostic::error("source/not-read", format!("the source “{}” was not read: {message}", source.id())).help(help);
            checkpoints.unread(source.id(), message, found, (memory, now), notes)?
        }
        Err(error) => {
            checkpoints.keep_failure(source.id(), &error, memory, now);
            return Err(error.into());
        }
    };
    notes.extend(sink.notes.into_inner().expect("because a thread that panicked would have ended the run"));
    Ok(report)
}

/// What was wrong when the repositories were last read.
pub(super) fn remembered(memory: &Cursors) -> Vec<Diagnostic> {
    memory.beginning_with(NOTES).flat_map(|(_, bytes)| serde_json::from_slice::<Vec<Diagnostic>>(bytes).unwrap_or_default()).collect()
}

/// What clones are read with.
struct Reading<'a> {
    source: &'a Source,
    /// The first day that is read, in place of what is usual.
    since: Option<Instant>,
    /// The ids that hosts gave to the same repositories.
    ids: &'a BTreeMap<String, RepoId>,
    appender: &'a Appender,
    memory: &'a Cursors,
    now: Instant,
    watch: &'a dyn Watch,
    shard: Shard,
}

impl Reading<'_> {
    fn clones(&self, settings: &GitSource, notes: &mut Diagnostics) -> Result<(), PipelineError> {
        let mut wanted = git::GitSettings {
            id: self.source.id.clone(),
            folders: settings.clones.clone(),
            since: self.since,
            ..git::GitSettings::default()
        };
        wanted.include.clone_from(&settings.include);
        wanted.exclude.clone_from(&settings.exclude);
        wanted.history_paths.extend(settings.history_globs.iter().cloned());
        wanted.head_paths.extend(settings.head_globs.iter().cloned());
        wanted.limits.file_bytes = settings.max_file_bytes;
        wanted.shard = self.shard;
        wanted.ids.clone_from(self.ids);
        let sink = Noting { inner: self.appender, visibility: settings.assume_visibility.as_ref(), notes: Mutex::default() };
        let session = Session { now: self.now, sink: &sink, memory: self.memory, progress: self.watch };
        git::collect_following(&wanted, &Guide, session)?;
        notes.extend(sink.notes.into_inner().expect("because a thread that panicked would have ended the run"));
        Ok(())
    }
}

/// Runs a program and takes what it prints: whole, or not at all.
fn read_command(settings: &CommandSettings, appender: &Appender, (now, watch): (Instant, &dyn Watch)) -> Result<OwnRead, PipelineError> {
    let printed = command::run(settings, now, watch);
    let mut wrong: Diagnostics = printed.diagnostics.into_iter().collect();
    if printed.is_good {
        appender.import(printed.records.as_slice(), &format!("what {} printed", settings.id), &mut wrong)?;
    }
    let wrong: Vec<_> = wrong.into_iter().collect();
    appender.add(Harvest { cursors: vec![kept(&format!("command:{}", settings.id), &wrong)], ..Harvest::default() })?;
    Ok(OwnRead::of(wrong, usize::from(printed.is_good)))
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
    inner: &'a dyn Sink,
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
        self.inner.accept(harvest)
    }
}

pub(super) fn kept(key: &str, diagnostics: &[Diagnostic]) -> (String, Vec<u8>) {
    (format!("{NOTES}{key}"), serde_json::to_vec(diagnostics).expect("because diagnostics are plain text and numbers"))
}
