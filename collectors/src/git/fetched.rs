//! Until when a clone knows its repository: a clone that nobody fetches knows nothing of last week.
//!
//! Git leaves three traces of a fetch: the file `FETCH_HEAD`, which every fetch writes again, lines in the
//! reflogs, and `packed-refs`, which a fresh mirror has alone. The reflogs tell the time in their text and the
//! files only by their own, so that a copy of a clone can seem fresher than it is, and never staler.

use super::past::Calendar;
use super::text::path_fault;
use milepost_model::Instant;
use milepost_model::instant::from_unix;
use std::fs::{File, Metadata};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// How much of a reflog's end is read: some thirty lines.
const TAIL: u64 = 8_192;

/// Worktrees of one repository that are looked at.
const WORKTREES: usize = 100;

/// What a clone shows of its last fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fetched {
    /// It has no remote: it is the repository itself, and knows all of it.
    Itself,
    /// At this second.
    At(i64),
    /// It has a remote and no trace of a fetch.
    Untold,
}

impl Fetched {
    /// Looks at a git directory. `has_remote` and `branch` are what its configuration and its refs say.
    pub fn of(git_dir: &Path, has_remote: bool, branch: Option<&str>) -> Self {
        if !has_remote {
            return Self::Itself;
        }
        let told = heads(git_dir).into_iter().filter_map(|path| written(&path));
        let told = told.chain(logs(git_dir, branch).into_iter().filter_map(|log| last_entry(&log)));
        let at = told.max().or_else(|| written(&git_dir.join("packed-refs")));
        at.map_or(Self::Untold, Self::At)
    }

    /// The first instant of which the clone knows nothing, given when its newest commit came.
    pub fn until(self, head_at: Option<i64>, now: Instant) -> Instant {
        let head = Calendar::at(now.timestamp()).credible(head_at);
        let seconds = match self {
            Self::Itself => return now,
            // Whatever the traces say, a commit that is there was fetched.
            Self::At(at) => Some(at).max(head),
            Self::Untold => head,
        };
        seconds.and_then(from_unix).map_or(now, |until| until.min(now))
    }

    /// Why nothing is known after that, as a sentence for people.
    pub fn reason(self, until: Instant) -> String {
        let day = until.format("%Y-%m-%d");
        match self {
            Self::Itself | Self::At(_) => format!("the clone was last fetched on {day}, and what came later is not known"),
            Self::Untold => {
                format!("the clone does not show when it was last fetched; its newest commit is of {day}, and what came later is not known")
            }
        }
    }
}

/// The files that a fetch writes: one for the repository, and one for each worktree that fetches.
fn heads(git_dir: &Path) -> Vec<PathBuf> {
    let worktrees = std::fs::read_dir(git_dir.join("worktrees")).into_iter().flatten().flatten().take(WORKTREES);
    std::iter::once(git_dir.to_owned()).chain(worktrees.map(|entry| entry.path())).map(|folder| folder.join("FETCH_HEAD")).collect()
}

/// When a file was written; one that holds nothing is what a fetch leaves that failed.
fn written(path: &Path) -> Option<i64> {
    let metadata = path.symlink_metadata().ok()?;
    let holds_something = |metadata: &Metadata| metadata.is_file() && metadata.len() > 0;
    let since = metadata.modified().ok().filter(|_| holds_something(&metadata))?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}

fn logs(git_dir: &Path, branch: Option<&str>) -> Vec<PathBuf> {
    let logs = git_dir.join("logs");
    let mut found = vec![logs.join("HEAD"), logs.join("refs/remotes/origin/HEAD")];
    if let Some(branch) = branch.filter(|branch| branch.split('/').all(|part| path_fault(part.as_bytes()).is_none())) {
        found.extend(["refs/remotes/origin", "refs/heads"].map(|folder| logs.join(folder).join(branch)));
    }
    found
}

/// When a reflog last tells of something that came from the remote.
fn last_entry(path: &Path) -> Option<i64> {
    let is_file = path.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
    let mut file = if is_file { File::open(path).ok()? } else { return None };
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL))).ok()?;
    let mut text = Vec::new();
    file.take(TAIL).read_to_end(&mut text).ok()?;
    text.rsplit(|byte| *byte == b'\n').find_map(entry)
}

/// The second of a line such as `0… 1… Name <mail> 1767225600 +0000<tab>fetch: fast-forward`.
fn entry(line: &[u8]) -> Option<i64> {
    let line = std::str::from_utf8(line).ok()?;
    let (who, what) = line.split_once('\t')?;
    let is_from_remote = ["fetch", "pull", "clone", "remote update", "update by push"].iter().any(|word| what.starts_with(word));
    let seconds = who.rsplit_once("> ")?.1.split(' ').next()?.parse().ok()?;
    (is_from_remote && seconds > 0).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn now() -> Instant {
        "2026-11-20T06:40:00Z".parse().expect("because it is an instant")
    }

    #[test]
    fn lines_that_tell_of_the_remote_have_a_time() {
        for (line, expected) in [
            ("0 1 Ada <a@b> 1767225600 +0000\tclone: from https://example.com/x", Some(1_767_225_600)),
            ("0 1 A > B <a@b> 1767225600 -0100\tfetch origin: fast-forward", Some(1_767_225_600)),
            ("0 1 Ada <a@b> 1767225600 +0000\tcommit: fetch it", None),
            ("0 1 Ada <a@b> -5 +0000\tpull", None),
            ("0 1 Ada <a@b> soon +0000\tpull", None),
            ("pull", None),
            ("", None),
        ] {
            assert_eq!(entry(line.as_bytes()), expected, "{line}");
        }
    }

    #[test]
    fn what_is_there_was_fetched_and_nothing_was_fetched_tomorrow() {
        let now_at = now().timestamp();
        for (fetched, head, expected) in [
            (Fetched::Itself, Some(5), now_at),
            (Fetched::At(now_at - 9 * DAY), Some(now_at - 30 * DAY), now_at - 9 * DAY),
            (Fetched::At(now_at - 30 * DAY), Some(now_at - 9 * DAY), now_at - 9 * DAY),
            (Fetched::At(now_at + 9 * DAY), None, now_at),
            (Fetched::Untold, Some(now_at - 9 * DAY), now_at - 9 * DAY),
            // A date that cannot be tells nothing.
            (Fetched::At(now_at - 9 * DAY), Some(now_at + 900 * DAY), now_at - 9 * DAY),
        ] {
            assert_eq!(fetched.until(head, now()).timestamp(), expected, "{fetched:?} {head:?}");
        }
    }

    #[test]
    fn a_long_log_is_read_from_its_end_and_an_empty_fetch_counts_for_nothing() {
        let folder = tempfile::tempdir().expect("because a temporary folder can be made");
        let logs = folder.path().join("logs");
        std::fs::create_dir_all(&logs).expect("because it is writable");
        let pulls = (1..2_000).map(|second| format!("0 1 Ada <a@b> {second} +0000\tpull: fast-forward\n"));
        let mut text: String = pulls.collect();
        text.push_str("0 1 Ada <a@b> 5000 +0000\tcommit: later\n");
        std::fs::write(logs.join("HEAD"), text).expect("because it is writable");
        std::fs::write(folder.path().join("FETCH_HEAD"), "").expect("because it is writable");
        assert_eq!(Fetched::of(folder.path(), true, Some("../../etc")), Fetched::At(1_999));
        assert_eq!(Fetched::of(folder.path(), false, None), Fetched::Itself);
        assert_eq!(Fetched::of(&folder.path().join("none"), true, None), Fetched::Untold);
    }
}
