//! A second run reads only what changed, and ends with what a first run would have read.

use super::fixture::Repo;
use super::sink::{Store, now};
use milepost_collectors::git::{Follow, FoundFile, GitSettings, collect_following};
use milepost_model::harvest::Unwatched;
use milepost_model::{Instant, Record, Session};
use tempfile::tempdir;

fn settings(folder: &std::path::Path) -> GitSettings {
    GitSettings { since: "2025-01-01T00:00:00Z".parse().ok(), ..GitSettings::of_folder(folder) }
}

/// Everything but what an incremental store may hold beyond a fresh one: documents that are gone.
fn comparable(store: &Store) -> Vec<String> {
    store.lines(|record| !matches!(record, Record::File(file) if file.id.contains(":head:") && file.valid_to.is_some()))
}

#[test]
fn a_run_without_news_hands_over_nothing() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("pay"));
    repo.write("README.md", "x").write("CODEOWNERS", "x").commit(0, "Begin");
    repo.git(&["tag", "v1.0.0"]);
    let store = Store::default();
    store.collect(&settings(folder.path()), now()).unwrap();
    let before = comparable(&store);
    let summary = store.collect(&settings(folder.path()), now()).unwrap();
    assert_eq!((summary.unchanged, summary.read, summary.records, store.harvests()), (1, 0, 0, 0));
    assert_eq!(comparable(&store), before);
}

#[test]
fn a_later_run_without_news_only_says_that_it_looked() {
    let folder = tempdir().unwrap();
    Repo::new(folder.path().join("pay")).write("README.md", "x").commit(0, "Begin");
    let store = Store::default();
    store.collect(&settings(folder.path()), now()).unwrap();
    let later = now() + chrono::Duration::days(1);
    let summary = store.collect(&settings(folder.path()), later).unwrap();
    assert_eq!((summary.unchanged, summary.records), (1, 4));
    assert!(store.coverage().iter().all(|one| one.to == later) && store.coverage().len() == 4);
}

#[test]
fn news_is_read_alone_and_closes_what_it_replaces() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("pay"));
    for hour in 0..30 {
        repo.write("README.md", format!("{hour}")).write("CODEOWNERS", "one").commit(hour, &format!("Change {hour} (#{hour})"));
    }
    repo.write("docs/gone.md", "x").write("Cargo.lock", "1").commit(40, "Write");
    let store = Store::default();
    store.collect(&settings(folder.path()), now()).unwrap();
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.write("CODEOWNERS", "two").commit(41, "Work");
    repo.git(&["checkout", "-q", "main"]);
    repo.merge(50, "side", "Merge branch 'side'");
    repo.remove("docs/gone.md").write("Cargo.lock", "2").commit(51, "Clean");
    repo.git(&["tag", "v2.0.0"]);
    let summary = store.collect(&settings(folder.path()), now() + chrono::Duration::hours(1)).unwrap();
    // 1 repository, 3 commits, 2 changes, 1 release, 2 rows of CODEOWNERS, 1 closed document, 4 of coverage.
    assert_eq!((summary.read, summary.records), (1, 14));
    let fresh = Store::default();
    fresh.collect(&settings(folder.path()), now() + chrono::Duration::hours(1)).unwrap();
    assert_eq!(comparable(&store), comparable(&fresh));
}

#[test]
fn a_rewritten_history_withdraws_what_it_no_longer_has() {
    let folder = tempdir().unwrap();
    let repo = Repo::with_origin(folder.path().join("pay"), "https://github.com/lumen/pay");
    repo.write("CODEOWNERS", "one").commit(0, "Begin");
    repo.write("CODEOWNERS", "two").commit(1, "Mistake");
    let store = Store::default();
    store.collect(&settings(folder.path()), now()).unwrap();
    repo.git(&["reset", "-q", "--hard", "HEAD~1"]);
    repo.write("CODEOWNERS", "three").commit(2, "Instead");
    store.collect(&settings(folder.path()), now() + chrono::Duration::hours(1)).unwrap();
    let mut rows: Vec<_> = store.files().into_iter().filter(|file| file.valid_to != Some(file.valid_from)).collect();
    rows.sort_by_key(|file| file.valid_from);
    let contents: Vec<_> = rows.iter().map(|file| (store.blob(file.blob.as_deref().unwrap()).unwrap(), file.valid_to.is_some())).collect();
    assert_eq!(contents, [("one".to_owned(), true), ("three".to_owned(), false)]);
}

#[test]
fn new_globs_read_the_history_of_what_they_match() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("pay"));
    repo.write("stamp.txt", "one").commit(0, "Begin");
    repo.write("stamp.txt", "two").commit(1, "Update");
    let store = Store::default();
    store.collect(&settings(folder.path()), now()).unwrap();
    assert!(store.files().is_empty());
    let mut wider = settings(folder.path());
    wider.history_paths.push("stamp.txt".to_owned());
    let later = now() + chrono::Duration::hours(1);
    let summary = store.collect(&wider, later).unwrap();
    // 1 repository, 2 rows, 4 of coverage: commits and changes were handed over before.
    assert_eq!((store.files().len(), summary.records), (2, 7));
    store.collect(&settings(folder.path()), later + chrono::Duration::hours(1)).unwrap();
    assert!(store.files().iter().all(|file| file.valid_to.is_some()), "what is no longer looked at is not known to hold");
}

#[test]
fn a_revert_of_an_older_change_finds_it() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("pay"));
    repo.commit(0, "Begin");
    let change = repo.commit(1, "Add (#4)");
    repo.commit(2, "Other (#5)");
    let store = Store::default();
    store.collect(&settings(folder.path()), now()).unwrap();
    repo.commit(3, &format!("Revert \"Add (#4)\" (#6)\n\nThis reverts commit {change}.\n"));
    repo.commit(4, "Revert the other (#7)\n\nReverts lumen/pay#5\n");
    store.collect(&settings(folder.path()), now() + chrono::Duration::hours(1)).unwrap();
    let reverted = |number| store.changes().into_iter().find(|one| one.number == Some(number)).unwrap().reverts_change;
    assert!(reverted(6).unwrap().ends_with(&change));
    assert!(reverted(7).is_some());
}

#[test]
fn faults_are_told_again_as_long_as_they_last() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("pay"));
    repo.write("README.md", "x".repeat(2_000_000)).commit(0, "Begin");
    let store = Store::default();
    store.collect(&settings(folder.path()), now()).unwrap();
    store.collect(&settings(folder.path()), now()).unwrap();
    assert_eq!(store.codes(), ["git/large-file"]);
}

#[test]
fn one_thread_and_two_hand_over_the_same() {
    let folder = tempdir().unwrap();
    for number in 0..6 {
        let repo = Repo::new(folder.path().join(format!("r{number}")));
        for hour in 0..4 {
            repo.write("CODEOWNERS", format!("{number}{hour}")).write("README.md", "x").commit(hour, "Change");
        }
    }
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| comparable(&Store::of(folder.path())))
    };
    assert_eq!(with(1), with(2));
}

/// Two descriptors divide a repository.
struct Dividing;

impl Follow for Dividing {
    fn further_paths(&self, _: &FoundFile<'_>) -> Vec<String> {
        Vec::new()
    }
    fn is_divided(&self, files: &[FoundFile<'_>]) -> bool {
        files.iter().filter(|file| file.path.ends_with("catalog-info.yaml") && !file.bytes.is_empty()).count() > 1
    }
}

#[test]
fn a_repository_that_comes_to_hold_several_services_tells_the_paths_of_all_its_commits() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("mono"));
    repo.write("a/catalog-info.yaml", "a").commit(0, "Begin");
    repo.write("a/x", "1").commit(1, "Change");
    let store = Store::default();
    let collect = |store: &Store, now: Instant| {
        collect_following(&settings(folder.path()), &Dividing, Session { now, sink: store, memory: store, progress: &Unwatched }).unwrap();
        let mut commits = store.commits();
        commits.sort_by_key(|commit| commit.committed_at);
        commits.into_iter().map(|commit| commit.paths.join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(collect(&store, now()), ["", ""]);
    repo.write("b/catalog-info.yaml", "b").commit(2, "Divide");
    let later = now() + chrono::Duration::hours(1);
    let all = ["a/catalog-info.yaml", "a/x", "b/catalog-info.yaml", "b/x"];
    assert_eq!(collect(&store, later), all[..3]);
    // From then on only what is new is read.
    repo.write("b/x", "1").commit(3, "Change");
    let last = later + chrono::Duration::hours(1);
    assert_eq!(collect(&store, last), all);
    let fresh = Store::default();
    assert_eq!(collect(&fresh, last), all);
    assert_eq!(comparable(&store), comparable(&fresh));
}

#[test]
fn a_release_beside_the_branch_is_read_when_it_comes_and_once() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("pay"));
    repo.write("a", "1").commit(0, "Begin");
    repo.git(&["tag", "v1.0.0"]);
    repo.write("a", "2").commit(1, "Go on");
    let store = Store::default();
    store.collect(&settings(folder.path()), now()).unwrap();
    assert_eq!(store.commits().len(), 2);
    repo.git(&["checkout", "-q", "-b", "1.x", "v1.0.0"]);
    let fix = repo.write("b", "1").commit(2, "Fix");
    repo.git(&["tag", "-a", "-m", "One", "v1.0.1"]);
    let last = repo.write("b", "2").commit(3, "Unreleased work");
    repo.git(&["checkout", "-q", "main"]);
    let later = |hours| now() + chrono::Duration::hours(hours);
    let summary = store.collect(&settings(folder.path()), later(1)).unwrap();
    // 1 repository, 1 commit, 1 release, 4 of coverage.
    assert_eq!(summary.records, 7);
    let shas = || store.commits().into_iter().map(|commit| commit.sha).collect::<Vec<_>>();
    assert!(shas().contains(&fix) && !shas().contains(&last), "only what was released is read");
    // Merged back, the same commits belong to a change of the branch.
    repo.merge(5, "1.x", "Merge branch '1.x'");
    store.collect(&settings(folder.path()), later(2)).unwrap();
    let merge = store.changes().into_iter().find(|change| change.commit_shas.len() == 2).unwrap();
    assert_eq!(merge.commit_shas, [fix, last]);
    let fresh = Store::default();
    fresh.collect(&settings(folder.path()), later(2)).unwrap();
    assert_eq!(comparable(&store), comparable(&fresh));
}
