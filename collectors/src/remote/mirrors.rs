//! Bare mirrors without contents, fetched by the `git` on the PATH.
//!
//! A mirror costs none of the API's budget. It brings commits and trees; the few contents that matter are brought
//! in one batch when the mirror is read. The credential reaches git through its environment alone: it stands
//! neither in an argument, which every process of the machine can see, nor in an address, nor in a file.

use super::{Network, Secret, Stop, leftovers};
use crate::git::Supply;
use crate::git::sides::RELEASE_BRANCHES;
use crate::program::{self, Ended, Printing};
use base64::Engine;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// A fetch that takes longer is given up: the repository is too large, or the connection hangs.
const LONGEST: Duration = Duration::from_mins(30);
/// What git says is read so far; a host may send more than anybody wants to.
const MOST_WORDS: usize = 8_192;
/// Objects that are asked for at once.
const BATCH: usize = 10_000;

/// Where repositories are mirrored from, and where to.
#[derive(Debug, Clone)]
pub struct MirrorHost {
    /// The folder that holds the mirrors.
    pub folder: PathBuf,
    /// Where the host's git is, without a slash at the end.
    pub web: String,
    /// What follows a repository's name in the address of its git.
    pub suffix: &'static str,
    /// The user whose password the token is.
    pub user: &'static str,
    /// How the network is reached.
    pub network: Network,
}

/// Fetches mirrors.
pub struct Mirrors<'a> {
    host: &'a MirrorHost,
    /// What git is told besides its own configuration.
    options: Vec<(String, String)>,
    /// Why the run ends now, if it does.
    stop: &'a (dyn Fn() -> Option<Stop> + Sync),
}

impl<'a> Mirrors<'a> {
    /// Mirrors of that host, fetched with that token for as long as the run goes on.
    pub fn new(host: &'a MirrorHost, token: Option<&Secret>, stop: &'a (dyn Fn() -> Option<Stop> + Sync)) -> Self {
        let web = &host.web;
        let mut options = vec![
            ("credential.helper".to_owned(), String::new()),
            ("core.askPass".to_owned(), String::new()),
            // Nothing of this machine's own runs or is copied into a mirror.
            ("core.hooksPath".to_owned(), "/dev/null".to_owned()),
            ("init.templateDir".to_owned(), String::new()),
            ("gc.auto".to_owned(), "0".to_owned()),
            ("maintenance.auto".to_owned(), "false".to_owned()),
            ("protocol.allow".to_owned(), "never".to_owned()),
            ("protocol.https.allow".to_owned(), "always".to_owned()),
            // Only to this machine: the settings refuse any other address in the clear.
            ("protocol.http.allow".to_owned(), "always".to_owned()),
            // A redirect could take the credential to another host.
            ("http.followRedirects".to_owned(), "false".to_owned()),
            ("http.lowSpeedLimit".to_owned(), "1000".to_owned()),
            ("http.lowSpeedTime".to_owned(), "60".to_owned()),
            ("fetch.unpackLimit".to_owned(), "1".to_owned()),
            ("transfer.bundleURI".to_owned(), "false".to_owned()),
        ];
        if let Some(token) = token {
            let basic = base64::engine::general_purpose::STANDARD.encode(format!("{}:{}", host.user, token.reveal()));
            options.push((format!("http.{web}/.extraHeader"), format!("Authorization: Basic {basic}")));
        }
        if let Some(proxy) = host.network.proxy.as_ref().filter(|proxy| !proxy.is_empty()) {
            options.push(("http.proxy".to_owned(), proxy.reveal().to_owned()));
        }
        if let Some(file) = &host.network.ca_file {
            options.push(("http.sslCAInfo".to_owned(), file.display().to_string()));
        }
        Self { host, options, stop }
    }

    /// The folder that holds them all.
    pub fn folder(&self) -> &Path {
        &self.host.folder
    }

    /// Where a repository's mirror is.
    pub fn path(&self, number: u64) -> PathBuf {
        self.host.folder.join(format!("{number}.git"))
    }

    /// Whether a repository has a mirror.
    pub fn has(&self, number: u64) -> bool {
        self.path(number).join("HEAD").is_file()
    }

    /// Brings a mirror up to date with the default branch, the tags and the branches that things are released from. `Err` says in words why it is not.
    pub fn fetch(&self, number: u64, full_name: &str, branch: &str) -> Result<(), String> {
        let path = self.path(number);
        if !self.has(number) {
            std::fs::create_dir_all(self.folder()).map_err(|error| format!("{} cannot be made: {error}", self.folder().display()))?;
            let arguments = ["init", "-q", "--bare", "--initial-branch=main"];
            self.git(None, &[&arguments[..], &[&path.display().to_string()]].concat(), b"")?;
        }
        // A run that was killed leaves its locks, and no fetch takes longer.
        leftovers::remove(&path, LONGEST * 2);
        let url = format!("{}/{full_name}{}", self.host.web, self.host.suffix);
        self.git(Some(&path), &["config", "remote.origin.url", &url], b"")?;
        let head = format!("refs/heads/{branch}");
        let refspec = format!("+{head}:{head}");
        let fetch =
            ["fetch", "-q", "--force", "--prune", "--no-write-fetch-head", "--recurse-submodules=no", "--filter=blob:none", "origin"];
        let released = RELEASE_BRANCHES.iter().map(|name| format!("+refs/heads/{name}*:refs/heads/{name}*"));
        let refspecs: Vec<String> = [refspec, "+refs/tags/*:refs/tags/*".to_owned()].into_iter().chain(released).collect();
        let refspecs: Vec<&str> = refspecs.iter().map(String::as_str).collect();
        self.git(Some(&path), &[&fetch[..], &refspecs].concat(), b"")?;
        self.git(Some(&path), &["symbolic-ref", "HEAD", &head], b"")
    }

    fn git(&self, folder: Option<&Path>, arguments: &[&str], input: &[u8]) -> Result<(), String> {
        let mut command = Command::new("git");
        if let Some(folder) = folder {
            command.arg("--git-dir").arg(folder);
        }
        command.args(arguments).env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C").env("GIT_CONFIG_COUNT", self.options.len().to_string());
        // A trace would write the header down.
        for trace in ["GIT_TRACE", "GIT_TRACE_CURL", "GIT_CURL_VERBOSE", "GIT_TRACE2", "GIT_TRACE2_EVENT", "GIT_DIR", "GIT_WORK_TREE"] {
            command.env_remove(trace);
        }
        // A machine's own variable would go before the setting.
        if let Some(file) = &self.host.network.ca_file {
            command.env("GIT_SSL_CAINFO", file);
        }
        for (at, (key, value)) in self.options.iter().enumerate() {
            command.env(format!("GIT_CONFIG_KEY_{at}"), key).env(format!("GIT_CONFIG_VALUE_{at}"), value);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let started = program::start(&mut command);
        let mut child = started.map_err(|error| format!("git cannot be started: {error}; install git and put it on the PATH"))?;
        let words = Printing::read_last(child.stderr.take().expect("because it is piped"), MOST_WORDS);
        let written = child.stdin.take().expect("because it is piped").write_all(input);
        let ended = program::wait(&mut child, &[&words], LONGEST, &|| (self.stop)().is_some());
        let ended = ended.map_err(|error| format!("git cannot be waited for: {error}"))?;
        if let (Ended::Late | Ended::Interrupted, Some(folder)) = (ended, folder) {
            leftovers::remove(folder, Duration::ZERO);
        }
        match ended {
            Ended::Itself(status) if status.success() && written.is_ok() => Ok(()),
            Ended::Itself(_) => Err(reason(&String::from_utf8_lossy(&words.printed().0))),
            Ended::Late => Err(format!("the fetch was stopped after {} s: timed out", LONGEST.as_secs())),
            Ended::Interrupted => Err((self.stop)().unwrap_or(Stop::Interrupted).to_string()),
        }
    }
}

impl Supply for Mirrors<'_> {
    fn bring(&self, git_dir: &Path, ids: &[String]) -> Result<(), String> {
        for batch in ids.chunks(BATCH) {
            let mut input = batch.join("\n");
            input.push('\n');
            let arguments = [
                "-c",
                "fetch.negotiationAlgorithm=noop",
                "fetch",
                "-q",
                "origin",
                "--no-tags",
                "--no-write-fetch-head",
                "--recurse-submodules=no",
                "--filter=blob:none",
                "--stdin",
            ];
            self.git(Some(git_dir), &arguments, input.as_bytes())?;
        }
        Ok(())
    }
}

/// What git said, in one line without an address's credential.
fn reason(words: &str) -> String {
    let line =
        words.lines().map(str::trim).find(|line| line.starts_with("fatal:") || line.starts_with("error:") || line.starts_with("remote:"));
    let line = line.or_else(|| words.lines().next()).unwrap_or("git gave no reason");
    let line: String = line.chars().filter(|c| !c.is_control()).take(240).collect();
    match line.split_once("://").and_then(|(before, after)| Some((before, after.split_once('@')?.1))) {
        Some((before, after)) => format!("{before}://{after}"),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_says_is_one_line_without_a_credential() {
        assert_eq!(
            reason("noise\nfatal: unable to access 'https://x:y@git.example.com/a/b/': 403\nmore"),
            "fatal: unable to access 'https://git.example.com/a/b/': 403"
        );
        assert_eq!(reason(""), "git gave no reason");
    }
}
