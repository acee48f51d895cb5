//! How much a run may ask for, and why it stopped before it was done.

use std::cell::Cell;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How often it is looked whether somebody interrupted the run.
const GLANCE: Duration = Duration::from_millis(50);

/// What a run may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// Requests that count against the source's own limit.
    pub requests: Option<u64>,
    /// How long it may take.
    pub deadline: Option<Duration>,
    /// How long it waits for a limit of the source to pass, rather than ending.
    pub longest_wait: Option<Duration>,
}

impl Limits {
    /// What ends a run before everything was read, for who asks what it would do.
    pub fn words(&self) -> Option<String> {
        let requests = self.requests.map(|most| format!("{most} requests"));
        let time = self.deadline.map(|deadline| format!("{} minutes", deadline.as_secs() / 60));
        let bounds: Vec<String> = requests.into_iter().chain(time).collect();
        (!bounds.is_empty()).then(|| format!("the run ends after {}, and the next one goes on", bounds.join(" or ")))
    }
}

/// Why a run ended before everything was read. What was read is kept, and the next run goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// It had used its requests.
    Requests,
    /// Its time was over.
    Deadline,
    /// The source would have let it wait for too long.
    RateLimit,
    /// Somebody interrupted it.
    Interrupted,
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Requests => "the run had used its max_requests; the next run goes on",
            Self::Deadline => "the run had reached its deadline; the next run goes on",
            Self::RateLimit => "the source's rate limit was used up; the next run goes on",
            Self::Interrupted => "the run was interrupted; the next run goes on",
        })
    }
}

/// Counts what a run uses.
#[derive(Debug, Default)]
pub struct Budget {
    limits: Limits,
    used: Cell<u64>,
    stop: Cell<Option<Stop>>,
    interrupt: Arc<AtomicBool>,
}

/// What ends a run, whether it asks for anything or not.
#[derive(Debug, Clone)]
pub struct End {
    deadline: Option<Duration>,
    interrupt: Arc<AtomicBool>,
}

impl End {
    /// Why a run that has taken so long ends now, if it does.
    pub fn stop(&self, elapsed: Duration) -> Option<Stop> {
        if self.interrupt.load(Ordering::Relaxed) {
            return Some(Stop::Interrupted);
        }
        self.deadline.is_some_and(|deadline| elapsed >= deadline).then_some(Stop::Deadline)
    }
}

impl Budget {
    /// A budget with these limits.
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Heeds what is set when somebody interrupts the run.
    pub fn heed(&mut self, interrupt: Option<Arc<AtomicBool>>) {
        self.interrupt = interrupt.unwrap_or_default();
    }

    /// What ends the run when it is set.
    pub fn interrupt(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.interrupt)
    }

    /// Waits until somebody interrupts the run.
    pub async fn interrupted(&self) {
        while !self.interrupt.load(Ordering::Relaxed) {
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// What ends a run that asks nothing, for other threads.
    pub fn end(&self) -> End {
        End { deadline: self.limits.deadline, interrupt: self.interrupt() }
    }

    /// Whether the run may go on.
    pub fn check(&self, elapsed: Duration) -> Result<(), Stop> {
        if self.stop.get().is_none() {
            self.stop.set(self.end().stop(elapsed));
        }
        self.stop.get().map_or(Ok(()), Err)
    }

    /// Takes one request, if there is one left.
    pub fn take(&self, elapsed: Duration) -> Result<(), Stop> {
        self.check(elapsed)?;
        if self.limits.requests.is_some_and(|most| self.used.get() >= most) {
            self.stop.set(Some(Stop::Requests));
            return Err(Stop::Requests);
        }
        self.used.set(self.used.get() + 1);
        Ok(())
    }

    /// Gives back a request that the source does not count.
    pub fn give_back(&self) {
        self.used.set(self.used.get().saturating_sub(1));
    }

    /// Whether the run may wait for so long; a wait that ends after the deadline is not begun.
    pub fn may_wait(&self, wait: Duration, elapsed: Duration) -> Result<(), Stop> {
        self.check(elapsed)?;
        let stop = if self.limits.longest_wait.is_some_and(|longest| wait > longest) {
            Some(Stop::RateLimit)
        } else if self.limits.deadline.is_some_and(|deadline| elapsed + wait >= deadline) {
            Some(Stop::Deadline)
        } else {
            None
        };
        match stop {
            None => Ok(()),
            Some(stop) => {
                self.stop.set(Some(stop));
                Err(stop)
            }
        }
    }

    /// Requests that were used.
    pub fn used(&self) -> u64 {
        self.used.get()
    }

    /// Requests that may be used, where there is a limit.
    pub fn most(&self) -> Option<u64> {
        self.limits.requests
    }

    /// Why the run ended early, if it did.
    pub fn stopped(&self) -> Option<Stop> {
        self.stop.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_spent_budget_stays_spent_and_what_does_not_count_is_given_back() {
        let budget = Budget::new(Limits { requests: Some(2), ..Limits::default() });
        assert_eq!(budget.take(SECOND), Ok(()));
        budget.give_back();
        assert_eq!((budget.take(SECOND), budget.take(SECOND)), (Ok(()), Ok(())));
        assert_eq!(budget.take(SECOND), Err(Stop::Requests));
        assert_eq!(budget.check(SECOND), Err(Stop::Requests));
        assert_eq!(budget.used(), 2);
    }

    #[test]
    fn a_wait_beyond_the_deadline_is_not_begun() {
        let budget = Budget::new(Limits { deadline: Some(SECOND * 10), longest_wait: Some(SECOND * 8), requests: None });
        assert_eq!(budget.may_wait(SECOND * 5, SECOND), Ok(()));
        assert_eq!(budget.may_wait(SECOND * 5, SECOND * 6), Err(Stop::Deadline));
        let budget = Budget::new(Limits { longest_wait: Some(SECOND * 8), ..Limits::default() });
        assert_eq!(budget.may_wait(SECOND * 9, SECOND), Err(Stop::RateLimit));
    }

    #[test]
    fn an_interrupt_ends_the_run() {
        let budget = Budget::default();
        budget.interrupt().store(true, Ordering::Relaxed);
        assert_eq!(budget.take(SECOND), Err(Stop::Interrupted));
    }
}
