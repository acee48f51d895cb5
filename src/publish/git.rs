//! Runs git: without a terminal, without its user's hooks, and with its complaints told without credentials.

use super::PublishError;
use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// git in a repository, with settings of our own.
#[derive(Debug, Clone, Default)]
pub(super) struct Git {
    folder: PathBuf,
    environment: Vec<(&'static str, OsString)>,
}

/// Variables by which git would look elsewhere than where we say.
const FOREIGN: &[&str] = &[
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_WORK_TREE",
];

impl Git {
    /// git in a folder.
    pub fn within(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), environment: Vec::new() }
    }

    /// The same with a variable.
    pub fn with(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    /// Runs it, and gives what it said, without the last line's end.
    pub fn text(&self, arguments: &[&str]) -> Result<String, PublishError> {
        let said = self.run(arguments, Vec::new())?;
        Ok(String::from_utf8_lossy(&said).trim_end().to_owned())
    }

    /// Runs it with something to read.
    pub fn run(&self, arguments: &[&str], input: Vec<u8>) -> Result<Vec<u8>, PublishError> {
        let doing = arguments.iter().find(|argument| !argument.starts_with('-')).copied().unwrap_or_default();
        let failed = |said: String| PublishError::Git { doing: doing.to_owned(), said };
        let mut command = Command::new("git");
        for name in FOREIGN {
            command.env_remove(name);
        }
        command.args(arguments).current_dir(&self.folder).envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| failed(format!("it cannot be started: {error}; is git on the PATH?")))?;
        let mut stdin = child.stdin.take().expect("because it is piped");
        let mut stderr = child.stderr.take().expect("because it is piped");
        // Three pipes at once, so that none of them is full while nobody reads it.
        let (out, complaint) = std::thread::scope(|scope| {
            // A git that wants no more input says why on its own.
            scope.spawn(move || drop(stdin.write_all(&input)));
            let complaint = scope.spawn(move || {
                let mut text = Vec::new();
                let _ = stderr.read_to_end(&mut text);
                text
            });
            let out = child.wait_with_output();
            (out, complaint.join().unwrap_or_default())
        });
        let out = out.map_err(|error| failed(error.to_string()))?;
        if out.status.success() { Ok(out.stdout) } else { Err(failed(without_credentials(&String::from_utf8_lossy(&complaint)))) }
    }
}

/// The complaint, with the part of each address that may be a secret left out.
fn without_credentials(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.trim();
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        plain.push_str(before);
        let end = after.find(|c: char| c == '/' || c == '\'' || c == '"' || c.is_whitespace()).unwrap_or(after.len());
        rest = after[..end].rfind('@').map_or(after, |sign| &after[sign + 1..]);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complaints_hold_no_credentials() {
        for (text, expected) in [
            (
                "fatal: unable to access 'https://x:ghp_abc@github.com/a/b.git/': 403\n",
                "fatal: unable to access 'https://github.com/a/b.git/': 403",
            ),
            ("https://a@b@c/d and ssh://git@h/x", "https://c/d and ssh://h/x"),
            ("no address", "no address"),
            ("https://", "https://"),
        ] {
            assert_eq!(without_credentials(text), expected);
        }
    }

    #[test]
    fn what_git_says_and_what_it_complains_of_come_back() {
        let git = Git::within(Path::new("."));
        assert!(git.text(&["--version"]).expect("git is on the PATH").starts_with("git version"));
        let error = git.text(&["no-such-command"]).expect_err("there is none").to_string();
        assert!(error.contains("no-such-command"), "{error}");
    }
}
