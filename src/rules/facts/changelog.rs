//! `files.changelog`: whether it has a changelog.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Whether it has a changelog.
pub(super) struct Changelog;

impl Fact for Changelog {
    fn about(&self) -> &'static About {
        &About {
            name: "files.changelog",
            title: "Changelog",
            kind: FactKind::Bool,
            tier: Tier::Files,
            doc: "Whether it has a changelog.",
            example: "files.changelog",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.files.and_then(|files| files.changelog))
    }
}
