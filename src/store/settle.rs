//! What several rows of one id come to.

use super::fingerprint::canonical_text;
use super::table_cells::Read;
use milepost_model::record::History;
use milepost_model::{Fact, Instant};
use std::cmp::Ordering;

/// Puts the rows of each id in order and drops those that only repeat the one before.
///
/// What is left does not depend on the order in which the rows came.
pub(super) fn in_order<F: Fact>(rows: Vec<Read<F>>) -> Vec<Read<F>> {
    let mut rows = sorted(rows, |a, b| a.fact.id().cmp(b.fact.id()).then_with(|| follow(a, b)));
    rows.dedup_by(|next, kept| next.content == kept.content && next.fact.id() == kept.fact.id());
    rows
}

/// Puts records in order. They are large, so that only their places are sorted, and then they change places.
fn sorted<T>(mut items: Vec<T>, order: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    if items.is_sorted_by(|a, b| order(a, b).is_le()) {
        return items;
    }
    let mut places: Vec<usize> = (0..items.len()).collect();
    places.sort_by(|a, b| order(&items[*a], &items[*b]));
    for place in 0..items.len() {
        let mut from = places[place];
        while from < place {
            // What stood there was swapped away before.
            from = places[from];
        }
        items.swap(place, from);
        places[place] = from;
    }
    items
}

/// Of rows in order, those that hold at that instant: one for each id.
pub(super) fn as_of<F: Fact>(mut rows: Vec<Read<F>>, instant: Instant) -> Vec<F> {
    let mut held = 0;
    for place in 0..rows.len() {
        if held > 0 && rows[held - 1].fact.id() == rows[place].fact.id() {
            // The first row of a state holds before it was seen too.
            if F::HISTORY == History::Event || rows[place].fact.observed_at() <= instant {
                rows.swap(held - 1, place);
            }
        } else {
            rows.swap(held, place);
            held += 1;
        }
    }
    rows.truncate(held);
    // This collects into the list that the rows are in, so that large records are not held twice.
    by_time(rows.into_iter().filter_map(|row| known_at(row.fact, instant)).collect())
}

/// Of rows in order, those that a later run can need: the last of an event, every one of a state.
pub(super) fn worth_keeping<F: Fact>(mut rows: Vec<Read<F>>) -> Vec<F> {
    if F::HISTORY == History::Event {
        rows.reverse();
        rows.dedup_by(|earlier, last| earlier.fact.id() == last.fact.id());
        rows.reverse();
    }
    rows.into_iter().map(|row| row.fact).collect()
}

/// Sorts by when things happened, then by id.
pub(super) fn by_time<F: Fact>(facts: Vec<F>) -> Vec<F> {
    sorted(facts, |a, b| {
        let instants = a.happened_at().cmp(&b.happened_at());
        instants.then_with(|| a.id().cmp(b.id())).then_with(|| a.observed_at().cmp(&b.observed_at()))
    })
}

/// Whether of rows in order two that are not the same claim the same place, so that their whole texts decide.
pub(super) fn has_ties<F: Fact>(rows: &[Read<F>]) -> bool {
    rows.windows(2)
        .any(|pair| place(&pair[0]) == place(&pair[1]) && pair[0].content != pair[1].content && pair[0].fact.id() == pair[1].fact.id())
}

fn known_at<F: Fact>(fact: F, instant: Instant) -> Option<F> {
    let instant = match F::HISTORY {
        History::Event => instant,
        // A state holds before it was first seen; readers tell by its `observed_at`.
        History::State => instant.max(fact.happened_at()),
    };
    fact.as_known_at(instant)
}

fn place<F: Fact>(row: &Read<F>) -> (i64, u64) {
    match F::HISTORY {
        History::Event => (0, row.fact.rev()),
        History::State => (row.fact.observed_at().timestamp_micros(), row.fact.rev()),
    }
}

fn follow<F: Fact>(a: &Read<F>, b: &Read<F>) -> Ordering {
    place(a)
        .cmp(&place(b))
        .then_with(|| if a.content == b.content { Ordering::Equal } else { canonical_text(&a.fact).cmp(&canonical_text(&b.fact)) })
        .then_with(|| a.fact.observed_at().cmp(&b.fact.observed_at()))
}
