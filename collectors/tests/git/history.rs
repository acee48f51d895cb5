//! Commits, changes and tags.

use super::fixture::{Repo, START};
use super::sink::{Store, now};
use milepost_collectors::git::{CommitPaths, GitSettings};
use milepost_model::record::Change;
use milepost_model::record::change::Via;
use milepost_model::{Instant, instant::from_unix};
use tempfile::tempdir;

fn hour(hours: i64) -> Instant {
    from_unix(START + hours * 3_600).unwrap()
}

fn by_time(mut changes: Vec<Change>) -> Vec<Change> {
    changes.sort_by_key(|change| change.merged_at);
    changes
}

#[test]
fn merges_squashes_and_pushes_become_changes() {
    let folder = tempdir().unwrap();
    let repo = Repo::with_origin(folder.path().join("pay"), "git@github.com:lumen/pay.git");
    let root = repo.write("a", "1").commit(0, "Begin");
    repo.git(&["checkout", "-q", "-b", "fix/rates"]);
    let first = repo.write("b", "1").commit(1, "Work");
    let second = repo.write("b", "2").commit(2, "More work");
    repo.git(&["checkout", "-q", "main"]);
    let merge = repo.merge(5, "fix/rates", "Merge pull request #12 from lumen/fix/rates\n\nFix the rates\n");
    let squash = repo.write("a", "2").commit(6, "Add refunds (#13)\n\n* one\n* two\n");
    let revert = repo.commit(7, &format!("Revert \"Add refunds (#13)\" (#14)\n\nThis reverts commit {squash}.\n"));
    let changes = by_time(Store::of(folder.path()).changes());
    let shas: Vec<_> = changes.iter().map(|change| change.merge_sha.as_str()).collect();
    assert_eq!(shas, [&root, &merge, &squash, &revert]);

    assert_eq!((&changes[0].via, changes[0].number, changes[0].first_commit_at), (&Via::Direct, None, Some(hour(0))));
    let merged = &changes[1];
    assert_eq!((&merged.via, merged.number, merged.title.as_deref()), (&Via::PullRequest, Some(12), Some("Fix the rates")));
    assert_eq!((merged.head.as_deref(), merged.base.as_deref()), (Some("fix/rates"), Some("main")));
    assert_eq!(merged.commit_shas, [first, second]);
    assert_eq!((merged.first_commit_at, merged.merged_at), (Some(hour(1)), hour(5)));
    assert_eq!(merged.url.as_deref(), Some("https://github.com/lumen/pay/pull/12"));
    assert_eq!(merged.id, format!("{}:change:{merge}", merged.repo));
    // When the work on a squash commit began only the forge knows.
    assert_eq!((changes[2].number, changes[2].first_commit_at), (Some(13), None));
    assert!(changes[2].commit_shas.is_empty());
    assert_eq!(changes[3].reverts_change.as_deref(), Some(changes[2].id.as_str()));
}

#[test]
fn a_merge_is_one_change_with_what_only_it_brought() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("pay"));
    repo.commit(0, "Begin");
    repo.git(&["checkout", "-q", "-b", "develop"]);
    let one = repo.commit(1, "One");
    repo.git(&["checkout", "-q", "main"]);
    repo.merge(2, "develop", "Merge branch 'develop'");
    repo.git(&["checkout", "-q", "develop"]);
    let two = repo.commit(3, "Two");
    repo.git(&["checkout", "-q", "main"]);
    repo.merge(4, "develop", "Merge branch 'develop' into 'main'\n\nTwo of them\n\nSee merge request lumen/pay!9\n");
    let changes = by_time(Store::of(folder.path()).changes());
    assert_eq!(changes[1].commit_shas, [one]);
    assert_eq!((&changes[1].via, changes[1].head.as_deref()), (&Via::Direct, Some("develop")));
    assert_eq!(changes[2].commit_shas, [two]);
    assert_eq!((&changes[2].via, changes[2].number), (&Via::PullRequest, Some(9)));
}

#[test]
fn dates_that_go_back_or_cannot_be_do_not_move_a_merge_before_the_one_below_it() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("pay"));
    let dates = ["@1767225600 +0000", "@253402300799 +0000", "@1767229200 +0000", "@1700000000 +0000", "@1767232800 +0000"];
    for (number, date) in dates.into_iter().enumerate() {
        repo.git_with(date, &["commit", "-q", "--allow-empty", "-m", &format!("Commit {number}")], b"");
    }
    let settings = GitSettings { since: from_unix(1_000_000_000), ..GitSettings::of_folder(folder.path()) };
    let store = Store::default();
    store.collect(&settings, now()).unwrap();
    let mut merged: Vec<_> = store.changes().iter().map(|change| (change.title.clone().unwrap(), change.merged_at)).collect();
    merged.sort();
    let at: Vec<_> = merged.iter().map(|(_, at)| at.timestamp() - START).collect();
    assert_eq!(at, [0, 0, 3_600, 3_600, 7_200]);
    assert!(store.commits().iter().all(|commit| commit.committed_at <= now()));
    assert_eq!(store.codes(), ["git/odd-date"]);
}

#[test]
fn commits_tell_their_parents_and_trailers_and_no_address() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("pay"));
    let root = repo.commit(0, "Begin");
    let message = format!("Pick it\n\nReviewed-by: Eve <eve@example.com>\nCloses: #4\n(cherry picked from commit {root})\n");
    let sha = repo.commit(1, &message);
    repo.git_at(START + 7_200, &["commit", "-q", "--allow-empty", "--author", "renovate[bot] <r@example.com>", "-m", "Bump"]);
    let store = Store::of(folder.path());
    let commits = store.commits();
    let picked = commits.iter().find(|commit| commit.sha == sha).unwrap();
    assert_eq!((picked.parents.as_slice(), picked.cherry_of.as_deref()), (std::slice::from_ref(&root), Some(root.as_str())));
    assert_eq!((picked.trailers["Reviewed-by"].as_str(), picked.trailers["Closes"].as_str()), ("1", "#4"));
    assert_eq!(commits.iter().filter(|commit| commit.is_bot == Some(true)).count(), 1);
    assert!(!store.everything().contains("@example.com"));
    assert!(picked.paths.is_empty());
}

#[test]
fn commits_list_their_paths_where_that_is_asked_for() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("mono"));
    repo.write("a/one.rs", "1").write("b/two.rs", "1").commit(0, "Begin");
    let sha = repo.write("a/one.rs", "2").remove("b/two.rs").write("c/deep/three.rs", "1").commit(1, "Change");
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.write("side.rs", "1").commit(2, "Work");
    repo.git(&["checkout", "-q", "main"]);
    repo.write("beside.rs", "1").commit(3, "Beside");
    repo.git(&["checkout", "-q", "side"]);
    let into_branch = repo.merge(4, "main", "Keep up");
    repo.git(&["checkout", "-q", "main"]);
    let into_main = repo.merge(5, "side", "Merge branch 'side'");
    let store = Store::default();
    store.collect(&GitSettings { commit_paths: CommitPaths::Always, ..GitSettings::of_folder(folder.path()) }, now()).unwrap();
    let commits = store.commits();
    assert_eq!(commits.iter().find(|commit| commit.sha == sha).unwrap().paths, ["a/one.rs", "b/two.rs", "c/deep/three.rs"]);
    let paths = |sha: &str| commits.iter().find(|commit| commit.sha == sha).unwrap().paths.clone();
    assert_eq!((paths(&into_branch), paths(&into_main)), (vec![], vec!["side.rs".to_owned()]));
}

#[test]
fn tags_become_releases_with_their_own_date_or_their_commits() {
    let folder = tempdir().unwrap();
    let repo = Repo::with_origin(folder.path().join("pay"), "https://gitlab.com/lumen/pay.git");
    let sha = repo.write("a", "1").commit(0, "Begin");
    repo.git(&["tag", "v1.0.0-rc.1"]);
    repo.git_at(START + 7_200, &["tag", "-a", "v1.0.0", "-m", "The first one"]);
    repo.git_at(START + 9_000, &["tag", "-a", "nested", "-m", "Again", "v1.0.0"]);
    let blob = repo.git(&["rev-parse", "HEAD:a"]);
    repo.git(&["tag", "of-a-blob", &blob]);
    let store = Store::of(folder.path());
    let releases = store.releases();
    let found: Vec<_> = releases.iter().map(|one| (one.tag.as_str(), one.published_at, one.is_prerelease, one.name.as_deref())).collect();
    assert_eq!(
        found,
        [
            ("nested", from_unix(START + 9_000).unwrap(), None, Some("Again")),
            ("v1.0.0", hour(2), Some(false), Some("The first one")),
            ("v1.0.0-rc.1", hour(0), Some(true), None),
        ]
    );
    assert!(releases.iter().all(|release| release.sha == sha));
    assert_eq!(releases[1].url.as_deref(), Some("https://gitlab.com/lumen/pay/-/tags/v1.0.0"));
    assert_eq!(store.codes(), ["git/odd-tag"]);
}

#[test]
fn history_before_the_window_is_not_handed_over_but_the_files_it_left_are() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("pay"));
    repo.write("catalog-info.yaml", "old").write("README.md", "old").commit(0, "Begin");
    repo.git(&["checkout", "-q", "-b", "side"]);
    let side = repo.commit(1, "Long ago, merged late");
    repo.git(&["checkout", "-q", "main"]);
    repo.commit(2, "Still before");
    repo.write("README.md", "new").commit(100, "Inside");
    let merge = repo.merge(101, "side", "Merge branch 'side'");
    let settings = GitSettings { since: Some(hour(50)), ..GitSettings::of_folder(folder.path()) };
    let store = Store::default();
    store.collect(&settings, now()).unwrap();
    let changes = by_time(store.changes());
    assert_eq!(changes.len(), 2);
    assert_eq!((changes[1].merge_sha.as_str(), changes[1].commit_shas.as_slice()), (merge.as_str(), std::slice::from_ref(&side)));
    let files = store.files();
    let catalog = files.iter().find(|file| file.path == "catalog-info.yaml").unwrap();
    assert_eq!((catalog.valid_from, catalog.last_change.is_none()), (hour(2), true));
    let readme = files.iter().find(|file| file.path == "README.md").unwrap();
    assert_eq!(readme.last_change.as_ref().unwrap().at, hour(100));
    assert_eq!(store.repositories()[0].created_at, Some(hour(0)));
    assert!(store.coverage().iter().all(|coverage| coverage.from == hour(50)));
}

#[test]
fn what_tags_and_release_branches_reach_beside_the_branch_is_read() {
    let folder = tempdir().unwrap();
    let repo = Repo::new(folder.path().join("pay"));
    let root = repo.write("a", "1").commit(0, "Begin");
    repo.git(&["checkout", "-q", "-b", "release/1.0"]);
    let branched = repo.write("b", "1").commit(1, "Prepare 1.0");
    repo.git(&["checkout", "-q", "-b", "feature", "main"]);
    repo.write("c", "1").commit(2, "Work that nobody released");
    repo.git(&["checkout", "-q", "--detach", "main"]);
    let tagged = repo.write("d", "1").commit(3, "Fix in a hurry\n\n(cherry picked from commit 0123456789012345678901234567890123456789)\n");
    repo.git(&["tag", "v0.9.1"]);
    repo.git(&["checkout", "-q", "--detach", "main"]);
    repo.write("e", "1").commit(-24 * 900, "Long ago");
    repo.git(&["tag", "v0.0.1"]);
    repo.git(&["checkout", "-q", "main"]);
    let store = Store::of(folder.path());
    let mut commits = store.commits();
    commits.sort_by_key(|commit| commit.committed_at);
    let found: Vec<_> = commits.iter().map(|commit| (commit.sha.as_str(), commit.committed_at)).collect();
    assert_eq!(found, [(root.as_str(), hour(0)), (branched.as_str(), hour(1)), (tagged.as_str(), hour(3))]);
    assert_eq!((commits[2].parents.as_slice(), commits[2].cherry_of.is_some()), ([root.clone()].as_slice(), true));
    // What comes to the branch is a change; what is released beside it tells of its commits only.
    assert_eq!(store.changes().len(), 1);
}
