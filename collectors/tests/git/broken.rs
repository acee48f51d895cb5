//! Repositories that cannot be read, or not wholly, beside one that can.

use super::fixture::{Repo, run};
use super::sink::{Store, now};
use milepost_collectors::git::GitSettings;
use std::fs;
use std::path::Path;
use tempfile::{TempDir, tempdir};

/// A folder with a good repository and a place for a broken one.
fn beside_a_good_one() -> TempDir {
    let folder = tempdir().unwrap();
    let good = Repo::with_origin(folder.path().join("good"), "https://github.com/lumen/good");
    good.write("README.md", "good").commit(0, "Good");
    folder
}

/// The state of the broken one's coverage of a kind, its reason, and the codes of all diagnostics.
fn outcome(folder: &Path, kind: &str) -> (String, String, Vec<String>) {
    let store = Store::of(folder);
    let good: Vec<_> = store.repositories().into_iter().filter(|one| one.full_name == "lumen/good").map(|one| one.repo).collect();
    assert_eq!(good.len(), 1, "the other repository is read");
    let coverage = store.coverage();
    let complete = coverage.iter().filter(|one| one.repo.as_ref() == Some(&good[0])).all(|one| one.state.word() == "complete");
    assert!(complete, "the other repository is read whole");
    let one = coverage.iter().find(|one| one.of == kind && one.repo.as_ref() != Some(&good[0])).expect("because what is broken is told");
    assert!(!store.everything().contains(&*folder.to_string_lossy()), "where it lies on this machine is told nowhere");
    (one.state.word().to_owned(), one.reason.clone().unwrap_or_default(), store.codes())
}

#[test]
fn an_empty_repository_has_nothing_committed() {
    let folder = beside_a_good_one();
    Repo::new(folder.path().join("empty"));
    let (state, reason, codes) = outcome(folder.path(), "commit");
    assert_eq!((state.as_str(), codes.as_slice()), ("not_observed", &["git/empty".to_owned()][..]));
    assert!(reason.contains("nothing was committed"), "{reason}");
}

#[test]
fn a_shallow_clone_says_where_its_history_begins() {
    let folder = beside_a_good_one();
    let upstream = tempdir().unwrap();
    let repo = Repo::new(upstream.path().join("deep"));
    for day in 0..5 {
        repo.write("README.md", format!("{day}")).write("CODEOWNERS", "x").commit(day * 24, "Day");
    }
    let url = format!("file://{}", repo.path.display());
    run(folder.path(), "@0 +0000", &["clone", "-q", "--depth", "2", &url, "shallow"], b"");
    let (state, reason, codes) = outcome(folder.path(), "commit");
    assert_eq!((state.as_str(), codes.as_slice()), ("partial", &["git/shallow".to_owned()][..]));
    assert!(reason.contains("2026-01-04"), "{reason}");
    let store = Store::of(folder.path());
    let one = store.repositories().into_iter().find(|one| one.is_shallow == Some(true)).unwrap();
    assert_eq!(one.created_at, None, "when it was created lies below");
}

#[test]
fn a_repository_without_objects_is_told() {
    let folder = beside_a_good_one();
    let repo = Repo::new(folder.path().join("hollow"));
    repo.commit(0, "Begin");
    fs::remove_dir_all(repo.path.join(".git/objects")).unwrap();
    fs::create_dir_all(repo.path.join(".git/objects")).unwrap();
    let (state, reason, codes) = outcome(folder.path(), "commit");
    assert_eq!((state.as_str(), codes.as_slice()), ("not_observed", &["git/broken".to_owned()][..]));
    assert!(reason.contains("newest commit is not in the clone"), "{reason}");
}

#[test]
fn a_damaged_pack_is_told() {
    let folder = beside_a_good_one();
    let repo = Repo::new(folder.path().join("damaged"));
    for number in 0..20 {
        repo.write("README.md", format!("{number}").repeat(2_000)).commit(number, "Write");
    }
    repo.git(&["repack", "-q", "-a", "-d"]);
    for entry in fs::read_dir(repo.path.join(".git/objects/pack")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "pack") {
            let mut bytes = fs::read(&path).unwrap();
            let end = bytes.len();
            bytes[12..end - 20].iter_mut().for_each(|byte| *byte ^= 0x5a);
            fs::remove_file(&path).unwrap();
            fs::write(&path, bytes).unwrap();
        }
    }
    let (state, _, codes) = outcome(folder.path(), "commit");
    assert_eq!((state.as_str(), codes.as_slice()), ("not_observed", &["git/broken".to_owned()][..]));
}

#[test]
fn a_lost_commit_cuts_the_history_there() {
    let folder = beside_a_good_one();
    let repo = Repo::new(folder.path().join("torn"));
    repo.commit(0, "Zero");
    let lost = repo.commit(1, "One");
    repo.commit(2, "Two");
    fs::remove_file(repo.loose(&lost)).unwrap();
    let (state, _, codes) = outcome(folder.path(), "commit");
    assert_eq!((state.as_str(), codes.as_slice()), ("partial", &["git/lost-commits".to_owned()][..]));
    assert_eq!(Store::of(folder.path()).commits().len(), 2, "the good one's and the one above the gap");
}

#[test]
fn a_lost_tree_leaves_the_present_right() {
    let folder = beside_a_good_one();
    let repo = Repo::new(folder.path().join("torn"));
    repo.write("ops/catalog-info.yaml", "one").commit(0, "Zero");
    let lost = repo.write("ops/catalog-info.yaml", "two").git(&["write-tree", "--prefix=ops/"]);
    repo.commit(1, "One");
    repo.write("ops/catalog-info.yaml", "three").commit(2, "Two");
    fs::remove_file(repo.loose(&lost)).unwrap();
    let (state, _, codes) = outcome(folder.path(), "file");
    assert_eq!((state.as_str(), codes.as_slice()), ("partial", &["git/lost-trees".to_owned()][..]));
    let store = Store::of(folder.path());
    let open: Vec<_> = store.files().into_iter().filter(|file| file.path == "ops/catalog-info.yaml" && file.valid_to.is_none()).collect();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].blob.as_deref().and_then(|blob| store.blob(blob)).as_deref(), Some("three"));
}

#[test]
fn a_lost_content_leaves_its_row() {
    let folder = beside_a_good_one();
    let repo = Repo::new(folder.path().join("torn"));
    repo.write("CODEOWNERS", "one").commit(0, "Zero");
    fs::write(repo.path.join("half"), "").unwrap();
    let id = repo.git(&["rev-parse", "HEAD:CODEOWNERS"]);
    let path = repo.loose(&id);
    fs::remove_file(&path).unwrap();
    fs::write(&path, b"not zlib").unwrap();
    let (state, _, codes) = outcome(folder.path(), "file");
    assert_eq!((state.as_str(), codes.as_slice()), ("partial", &["git/lost-contents".to_owned()][..]));
}

#[test]
fn alternates_that_are_not_there_do_not_hide_what_is() {
    let folder = beside_a_good_one();
    let repo = Repo::with_origin(folder.path().join("borrowing"), "https://github.com/lumen/borrowing");
    repo.commit(0, "Begin");
    fs::create_dir_all(repo.path.join(".git/objects/info")).unwrap();
    fs::write(repo.path.join(".git/objects/info/alternates"), "/nowhere/objects\n../../../../nowhere\n").unwrap();
    let store = Store::of(folder.path());
    assert_eq!(store.commits().len(), 2);
}

#[test]
fn a_configuration_that_is_none_is_told() {
    let folder = beside_a_good_one();
    let repo = Repo::new(folder.path().join("confused"));
    repo.commit(0, "Begin");
    fs::write(repo.path.join(".git/config"), "[remote \"origin\"\nurl = https://u:planted@github.com/a/b\n").unwrap();
    let (state, _, codes) = outcome(folder.path(), "commit");
    assert_eq!((state.as_str(), codes.as_slice()), ("not_observed", &["git/broken".to_owned()][..]));
    assert!(!Store::of(folder.path()).everything().contains("planted"));
}

#[test]
fn git_files_that_lead_nowhere_are_told() {
    for (content, part) in [("gitdir: ../gone", "not there"), ("hello", "gitdir:"), ("", "gitdir:"), (&"x".repeat(9_000), "too long")] {
        let folder = beside_a_good_one();
        fs::create_dir(folder.path().join("odd")).unwrap();
        fs::write(folder.path().join("odd/.git"), content).unwrap();
        let (state, reason, codes) = outcome(folder.path(), "commit");
        assert_eq!((state.as_str(), codes.as_slice()), ("not_observed", &["git/broken-git-file".to_owned()][..]));
        assert!(reason.contains(part), "{reason}");
    }
}

#[test]
fn what_was_broken_and_is_whole_again_is_covered() {
    let folder = beside_a_good_one();
    let repo = Repo::with_origin(folder.path().join("flaky"), "https://github.com/lumen/flaky");
    repo.commit(0, "Begin");
    let (objects, away) = (repo.path.join(".git/objects"), repo.path.join(".git/away"));
    fs::rename(&objects, &away).unwrap();
    let settings = GitSettings::of_folder(folder.path());
    let store = Store::default();
    assert_eq!(store.collect(&settings, now()).unwrap().broken, 1);
    let later = now() + chrono::Duration::days(3);
    assert_eq!(store.collect(&settings, later).unwrap().broken, 1);
    fs::rename(&away, &objects).unwrap();
    let summary = store.collect(&settings, later + chrono::Duration::days(1)).unwrap();
    assert_eq!((summary.broken, summary.read), (0, 1));
    assert!(store.coverage().iter().all(|one| one.state.word() == "complete"), "nothing is left that says it was not read");
}

/// Whoever runs as root may read everything, so there is nothing to refuse.
#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = beside_a_good_one();
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read_dir(&closed).is_err() {
        let (state, _, codes) = outcome(folder.path(), "commit");
        assert_eq!((state.as_str(), codes.as_slice()), ("not_observed", &["git/unreadable-folder".to_owned()][..]));
    }
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
}
