//! What a person can choose about reading clones.

use super::default_paths::{HEAD, HISTORY, NAMES, SKIPPED_FOLDERS, owned};
use super::origin::Origin;
use crate::shard::Shard;
use milepost_model::{Instant, RepoId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Where clones are, and what is read of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GitSettings {
    /// The source's name; coverage and cursors bear it.
    pub id: String,
    /// Folders that hold clones, bare mirrors or worktrees, at any depth.
    pub folders: Vec<PathBuf>,
    /// Only repositories whose name matches one of these globs, such as `lumen/*`. Empty means all.
    pub include: Vec<String>,
    /// No repository whose name matches one of these globs.
    pub exclude: Vec<String>,
    /// Files whose every version is read.
    pub history_paths: Vec<String>,
    /// Files of which only the coming and going is read, such as lock files.
    pub name_paths: Vec<String>,
    /// Files that are read as they are at the head of the default branch.
    pub head_paths: Vec<String>,
    /// Folders inside repositories that hold other people's code and are passed over.
    pub skipped_folders: Vec<String>,
    /// Whether each commit lists the paths that it changed.
    pub commit_paths: CommitPaths,
    /// How many weeks of history are read. Pages show 53 weeks and every week looks back up to 365 days,
    /// hence 106.
    pub history_weeks: u32,
    /// The first instant that is read, in place of `history_weeks`.
    pub since: Option<Instant>,
    /// What is too much of one repository.
    pub limits: Limits,
    /// Whether somebody compared the clones with their remotes just now, so that they know all of them.
    pub is_current: bool,
    /// Which part of them this run reads.
    pub shard: Shard,
    /// The ids that a provider gave to repositories, by their origins in the form that all ways to write one share.
    pub ids: BTreeMap<String, RepoId>,
}

/// Which repositories' commits list the paths that they changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommitPaths {
    /// None.
    Never,
    /// Those that hold several services: [`Follow::is_divided`](super::Follow::is_divided) says which.
    #[default]
    WhereDivided,
    /// All.
    Always,
}

/// What is too much of one repository. What lies beyond is left out, and coverage says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of a file that is kept.
    pub file_bytes: u64,
    /// Bytes of all files that are kept of one repository.
    pub repository_bytes: u64,
    /// Commits that are walked.
    pub commits: usize,
    /// Rows of files with history.
    pub file_rows: usize,
    /// Files that are kept as they are at the head.
    pub head_files: usize,
    /// Entries of trees that are looked at; a crafted tree can name billions.
    pub tree_entries: usize,
    /// Tags.
    pub tags: usize,
    /// Paths of one commit.
    pub paths_of_commit: usize,
    /// Further globs that the files of a repository may ask for.
    pub followed_globs: usize,
    /// How deep below the folder a repository may lie.
    pub depth: usize,
    /// How deep inside another clone a further clone is looked for.
    pub nested_depth: usize,
}

impl Default for GitSettings {
    fn default() -> Self {
        Self {
            id: "clones".to_owned(),
            folders: Vec::new(),
            include: Vec::new(),
            exclude: Vec::new(),
            history_paths: owned(HISTORY),
            name_paths: owned(NAMES),
            head_paths: owned(HEAD),
            skipped_folders: owned(SKIPPED_FOLDERS),
            commit_paths: CommitPaths::default(),
            history_weeks: 106,
            since: None,
            limits: Limits::default(),
            is_current: false,
            shard: None,
            ids: BTreeMap::new(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 1 << 20,
            repository_bytes: 256 << 20,
            commits: 1_000_000,
            file_rows: 50_000,
            head_files: 20_000,
            tree_entries: 20_000_000,
            tags: 10_000,
            paths_of_commit: 1_000,
            followed_globs: 200,
            depth: 12,
            nested_depth: 3,
        }
    }
}

impl GitSettings {
    /// Settings that read every clone below a folder and choose nothing else.
    pub fn of_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folders: vec![folder.into()], ..Self::default() }
    }

    /// The id that a provider gave to the repository of this origin, if one did.
    pub fn known_id(&self, origin: Option<&Origin>) -> Option<RepoId> {
        self.ids.get(&origin?.to_string()).cloned()
    }

    /// The first instant that a first run at `now` reads, on a whole day so that runs agree.
    pub fn first_instant(&self, now: Instant) -> Instant {
        self.since.unwrap_or_else(|| {
            let weeks = chrono::Duration::weeks(i64::from(self.history_weeks));
            milepost_model::window::start_of_day(now.checked_sub_signed(weeks).unwrap_or_default())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_from_what_a_person_writes_and_say_what_they_do_not_know() {
        let read: GitSettings =
            serde_json::from_str(r#"{"folders": ["~/src"], "limits": {"tags": 5}}"#).expect("because the keys are known");
        assert_eq!(read.limits, Limits { tags: 5, ..Limits::default() });
        assert_eq!(read.id, "clones");
        assert!(serde_json::from_str::<GitSettings>(r#"{"folder": "x"}"#).is_err());
    }

    #[test]
    fn a_run_reads_from_the_start_of_a_day() {
        let now = "2026-11-20T06:40:00Z".parse().expect("because it is an instant");
        assert_eq!(GitSettings::default().first_instant(now).to_rfc3339(), "2024-11-08T00:00:00+00:00");
    }
}
