//! The list of the files that a build wrote, which lies among them.

use crate::site::SiteError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

/// The list's name.
pub(super) const FILE: &str = ".milepost-site.json";
const SCHEMA: &str = "milepost-site/1";

/// The files that a build wrote.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) schema: String,
    /// Whether a build was putting files in their places, and did not end.
    pub is_building: bool,
    pub files: BTreeSet<String>,
}

impl Manifest {
    /// The list of a build that ended.
    pub fn of(files: BTreeSet<String>) -> Self {
        Self { schema: SCHEMA.to_owned(), is_building: false, files }
    }

    /// The list of a folder; nothing where it has none that we know.
    pub fn read(root: &Path) -> Result<Option<Self>, SiteError> {
        let path = root.join(FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(SiteError::file(path, error)),
        };
        let manifest = serde_json::from_str::<Self>(&text).ok().filter(|manifest| manifest.schema == SCHEMA);
        Ok(manifest.map(|mut manifest| {
            manifest.files.retain(|path| is_plain(path));
            manifest
        }))
    }

    /// Puts it into a folder, whole or not at all; it is written in another one first.
    pub fn write(&self, root: &Path, waiting: &Path) -> Result<(), SiteError> {
        let path = root.join(FILE);
        let mut text = serde_json::to_string_pretty(self).expect("because a list of texts is JSON");
        text.push('\n');
        let next = waiting.join(FILE);
        fs::write(&next, text).and_then(|()| fs::rename(&next, &path)).map_err(|error| SiteError::file(path, error))
    }
}

/// The files of a site that was built whole, as they may be copied elsewhere.
pub fn built_files(root: &Path) -> Result<BTreeSet<String>, SiteError> {
    match Manifest::read(root)? {
        None => Err(SiteError::NotBuilt(root.to_owned())),
        Some(manifest) if manifest.is_building => Err(SiteError::Unfinished(root.to_owned())),
        Some(manifest) => Ok(manifest.files),
    }
}

/// Whether a path stays below the root, wherever it was read from.
pub fn is_plain(path: &str) -> bool {
    !path.is_empty() && !path.contains(['\\', '\0']) && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
}
