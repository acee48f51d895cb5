//! Repositories as they lie on disk, with what is not committed yet: what a check before a commit must see.
//!
//! Nothing is read that git itself would ignore, symbolic links are not followed, and contents are read
//! only when somebody asks for them.

use super::origin::Origin;
use super::refs::origin_url;
use super::text::clean_line;
use ignore::WalkBuilder;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// How deep below a folder repositories are looked for.
const DEPTH: usize = 6;
/// The longest name of a repository.
const NAME: usize = 200;
/// The most files of one repository that are listed.
const FILES: usize = 500_000;

/// A repository on disk, or a folder that is in none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worktree {
    /// Its folder.
    pub root: PathBuf,
    /// Its name: owner and name of its origin, else that of its folder.
    pub name: String,
    /// Its files, with `/`, sorted.
    pub files: Vec<String>,
    /// What of it was asked for, as paths in it: a file, or a folder with all below; `""` is all of it.
    pub asked: Vec<String>,
}

/// Why a path cannot be looked at.
#[derive(Debug)]
pub struct Unreadable {
    path: PathBuf,
    reason: String,
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot read {}: {}", self.path.display(), self.reason)
    }
}

impl std::error::Error for Unreadable {}

/// The repositories that these files and folders lie in, or that lie in these folders.
pub fn find(paths: &[PathBuf]) -> Result<Vec<Worktree>, Unreadable> {
    let mut asked: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
    for path in paths {
        let whole = path.canonicalize().map_err(|error| Unreadable { path: path.clone(), reason: error.to_string() })?;
        if let Some(root) = whole.ancestors().find(|folder| folder.join(".git").exists()) {
            asked.entry(root.to_owned()).or_default().push(inside(root, &whole));
            continue;
        }
        let below = if whole.is_dir() { repositories_below(&whole) } else { Vec::new() };
        if below.is_empty() {
            let root = if whole.is_dir() { whole.as_path() } else { whole.parent().unwrap_or(&whole) };
            asked.entry(root.to_owned()).or_default().push(inside(root, &whole));
        }
        for root in below {
            asked.entry(root).or_default().push(String::new());
        }
    }
    Ok(asked.into_iter().map(|(root, asked)| Worktree { name: name_of(&root), files: files_of(&root), asked, root }).collect())
}

impl Worktree {
    /// Whether the path was asked for.
    pub fn is_asked(&self, path: &str) -> bool {
        self.asked
            .iter()
            .any(|asked| asked.is_empty() || path == asked || path.strip_prefix(asked.as_str()).is_some_and(|rest| rest.starts_with('/')))
    }

    /// The content of a file, at most so many bytes of it.
    pub fn content(&self, path: &str, most: u64) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        std::fs::File::open(self.root.join(path)).ok()?.take(most).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }
}

/// A path as the root sees it.
fn inside(root: &Path, path: &Path) -> String {
    let parts: Vec<_> =
        path.strip_prefix(root).unwrap_or(path).components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/")
}

fn repositories_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut walk = walkdir::WalkDir::new(folder).max_depth(DEPTH).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let Ok(entry) = entry else { continue };
        if !entry.file_type().is_dir() {
            continue;
        }
        if entry.path().join(".git").exists() {
            found.push(entry.path().to_owned());
            walk.skip_current_dir();
        } else if is_skipped(entry.file_name()) {
            walk.skip_current_dir();
        }
    }
    found
}

/// Folders that nobody writes descriptors in, whether git ignores them or not.
fn is_skipped(name: &std::ffi::OsStr) -> bool {
    name.to_str().is_some_and(|name| name == ".git" || super::default_paths::SKIPPED_FOLDERS.contains(&name))
}

fn files_of(root: &Path) -> Vec<String> {
    let walk = WalkBuilder::new(root)
        .hidden(false)
        .ignore(false)
        .parents(false)
        .git_global(false)
        .require_git(false)
        .follow_links(false)
        .filter_entry(|entry| entry.depth() == 0 || !is_skipped(entry.file_name()))
        .build();
    let files = walk.flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let mut files: Vec<String> = files.take(FILES).map(|entry| inside(root, entry.path())).collect();
    files.sort_unstable();
    files
}

fn name_of(root: &Path) -> String {
    let origin = git_dir(root).as_deref().and_then(origin_url).as_deref().and_then(Origin::parse);
    let folder = || root.file_name().and_then(|name| clean_line(name.to_string_lossy().as_bytes(), NAME)).unwrap_or_default();
    origin.map_or_else(folder, |origin| origin.path)
}

/// Where git keeps the repository: `.git`, or where such a file points to, for worktrees the one that they share.
fn git_dir(root: &Path) -> Option<PathBuf> {
    let own = root.join(".git");
    if own.is_dir() {
        return Some(own);
    }
    let pointer = std::fs::read_to_string(&own).ok()?;
    let dir = root.join(pointer.strip_prefix("gitdir:")?.trim());
    match std::fs::read_to_string(dir.join("commondir")) {
        Ok(common) => Some(dir.join(common.trim())),
        Err(_) => Some(dir),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("because it has one")).expect("because the folder is ours");
        std::fs::write(path, text).expect("because the folder is ours");
    }

    #[test]
    fn a_repository_is_seen_as_it_lies_there() {
        let folder = tempfile::tempdir().expect("because there is room for one");
        let root = folder.path();
        write(root, "a/.git/config", "[remote \"origin\"]\n\turl = git@github.com:lumen/a.git\n");
        write(root, "a/.gitignore", "ignored/\n");
        for path in ["a/x.yaml", "a/ignored/y.yaml", "a/node_modules/z.yaml", "a/.hidden/h.yaml", "b/deep/.git/HEAD", "b/deep/c.yaml"] {
            write(root, path, "k: v\n");
        }
        let found = find(&[root.to_owned()]).expect("because the folder is there");
        let names: Vec<(&str, Vec<&str>)> =
            found.iter().map(|tree| (tree.name.as_str(), tree.files.iter().map(String::as_str).collect())).collect();
        assert_eq!(names, [("lumen/a", vec![".gitignore", ".hidden/h.yaml", "x.yaml"]), ("deep", vec!["c.yaml"])]);
        assert_eq!(found[0].content("x.yaml", 2).as_deref(), Some(&b"k:"[..]));

        let found = find(&[root.join("a/x.yaml"), root.join("a/.hidden")]).expect("because both are there");
        assert_eq!(found.len(), 1);
        assert!(found[0].is_asked("x.yaml") && found[0].is_asked(".hidden/h.yaml"));
        assert!(!found[0].is_asked(".gitignore") && !found[0].is_asked(".hidden-too"));
        assert!(find(&[root.join("nothing")]).is_err_and(|error| error.to_string().contains("nothing")));
    }

    #[test]
    fn a_folder_in_no_repository_is_looked_at_as_one() {
        let folder = tempfile::tempdir().expect("because there is room for one");
        write(folder.path(), "services/a/x.yaml", "k: v\n");
        let found = find(&[folder.path().join("services")]).expect("because it is there");
        assert_eq!((found[0].name.as_str(), found[0].files.as_slice()), ("services", &["a/x.yaml".to_owned()][..]));
    }
}
