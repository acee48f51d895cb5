//! A store for tests: keeps what a collector hands over and merges it as the real store does.

use milepost_collectors::git::{CollectError, GitSettings, Summary, collect};
use milepost_model::harvest::Unwatched;
use milepost_model::record::{Change, Commit, Coverage, File, Release, Repository};
use milepost_model::{Diagnostic, Fact, Harvest, Instant, Memory, Record, Session, Sink, SinkError, ndjson, with_fact};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

/// What was handed over, in the latest revision of each record.
#[derive(Default)]
pub struct Store {
    records: Mutex<BTreeMap<(&'static str, String), Record>>,
    blobs: Mutex<BTreeMap<String, Vec<u8>>>,
    cursors: Mutex<BTreeMap<String, Vec<u8>>>,
    diagnostics: Mutex<Vec<Diagnostic>>,
    harvests: Mutex<usize>,
}

impl Sink for Store {
    fn accept(&self, harvest: Harvest) -> Result<(), SinkError> {
        let mut records = self.records.lock().unwrap();
        for record in harvest.records {
            let (id, rev) = with_fact!(&record, fact => (fact.id().to_owned(), fact.rev()));
            let key = (record.kind().word(), id);
            let before = records.get(&key).map_or(0, |before| with_fact!(before, fact => fact.rev()));
            if rev >= before {
                records.insert(key, record);
            }
        }
        self.blobs.lock().unwrap().extend(harvest.blobs.into_iter().map(|blob| (blob.id, blob.bytes)));
        self.cursors.lock().unwrap().extend(harvest.cursors);
        self.diagnostics.lock().unwrap().extend(harvest.diagnostics);
        *self.harvests.lock().unwrap() += 1;
        Ok(())
    }
}

impl Memory for Store {
    fn recall(&self, key: &str) -> Option<Vec<u8>> {
        self.cursors.lock().unwrap().get(key).cloned()
    }
}

/// The instant of the tests' first run.
pub fn now() -> Instant {
    "2026-11-20T06:40:00Z".parse().unwrap()
}

impl Store {
    /// Collects a folder with the default settings.
    pub fn of(folder: &Path) -> Self {
        let store = Self::default();
        store.collect(&GitSettings::of_folder(folder), now()).unwrap();
        store
    }

    /// Collects into this store.
    pub fn collect(&self, settings: &GitSettings, now: Instant) -> Result<Summary, CollectError> {
        self.diagnostics.lock().unwrap().clear();
        *self.harvests.lock().unwrap() = 0;
        collect(settings, Session { now, sink: self, memory: self, progress: &Unwatched })
    }

    /// How many harvests the last run handed over.
    pub fn harvests(&self) -> usize {
        *self.harvests.lock().unwrap()
    }

    /// The codes of the last run's diagnostics, sorted.
    pub fn codes(&self) -> Vec<String> {
        let mut codes: Vec<_> = self.diagnostics.lock().unwrap().iter().map(|one| one.code.clone()).collect();
        codes.sort();
        codes
    }

    /// The content of a blob.
    pub fn blob(&self, id: &str) -> Option<String> {
        self.blobs.lock().unwrap().get(id).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }

    /// Everything that was handed over, as text: records, cursors, contents and diagnostics.
    pub fn everything(&self) -> String {
        let diagnostics = format!("{:?}", self.diagnostics.lock().unwrap());
        let cursors: Vec<_> =
            self.cursors.lock().unwrap().iter().map(|(key, value)| format!("{key} {}", String::from_utf8_lossy(value))).collect();
        let blobs: Vec<_> = self.blobs.lock().unwrap().values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
        [self.lines(|_| true).join("\n"), diagnostics, cursors.join("\n"), blobs.join("\n")].join("\n")
    }

    /// Records as lines, sorted by kind and id, without what only says when they were seen.
    pub fn lines(&self, wanted: impl Fn(&Record) -> bool) -> Vec<String> {
        let records = self.records.lock().unwrap();
        let line = |record: &Record| {
            let mut record = record.clone();
            with_fact!(&mut record, fact => { fact.observed(now()); fact.rev = 0; });
            let mut line = Vec::new();
            ndjson::write_line(&record, &mut line).unwrap();
            String::from_utf8(line).unwrap()
        };
        records.values().filter(|record| wanted(record)).map(line).collect()
    }
}

macro_rules! of_kind {
    ($($name:ident: $kind:ident),*) => {
        impl Store {
            $(
                /// The records of this kind, by id.
                pub fn $name(&self) -> Vec<$kind> {
                    let records = self.records.lock().unwrap();
                    records.values().filter_map(|record| if let Record::$kind(one) = record { Some(one.clone()) } else { None }).collect()
                }
            )*
        }
    };
}
of_kind!(repositories: Repository, commits: Commit, changes: Change, files: File, releases: Release, coverage: Coverage);
