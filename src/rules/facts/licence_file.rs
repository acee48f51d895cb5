//! `files.licence`: whether its repository holds a licence.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Whether its repository holds a licence.
pub(super) struct LicenceFile;

impl Fact for LicenceFile {
    fn about(&self) -> &'static About {
        &About {
            name: "files.licence",
            title: "Licence file",
            kind: FactKind::Bool,
            tier: Tier::Files,
            doc: "Whether its repository holds a licence.",
            example: "files.licence",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.files.and_then(|files| files.licence))
    }
}
