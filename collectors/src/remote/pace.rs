//! Waiting, and how long a run has taken: the only stopwatch that a collector has.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// A wait that has begun.
pub type Pause<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// Waits and measures. A run is given the real one, a test one in which hours pass at once.
pub trait Pace: Sync {
    /// How long the run has taken.
    fn elapsed(&self) -> Duration;
    /// Waits for so long.
    fn pause(&self, how_long: Duration) -> Pause<'_>;
}
