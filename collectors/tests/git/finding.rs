//! What is found below a folder, and what is not.

use super::fixture::{Repo, run};
use super::sink::{Store, now};
use milepost_collectors::git::{CollectError, GitSettings};
use std::fs;
use std::path::Path;
use tempfile::tempdir;

fn names(store: &Store) -> Vec<String> {
    let mut names: Vec<_> = store.repositories().into_iter().map(|one| one.full_name).collect();
    names.sort();
    names
}

fn git(folder: &Path, arguments: &[&str]) {
    run(folder, "@1767225600 +0000", arguments, b"");
}

#[test]
fn clones_mirrors_and_nested_clones_are_found_once() {
    let folder = tempdir().unwrap();
    let root = folder.path();
    let main = Repo::new(root.join("team/pay"));
    main.write("a", "1").commit(0, "Pay");
    git(root, &["clone", "-q", "--bare", "team/pay", "mirrors/ship.git"]);
    Repo::new(root.join("team/pay/checkouts/tool")).commit(0, "A separate clone inside");
    // A linked worktree and a submodule show what is counted elsewhere.
    main.git(&["worktree", "add", "-q", root.join("trees/pay-next").to_str().unwrap()]);
    let lib = Repo::new(root.join("lib"));
    lib.commit(0, "Lib");
    main.git(&["submodule", "--quiet", "add", lib.path.to_str().unwrap(), "lib"]);
    main.commit(1, "Add lib");
    // A bare repository inside a worktree is a fixture.
    git(&main.path, &["init", "-q", "--bare", "tests/fixture.git"]);
    let store = Store::of(root);
    assert_eq!(names(&store), ["lib", "mirrors/ship", "team/pay", "team/pay/checkouts/tool"]);
    assert!(store.codes().is_empty(), "{:?}", store.codes());
}

#[test]
fn the_folder_itself_can_be_the_repository() {
    let folder = tempdir().unwrap();
    Repo::new(folder.path().join("pay")).commit(0, "Begin");
    assert_eq!(names(&Store::of(&folder.path().join("pay"))), ["pay"]);
}

#[test]
fn of_two_clones_of_one_repository_the_newer_is_read() {
    let folder = tempdir().unwrap();
    let url = "https://github.com/lumen/pay";
    let old = Repo::with_origin(folder.path().join("a"), url);
    old.commit(0, "Begin");
    git(folder.path(), &["clone", "-q", "a", "b"]);
    let new = Repo { path: folder.path().join("b") };
    new.git(&["remote", "set-url", "origin", url]);
    new.git(&["remote", "set-head", "origin", "-d"]);
    let head = new.commit(5, "Newer");
    let store = Store::of(folder.path());
    assert_eq!(store.repositories().len(), 1);
    assert_eq!(store.repositories()[0].head.as_deref(), Some(head.as_str()));
    assert_eq!(store.codes(), ["git/second-clone"]);
}

#[test]
fn names_can_be_asked_for_and_left_out() {
    let folder = tempdir().unwrap();
    for name in ["pay", "ship", "old-ship"] {
        Repo::with_origin(folder.path().join(name), &format!("git@github.com:lumen/{name}.git")).commit(0, "Begin");
    }
    let settings =
        GitSettings { include: vec!["lumen/*ship".into()], exclude: vec!["*/old-*".into()], ..GitSettings::of_folder(folder.path()) };
    let store = Store::default();
    let summary = store.collect(&settings, now()).unwrap();
    assert_eq!((names(&store), summary.repositories), (vec!["lumen/ship".to_owned()], 1));
}

#[test]
fn a_folder_that_is_not_there_stops_the_run_and_is_named() {
    let folder = tempdir().unwrap();
    let missing = folder.path().join("missing");
    let error = Store::default().collect(&GitSettings::of_folder(&missing), now()).unwrap_err();
    assert!(matches!(&error, CollectError::Folder { path, .. } if *path == missing), "{error}");
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere() {
    let folder = tempdir().unwrap();
    let outside = tempdir().unwrap();
    let secret = Repo::new(outside.path().join("secret"));
    secret.write("README.md", "a planted secret").commit(0, "Secret");
    std::os::unix::fs::symlink(&secret.path, folder.path().join("linked-folder")).unwrap();
    fs::create_dir(folder.path().join("linked-git")).unwrap();
    std::os::unix::fs::symlink(secret.path.join(".git"), folder.path().join("linked-git/.git")).unwrap();
    fs::create_dir(folder.path().join("pointing")).unwrap();
    fs::write(folder.path().join("pointing/.git"), format!("gitdir: {}/.git\n", secret.path.display())).unwrap();
    let store = Store::of(folder.path());
    assert!(store.repositories().is_empty());
    assert_eq!(store.codes(), ["git/linked", "git/outside"]);
    assert!(!store.everything().contains("planted"));
    assert!(store.coverage().iter().all(|one| one.state.word() == "not_observed" && one.name.is_some() && one.repo.is_none()));
}
