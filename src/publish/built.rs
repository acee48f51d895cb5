//! What a build left in a folder: its files, and what is in them.

use super::PublishError;
use super::published::File;
use crate::site;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A portal that was built whole.
#[derive(Debug, Clone)]
pub struct Built {
    root: PathBuf,
    files: BTreeMap<String, File>,
}

impl Built {
    /// The portal in a folder. What lies there and was not built is left alone.
    pub fn open(root: &Path) -> Result<Self, PublishError> {
        let names: Vec<String> = site::built_files(root)?.into_iter().collect();
        let files = names.into_par_iter().map(|name| {
            let content = read(root, &name)?;
            let file = File { hash: Some(blake3::hash(&content).to_hex().to_string()), bytes: content.len() as u64 };
            Ok((name, file))
        });
        Ok(Self { root: root.to_owned(), files: files.collect::<Result<_, PublishError>>()? })
    }

    /// The folder that it lies in.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Its files by their paths.
    pub fn files(&self) -> &BTreeMap<String, File> {
        &self.files
    }

    /// The content of a file.
    pub fn content(&self, name: &str) -> Result<Vec<u8>, PublishError> {
        read(&self.root, name)
    }
}

fn read(root: &Path, name: &str) -> Result<Vec<u8>, PublishError> {
    let path = root.join(name);
    // A link would publish what lies outside of the portal.
    let meta = fs::symlink_metadata(&path).map_err(|error| PublishError::file("read", &path, error))?;
    if !meta.is_file() {
        return Err(PublishError::NoFile(path));
    }
    fs::read(&path).map_err(|error| PublishError::file("read", &path, error))
}
