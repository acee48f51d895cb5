//! Repositories made by the `git` command, the same on every machine.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The instant at which the tests' first commits are made: 2026-01-01T00:00:00Z.
pub const START: i64 = 1_767_225_600;

/// A repository that a test writes.
pub struct Repo {
    /// Its worktree.
    pub path: PathBuf,
}

impl Repo {
    /// An empty repository with the branch `main`.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        std::fs::create_dir_all(&path).expect("because the test's folder is writable");
        let repo = Self { path };
        repo.git(&["init", "-q", "-b", "main"]);
        repo
    }

    /// A repository with an origin from which it was fetched just now, whenever that is.
    pub fn with_origin(path: impl Into<PathBuf>, url: &str) -> Self {
        let repo = Self::new(path);
        repo.git(&["remote", "add", "origin", url]);
        let head = repo.path.join(".git/FETCH_HEAD");
        std::fs::write(&head, "x\n").expect("because it is writable");
        let years = std::time::Duration::from_secs(START.cast_unsigned() + 20 * 365 * 86_400);
        let file = std::fs::File::options().write(true).open(&head).expect("because it was just written");
        file.set_modified(std::time::UNIX_EPOCH + years).expect("because it is ours");
        repo
    }

    /// Runs git at the start and gives what it printed.
    pub fn git(&self, arguments: &[&str]) -> String {
        self.git_at(START, arguments)
    }

    /// Runs git at an instant and gives what it printed.
    pub fn git_at(&self, seconds: i64, arguments: &[&str]) -> String {
        self.git_with(&format!("@{seconds} +0000"), arguments, b"")
    }

    /// Runs git with a date as git reads it and an input.
    pub fn git_with(&self, date: &str, arguments: &[&str], input: &[u8]) -> String {
        run(&self.path, date, arguments, input)
    }

    /// Writes a file and stages it.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        let file = self.path.join(path);
        std::fs::create_dir_all(file.parent().expect("because the file lies in the worktree")).expect("because it is writable");
        std::fs::write(&file, content).expect("because it is writable");
        self.git(&["add", "-A", "--", path]);
        self
    }

    /// Removes a file and stages that.
    pub fn remove(&self, path: &str) -> &Self {
        self.git(&["rm", "-rq", "--", path]);
        self
    }

    /// Commits what is staged, or nothing; gives the commit.
    pub fn commit(&self, hours: i64, message: &str) -> String {
        self.git_with(&at(hours), &["commit", "-q", "--allow-empty", "--allow-empty-message", "-F", "-"], message.as_bytes());
        self.head()
    }

    /// Merges a branch with a merge commit; gives the commit.
    pub fn merge(&self, hours: i64, branch: &str, message: &str) -> String {
        self.git_with(&at(hours), &["merge", "-q", "--no-ff", "-m", message, branch], b"");
        self.head()
    }

    /// The commit that is checked out.
    pub fn head(&self) -> String {
        self.git(&["rev-parse", "HEAD"])
    }

    /// Writes an object whose content git would not write itself; gives its id.
    pub fn object(&self, kind: &str, content: &[u8]) -> String {
        self.git_with(&at(0), &["hash-object", "-w", "--literally", "-t", kind, "--stdin"], content)
    }

    /// The file of a loose object.
    pub fn loose(&self, id: &str) -> PathBuf {
        self.path.join(".git/objects").join(&id[..2]).join(&id[2..])
    }
}

/// Hours after the start, as git reads dates.
fn at(hours: i64) -> String {
    format!("@{} +0000", START + hours * 3_600)
}

/// Runs git in a folder, isolated from whoever runs the tests.
pub fn run(folder: &Path, date: &str, arguments: &[&str], input: &[u8]) -> String {
    let mut child = Command::new("git")
        .args(["-c", "commit.gpgSign=false", "-c", "core.autocrlf=false", "-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0"])
        .args(["-c", "protocol.file.allow=always", "-c", "advice.detachedHead=false"])
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .envs([("HOME", folder), ("XDG_CONFIG_HOME", folder)])
        .envs([("GIT_CONFIG_NOSYSTEM", "1"), ("LC_ALL", "C"), ("TZ", "UTC"), ("GIT_AUTHOR_DATE", date), ("GIT_COMMITTER_DATE", date)])
        .envs([("GIT_AUTHOR_NAME", "Ada Lovelace"), ("GIT_AUTHOR_EMAIL", "ada@example.com")])
        .envs([("GIT_COMMITTER_NAME", "Bob"), ("GIT_COMMITTER_EMAIL", "bob@example.com")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("because git is on the PATH");
    child.stdin.take().expect("because it is piped").write_all(input).expect("because git reads its input");
    let output = child.wait_with_output().expect("because git ends");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
