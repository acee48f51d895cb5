//! The fingerprint of a record: equal where two records say the same, whenever they were seen.

use milepost_model::Fact;
use milepost_model::cell::Column;
use serde_json::Value;
use twox_hash::XxHash64;

/// Sums up a record's cells, whatever their order, so that a new column leaves old fingerprints as
/// they are.
///
/// It is xxHash64 of each cell with the hash of its column's name as seed, added up. It is kept in the
/// column `content_hash` of every part, so it never changes. It is compared only between rows of one
/// id: 64 bits are plenty.
#[derive(Debug)]
pub(super) struct Fingerprint {
    sum: u64,
    is_rev_derived: bool,
}

impl Fingerprint {
    /// An empty one, for the cells of that record.
    pub fn of<F: Fact>(fact: &F) -> Self {
        Self { sum: 0, is_rev_derived: is_derived(fact.rev(), fact.observed_at().timestamp_micros()) }
    }

    /// Adds a cell that holds a value.
    pub fn cell(&mut self, column: &str, seed: u64, value: &[u8]) {
        let counts = match column {
            "observed_at" => false,
            "rev" => !self.is_rev_derived,
            _ => true,
        };
        if counts {
            self.sum = self.sum.wrapping_add(XxHash64::oneshot(seed, value));
        }
    }

    /// The fingerprint of the cells so far.
    pub fn finish(self) -> u64 {
        self.sum
    }
}

/// What the hashes of a column's cells begin with.
pub(super) fn seed(column: &Column) -> u64 {
    XxHash64::oneshot(0, column.name.as_bytes())
}

/// Whether a revision only repeats when the record was seen, because its source counts none.
pub(super) fn is_derived(rev: u64, observed_at_micros: i64) -> bool {
    i64::try_from(rev) == Ok(observed_at_micros.div_euclid(1000))
}

/// The same JSON with the keys of every object in order.
pub(super) fn canonical_json(text: &str) -> String {
    match serde_json::from_str::<Value>(text) {
        Ok(mut value) => {
            value.sort_all_objects();
            value.to_string()
        }
        Err(_) => text.to_owned(),
    }
}

/// A record as text that is larger for one of any two that differ in more than when they were seen.
pub(super) fn canonical_text<F: Fact>(fact: &F) -> String {
    let mut fact = fact.clone();
    fact.observed(milepost_model::Instant::UNIX_EPOCH);
    let mut value = serde_json::to_value(&fact).expect("because records hold only what JSON can say");
    value.sort_all_objects();
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_at_every_depth_and_lists_are_left_alone() {
        assert_eq!(canonical_json(r#"{"b":[{"z":1,"y":2}],"a":{"d":3,"c":[2,1]}}"#), r#"{"a":{"c":[2,1],"d":3},"b":[{"y":2,"z":1}]}"#);
    }

    #[test]
    fn a_revision_in_milliseconds_of_observation_is_derived() {
        assert!(is_derived(1_700_000_000_123, 1_700_000_000_123_999));
        assert!(!is_derived(1_700_000_000_124, 1_700_000_000_123_999));
        assert!(!is_derived(5, -5_000));
    }
}
