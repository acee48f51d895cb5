//! Branches: one commit without a history in a real remote, and nothing left in the repository that it is pushed from.

use super::fixture::{Files, files, first, git, publish, second};
use super::{links, server};
use std::fs;
use std::path::{Path, PathBuf};

/// A remote, and a repository that knows it as `origin`.
struct Remote(tempfile::TempDir);

impl Remote {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("because the machine has a temporary folder"));
        git(place.0.path(), &["init", "-q", "--bare", "remote.git"]);
        git(place.0.path(), &["init", "-q", "-b", "main", "work"]);
        git(&place.work(), &["remote", "add", "origin", "../remote.git"]);
        place
    }

    fn work(&self) -> PathBuf {
        self.0.path().join("work")
    }

    fn bare(&self) -> PathBuf {
        self.0.path().join("remote.git")
    }

    /// What a host would serve: the files of the branch.
    fn checked_out(&self, name: &str) -> PathBuf {
        let folder = self.0.path().join(name);
        git(self.0.path(), &["clone", "-q", "-b", "pages", "remote.git", name]);
        fs::remove_dir_all(folder.join(".git")).expect("git made it");
        folder
    }

    /// Commits files to a branch as somebody else would.
    fn push(&self, files: &[(&str, &str)], history: &str) {
        let folder = tempfile::tempdir().expect("a folder");
        let bare = self.bare().display().to_string();
        git(folder.path(), &["clone", "-q", "--no-checkout", &bare, "."]);
        match history {
            "new" => git(folder.path(), &["checkout", "-q", "--orphan", "pages"]),
            _ => git(folder.path(), &["checkout", "-q", "pages"]),
        };
        for (path, text) in files {
            fs::write(folder.path().join(path), text).expect("because the folder is ours");
        }
        git(folder.path(), &["add", "-A"]);
        git(folder.path(), &["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q", "-m", "By hand"]);
        git(folder.path(), &["push", "-q", "origin", "pages"]);
    }

    fn tip(&self) -> String {
        git(&self.bare(), &["rev-parse", "refs/heads/pages"])
    }
}

/// The portal in a branch, without what belongs to the branch.
fn portal(folder: &Path) -> Files {
    let mut found = files(folder);
    assert_eq!(found.remove(".nojekyll").as_deref(), Some(&b""[..]));
    found
}

#[test]
fn a_branch_holds_the_same_bytes_and_works_below_any_path() {
    let remote = Remote::new();
    let said = publish(0, &remote.work(), &first(), "branch:pages", &["--dry-run"]);
    assert!(said.contains("the branch pages of origin would get"), "{said}");
    assert_eq!(git(&remote.bare(), &["for-each-ref"]), "");
    publish(0, &remote.work(), &first(), "branch:pages", &[]);
    let folder = remote.checked_out("served");
    assert!(portal(&folder) == files(&first()), "the bytes differ");

    let (reached, missing) = server::crawl(server::serve(folder));
    assert_eq!(missing, [""; 0]);
    let pages = |files: &Files| files.keys().filter(|name| milepost::site::order::is_page(name)).count();
    // The page for unknown addresses is the one that nothing leads to.
    assert!(pages(&reached) + 1 >= pages(&files(&first())), "{} of {}", pages(&reached), pages(&files(&first())));

    let tip = remote.tip();
    let said = publish(0, &remote.work(), &first(), "branch:pages", &[]);
    assert!(said.starts_with("Nothing to publish"), "{said}");
    assert_eq!(remote.tip(), tip);
}

#[test]
fn the_branch_stays_one_commit_and_keeps_the_domain() {
    let remote = Remote::new();
    publish(0, &remote.work(), &first(), "branch:pages", &[]);
    remote.push(&[("CNAME", "portal.example.com\n"), ("stray.txt", "x")], "on");
    publish(0, &remote.work(), &second(), "branch:pages", &[]);
    assert_eq!(git(&remote.bare(), &["rev-list", "--count", "pages"]), "1");
    let mut found = portal(&remote.checked_out("served"));
    assert_eq!(found.remove("CNAME").as_deref(), Some(&b"portal.example.com\n"[..]));
    assert!(found == files(&second()), "the bytes differ, or something stray stayed");
    assert_eq!(links::broken(&found, false), [""; 0]);
}

#[test]
fn the_repository_that_it_is_pushed_from_stays_as_it_was() {
    let remote = Remote::new();
    let hook = remote.work().join(".git/hooks/pre-push");
    fs::create_dir_all(hook.parent().expect("it has one")).expect("a folder");
    fs::write(&hook, "#!/bin/sh\nexit 1\n").expect("a hook");
    publish(0, &remote.work(), &first(), "branch:pages", &[]);
    publish(0, &remote.work(), &second(), "branch:pages", &[]);
    assert_eq!(git(&remote.work(), &["for-each-ref"]), "");
    assert_eq!(git(&remote.work(), &["count-objects"]), "0 objects, 0 kilobytes");
    assert_eq!(git(&remote.work(), &["status", "--porcelain"]), "");
    assert!(!remote.work().join(".git/index").exists());
}

#[test]
fn a_branch_of_somebody_else_is_refused_unless_forced() {
    let remote = Remote::new();
    remote.push(&[("README.md", "# Mine\n")], "new");
    let tip = remote.tip();
    let said = publish(2, &remote.work(), &first(), "branch:pages", &[]);
    assert!(said.contains("holds files that milepost did not publish") && said.contains("--force"), "{said}");
    assert_eq!(remote.tip(), tip);
    publish(0, &remote.work(), &first(), "branch:pages", &["--force"]);
    assert!(portal(&remote.checked_out("served")) == files(&first()));
}

#[test]
fn a_branch_that_moved_meanwhile_is_left_alone() {
    use milepost::publish::{Built, How, PublishError, branch::Branch};
    let remote = Remote::new();
    publish(0, &remote.work(), &first(), "branch:pages", &[]);
    let work = tempfile::tempdir().expect("a folder");
    let branch = Branch::look(&remote.work(), "origin", "pages", work.path()).expect("it can be read");
    remote.push(&[("stray.txt", "x")], "on");
    let tip = remote.tip();
    let pushed = branch.replace(&[].into(), &[].into(), "Too late", chrono::DateTime::UNIX_EPOCH);
    assert!(matches!(pushed, Err(PublishError::Moved(_))), "{pushed:?}");
    assert_eq!(remote.tip(), tip);

    let built = Built::open(&first()).expect("it is built");
    let nowhere = (&*remote.work(), "nowhere", "pages");
    let other = tempfile::tempdir().expect("a folder");
    let gone = milepost::publish::to_git_branch(&built, nowhere, other.path(), chrono::DateTime::UNIX_EPOCH, How::default());
    assert!(gone.expect_err("there is no such remote").to_string().contains("nowhere"));
}
