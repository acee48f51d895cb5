//! The stopwatch that collectors are given: real time, where a test has time of its own.

use milepost_collectors::remote::{Pace, Pause};
use std::time::{Duration, Instant};

/// Real time since it was made.
pub(super) struct Stopwatch(Instant);

impl Stopwatch {
    /// A stopwatch that runs from now on.
    pub fn start() -> Self {
        Self(Instant::now())
    }
}

impl Pace for Stopwatch {
    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn pause(&self, how_long: Duration) -> Pause<'_> {
        Box::pin(tokio::time::sleep(how_long))
    }
}
