//! How much of a list was read, so that the next run reads what is new and goes on where this one stopped.
//!
//! Lists come newest first. What was read is one stretch of time, from `low` to `high`; a run first reads what came
//! above it and then goes on below it until it reaches the instant that was asked for.

use milepost_model::Instant;
use serde::{Deserialize, Serialize};

/// The midnight from which a first run reads that goes so many days back, so that runs of one day agree.
pub fn first_day(days: u32, now: Instant) -> Instant {
    let days = chrono::Duration::days(i64::from(days));
    milepost_model::window::start_of_day(now.checked_sub_signed(days).unwrap_or_default())
}

/// What comes late, because a list is served from a replica, lies at most so far back.
const LATE: chrono::Duration = chrono::Duration::minutes(10);

/// How much of a list was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// From here on everything was read; absent where nothing was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<Instant>,
    /// Up to here everything was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<Instant>,
    /// Where the next page below `low` begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// What the list looked like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// The oldest entry that was not over yet, and so will change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_since: Option<Instant>,
    /// Why it was not read, or not whole, the last time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A list that is being read.
#[derive(Debug, Clone)]
pub struct Lane {
    /// How much of it was read.
    pub stretch: Stretch,
    from: Instant,
    now: Instant,
    digest: Option<String>,
    phase: Phase,
    after: Option<String>,
    oldest_open: Option<Instant>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// What came since the last run, down to this instant.
    New(Instant),
    /// What lies below.
    Below,
    /// Nothing more.
    Done,
}

impl Lane {
    /// Begins: `digest` is what the list looks like now, and absent where nobody looked.
    pub fn begin(stretch: Stretch, from: Instant, now: Instant, digest: Option<String>) -> Self {
        let mut lane = Self { stretch, from, now, digest, phase: Phase::Below, after: None, oldest_open: None };
        let is_same = lane.digest.is_some() && lane.digest == lane.stretch.digest && lane.stretch.open_since.is_none();
        lane.stretch.reason = None;
        match lane.stretch.high {
            None => {}
            Some(_) if is_same => lane.above_is_read(),
            Some(high) => {
                let floor = high - LATE;
                lane.phase = Phase::New(lane.stretch.open_since.map_or(floor, |open| open.min(floor)));
            }
        }
        lane
    }

    /// A list that has nothing to be read, as its repository cannot have any.
    pub fn nothing(stretch: Stretch, from: Instant, now: Instant) -> Self {
        let mut lane = Self { stretch, from, now, digest: None, phase: Phase::Done, after: None, oldest_open: None };
        // What was read before it was so stays read, and coverage stays one row from day to day.
        let low = lane.stretch.low.map_or(from, |low| low.min(from));
        lane.stretch = Stretch { low: Some(low), high: Some(now), ..Stretch::default() };
        lane
    }

    /// Whether another page is wanted.
    pub fn wants(&self) -> bool {
        self.phase != Phase::Done
    }

    /// Where that page begins.
    pub fn after(&self) -> Option<&str> {
        self.after.as_deref()
    }

    /// Down to where it is read now: what is older need not be listed.
    pub fn floor(&self) -> Instant {
        match self.phase {
            Phase::New(floor) => floor,
            Phase::Below | Phase::Done => self.from,
        }
    }

    /// The last page of a list that was cut at the floor was read: what is below it was not listed.
    pub fn turn_last(&mut self, oldest: Option<Instant>) {
        match self.phase {
            Phase::New(_) => self.above_is_read(),
            Phase::Below | Phase::Done => self.turn(oldest, None),
        }
    }

    /// Notes an entry that is not over yet.
    pub fn is_open(&mut self, since: Instant) {
        self.oldest_open = Some(self.oldest_open.map_or(since, |oldest| oldest.min(since)));
    }

    /// A page was read whose oldest entry is of that instant.
    pub fn turn(&mut self, oldest: Option<Instant>, next: Option<String>) {
        let is_last = next.is_none() || oldest.is_none();
        match self.phase {
            Phase::Done => {}
            Phase::New(floor) if is_last || oldest.is_some_and(|oldest| oldest < floor) => {
                self.above_is_read();
                // The end of the whole list leaves nothing below either.
                if is_last && self.wants() {
                    self.below_is_read();
                }
            }
            Phase::New(_) => self.after = next,
            Phase::Below => {
                self.begin_top();
                if is_last || oldest.is_some_and(|oldest| oldest < self.from) {
                    self.below_is_read();
                } else {
                    self.stretch.low = self.stretch.low.min(oldest).or(oldest);
                    self.stretch.after.clone_from(&next);
                    self.after = next;
                }
            }
        }
    }

    /// It cannot be read, and this is why.
    pub fn refuse(&mut self, reason: &str) {
        self.phase = Phase::Done;
        self.stretch.reason = Some(reason.to_owned());
        // A cursor that the source does not take any more must not be tried for ever.
        self.stretch.after = None;
        self.stretch.digest = None;
    }

    /// The run ended before it was read.
    pub fn stop(&mut self, reason: &str) {
        if self.wants() {
            self.stretch.reason = Some(reason.to_owned());
        }
    }

    fn begin_top(&mut self) {
        if self.stretch.high.is_none() {
            self.stretch.high = Some(self.now);
            self.stretch.low = Some(self.now);
            self.stretch.digest = self.digest.take();
            self.stretch.open_since = None;
        }
    }

    fn above_is_read(&mut self) {
        self.stretch.high = Some(self.now);
        self.stretch.digest = self.digest.take();
        self.stretch.open_since = self.oldest_open.take();
        if self.stretch.low.is_none_or(|low| low > self.from) {
            self.phase = Phase::Below;
            self.after.clone_from(&self.stretch.after);
        } else {
            self.phase = Phase::Done;
        }
    }

    fn below_is_read(&mut self) {
        self.stretch.low = Some(self.stretch.low.map_or(self.from, |low| low.min(self.from)));
        self.stretch.after = None;
        self.stretch.open_since = [self.stretch.open_since, self.oldest_open.take()].into_iter().flatten().min();
        self.phase = Phase::Done;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(day: i64) -> Instant {
        milepost_model::instant::from_unix(1_767_225_600 + day * 86_400).expect("because the calendar has it")
    }

    /// Reads a list of days, newest first, in pages of two, for so many pages; gives what was read.
    fn run(stretch: Stretch, list: &[i64], from: i64, now: i64, pages: usize) -> (Stretch, Vec<i64>) {
        let mut lane = Lane::begin(stretch, day(from), day(now), None);
        let mut read = Vec::new();
        for _ in 0..pages {
            if !lane.wants() {
                break;
            }
            // A cursor names the entry that it stands behind, so it holds when newer ones come.
            let start = lane.after().map_or(0, |after| list.iter().position(|d| d.to_string() == after).expect("it is there") + 1);
            let page: Vec<i64> = list.iter().skip(start).take(2).copied().collect();
            read.extend(&page);
            let next = (start + page.len() < list.len()).then(|| page.last().expect("because there are more").to_string());
            lane.turn(page.last().map(|d| day(*d)), next);
        }
        lane.stop("stopped");
        (lane.stretch, read)
    }

    #[test]
    fn a_whole_list_is_read_at_once() {
        let (stretch, read) = run(Stretch::default(), &[9, 7, 5, 3, 1], 4, 10, 99);
        assert_eq!(read, [9, 7, 5, 3]);
        assert_eq!((stretch.low, stretch.high, stretch.reason), (Some(day(4)), Some(day(10)), None));
    }

    #[test]
    fn an_empty_list_is_read_whole() {
        let (stretch, _) = run(Stretch::default(), &[], 4, 10, 99);
        assert_eq!((stretch.low, stretch.high), (Some(day(4)), Some(day(10))));
    }

    #[test]
    fn the_same_digest_needs_no_question() {
        let (mut stretch, _) = run(Stretch::default(), &[9, 7], 4, 10, 99);
        stretch.digest = Some("2 x".to_owned());
        let lane = Lane::begin(stretch, day(4), day(11), Some("2 x".to_owned()));
        assert!(!lane.wants());
        assert_eq!(lane.stretch.high, Some(day(11)));
    }

    #[test]
    fn what_is_not_over_is_looked_at_again() {
        let (stretch, _) = run(Stretch::default(), &[9, 7], 4, 10, 99);
        let stretch = Stretch { digest: Some("2".to_owned()), open_since: Some(day(7)), ..stretch };
        assert!(Lane::begin(stretch, day(4), day(11), Some("2".to_owned())).wants());
    }

    proptest! {
        #[test]
        fn however_often_it_is_stopped_everything_is_read_in_the_end(
            gaps in prop::collection::vec(1..5_i64, 0..40), stops in prop::collection::vec(1..4_usize, 1..12), from in 0..60_i64,
        ) {
            let days: Vec<i64> = gaps.iter().scan(0, |sum, gap| { *sum += gap; Some(*sum) }).collect();
            let (mut stretch, mut seen) = (Stretch::default(), std::collections::BTreeSet::new());
            let mut now = 30;
            for pages in stops.iter().copied().chain([usize::MAX, usize::MAX]) {
                now += 10;
                let list: Vec<i64> = days.iter().rev().copied().filter(|d| *d <= now).collect();
                let (next, read) = run(stretch, &list, from, now, pages);
                seen.extend(read);
                let low = next.low;
                // Whatever the stretch claims was read.
                if let (Some(low), Some(high)) = (low, next.high) {
                    for d in list.iter().filter(|d| day(**d) >= low && day(**d) <= high) {
                        prop_assert!(seen.contains(d), "{d} is claimed and was not read");
                    }
                }
                stretch = next;
            }
            // A run that asks for less than an earlier one read keeps what was read.
            prop_assert!(stretch.low.is_some_and(|low| low <= day(from)), "{:?}", stretch.low);
            prop_assert_eq!(stretch.high, Some(day(now)));
        }
    }
}
