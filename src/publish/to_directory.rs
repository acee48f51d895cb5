//! Publishes to a folder: a web server's, or the artifact that GitHub Pages and GitLab Pages take.

use super::published::FILE;
use super::update::{Place, update};
use super::{Built, How, Plan, PublishError};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The folder in which files wait, so that each is put in its place whole.
const WAITING: &str = ".milepost-next";

/// Publishes to a folder.
pub fn to_directory(built: &Built, folder: &Path, how: How) -> Result<Plan, PublishError> {
    let directory = Directory { root: folder.to_owned() };
    if !how.is_dry {
        fs::create_dir_all(folder).map_err(|error| PublishError::file("make", folder, error))?;
    }
    if folder.canonicalize().is_ok_and(|folder| built.root().canonicalize().is_ok_and(|root| root == folder)) {
        return Err(PublishError::SamePlace(folder.to_owned()));
    }
    let done = update(&directory, built, how);
    directory.clear();
    done
}

struct Directory {
    root: PathBuf,
}

impl Directory {
    fn waiting(&self, path: &str) -> PathBuf {
        self.root.join(WAITING).join(path)
    }

    /// What stays is removed by the next run.
    fn clear(&self) {
        let _ = fs::remove_dir_all(self.root.join(WAITING));
    }
}

impl Place for Directory {
    fn name(&self) -> String {
        self.root.display().to_string()
    }

    fn list(&self) -> Result<Option<Vec<u8>>, PublishError> {
        let path = self.root.join(FILE);
        match fs::read(&path) {
            Ok(content) => Ok(Some(content)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(PublishError::file("read", &path, error)),
        }
    }

    fn there(&self) -> Result<BTreeMap<String, u64>, PublishError> {
        let mut found = BTreeMap::new();
        if !self.root.exists() {
            return Ok(found);
        }
        let is_waiting = |entry: &walkdir::DirEntry| entry.depth() == 1 && entry.file_name() == WAITING;
        for entry in WalkDir::new(&self.root).into_iter().filter_entry(|entry| !is_waiting(entry)) {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(&self.root).to_owned();
                PublishError::file("read", &path, error.into())
            })?;
            let name = entry.path().strip_prefix(&self.root).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/");
            if entry.file_type().is_dir() || name == FILE {
                continue;
            }
            // A link has no length of ours, so that it is replaced by the file that belongs there.
            let bytes = entry.metadata().ok().filter(|_| entry.file_type().is_file()).map_or(u64::MAX, |meta| meta.len());
            found.insert(name, bytes);
        }
        Ok(found)
    }

    fn prepare(&self, built: &Built, files: &[Vec<String>]) -> Result<(), PublishError> {
        self.clear();
        let waiting = self.waiting("");
        fs::create_dir_all(&waiting).map_err(|error| PublishError::file("make", &waiting, error))?;
        files.par_iter().flatten().try_for_each(|path| {
            let file = self.root.join(path);
            for place in [self.waiting(path), file.clone()] {
                let folder = place.parent().unwrap_or(&self.root);
                fs::create_dir_all(folder).map_err(|error| PublishError::file("make", folder, error))?;
            }
            fs::write(self.waiting(path), built.content(path)?).map_err(|error| PublishError::file("write", &file, error))
        })
    }

    fn put(&self, _built: &Built, files: &[String]) -> Result<(), PublishError> {
        files.par_iter().try_for_each(|path| {
            let file = self.root.join(path);
            fs::rename(self.waiting(path), &file).map_err(|error| PublishError::file("write", &file, error))
        })
    }

    fn put_list(&self, content: Vec<u8>) -> Result<(), PublishError> {
        let (waiting, file) = (self.waiting(FILE), self.root.join(FILE));
        let written = fs::create_dir_all(self.waiting("")).and_then(|()| fs::write(&waiting, content));
        written.and_then(|()| fs::rename(&waiting, &file)).map_err(|error| PublishError::file("write", &file, error))
    }

    fn remove(&self, files: &[String]) -> Result<(), PublishError> {
        for path in files {
            let file = self.root.join(path);
            match fs::remove_file(&file) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(PublishError::file("remove", &file, error)),
                _ => {}
            }
            // A folder with anything in it stays.
            for folder in file.ancestors().skip(1).take_while(|folder| *folder != self.root) {
                if fs::remove_dir(folder).is_err() {
                    break;
                }
            }
        }
        Ok(())
    }
}
