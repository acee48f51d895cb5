//! `files.lock_files`: the names of its lock files.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// The names of its lock files.
pub(super) struct LockFiles;

impl Fact for LockFiles {
    fn about(&self) -> &'static About {
        &About {
            name: "files.lock_files",
            title: "Lock files",
            kind: FactKind::Texts,
            tier: Tier::Files,
            doc: "The names of its lock files.",
            example: "files.lock_files.size() > 0",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.files.and_then(|files| files.lock_files.clone()))
    }
}
