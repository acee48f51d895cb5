//! Which of some new rows say anything that the store does not know yet.

use super::fingerprint::is_derived;
use super::part_reader::{ReadValues, Table};
use super::rows::Row;
use bytes::Bytes;
use milepost_model::record::History;
use parquet::data_type::ByteArray;

/// What two rows of one id are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    rev: u64,
    observed_at: i64,
    content: u64,
}

/// The columns that must be read of a part to compare it with new rows.
pub(super) const COMPARED: &[&str] = &["id", "rev", "observed_at"];

/// Rows that the store holds.
#[derive(Debug, Default)]
pub(super) struct Known {
    keys: Vec<(ByteArray, Key)>,
}

impl Known {
    /// Adds the rows of a part of which at least the compared columns were read.
    pub fn add(&mut self, table: Table) {
        let mut columns = table.columns.into_iter().flatten().map(|column| column.values);
        let (Some(ReadValues::Texts(ids)), Some(ReadValues::Longs(revs)), Some(ReadValues::Longs(seen))) =
            (columns.next(), columns.next(), columns.next())
        else {
            return;
        };
        for (((id, rev), observed_at), content) in ids.into_iter().zip(revs).zip(seen).zip(table.fingerprints) {
            self.keys.push((id, Key { rev: rev.cast_unsigned(), observed_at, content }));
        }
    }

    /// Those of the rows that say something new, by id and then as they follow each other.
    pub fn fresh(mut self, history: History, arenas: &[Bytes], rows: &[Row]) -> Vec<Row> {
        self.keys.sort_by(|(a_id, a), (b_id, b)| a_id.data().cmp(b_id.data()).then_with(|| a.cmp(b)));
        let mut new: Vec<_> = rows.iter().map(|row| (row.id(arenas), row)).collect();
        new.sort_by(|(a_id, a), (b_id, b)| a_id.cmp(b_id).then_with(|| in_order(history, key(a)).cmp(&in_order(history, key(b)))));
        let mut fresh = Vec::with_capacity(new.len());
        let mut known = Vec::new();
        let mut old = self.keys.as_slice();
        for same in new.chunk_by(|a, b| a.0 == b.0) {
            let id = same[0].0;
            let before = old.partition_point(|(other, _)| other.data() < id);
            let after = before + old[before..].partition_point(|(other, _)| other.data() == id);
            known.clear();
            known.extend(old[before..after].iter().map(|(_, key)| *key));
            old = &old[after..];
            for claims in same.chunk_by(|a, b| place(history, &key(a.1)) == place(history, &key(b.1))) {
                // Of rows that claim one place none is dropped because it repeats the one before: that
                // would leave the place to another.
                let is_contested = claims.iter().any(|(_, row)| row.content != claims[0].1.content);
                for (_, row) in claims {
                    if !is_covered(history, key(row), &known, is_contested) {
                        known.push(key(row));
                        fresh.push(**row);
                    }
                }
            }
        }
        fresh
    }
}

fn key(row: &Row) -> Key {
    Key { rev: row.rev, observed_at: row.observed_at, content: row.content }
}

/// Events follow each other by revision, states by when they were seen.
fn in_order(history: History, key: Key) -> (i64, u64, i64, u64) {
    let (first, second) = place(history, &key);
    (first, second, key.observed_at, key.content)
}

/// Whether the rows that are known make this one needless: the same was seen before and nothing else in
/// between, or of something that happened a later revision is known.
fn is_covered(history: History, row: Key, known: &[Key], is_contested: bool) -> bool {
    if known.contains(&row) {
        return true;
    }
    let repeats = || !is_contested && repeats_the_last(history, row, known);
    let is_same = |k: &Key| k.rev == row.rev && k.content == row.content && k.observed_at <= row.observed_at;
    match history {
        History::State => repeats(),
        History::Event if is_derived(row.rev, row.observed_at) => {
            known.iter().any(|k| k.rev > row.rev && k.content != row.content) || repeats()
        }
        History::Event => known.iter().any(|k| k.rev > row.rev || is_same(k)),
    }
}

/// Whether the row only repeats the one before it.
fn repeats_the_last(history: History, row: Key, known: &[Key]) -> bool {
    let earlier = known.iter().map(|key| place(history, key)).filter(|before| *before <= place(history, &row));
    let Some(last) = earlier.max() else { return false };
    // Where several rows claim the same place, it takes their whole text to tell which one counts.
    known.iter().filter(|key| place(history, key) == last).all(|key| key.content == row.content)
}

/// What decides which of two rows follows the other.
fn place(history: History, key: &Key) -> (i64, u64) {
    match history {
        History::Event => (key.rev.cast_signed(), 0),
        History::State => (key.observed_at, key.rev),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(rows: &[(u64, i64, u64)]) -> Vec<Key> {
        rows.iter().map(|&(rev, observed_ms, content)| Key { rev, observed_at: observed_ms * 1000, content }).collect()
    }

    #[test]
    fn a_row_is_needless_when_it_repeats_what_is_known() {
        use History::{Event, State};
        // (what it shows, history, known rows, new row, needless), rows as (rev, ms of observation, content)
        type Case<'a> = (&'a str, History, &'a [(u64, i64, u64)], (u64, i64, u64), bool);
        let cases: &[Case<'_>] = &[
            ("nothing is known", Event, &[], (1, 5, 7), false),
            ("the same, seen later", Event, &[(1, 5, 7)], (1, 9, 7), true),
            ("the same, seen earlier", Event, &[(1, 5, 7)], (1, 4, 7), false),
            ("a higher revision", Event, &[(1, 5, 7)], (2, 9, 8), false),
            ("a lower revision", Event, &[(2, 5, 7)], (1, 9, 8), true),
            ("another text of one revision", Event, &[(1, 5, 7)], (1, 9, 8), false),
            ("no revision of its own, unchanged", Event, &[(5, 5, 7)], (9, 9, 7), true),
            ("no revision of its own, changed", Event, &[(5, 5, 7)], (9, 9, 8), false),
            ("no revision of its own, changed back", Event, &[(5, 5, 7), (6, 6, 8)], (9, 9, 7), false),
            ("no revision of its own, older than a change", Event, &[(9, 9, 7)], (6, 6, 8), true),
            ("an unchanged state", State, &[(0, 5, 7)], (0, 9, 7), true),
            ("a state that changed back", State, &[(0, 5, 7), (0, 6, 8)], (0, 9, 7), false),
            ("a state seen before the first", State, &[(0, 5, 7)], (0, 4, 7), false),
            ("a state seen between", State, &[(0, 5, 7), (0, 9, 8)], (0, 6, 7), true),
            ("two states that claim one place", State, &[(0, 5, 7), (0, 5, 8)], (0, 6, 7), false),
        ];
        for (what, history, known, row, needless) in cases {
            assert_eq!(is_covered(*history, keys(&[*row])[0], &keys(known), false), *needless, "{what}");
        }
    }
}
