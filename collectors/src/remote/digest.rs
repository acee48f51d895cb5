//! A name for what records say, so that only a change of it makes new ones.

use milepost_model::{Fact, Instant, Record, ndjson, with_fact};

/// A hash of the records without what only says when they were seen.
pub fn of(records: &[Record]) -> String {
    let mut lines = Vec::new();
    for record in records {
        let mut record = record.clone();
        with_fact!(&mut record, fact => {
            fact.observed(Instant::UNIX_EPOCH);
            fact.revised(0);
        });
        ndjson::write_line(&record, &mut lines).expect("because writing into memory does not fail");
    }
    blake3::hash(&lines).to_hex()[..32].to_owned()
}
