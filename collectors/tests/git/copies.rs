//! What is picked or rebased onto a branch that is released from is known by what it changes.

use super::fixture::Repo;
use super::sink::{Store, now};
use milepost_collectors::git::GitSettings;
use milepost_model::record::Commit;
use std::collections::BTreeMap;
use tempfile::tempdir;

/// Lines far enough apart that one can change without the others.
fn text(changed: &[(usize, &str)]) -> String {
    let line = |n| changed.iter().find(|(at, _)| *at == n).map_or_else(|| format!("line {n}\n"), |(_, line)| format!("{line}\n"));
    (0..40).map(line).collect()
}

/// A repository whose branch goes on after 1.0 was branched off: a fix, and another one of the same file.
fn branched(folder: &std::path::Path) -> (Repo, String) {
    let repo = Repo::new(folder.join("pay"));
    repo.write("a.txt", text(&[])).commit(0, "Begin");
    repo.git(&["branch", "release/1.0"]);
    repo.write("a.txt", text(&[(30, "more")])).commit(10, "Tell more about rates");
    let fix = repo.write("a.txt", text(&[(5, "fixed"), (30, "more")])).commit(20, "Round surcharges up (#7)");
    (repo, fix)
}

/// The commits that have a patch id, by it.
fn groups(store: &Store) -> Vec<Vec<String>> {
    let mut found: BTreeMap<String, Vec<Commit>> = BTreeMap::new();
    for commit in store.commits() {
        if let Some(patch) = commit.patch_id.clone() {
            found.entry(patch).or_default().push(commit);
        }
    }
    let shas = |mut commits: Vec<Commit>| {
        commits.sort_by_key(|commit| commit.committed_at);
        commits.into_iter().map(|commit| commit.sha).collect()
    };
    found.into_values().map(shas).collect()
}

/// Copies a commit onto a branch as `git cherry-pick` does: the author's date stays, and nothing names the original.
fn pick(repo: &Repo, branch: &str, commit: &str, seconds: i64) -> String {
    repo.git(&["checkout", "-q", branch]);
    let author = repo.git(&["show", "-s", "--format=%ad", "--date=raw", commit]);
    repo.git(&["cherry-pick", "--no-commit", commit]);
    repo.git_at(seconds, &["commit", "-q", "-m", "As it was", &format!("--date={author}")]);
    let picked = repo.head();
    repo.git(&["checkout", "-q", "main"]);
    picked
}

const LATER: i64 = super::fixture::START + 30 * 3_600;

#[test]
fn a_fix_that_was_picked_without_a_word_has_the_patch_id_of_the_original() {
    let folder = tempdir().unwrap();
    let (repo, fix) = branched(folder.path());
    let picked = pick(&repo, "release/1.0", &fix, LATER);
    assert_eq!(groups(&Store::of(folder.path())), [[fix, picked]]);
}

#[test]
fn a_copy_is_known_by_its_title_where_a_tool_made_it_anew() {
    let folder = tempdir().unwrap();
    let (repo, fix) = branched(folder.path());
    repo.git(&["checkout", "-q", "release/1.0"]);
    let squashed = repo.write("a.txt", text(&[(5, "fixed")])).commit(40, "[1.0] Round surcharges up (backport #7) (#12)");
    repo.git(&["checkout", "-q", "main"]);
    assert_eq!(groups(&Store::of(folder.path())), [[fix, squashed]]);
}

#[test]
fn the_same_title_and_date_with_another_content_is_no_copy() {
    let folder = tempdir().unwrap();
    let (repo, _) = branched(folder.path());
    repo.git(&["checkout", "-q", "release/1.0"]);
    repo.write("a.txt", text(&[(5, "fixed otherwise")])).commit(20, "Round surcharges up (#7)");
    repo.git(&["checkout", "-q", "main"]);
    assert_eq!(groups(&Store::of(folder.path())), Vec::<Vec<String>>::new());
}

#[test]
fn commits_that_no_release_is_made_from_are_not_looked_into() {
    let folder = tempdir().unwrap();
    let (repo, fix) = branched(folder.path());
    repo.git(&["branch", "-m", "release/1.0", "attic/1.0"]);
    repo.git(&["checkout", "-q", "attic/1.0"]);
    repo.git(&["cherry-pick", &fix]);
    repo.git(&["checkout", "-q", "main"]);
    assert_eq!(groups(&Store::of(folder.path())), Vec::<Vec<String>>::new());
}

#[test]
fn what_was_released_before_it_was_rebased_onto_the_branch_is_the_original() {
    let folder = tempdir().unwrap();
    let (repo, _) = branched(folder.path());
    repo.git(&["checkout", "-q", "-b", "work", "HEAD~2"]);
    let first = repo.write("b.txt", "1\n").commit(12, "Tell the carrier");
    repo.git(&["tag", "v1.1.0-rc.1"]);
    repo.git_at(LATER, &["rebase", "-q", "main"]);
    let rebased = repo.head();
    repo.git(&["checkout", "-q", "main"]);
    repo.git(&["merge", "-q", "--ff-only", "work"]);
    assert_ne!(first, rebased);
    assert_eq!(groups(&Store::of(folder.path())), [[first, rebased]]);
}

#[test]
fn a_later_run_finds_the_original_that_an_earlier_one_read() {
    let folder = tempdir().unwrap();
    let (repo, fix) = branched(folder.path());
    let settings = GitSettings { since: "2025-01-01T00:00:00Z".parse().ok(), ..GitSettings::of_folder(folder.path()) };
    let store = Store::default();
    store.collect(&settings, now()).unwrap();
    assert!(groups(&store).is_empty());
    let picked = pick(&repo, "release/1.0", &fix, LATER);
    store.collect(&settings, now() + chrono::Duration::hours(1)).unwrap();
    assert_eq!(groups(&store), [[fix.clone(), picked.clone()]]);
    // And the other way round: what was fixed on the release branch first comes to the default branch later.
    repo.git(&["checkout", "-q", "release/1.0"]);
    let hurry = repo.write("c.txt", "1\n").commit(50, "Fix in a hurry");
    repo.git(&["checkout", "-q", "main"]);
    store.collect(&settings, now() + chrono::Duration::hours(2)).unwrap();
    let brought = pick(&repo, "main", &hurry, LATER + 90_000);
    store.collect(&settings, now() + chrono::Duration::hours(3)).unwrap();
    let mut found = groups(&store);
    found.sort();
    let mut expected = [vec![fix, picked], vec![hurry, brought]];
    expected.sort();
    assert_eq!(found, expected);
}
