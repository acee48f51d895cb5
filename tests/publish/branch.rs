//! Branches: one commit without a history in a real remote, and nothing left in the repository that it is pushed from.

use super::fixture::{Files, command, files, first, git, publish, second, small};
use super::random::Random;
use super::{links, server};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

/// A remote, and a repository that knows it as `origin`.
pub struct Remote(tempfile::TempDir);

impl Remote {
    pub fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("because the machine has a temporary folder"));
        git(place.0.path(), &["init", "-q", "--bare", "remote.git"]);
        git(place.0.path(), &["init", "-q", "-b", "main", "work"]);
        git(&place.work(), &["remote", "add", "origin", "../remote.git"]);
        place
    }

    pub fn work(&self) -> PathBuf {
        self.0.path().join("work")
    }

    fn bare(&self) -> PathBuf {
        self.0.path().join("remote.git")
    }

    /// What a host would serve: the files of the branch.
    pub fn checked_out(&self, name: &str) -> PathBuf {
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

    pub fn tip(&self) -> String {
        git(&self.bare(), &["rev-parse", "refs/heads/pages"])
    }
}

/// The portal in a branch, without what belongs to the branch.
pub fn portal(folder: &Path) -> Files {
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

#[test]
fn a_publish_that_is_killed_leaves_the_branch_as_it_was_or_as_it_will_be() {
    let remote = Remote::new();
    let builds = small();
    let tree = || git(&remote.bare(), &["rev-parse", "refs/heads/pages^{tree}"]);
    let trees = builds.each_ref().map(|site| {
        publish(0, &remote.work(), site, "branch:pages", &[]);
        tree()
    });
    let start = |site: &Path| {
        let site = site.to_str().expect("because temporary folders have plain names");
        let mut command = command(&remote.work(), &["publish", "--quiet", "--site", site, "--to", "branch:pages"]);
        command.stderr(Stdio::null()).spawn().expect("it starts")
    };
    let begun = Instant::now();
    assert!(start(&builds[0]).wait().expect("it ends").success());
    let longest = u64::try_from(begun.elapsed().as_micros()).expect("it is short");
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for kill in 0..50 {
        // The other one, since the same would have nothing to do.
        let next = usize::from(tree() == trees[0]);
        let mut child = start(&builds[next]);
        std::thread::sleep(Duration::from_micros(random.below(longest)));
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
        assert!(trees.contains(&tree()), "after kill {kill}");
    }
    // A push that was under way ends without whoever started it, and may come between.
    let is_done = (0..20).any(|_| {
        std::thread::sleep(Duration::from_millis(200));
        start(&builds[0]).wait().expect("it ends").success()
    });
    assert!(is_done && tree() == trees[0]);
    assert_eq!(git(&remote.work(), &["count-objects"]), "0 objects, 0 kilobytes");
}
