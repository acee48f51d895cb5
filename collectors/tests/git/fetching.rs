//! A clone knows its repository up to its last fetch, and says that it knows nothing of what came later.

use super::fixture::{Repo, START};
use super::sink::Store;
use milepost_collectors::git::GitSettings;
use milepost_model::instant::from_unix;
use milepost_model::record::Coverage;
use milepost_model::{CoverageState, Instant};
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};
use tempfile::tempdir;

const DAY: i64 = 86_400;

fn day(number: i64) -> Instant {
    from_unix(START + number * DAY).unwrap()
}

fn settings(folder: &Path) -> GitSettings {
    GitSettings { since: Some(day(-10)), ..GitSettings::of_folder(folder) }
}

/// What the store says of commits: how they were read, from which day and until which.
fn commits(store: &Store) -> Vec<(&'static str, i64, i64)> {
    let days = |at: Instant| (at.timestamp() - START).div_euclid(DAY);
    let mut rows: Vec<Coverage> = store.coverage().into_iter().filter(|row| row.of == "commit").collect();
    rows.sort_by_key(|row| row.from);
    rows.iter().map(|row| (row.state.word(), days(row.from), days(row.to))).collect()
}

/// A clone with one commit of day 0.
fn clone_of(folder: &Path) -> Repo {
    let repo = Repo::new(folder.join("pay"));
    repo.git(&["remote", "add", "origin", "https://github.com/lumen/pay"]);
    repo.write("README.md", "x").commit(0, "Begin");
    repo
}

fn log(repo: &Repo, day: i64, what: &str) {
    let path = repo.path.join(".git/logs/HEAD");
    let mut text = std::fs::read_to_string(&path).unwrap_or_default();
    let _ = writeln!(text, "{0} {0} Ada <a@b> {1} +0000\t{what}", "0".repeat(40), START + day * DAY);
    std::fs::write(path, text).unwrap();
}

#[test]
fn coverage_ends_at_the_last_fetch_and_the_weeks_after_it_are_not_observed() {
    let folder = tempdir().unwrap();
    let repo = clone_of(folder.path());
    log(&repo, 5, "pull: fast-forward");
    log(&repo, 29, "commit: nothing of the remote");
    let store = Store::default();
    store.collect(&settings(folder.path()), day(30)).unwrap();
    assert_eq!(commits(&store), [("complete", -10, 5), ("not_observed", 5, 30)]);
    let later = store.coverage().into_iter().find(|row| row.state == CoverageState::NotObserved).unwrap();
    assert_eq!(later.reason.as_deref(), Some("the clone was last fetched on 2026-01-06, and what came later is not known"));
    // Nothing changed, and nothing is known of the time since then either.
    store.collect(&settings(folder.path()), day(40)).unwrap();
    assert_eq!(commits(&store), [("complete", -10, 5), ("not_observed", 5, 40)]);
    // A fetch that brings nothing tells that nothing came.
    let head = repo.path.join(".git/FETCH_HEAD");
    std::fs::write(&head, "x\n").unwrap();
    let at = UNIX_EPOCH + Duration::from_secs((START + 49 * DAY).cast_unsigned());
    std::fs::File::options().write(true).open(&head).unwrap().set_modified(at).unwrap();
    store.collect(&settings(folder.path()), day(50)).unwrap();
    assert_eq!(commits(&store), [("complete", -10, 49), ("complete", 49, 49)]);
}

#[test]
fn a_clone_that_was_fetched_this_week_is_not_complained_of() {
    let folder = tempdir().unwrap();
    // Day 4 is a Monday.
    log(&clone_of(folder.path()), 4, "clone: from https://github.com/lumen/pay");
    let store = Store::default();
    store.collect(&settings(folder.path()), day(8)).unwrap();
    assert_eq!(commits(&store), [("complete", -10, 4)]);
}

#[test]
fn a_clone_without_any_trace_of_a_fetch_knows_what_its_newest_commit_shows() {
    let folder = tempdir().unwrap();
    clone_of(folder.path());
    let store = Store::default();
    store.collect(&settings(folder.path()), day(30)).unwrap();
    assert_eq!(commits(&store), [("complete", -10, 0), ("not_observed", 0, 30)]);
}

#[test]
fn a_fetch_before_the_time_that_is_read_leaves_all_of_it_unknown() {
    let folder = tempdir().unwrap();
    log(&clone_of(folder.path()), 5, "pull");
    let store = Store::default();
    let settings = GitSettings { since: Some(day(20)), ..settings(folder.path()) };
    store.collect(&settings, day(30)).unwrap();
    assert_eq!(commits(&store), [("complete", 20, 20), ("not_observed", 20, 30)]);
}

#[test]
fn a_repository_without_a_remote_knows_itself() {
    let folder = tempdir().unwrap();
    Repo::new(folder.path().join("own")).write("README.md", "x").commit(0, "Begin");
    let store = Store::default();
    store.collect(&settings(folder.path()), day(30)).unwrap();
    assert_eq!(commits(&store), [("complete", -10, 30)]);
}
