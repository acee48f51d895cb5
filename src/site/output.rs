//! The folder that the site is written to: what is ours in it, what changed, what is left over.

use super::SiteError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// The list of the files that we wrote, which lies among them.
const MANIFEST: &str = ".milepost-site.json";
const SCHEMA: &str = "milepost-site/1";

/// How much was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// How many pages the site has.
    pub pages: u64,
    /// How many files were new or different.
    pub written: u64,
    /// How many files were already as they should be.
    pub unchanged: u64,
    /// How many files of an earlier build were removed.
    pub removed: u64,
    /// How many bytes all files have together.
    pub bytes: u64,
}

#[derive(Serialize, Deserialize)]
struct Manifest {
    schema: String,
    /// Whether a build began and has not ended.
    is_building: bool,
    files: BTreeSet<String>,
}

/// A folder that is being filled; files may come from several threads.
pub struct Output {
    root: PathBuf,
    earlier: BTreeSet<String>,
    ours: Mutex<BTreeSet<String>>,
    written: AtomicU64,
    unchanged: AtomicU64,
    bytes: AtomicU64,
}

impl Output {
    /// Opens a folder that is empty, ours, or forced upon us.
    pub fn open(root: &Path, is_forced: bool) -> Result<Self, SiteError> {
        fs::create_dir_all(root).map_err(|error| SiteError::file(root, error))?;
        let earlier = match read_manifest(&root.join(MANIFEST))? {
            Some(manifest) => manifest.files.into_iter().filter(|path| is_plain(path)).collect(),
            None if is_forced || is_empty(root)? => BTreeSet::new(),
            None => return Err(SiteError::NotOurs(root.to_owned())),
        };
        let output = Self {
            root: root.to_owned(),
            earlier,
            ours: Mutex::default(),
            written: AtomicU64::new(0),
            unchanged: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
        };
        // Said before the first file, so that a build that is killed leaves a folder that the next one may use.
        output.write_manifest(true, &output.earlier)?;
        Ok(output)
    }

    /// Puts a file in its place, unless it is there already, byte for byte.
    pub fn write(&self, path: &str, content: &[u8]) -> Result<(), SiteError> {
        assert!(is_plain(path), "because every part of a path is made by path_segment: {path}");
        let file = self.root.join(path);
        self.bytes.fetch_add(content.len() as u64, Ordering::Relaxed);
        self.ours.lock().expect("because no thread panics while it holds the list").insert(path.to_owned());
        if is_same(&file, content) {
            self.unchanged.fetch_add(1, Ordering::Relaxed);
            return Ok(());
        }
        let wrap = |error| SiteError::file(&file, error);
        if let Err(error) = fs::write(&file, content) {
            if error.kind() != io::ErrorKind::NotFound {
                return Err(wrap(error));
            }
            fs::create_dir_all(file.parent().unwrap_or(&self.root)).map_err(wrap)?;
            fs::write(&file, content).map_err(wrap)?;
        }
        self.written.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Removes what an earlier build wrote and this one did not, and closes the list.
    pub fn finish(self, pages: u64) -> Result<Written, SiteError> {
        let ours = std::mem::take(&mut *self.ours.lock().expect("because no thread panics while it holds the list"));
        let mut removed = 0;
        for stale in self.earlier.difference(&ours) {
            let file = self.root.join(stale);
            match fs::remove_file(&file) {
                Ok(()) => removed += 1,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(SiteError::file(file, error)),
            }
            self.remove_empty_parents(&file);
        }
        self.write_manifest(false, &ours)?;
        Ok(Written {
            pages,
            written: self.written.into_inner(),
            unchanged: self.unchanged.into_inner(),
            removed,
            bytes: self.bytes.into_inner(),
        })
    }

    /// Removes the folders that held nothing else; a folder with anything in it stays.
    fn remove_empty_parents(&self, file: &Path) {
        for folder in file.ancestors().skip(1).take_while(|folder| *folder != self.root) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }

    fn write_manifest(&self, is_building: bool, files: &BTreeSet<String>) -> Result<(), SiteError> {
        let path = self.root.join(MANIFEST);
        let manifest = Manifest { schema: SCHEMA.to_owned(), is_building, files: files.clone() };
        let mut text = serde_json::to_string_pretty(&manifest).expect("because a list of texts is JSON");
        text.push('\n');
        fs::write(&path, text).map_err(|error| SiteError::file(path, error))
    }
}

fn read_manifest(path: &Path) -> Result<Option<Manifest>, SiteError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(SiteError::file(path, error)),
    };
    Ok(serde_json::from_str::<Manifest>(&text).ok().filter(|manifest| manifest.schema == SCHEMA))
}

fn is_empty(root: &Path) -> Result<bool, SiteError> {
    let mut entries = fs::read_dir(root).map_err(|error| SiteError::file(root, error))?;
    Ok(entries.next().is_none())
}

fn is_same(file: &Path, content: &[u8]) -> bool {
    fs::metadata(file).is_ok_and(|metadata| metadata.is_file() && metadata.len() == content.len() as u64)
        && fs::read(file).is_ok_and(|there| there == content)
}

/// Whether a path stays below the root, wherever it was read from.
fn is_plain(path: &str) -> bool {
    !path.is_empty() && !path.contains('\\') && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(root: &Path, files: &[(&str, &str)]) -> Written {
        let output = Output::open(root, false).expect("because the folder is empty or ours");
        for (path, text) in files {
            output.write(path, text.as_bytes()).expect("because the folder can be written");
        }
        output.finish(1).expect("because the folder can be written")
    }

    #[test]
    fn only_changed_files_are_written_and_stale_ones_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = build(folder.path(), &[("a/b/index.html", "1"), ("c.css", "2")]);
        assert_eq!((first.written, first.unchanged, first.removed, first.bytes), (2, 0, 0, 2));
        fs::write(folder.path().join("mine.txt"), "x").expect("a file of somebody else");
        let second = build(folder.path(), &[("c.css", "3")]);
        assert_eq!((second.written, second.unchanged, second.removed), (1, 0, 1));
        assert!(!folder.path().join("a").exists());
        assert!(folder.path().join("mine.txt").exists());
        assert_eq!(build(folder.path(), &[("c.css", "3")]).unchanged, 1);
    }

    #[test]
    fn a_folder_of_somebody_else_is_refused_unless_forced() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("mine.txt"), "x").expect("a file of somebody else");
        assert!(matches!(Output::open(folder.path(), false), Err(SiteError::NotOurs(_))));
        assert!(Output::open(folder.path(), true).is_ok());
    }

    #[test]
    fn a_killed_build_leaves_a_folder_that_the_next_one_may_use() {
        let folder = tempfile::tempdir().expect("a folder");
        let output = Output::open(folder.path(), false).expect("because the folder is empty");
        output.write("a.html", b"1").expect("because the folder can be written");
        drop(output);
        assert_eq!(build(folder.path(), &[("a.html", "1")]).unchanged, 1);
    }

    #[test]
    fn a_list_that_names_files_outside_removes_none_of_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let site = folder.path().join("site");
        fs::create_dir(&site).expect("a folder");
        fs::write(folder.path().join("outside"), "x").expect("a file");
        fs::write(site.join(MANIFEST), r#"{"schema":"milepost-site/1","is_building":false,"files":["../outside","/etc/x"]}"#)
            .expect("a list");
        assert_eq!(build(&site, &[("a", "1")]).removed, 0);
        assert!(folder.path().join("outside").exists());
    }
}
