//! From when to when a signal held in a repository.
//!
//! A file holds from the commit that brought it to the commit that replaced or removed it, so what
//! held at an instant is looked up, and nothing is replayed.

use super::path::Look;
use super::pattern::Pattern;
use crate::reading::{Readings, stamp};
use crate::yaml;
use milepost_model::record::File;
use milepost_model::{Instant, Place};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A stretch of time in which one file, or one run, met a signal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// The file's path; a run has none.
    pub(super) path: Arc<str>,
    /// From when.
    pub(super) from: Instant,
    /// Until when; none where it still does.
    pub(super) until: Option<Instant>,
    /// What it names as its version: a tag, a branch, a commit.
    pub(super) version: Option<Arc<str>>,
}

impl Hit {
    /// Whether it held at an instant.
    pub(super) fn holds_at(&self, at: Instant) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

/// The contents of the files of one repository.
pub(super) struct Texts<'a> {
    pub(super) contents: &'a BTreeMap<String, Vec<u8>>,
    pub(super) readings: &'a Readings,
}

impl Texts<'_> {
    /// A file's text, if its content was kept and is text.
    pub(super) fn of(&self, blob: Option<&str>) -> Option<&str> {
        yaml::text_of(self.contents.get(blob?)?, &Place::default()).ok()
    }

    /// When a look that asks files finds what it looks for; the files are in the order of time.
    pub(super) fn hits(&self, look: &Look<'_>, files: &[File]) -> Vec<Hit> {
        if let Look::Workflow(pattern) = look {
            return self.calls(pattern, files);
        }
        let mut known: BTreeMap<&str, Vec<Option<String>>> = BTreeMap::new();
        let mut hits = Vec::new();
        for file in files.iter().filter(|file| look.looks_at(&file.path)) {
            let Some(blob) = file.blob.as_deref() else {
                // A file whose content was not kept still shows that it is there.
                if matches!(look, Look::File(_, None)) {
                    hits.push(hit(file, None));
                }
                continue;
            };
            let finds = || self.of(Some(blob)).and_then(|text| look.finds(text)).map(|found| found.version).into_iter().collect();
            let found = known.entry(blob).or_insert_with(finds);
            hits.extend(found.iter().map(|version| hit(file, version.as_deref())));
        }
        hits
    }

    /// When something that ran by itself called what is looked for, with every version that it named.
    fn calls(&self, pattern: &Pattern, files: &[File]) -> Vec<Hit> {
        let mut hits = Vec::new();
        for running in self.running(files) {
            let versions: BTreeSet<&str> = running.uses().filter_map(|what| pattern.used(what)).collect();
            let hit = |version: &str| Hit {
                path: Arc::from(running.file.path.as_str()),
                from: running.from,
                until: running.until,
                version: Some(version).filter(|version| !version.is_empty()).map(Arc::from),
            };
            hits.extend(versions.into_iter().map(hit));
        }
        hits
    }

    /// When exemptions from golden paths stood in a descriptor: from when, until when, what it says.
    pub(super) fn exemptions(&self, files: &[File]) -> Vec<(Hit, stamp::Exemption)> {
        let mut found = Vec::new();
        for file in files.iter().filter(|file| is_descriptor(&file.path)) {
            let Some(text) = self.of(file.blob.as_deref()).filter(|text| text.contains("exempt")) else { continue };
            found.extend(stamp::exemptions(text).into_iter().map(|exemption| (hit(file, None), exemption)));
        }
        found
    }
}

/// Whether a file is one in which exemptions stand.
pub(super) fn is_descriptor(path: &str) -> bool {
    matches!(path.rsplit('/').next(), Some("milepost.yaml" | "milepost.yml"))
}

fn hit(file: &File, version: Option<&str>) -> Hit {
    Hit { path: Arc::from(file.path.as_str()), from: file.valid_from, until: file.valid_to, version: version.map(Arc::from) }
}

/// The contents that the files of some repositories need.
pub(super) fn wanted<'f>(files: impl Iterator<Item = &'f File>) -> BTreeSet<&'f str> {
    files.filter_map(|file| file.blob.as_deref()).collect()
}
