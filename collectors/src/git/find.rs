//! Finding repositories below a folder: clones, bare mirrors, worktrees, and clones inside clones.
//!
//! Nothing is opened that the folder does not hold: symbolic links are not followed, and a `.git` file
//! that points elsewhere is refused.

use super::error::CollectError;
use super::settings::GitSettings;
use super::text::clean_line;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// A repository that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its git directory.
    pub git_dir: PathBuf,
    /// Its place below the folder, with `/`.
    pub place: String,
    /// Which of the settings' folders holds it.
    pub folder: usize,
    /// Whether a `.git` file led to it.
    pub is_linked: bool,
}

/// Something that should be a repository and cannot be read as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusable {
    /// Its place below the folder.
    pub place: String,
    /// Which of the settings' folders holds it.
    pub folder: usize,
    /// A short stable name of what is wrong.
    pub code: &'static str,
    /// What is wrong, as a sentence part: “its `.git` file …”.
    pub reason: String,
}

/// What lies below the folders, sorted by place.
#[derive(Debug, Default)]
pub struct Findings {
    /// Repositories, each once.
    pub repositories: Vec<Found>,
    /// What cannot be read.
    pub unusable: Vec<Unusable>,
}

/// Looks through the folders.
pub fn find(settings: &GitSettings) -> Result<Findings, CollectError> {
    let mut findings = Findings::default();
    let mut roots = Vec::new();
    for folder in &settings.folders {
        let fault = |error: std::io::Error| CollectError::Folder { path: folder.clone(), reason: error.to_string() };
        std::fs::read_dir(folder).map_err(fault)?;
        roots.push(folder.canonicalize().map_err(fault)?);
    }
    for (number, root) in roots.iter().enumerate() {
        Search { settings, roots: &roots, root, folder: number, findings: &mut findings, clones: Vec::new() }.run();
    }
    let mut once: BTreeMap<PathBuf, Found> = BTreeMap::new();
    for found in std::mem::take(&mut findings.repositories) {
        let better = |other: &Found| (other.is_linked, other.folder, &other.place) <= (found.is_linked, found.folder, &found.place);
        if !once.get(&found.git_dir).is_some_and(better) {
            once.insert(found.git_dir.clone(), found);
        }
    }
    findings.repositories = once.into_values().collect();
    findings.repositories.sort_by(|a, b| (a.folder, &a.place).cmp(&(b.folder, &b.place)));
    findings.unusable.sort_by(|a, b| (a.folder, &a.place, a.code).cmp(&(b.folder, &b.place, b.code)));
    Ok(findings)
}

struct Search<'a> {
    settings: &'a GitSettings,
    roots: &'a [PathBuf],
    root: &'a Path,
    folder: usize,
    findings: &'a mut Findings,
    /// Depths of the worktrees that hold the folder that is looked at.
    clones: Vec<usize>,
}

impl Search<'_> {
    fn run(&mut self) {
        let mut walk = WalkDir::new(self.root).follow_links(false).max_depth(self.settings.limits.depth).into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(self.root).to_owned();
                    let reason = error.io_error().map_or_else(|| "it leads back to itself".to_owned(), ToString::to_string);
                    self.unusable(&path, "git/unreadable-folder", format!("the folder cannot be read: {reason}"));
                    continue;
                }
            };
            if entry.file_type().is_dir() && !self.enters(&entry) {
                walk.skip_current_dir();
            }
        }
    }

    /// Takes note of a folder; says whether to look inside.
    fn enters(&mut self, entry: &DirEntry) -> bool {
        let depth = entry.depth();
        self.clones.retain(|clone| *clone < depth);
        let is_skipped = entry.file_name().to_str().is_some_and(|name| {
            name.eq_ignore_ascii_case(".git") || name == "target" || self.settings.skipped_folders.iter().any(|skipped| skipped == name)
        });
        if depth > 0 && is_skipped {
            return false;
        }
        let path = entry.path();
        if let Ok(dot_git) = path.join(".git").symlink_metadata() {
            self.dot_git(path, &dot_git);
            self.clones.push(depth);
        } else if self.clones.is_empty() && is_bare(path) {
            // A bare repository inside a worktree is a test's fixture more often than a clone.
            self.found(path, path, false);
            return false;
        }
        self.clones.last().is_none_or(|clone| depth - clone < self.settings.limits.nested_depth)
    }

    fn dot_git(&mut self, worktree: &Path, dot_git: &std::fs::Metadata) {
        let path = worktree.join(".git");
        if dot_git.is_dir() {
            self.found(&path, worktree, false);
        } else if dot_git.is_file() {
            match self.git_file(&path, worktree, dot_git.len()) {
                Ok(Some(git_dir)) => self.found(&git_dir, worktree, true),
                Ok(None) => {}
                Err((code, reason)) => self.unusable(worktree, code, reason),
            }
        } else {
            self.unusable(worktree, "git/linked", "its `.git` is a symbolic link, which is not followed".to_owned());
        }
    }

    /// Where a `.git` file leads: to a repository, or to nothing where it belongs to a submodule.
    fn git_file(&self, path: &Path, worktree: &Path, size: u64) -> Result<Option<PathBuf>, (&'static str, String)> {
        let broken = |what: &str| ("git/broken-git-file", format!("its `.git` file {what}"));
        if size > 8_192 {
            return Err(broken("is too long to name a folder"));
        }
        let text = std::fs::read_to_string(path).map_err(|error| broken(&format!("cannot be read: {error}")))?;
        let target = text.strip_prefix("gitdir:").ok_or_else(|| broken("does not begin with `gitdir:`"))?.trim();
        let git_dir = worktree.join(target).canonicalize().map_err(|_| broken("names a folder that is not there"))?;
        let common = match std::fs::read_to_string(git_dir.join("commondir")) {
            Ok(common) => git_dir.join(common.trim()).canonicalize().map_err(|_| broken("belongs to a repository that is not there"))?,
            Err(_) => git_dir,
        };
        if !self.roots.iter().any(|root| common.starts_with(root)) {
            return Err(("git/outside", "its `.git` file points outside the folder, where nothing is read".to_owned()));
        }
        // A submodule shows another repository at a commit that its parent chose.
        let parts: Vec<_> = common.components().map(std::path::Component::as_os_str).collect();
        let is_submodule = parts.windows(2).any(|pair| pair[0] == ".git" && pair[1] == "modules");
        Ok((!is_submodule).then_some(common))
    }

    fn found(&mut self, git_dir: &Path, place: &Path, is_linked: bool) {
        let git_dir = git_dir.to_owned();
        let place = self.place(place);
        self.findings.repositories.push(Found { git_dir, place, folder: self.folder, is_linked });
    }

    fn unusable(&mut self, path: &Path, code: &'static str, reason: String) {
        let place = self.place(path);
        self.findings.unusable.push(Unusable { place, folder: self.folder, code, reason });
    }

    /// The place below the folder; the folder itself goes by its own name.
    fn place(&self, path: &Path) -> String {
        let relative = path.strip_prefix(self.root).unwrap_or(path);
        let shown = if relative.as_os_str().is_empty() { self.root.file_name().map_or(self.root, Path::new) } else { relative };
        let parts: Vec<_> = shown.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let raw = parts.join("/");
        match clean_line(raw.as_bytes(), 300) {
            Some(clean) if clean == raw && shown.to_str().is_some() => raw,
            // Two odd names must not become one.
            clean => format!("{}~{}", clean.unwrap_or_default(), &blake3::hash(shown.as_os_str().as_encoded_bytes()).to_hex()[..8]),
        }
    }
}

fn is_bare(path: &Path) -> bool {
    path.join("HEAD").is_file() && path.join("objects").is_dir() && path.join("refs").is_dir()
}
