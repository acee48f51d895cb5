//! The folder that the site is written to: what is ours in it, what changed, what is left over.
//!
//! What is new is written beside the site first and put in its place when everything is there, so that a
//! build that fails or is killed leaves the site as it was. Where it is killed while files are put in their
//! places, the order of these keeps every page whole: what pages load comes before them and goes after them.

mod manifest;

use super::{SiteError, order};
use manifest::Manifest;
use milepost_model::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

pub use manifest::built_files;

/// The folder in which files wait until all of them are there.
const WAITING: &str = ".milepost-next";

/// How much was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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
    /// What was met on the way that the portal's owners should correct, beyond what the portal itself tells.
    pub notes: Vec<Diagnostic>,
}

/// A folder that is being filled; files may come from several threads.
pub struct Output {
    root: PathBuf,
    earlier: Option<Manifest>,
    ours: Mutex<BTreeSet<String>>,
    /// The number under which each new file waits: a folder for each page would cost as much as its file.
    waiting: Mutex<BTreeMap<String, u64>>,
    next: AtomicU64,
    unchanged: AtomicU64,
    bytes: AtomicU64,
}

impl Output {
    /// Opens a folder that is empty, ours, or forced upon us.
    pub fn open(root: &Path, is_forced: bool) -> Result<Self, SiteError> {
        fs::create_dir_all(root).map_err(|error| SiteError::file(root, error))?;
        let earlier = Manifest::read(root)?;
        if earlier.is_none() && !is_forced && !is_empty(root)? {
            return Err(SiteError::NotOurs(root.to_owned()));
        }
        let output = Self {
            root: root.to_owned(),
            earlier,
            ours: Mutex::default(),
            waiting: Mutex::default(),
            next: AtomicU64::new(0),
            unchanged: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
        };
        output.clear()?;
        Ok(output)
    }

    /// Takes a file of the new site, unless it is in its place already, byte for byte.
    pub fn write(&self, path: &str, content: &[u8]) -> Result<(), SiteError> {
        assert!(manifest::is_plain(path), "because every part of a path is made by path_segment: {path}");
        self.bytes.fetch_add(content.len() as u64, Ordering::Relaxed);
        self.ours.lock().expect("because no thread panics while it holds the list").insert(path.to_owned());
        if is_same(&self.root.join(path), content) {
            self.unchanged.fetch_add(1, Ordering::Relaxed);
            return Ok(());
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let waiting = self.waiting_place(number);
        let wrap = |error| SiteError::file(self.root.join(path), error);
        if let Err(error) = fs::write(&waiting, content) {
            if error.kind() != io::ErrorKind::NotFound {
                return Err(wrap(error));
            }
            fs::create_dir_all(waiting.parent().unwrap_or(&self.root)).map_err(wrap)?;
            fs::write(&waiting, content).map_err(wrap)?;
        }
        self.waiting.lock().expect("because no thread panics while it holds the list").insert(path.to_owned(), number);
        Ok(())
    }

    /// Puts what waits in its place, removes what an earlier build wrote and this one did not, and closes the list.
    pub fn finish(self, pages: u64) -> Result<Written, SiteError> {
        let ours = taken(&self.ours);
        let known = self.earlier.as_ref().map(|earlier| earlier.files.clone()).unwrap_or_default();
        let mut waiting: Vec<(String, u64)> = taken(&self.waiting).into_iter().collect();
        waiting.sort_by_cached_key(|(path, _)| (order::to_put(path, known.contains(path)), path.clone()));
        let mut stale: Vec<String> = known.difference(&ours).cloned().collect();
        stale.sort_by_cached_key(|path| (order::to_remove(path), path.clone()));
        let closed = Manifest::of(ours);
        if self.earlier.as_ref() != Some(&closed) || !waiting.is_empty() {
            self.make_room_for(&waiting)?;
            let both = known.union(&closed.files).cloned().collect();
            Manifest { is_building: true, ..Manifest::of(both) }.write(&self.root, &self.waiting_room())?;
            for (path, number) in &waiting {
                let file = self.root.join(path);
                fs::rename(self.waiting_place(*number), &file).map_err(|error| SiteError::file(file, error))?;
            }
        }
        let mut removed = 0;
        for path in &stale {
            let file = self.root.join(path);
            match fs::remove_file(&file) {
                Ok(()) => removed += 1,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(SiteError::file(file, error)),
            }
            self.remove_empty_parents(&file);
        }
        if self.earlier.as_ref() != Some(&closed) || !waiting.is_empty() {
            closed.write(&self.root, &self.waiting_room())?;
        }
        let (unchanged, bytes) = (self.unchanged.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed));
        Ok(Written { pages, written: waiting.len() as u64, unchanged, removed, bytes, notes: Vec::new() })
    }

    /// Makes every folder that is needed, so that what fails does so before anything is in its place.
    fn make_room_for(&self, waiting: &[(String, u64)]) -> Result<(), SiteError> {
        let folders: BTreeSet<PathBuf> = waiting.iter().filter_map(|(path, _)| Some(self.root.join(path).parent()?.to_owned())).collect();
        let wait = self.waiting_room();
        for folder in folders.iter().chain([&wait]) {
            fs::create_dir_all(folder).map_err(|error| SiteError::file(folder, error))?;
        }
        Ok(())
    }

    fn waiting_room(&self) -> PathBuf {
        self.root.join(WAITING)
    }

    fn waiting_place(&self, number: u64) -> PathBuf {
        self.waiting_room().join((number / 1000).to_string()).join(number.to_string())
    }

    /// Removes what waits, of this build or of one that was killed.
    fn clear(&self) -> Result<(), SiteError> {
        let folder = self.waiting_room();
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(SiteError::file(folder, error)),
            _ => Ok(()),
        }
    }

    /// Removes the folders that held nothing else; a folder with anything in it stays.
    fn remove_empty_parents(&self, file: &Path) {
        for folder in file.ancestors().skip(1).take_while(|folder| *folder != self.root) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // Whatever stays is removed by the next build.
        let _ = self.clear();
    }
}

fn taken<T: Default>(list: &Mutex<T>) -> T {
    std::mem::take(&mut *list.lock().expect("because no thread panics while it holds the list"))
}

fn is_empty(root: &Path) -> Result<bool, SiteError> {
    let mut entries = fs::read_dir(root).map_err(|error| SiteError::file(root, error))?;
    Ok(entries.all(|entry| entry.is_ok_and(|entry| entry.file_name() == WAITING)))
}

fn is_same(file: &Path, content: &[u8]) -> bool {
    fs::metadata(file).is_ok_and(|metadata| metadata.is_file() && metadata.len() == content.len() as u64)
        && fs::read(file).is_ok_and(|there| there == content)
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
        // What a process that is killed leaves, it leaves where it lies.
        std::mem::forget(output);
        assert_eq!(build(folder.path(), &[("a.html", "1")]).written, 1);
        assert!(!folder.path().join(WAITING).exists());
    }

    #[test]
    fn a_build_that_does_not_end_leaves_the_earlier_site_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        build(folder.path(), &[("a.html", "1"), ("b.html", "1")]);
        let before = fs::read(folder.path().join(manifest::FILE)).expect("a list");
        let output = Output::open(folder.path(), false).expect("because it is ours");
        output.write("a.html", b"2").expect("because the folder can be written");
        output.write("c.html", b"2").expect("because the folder can be written");
        drop(output);
        assert_eq!(fs::read(folder.path().join("a.html")).expect("a page"), b"1");
        assert_eq!(fs::read(folder.path().join(manifest::FILE)).expect("a list"), before);
        assert!(!folder.path().join("c.html").exists() && !folder.path().join(WAITING).exists());
    }

    #[test]
    fn a_build_that_was_killed_among_the_renames_is_mended_by_the_next() {
        let folder = tempfile::tempdir().expect("a folder");
        build(folder.path(), &[("a.html", "1"), ("old.html", "1")]);
        let files = ["a.html", "old.html", "new.html"].map(str::to_owned).into();
        let left = Manifest { is_building: true, ..Manifest::of(files) };
        fs::create_dir(folder.path().join(WAITING)).expect("a folder");
        left.write(folder.path(), &folder.path().join(WAITING)).expect("because the folder can be written");
        fs::write(folder.path().join("new.html"), "2").expect("a page of the killed build");
        assert!(matches!(built_files(folder.path()), Err(SiteError::Unfinished(_))));
        assert_eq!(build(folder.path(), &[("a.html", "1")]).removed, 2);
        assert_eq!(built_files(folder.path()).expect("a list"), ["a.html".to_owned()].into());
    }

    #[test]
    fn a_list_that_names_files_outside_removes_none_of_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let site = folder.path().join("site");
        fs::create_dir(&site).expect("a folder");
        fs::write(folder.path().join("outside"), "x").expect("a file");
        fs::write(site.join(manifest::FILE), r#"{"schema":"milepost-site/1","is_building":false,"files":["../outside","/etc/x"]}"#)
            .expect("a list");
        assert_eq!(build(&site, &[("a", "1")]).removed, 0);
        assert!(folder.path().join("outside").exists());
    }
}
