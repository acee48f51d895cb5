//! How many records each collector gave, and when it last saw something.

use milepost_model::{Fact, Instant};
use std::collections::BTreeMap;

/// The records that were read, by the collector that wrote them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// What each collector gave, by its name.
    pub collectors: BTreeMap<String, Collected>,
}

/// What a collector gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collected {
    /// How many records of each kind.
    pub records: BTreeMap<&'static str, u64>,
    /// When the newest of them was observed.
    pub observed_at: Option<Instant>,
}

impl Tally {
    /// Counts records of one kind.
    pub fn count<F: Fact>(&mut self, facts: &[F]) {
        // Millions of records come from a handful of collectors, and long runs of them from one.
        for run in facts.chunk_by(|a, b| a.provenance().collector == b.provenance().collector) {
            let Some(first) = run.first() else { continue };
            let collected = self.collectors.entry(first.provenance().collector.clone()).or_default();
            *collected.records.entry(F::KIND.word()).or_default() += run.len() as u64;
            collected.observed_at = collected.observed_at.max(run.iter().map(Fact::observed_at).max());
        }
    }

    /// Adds another tally to this one.
    pub fn add(&mut self, other: Self) {
        for (name, theirs) in other.collectors {
            let ours = self.collectors.entry(name).or_default();
            for (kind, count) in theirs.records {
                *ours.records.entry(kind).or_default() += count;
            }
            ours.observed_at = ours.observed_at.max(theirs.observed_at);
        }
    }

    /// When the newest record was observed.
    pub fn observed_at(&self) -> Option<Instant> {
        self.collectors.values().filter_map(|collected| collected.observed_at).max()
    }
}
