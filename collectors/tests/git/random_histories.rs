//! Whatever the history, reading it step by step ends with what reading it at once gives.

use super::fixture::{Repo, START, run};
use super::sink::{Store, now};
use milepost_collectors::git::GitSettings;
use milepost_model::record::File;
use milepost_model::{Record, instant::from_unix};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use tempfile::tempdir;

/// One commit of a random history.
#[derive(Debug, Clone)]
struct Act {
    /// Which earlier commits it builds on, counted back; the first is its first parent.
    parents: Vec<usize>,
    /// How many hours after the one before, which can be before it.
    hours: i64,
    /// Which file it writes, and what; nothing removes it.
    file: usize,
    content: Option<u8>,
    /// Whether the collector runs after it.
    is_seen: bool,
    /// Which message it bears.
    message: usize,
    /// Whether it gets a tag, and whether a release branch stands there from then on.
    is_tagged: bool,
    is_released: bool,
}

const FILES: [&str; 6] = ["CODEOWNERS", "a/catalog-info.yaml", "README.md", "a/b/docs/x.md", "Cargo.lock", "src/lib.rs"];
const MESSAGES: [&str; 4] =
    ["Work", "Add (#3)", "Merge branch 'x' into 'main'\n\nT\n\nSee merge request a/b!4\n", "Undo\n\nReverts a/b#3\n"];

fn act() -> impl Strategy<Value = Act> {
    let parents = prop_oneof![4 => Just(vec![1]), 2 => (1..4_usize, 1..6_usize).prop_map(|(a, b)| vec![a, b]), 1 => (1..5_usize).prop_map(|a| vec![a])];
    let hours = prop_oneof![6 => 0..20_i64, 1 => -40..0_i64];
    (parents, hours, 0..FILES.len(), prop::option::weighted(0.8, 0..3_u8), any::<bool>(), 0..MESSAGES.len(), any::<[bool; 2]>()).prop_map(
        |(parents, hours, file, content, is_seen, message, [is_tagged, is_released])| Act {
            parents,
            hours,
            file,
            content,
            is_seen,
            message,
            is_tagged,
            is_released,
        },
    )
}

/// Writes the history with fast-import, up to and including an act, as the branch `main`.
fn write(repo: &Repo, acts: &[Act], upto: usize) {
    let mut stream = String::new();
    let mut at = START;
    for (number, act) in acts.iter().enumerate().take(upto + 1) {
        at += act.hours * 3_600;
        let message = MESSAGES[act.message];
        let _ = write!(
            stream,
            "commit refs/heads/t{number}\nmark :{}\ncommitter A <a@b> {at} +0000\ndata {}\n{message}\n",
            number + 1,
            message.len()
        );
        let mut parents: Vec<_> = act.parents.iter().filter_map(|back| (number + 1).checked_sub(*back).filter(|mark| *mark > 0)).collect();
        if parents.is_empty() && number > 0 {
            parents.push(number);
        }
        parents.dedup();
        for (place, mark) in parents.iter().enumerate() {
            let _ = writeln!(stream, "{} :{mark}", if place == 0 { "from" } else { "merge" });
        }
        let path = FILES[act.file];
        match act.content {
            Some(content) => {
                let _ = write!(stream, "M 100644 inline {path}\ndata 1\n{content}\n");
            }
            None => {
                let _ = writeln!(stream, "D {path}");
            }
        }
        stream.push('\n');
        for (is_wanted, name) in [(act.is_tagged, format!("tags/v{number}")), (act.is_released, "heads/release/1".to_owned())] {
            if is_wanted {
                let _ = write!(stream, "reset refs/{name}\nfrom :{}\n\n", number + 1);
            }
        }
    }
    let _ = write!(stream, "reset refs/heads/main\nfrom :{}\n\n", upto + 1);
    run(&repo.path, "@0 +0000", &["fast-import", "--quiet", "--force"], stream.as_bytes());
}

/// What both ways must agree on: open rows, and everything that happened on the branch as it is now.
fn comparable(store: &Store, fresh: &Store) -> (Vec<String>, Vec<String>) {
    let known: BTreeSet<String> = fresh.commits().into_iter().map(|commit| commit.sha).collect();
    // A commit that was pushed and later merged from a rewritten branch was a change of its own when it was seen.
    let changes: BTreeSet<String> = fresh.changes().into_iter().map(|change| change.merge_sha).collect();
    let on_branch = |record: &Record| match record {
        Record::Commit(commit) => known.contains(&commit.sha),
        Record::Change(change) => changes.contains(&change.merge_sha),
        Record::File(file) => file.valid_to.is_none(),
        _ => true,
    };
    (store.lines(on_branch), fresh.lines(on_branch))
}

fn check(acts: &[Act], since: Option<i64>, folder: &Path) -> Result<(), TestCaseError> {
    let repo = Repo::with_origin(folder.join("r"), "https://github.com/lumen/r");
    let since = from_unix(since.unwrap_or(START - 10_000_000));
    let settings = GitSettings { since, ..GitSettings::of_folder(folder) };
    let store = Store::default();
    let mut is_rewritten = false;
    for (number, act) in acts.iter().enumerate() {
        is_rewritten |= act.parents.first() != Some(&1);
        if !act.is_seen && number + 1 < acts.len() {
            continue;
        }
        write(&repo, acts, number);
        let at = now() + chrono::Duration::minutes(i64::try_from(number).unwrap());
        store.collect(&settings, at).unwrap();
        let fresh = Store::default();
        fresh.collect(&settings, at).unwrap();
        let (step_by_step, at_once) = comparable(&store, &fresh);
        prop_assert_eq!(step_by_step, at_once);
        if !is_rewritten {
            // On a branch that only ever grew, the closed rows agree as well; a row that never held is none.
            let holds = |file: &File| !file.id.contains(":head:") && file.valid_to != Some(file.valid_from);
            let history = |store: &Store| store.lines(|record| matches!(record, Record::File(file) if holds(file)));
            prop_assert_eq!(history(&store), history(&fresh));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn step_by_step_equals_at_once(acts in prop::collection::vec(act(), 2..14)) {
        check(&acts, None, tempdir().unwrap().path())?;
    }

    #[test]
    fn so_it_does_where_the_window_begins_inside(acts in prop::collection::vec(act(), 2..14), hours in 0..60_i64) {
        check(&acts, Some(START + hours * 3_600), tempdir().unwrap().path())?;
    }
}
