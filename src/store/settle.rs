//! What several rows of one id come to.

use super::fingerprint::canonical_text;
use super::table_cells::Read;
use foldhash::{HashMap, HashMapExt};
use milepost_model::record::History;
use milepost_model::{Fact, Instant, RepoId};
use std::cmp::Ordering;
use std::collections::BTreeMap;

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

/// Of rows in order, those that hold at that instant: one for each id, in the order of the ids.
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
    rows.into_iter().filter_map(|row| known_at(row.fact, instant)).collect()
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
    sorted(facts, time_and_id)
}

fn time_and_id<F: Fact>(a: &F, b: &F) -> Ordering {
    let instants = a.happened_at().cmp(&b.happened_at());
    instants.then_with(|| a.id().cmp(b.id())).then_with(|| a.observed_at().cmp(&b.observed_at()))
}

/// The facts of each repository, by time like all others. Those of none are left out.
pub(super) fn by_repository<F: Fact>(facts: Vec<F>) -> BTreeMap<RepoId, Vec<F>> {
    let mut repos: Vec<(&RepoId, usize)> = Vec::new();
    let mut known: HashMap<&RepoId, u32> = HashMap::new();
    let mut places: Vec<(u32, i64, u32)> = Vec::with_capacity(facts.len());
    for (fact, place) in facts.iter().zip(0..) {
        let Some(repo) = fact.repo() else { continue };
        let number = *known.entry(repo).or_insert_with(|| {
            repos.push((repo, 0));
            repos.len() as u32 - 1
        });
        repos[number as usize].1 += 1;
        places.push((number, fact.happened_at().timestamp_micros(), place));
    }
    places.sort_unstable_by(|a, b| {
        let times = (a.0, a.1).cmp(&(b.0, b.1));
        times.then_with(|| time_and_id(&facts[a.2 as usize], &facts[b.2 as usize])).then_with(|| a.2.cmp(&b.2))
    });
    let repos: Vec<(RepoId, usize)> = repos.into_iter().map(|(repo, count)| (repo.clone(), count)).collect();
    // Records are large: each is moved once, to where it stays.
    let mut facts: Vec<Option<F>> = facts.into_iter().map(Some).collect();
    let mut places = places.into_iter();
    let mut of_next = |count: usize| places.by_ref().take(count).filter_map(|(.., place)| facts[place as usize].take()).collect();
    repos.into_iter().map(|(repo, count)| (repo, of_next(count))).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::record::Incident;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_repository_has_its_own_in_the_order_that_all_together_have(rows in prop::collection::vec((0..4u8, 0..5i64, 0..9u8), 0..60)) {
            let incident = |(repo, seconds, id): (u8, i64, u8)| Incident {
                id: id.to_string(),
                // Some belong to none.
                repo: (repo > 0).then(|| RepoId::from(repo.to_string())),
                opened_at: Instant::from_timestamp(seconds, 0).expect("because it is in the calendar"),
                ..Incident::default()
            };
            let facts: Vec<Incident> = rows.into_iter().map(incident).collect();
            let mut expected: BTreeMap<RepoId, Vec<Incident>> = BTreeMap::new();
            for fact in by_time(facts.clone()) {
                if let Some(repo) = fact.repo.clone() {
                    expected.entry(repo).or_default().push(fact);
                }
            }
            prop_assert_eq!(by_repository(facts), expected);
        }
    }
}
