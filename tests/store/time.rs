//! What a snapshot says of an instant, in whatever order the records came.

use super::{all, append, at, deployment, end, harvest, open, repository};
use milepost::store::Store;
use milepost_model::record::{Deployment, Fact, Incident, Repository};
use milepost_model::{Diagnostics, Outcome};
use proptest::prelude::*;

fn as_of<F: Fact>(store: &Store, seconds: i64) -> Vec<F> {
    store.snapshot(at(seconds)).expect("the store can be read").read_all().expect("the records can be read")
}

#[test]
fn of_an_event_the_highest_revision_counts_and_later_fields_are_not_known_yet() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = open(folder.path());
    let done = Deployment { finished_at: Some(at(20)), outcome: Outcome::Success, ..deployment("d", "r", 2, 10) };
    append(&store, harvest([done.clone()]));
    append(&store, harvest([Deployment { sha: "old".into(), ..deployment("d", "r", 1, 10) }]));
    assert_eq!(as_of::<Deployment>(&store, 9), []);
    assert_eq!(as_of::<Deployment>(&store, 15), [Deployment { finished_at: None, outcome: Outcome::Running, ..done.clone() }]);
    assert_eq!(as_of::<Deployment>(&store, 20), [done]);
}

#[test]
fn a_state_holds_from_when_it_was_seen_and_the_first_one_before_too() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = open(folder.path());
    append(&store, harvest([repository("r", 100, "master"), repository("r", 150, "master")]));
    append(&store, harvest([repository("r", 200, "main")]));
    append(&store, harvest([repository("r", 300, "master")]));
    for (seconds, branch, seen, is_assumed) in [
        (50, "master", 100, true),
        (100, "master", 100, false),
        (199, "master", 100, false),
        (200, "main", 200, false),
        (999, "master", 300, false),
    ] {
        let snapshot = store.snapshot(at(seconds)).expect("the store can be read");
        let read: Vec<Repository> = snapshot.read_all().expect("the records can be read");
        assert_eq!(read, [repository("r", seen, branch)], "{seconds}");
        assert_eq!(snapshot.is_assumed(&read[0]), is_assumed, "{seconds}");
    }
}

#[test]
fn two_texts_of_one_revision_go_to_the_larger_one_whatever_is_read() {
    for texts in [["a", "b"], ["b", "a"]] {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let store = open(folder.path());
        for text in texts {
            append(&store, harvest([Deployment { version: Some(text.into()), ..deployment("d", "r", 1, 10) }]));
        }
        assert_eq!(all::<Deployment>(&store)[0].version.as_deref(), Some("b"));
        let snapshot = store.snapshot(end()).expect("the store can be read");
        let projected: Vec<Deployment> = snapshot.read_columns(super::bucket("r"), &[]).expect("it can be read");
        assert_eq!(projected, all(&store));
    }
}

#[test]
fn a_record_that_gains_its_repository_is_still_one_record() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = open(folder.path());
    let incident = Incident { id: "i".into(), rev: 1, opened_at: at(1), ..Incident::default() };
    append(&store, harvest([incident.clone()]));
    let found = Incident { rev: 2, repo: Some("gh:github.com:4711".into()), ..incident };
    append(&store, harvest([found.clone()]));
    assert_eq!(all::<Incident>(&store), [found]);
}

#[test]
fn a_record_without_a_revision_counts_as_it_was_seen_last() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = open(folder.path());
    let line = |seen: &str, outcome: &str| {
        format!(
            r#"{{"schema":"milepost/1","kind":"deployment","id":"d","repo":"r","environment":"e","sha":"a","origin":"run","created_at":"2026-11-01T00:00:00Z","outcome":"{outcome}","observed_at":"2026-11-{seen}T00:00:00Z"}}"#
        )
    };
    let mut diagnostics = Diagnostics::default();
    let mut import = |lines: &[String]| store.import(lines.join("\n").as_bytes(), "x", &mut diagnostics).expect("it is imported").1;
    assert_eq!(import(&[line("03", "failure"), line("02", "running")]).records, 2);
    assert_eq!(all::<Deployment>(&store)[0].outcome, Outcome::Failure);
    assert_eq!(import(&[line("04", "failure")]).records, 0, "it says nothing new");
    assert_eq!(import(&[line("05", "success")]).records, 1);
    assert_eq!(import(&[line("06", "failure")]).records, 1, "it changed back");
    assert_eq!(all::<Deployment>(&store)[0].outcome, Outcome::Failure);
}

/// Rows of a few ids, so that they meet.
fn deployments() -> impl Strategy<Value = Vec<Deployment>> {
    let row = (0..3u8, 0..4u64, 0..3u8, 0..5i64).prop_map(|(id, rev, text, seen)| Deployment {
        version: Some(text.to_string()),
        observed_at: at(seen),
        ..deployment(&format!("d{id}"), &format!("r{id}"), rev, 10)
    });
    prop::collection::vec(row, 0..14)
}

fn repositories() -> impl Strategy<Value = Vec<Repository>> {
    prop::collection::vec(
        (0..3u8, 0..6i64, 0..3u8).prop_map(|(id, seen, text)| repository(&format!("r{id}"), seen, &text.to_string())),
        0..14,
    )
}

fn told<F: Fact>(store: &Store) -> Vec<Vec<F>> {
    [0, 2, 4, 99].into_iter().map(|seconds| as_of(store, seconds)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_events_does_not_matter_nor_how_they_are_divided(
        (rows, mixed) in deployments().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        cuts in prop::collection::vec(1..5usize, 3),
    ) {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let (one, other) = (open(&folder.path().join("one")), open(&folder.path().join("other")));
        append(&one, harvest(rows.clone()));
        let mut left = mixed.as_slice();
        for cut in cuts {
            let (some, rest) = left.split_at(cut.min(left.len()));
            append(&other, harvest(some.iter().cloned()));
            left = rest;
        }
        append(&other, harvest(left.iter().cloned()));
        prop_assert_eq!(told::<Deployment>(&one), told::<Deployment>(&other));
        prop_assert_eq!(append(&other, harvest(rows)).records, 0, "all of it is known");
    }

    #[test]
    fn the_order_of_states_in_one_run_does_not_matter(
        (rows, mixed) in repositories().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
    ) {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let (one, other) = (open(&folder.path().join("one")), open(&folder.path().join("other")));
        append(&one, harvest(rows.clone()));
        append(&other, harvest(mixed));
        prop_assert_eq!(told::<Repository>(&one), told::<Repository>(&other));
        // What a model without any store says: the last one seen by then, else the first.
        for seconds in [0, 2, 4, 99] {
            for read in as_of::<Repository>(&one, seconds) {
                let mut same: Vec<_> = rows.iter().filter(|row| row.id == read.id).collect();
                same.sort_by_key(|row| (row.observed_at, row.default_branch.clone()));
                let held = same.iter().rfind(|row| row.observed_at <= at(seconds)).unwrap_or(&same[0]);
                let is_first = same.iter().position(|row| row.observed_at > at(seconds)) == Some(0);
                if !is_first {
                    prop_assert_eq!(&read.default_branch, &held.default_branch);
                }
            }
        }
        prop_assert_eq!(append(&one, harvest(rows)).records, 0, "all of it is known");
    }
}

#[test]
fn records_are_read_by_time_and_then_by_id() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = open(folder.path());
    append(&store, harvest([deployment("b", "r", 1, 5), deployment("a", "s", 1, 5), deployment("z", "t", 1, 2)]));
    let ids: Vec<_> = all::<Deployment>(&store).into_iter().map(|fact| fact.id).collect();
    assert_eq!(ids, ["z", "a", "b"]);
}
