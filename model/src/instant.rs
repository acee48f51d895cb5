//! Points in time and lengths of time, as every record writes them.

use chrono::{DateTime, Utc};

/// A point in time, always UTC. Written as RFC 3339.
pub type Instant = DateTime<Utc>;

/// A length of time in whole seconds.
pub type Seconds = i64;

/// The instant of a number of seconds since 1970, if the calendar has it.
///
/// Git lets an author write any number; chrono's calendar ends after 262 000 years.
pub fn from_unix(seconds: i64) -> Option<Instant> {
    DateTime::from_timestamp(seconds, 0)
}
