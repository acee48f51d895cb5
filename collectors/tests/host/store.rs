//! A store that merges as the real one does, and time of the test's own.

use milepost_collectors::remote::{Pace, Pause};
use milepost_model::{Diagnostic, Harvest, Instant, Memory, Record, Sink, SinkError, ndjson, with_fact};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The instant of a test's first run: 2026-11-20T06:40:00Z.
const NOW: i64 = 1_795_156_800;

/// Time in which waiting costs nothing.
#[derive(Default)]
pub struct TestTime(AtomicU64);

impl Pace for TestTime {
    fn elapsed(&self) -> Duration {
        Duration::from_millis(self.0.load(Ordering::SeqCst))
    }

    fn pause(&self, how_long: Duration) -> Pause<'_> {
        self.0.fetch_add(u64::try_from(how_long.as_millis()).unwrap() + 1, Ordering::SeqCst);
        Box::pin(tokio::task::yield_now())
    }
}

/// What was handed over, in the latest revision of each record.
#[derive(Default)]
pub struct Store {
    pub records: Mutex<BTreeMap<(&'static str, String), Record>>,
    cursors: Mutex<BTreeMap<String, Vec<u8>>>,
    blobs: Mutex<BTreeMap<String, Vec<u8>>>,
    pub diagnostics: Mutex<Vec<Diagnostic>>,
    /// After so many more harvests nothing is taken any more, as by a run that was killed.
    pub dies_after: Mutex<Option<u64>>,
}

impl Sink for Store {
    fn accept(&self, harvest: Harvest) -> Result<(), SinkError> {
        if let Some(left) = self.dies_after.lock().unwrap().as_mut() {
            if *left == 0 {
                return Err(SinkError("killed".into()));
            }
            *left -= 1;
        }
        let mut records = self.records.lock().unwrap();
        for record in harvest.records {
            let (id, rev) = with_fact!(&record, fact => { use milepost_model::Fact; (fact.id().to_owned(), fact.rev()) });
            let key = (record.kind().word(), id);
            let before = records.get(&key).map_or(0, |before| with_fact!(before, fact => { use milepost_model::Fact; fact.rev() }));
            if rev >= before {
                records.insert(key, record);
            }
        }
        self.cursors.lock().unwrap().extend(harvest.cursors);
        self.blobs.lock().unwrap().extend(harvest.blobs.into_iter().map(|blob| (blob.id, blob.bytes)));
        self.diagnostics.lock().unwrap().extend(harvest.diagnostics);
        Ok(())
    }
}

impl Memory for Store {
    fn recall(&self, key: &str) -> Option<Vec<u8>> {
        self.cursors.lock().unwrap().get(key).cloned()
    }
}

/// The instant of a test's first run.
pub fn now() -> Instant {
    milepost_model::instant::from_unix(NOW).unwrap()
}

impl Store {
    /// How many records of a kind there are.
    pub fn count(&self, kind: &str) -> usize {
        self.records.lock().unwrap().keys().filter(|(of, _)| *of == kind).count()
    }

    /// Records of what happened, as lines, without what only says when they were seen.
    pub fn events(&self) -> Vec<String> {
        let records = self.records.lock().unwrap();
        let wanted = records.values().filter(|record| !matches!(record, Record::Coverage(_)));
        wanted
            .map(|record| {
                let mut record = record.clone();
                with_fact!(&mut record, fact => { use milepost_model::Fact; fact.observed(now()); fact.revised(0); });
                let mut line = Vec::new();
                ndjson::write_line(&record, &mut line).unwrap();
                String::from_utf8(line).unwrap()
            })
            .collect()
    }

    /// Coverage rows.
    pub fn coverage(&self) -> Vec<milepost_model::Coverage> {
        let records = self.records.lock().unwrap();
        records.values().filter_map(|record| if let Record::Coverage(row) = record { Some(row.clone()) } else { None }).collect()
    }

    /// Everything that was handed over, as text.
    pub fn everything(&self) -> String {
        let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
        let cursors: Vec<_> = self.cursors.lock().unwrap().iter().map(|(key, value)| format!("{key} {}", text(value))).collect();
        let blobs: Vec<_> = self.blobs.lock().unwrap().values().map(text).collect();
        format!(
            "{}\n{:?}\n{}\n{}\n{:?}",
            self.events().join("\n"),
            self.coverage(),
            cursors.join("\n"),
            blobs.join("\n"),
            self.diagnostics.lock().unwrap()
        )
    }

    /// The codes of the last run's diagnostics, sorted, each once.
    pub fn codes(&self) -> Vec<String> {
        let mut codes: Vec<_> = self.diagnostics.lock().unwrap().iter().map(|one| one.code.clone()).collect();
        codes.sort();
        codes.dedup();
        codes
    }
}

/// The lines that only one of two lists of events has.
pub fn differences(one: &[String], other: &[String]) -> Vec<String> {
    let only = |these: &[String], those: &[String], sign: &str| {
        these.iter().filter(|line| !those.contains(line)).map(|line| format!("{sign} {line}")).collect::<Vec<_>>()
    };
    [only(one, other, "-"), only(other, one, "+")].concat()
}
