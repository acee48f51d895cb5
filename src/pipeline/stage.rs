//! A stage, watched: its name, what it did and how long it took.

use milepost_model::{Progress, Unwatched};
use std::time::{Duration, Instant};

/// Who watches a run: is told how far a stage is, and what each stage did.
pub trait Watch: Progress {
    /// A stage begins.
    fn stage_begins(&self, name: &'static str);
    /// A stage ended, having handled so many of these in this time.
    fn stage_ended(&self, name: &'static str, count: u64, unit: &str, took: Duration);
}

/// Nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unseen;

impl Progress for Unseen {
    fn expect(&self, more: u64) {
        Unwatched.expect(more);
    }
    fn done(&self, name: &str) {
        Unwatched.done(name);
    }
}

impl Watch for Unseen {
    fn stage_begins(&self, _name: &'static str) {}
    fn stage_ended(&self, _name: &'static str, _count: u64, _unit: &str, _took: Duration) {}
}

/// Runs a stage.
pub fn run<T, E>(
    watch: &dyn Watch,
    name: &'static str,
    stage: impl FnOnce() -> Result<T, E>,
    did: impl FnOnce(&T) -> (u64, String),
) -> Result<T, E> {
    watch.stage_begins(name);
    let began = Instant::now();
    let result = stage()?;
    let (count, unit) = did(&result);
    watch.stage_ended(name, count, &unit, began.elapsed());
    Ok(result)
}
