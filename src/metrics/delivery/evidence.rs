//! The records behind the figures of one service.
//!
//! Thousands of services are in memory at once, so records point at each other by their place in these
//! lists, commits are bytes, and only what a page shows of a record is kept.

use super::Detector;
use foldhash::HashMap;
use milepost_model::{Instant, Outcome, Seconds};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// The records behind the figures, as far back as the oldest week of the series, or further where asked for.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// Every deployment that counts or might have, oldest first.
    pub deployments: Vec<Deployment>,
    /// Their changes, and those that wait for a deployment.
    pub changes: Vec<Change>,
    /// Incidents of the service, oldest first.
    pub incidents: Vec<Incident>,
    /// Deployments that were tried and did not succeed, oldest first.
    pub attempts: Vec<Attempt>,
    /// Changes that were merged before the newest deployment and are in none, as places in `changes`.
    pub not_deployed: Vec<u32>,
}

impl Evidence {
    /// The changes that a deployment brought.
    pub fn changes_of(&self, deployment: &Deployment) -> &[Change] {
        self.changes.get(deployment.changes.start as usize..deployment.changes.end as usize).unwrap_or_default()
    }
}

/// A commit's id in bytes: 20 of SHA-1 or 32 of SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sha {
    /// 40 hex digits.
    One([u8; 20]),
    /// 64 hex digits.
    Two([u8; 32]),
    /// No commit's id: the first bytes of a hash of what the record says instead, such as a version.
    Other([u8; 20]),
}

/// What is known by commits. Histories are looked up millions of times; whoever writes commits does not know the seed.
pub(in crate::metrics) type ByCommit<V> = HashMap<Sha, V>;

impl Hash for Sha {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::One(bytes) | Self::Other(bytes) => state.write(bytes),
            Self::Two(bytes) => state.write(bytes),
        }
    }
}

impl Sha {
    /// Reads hex digits; anything else is known by its hash.
    pub fn of(text: &str) -> Self {
        if let Some(bytes) = hex::<20>(text) {
            Self::One(bytes)
        } else if let Some(bytes) = hex::<32>(text) {
            Self::Two(bytes)
        } else {
            let mut bytes = [0; 20];
            bytes.copy_from_slice(&blake3::hash(text.as_bytes()).as_bytes()[..20]);
            Self::Other(bytes)
        }
    }

    /// Its first bytes as a number: ids are random, so that these nearly always tell them apart.
    pub(in crate::metrics) fn start(&self) -> u64 {
        let bytes: &[u8] = match self {
            Self::One(bytes) | Self::Other(bytes) => bytes,
            Self::Two(bytes) => bytes,
        };
        bytes.first_chunk().map_or(0, |first| u64::from_be_bytes(*first))
    }

    /// The hex digits; none where the record had no commit's id.
    pub fn hex(&self) -> Option<String> {
        match self {
            Self::Other(_) => None,
            other => Some(other.to_string()),
        }
    }
}

impl fmt::Display for Sha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes: &[u8] = match self {
            Self::One(bytes) => bytes,
            Self::Two(bytes) => bytes,
            Self::Other(_) => return Ok(()),
        };
        bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// What each byte is as a hex digit; most of a byte where it is none. Ids are random, so that branches are guessed wrong.
const DIGITS: [u8; 256] = {
    let mut digits = [u8::MAX; 256];
    let mut value = 0;
    while value < 16 {
        let digit = b"0123456789abcdef"[value];
        digits[digit as usize] = value as u8;
        digits[digit.to_ascii_uppercase() as usize] = value as u8;
        value += 1;
    }
    digits
};

fn hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let text = text.as_bytes();
    if text.len() != 2 * N {
        return None;
    }
    let (mut bytes, mut all) = ([0; N], 0);
    for (place, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        let (high, low) = (DIGITS[usize::from(pair[0])], DIGITS[usize::from(pair[1])]);
        all |= high | low;
        *place = high << 4 | low;
    }
    (all < 16).then_some(bytes)
}

/// A deployment that succeeded.
#[derive(Debug, Clone)]
pub struct Deployment {
    /// The id of its first record.
    pub id: Box<str>,
    /// What was deployed.
    pub sha: Sha,
    /// The version or tag, where the record names one.
    pub version: Option<Box<str>>,
    /// What kind of deployment it is.
    pub class: Class,
    /// When the first environment began.
    pub started: Option<Instant>,
    /// When it counts: when it had succeeded in the first environment, or in the last, as the configuration says.
    pub finished: Instant,
    /// Where it arrived, in order: one entry for each environment or region.
    pub arrivals: Vec<Arrival>,
    /// Its changes, as places in `Evidence::changes`.
    pub changes: std::ops::Range<u32>,
    /// How its changes were found.
    pub method: Method,
    /// Whether a hotfix is in it.
    pub is_hotfix: bool,
    /// Whether a change in it takes one of an earlier deployment back.
    pub is_revert: bool,
    /// Whether it was not planned: it repairs an earlier one.
    pub is_rework: bool,
    /// What says that it failed; empty where nothing does.
    pub failed_by: Vec<FailedBy>,
    /// When users were well again, and what repaired it; none where it did not fail, or is not repaired.
    pub recovered: Option<Recovered>,
    /// Where people see it.
    pub url: Option<Box<str>>,
}

impl Deployment {
    /// Whether anything says that it failed.
    pub fn has_failed(&self) -> bool {
        !self.failed_by.is_empty()
    }
}

/// A success in one environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The environment.
    pub environment: Arc<str>,
    /// When it had succeeded there.
    pub at: Instant,
    /// The id of its record.
    pub id: Box<str>,
}

/// What kind of deployment it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// The first one that is known: nobody knows what was new in it.
    Baseline,
    /// It brought something new.
    Forward,
    /// It went back to an earlier version.
    Rollback,
    /// The same version again.
    Redeploy,
}

impl Class {
    /// Its word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Forward => "forward",
            Self::Rollback => "rollback",
            Self::Redeploy => "redeploy",
        }
    }
}

/// How the changes of a deployment were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// By their commits.
    Ancestry,
    /// By when they were merged, since the commits are not known.
    Time,
}

impl Method {
    /// Its word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ancestry => "ancestry",
            Self::Time => "time",
        }
    }
}

/// What says that a deployment failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FailedBy {
    /// What tells it.
    pub detector: Detector,
    /// The record that does.
    pub record: RecordAt,
}

/// A record of the evidence, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordAt {
    /// A place in `Evidence::deployments`.
    Deployment(u32),
    /// A place in `Evidence::incidents`.
    Incident(u32),
}

/// When users were well again, and through what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recovered {
    /// When.
    pub at: Instant,
    /// How long after the failed deployment.
    pub after: Seconds,
    /// Through what: the deployment that repaired it, or the incident that ended.
    pub by: RecordAt,
}

/// A change that was deployed, or waits for it.
#[derive(Debug, Clone)]
pub struct Change {
    /// The id of its record; none for a commit that was pushed directly and has no record of its own.
    pub id: Option<Box<str>>,
    /// Its number at the provider.
    pub number: Option<u32>,
    /// Its title, or the first line of its commit's message.
    pub title: Option<Box<str>>,
    /// The commit that brought it in.
    pub merge_sha: Sha,
    /// When its work began; none where that is not known.
    pub first_commit_at: Option<Instant>,
    /// When it was proposed.
    pub created_at: Option<Instant>,
    /// When somebody first reviewed it.
    pub first_review_at: Option<Instant>,
    /// When it was merged.
    pub merged_at: Instant,
    /// From its first commit to production; none where that is not known, and for changes that wait.
    pub lead_time: Option<Seconds>,
    /// Why it is not among the lead times, though it was deployed.
    pub left_out: Option<NoLeadTime>,
    /// Whether a bot proposed it, so that no figure counts it.
    pub is_bot: bool,
    /// Whether it came through a copy of its commit on another branch.
    pub is_cherry_pick: bool,
    /// Whether it was matched by when it was merged, since its commits are not known.
    pub is_matched_by_time: bool,
    /// Where people see it.
    pub url: Option<Box<str>>,
}

/// Why a deployed change is not among the lead times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoLeadTime {
    /// A squash commit hides when the work began.
    SquashWithoutApi,
    /// By its clocks it begins after it was deployed.
    ClockSkew,
    /// A bot proposed it.
    Bot,
}

impl NoLeadTime {
    /// Its word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::SquashWithoutApi => "squash_without_api",
            Self::ClockSkew => "clock_skew",
            Self::Bot => "bot",
        }
    }
}

/// An incident of the service.
#[derive(Debug, Clone)]
pub struct Incident {
    /// The id of its record.
    pub id: Box<str>,
    /// Its title.
    pub title: Option<Box<str>>,
    /// When it began.
    pub opened: Instant,
    /// When it ended; none while it is open.
    pub resolved: Option<Instant>,
    /// The deployment that it is attributed to, as a place in `Evidence::deployments`.
    pub deployment: Option<u32>,
    /// Whether its record says that no change caused it.
    pub is_no_change_failure: bool,
    /// Where people see it.
    pub url: Option<Box<str>>,
}

/// A deployment that was tried and did not succeed.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// The id of its record.
    pub id: Box<str>,
    /// What was to be deployed.
    pub sha: Sha,
    /// Where to.
    pub environment: Arc<str>,
    /// When it ended.
    pub at: Instant,
    /// How it ended.
    pub outcome: Outcome,
    /// Where people see it.
    pub url: Option<Box<str>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commit_ids_are_read_and_written_and_anything_else_is_known_by_its_hash() {
        let one = "0123456789abcdef0123456789abcdef01234567";
        assert_eq!(Sha::of(one).hex().as_deref(), Some(one));
        let two = one.repeat(2)[..64].to_owned();
        assert_eq!(Sha::of(&two).hex(), Some(two));
        assert_eq!(Sha::of("v1.2.3").hex(), None);
        assert_eq!(Sha::of("v1.2.3"), Sha::of("v1.2.3"));
        assert_ne!(Sha::of("v1.2.3"), Sha::of("v1.2.4"));
        assert_eq!(Sha::of(&one.to_uppercase()), Sha::of(one));
    }
}
