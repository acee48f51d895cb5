//! `files.readme`: whether it has a README.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Whether it has a README.
pub(super) struct Readme;

impl Fact for Readme {
    fn about(&self) -> &'static About {
        &About {
            name: "files.readme",
            title: "README",
            kind: FactKind::Bool,
            tier: Tier::Files,
            doc: "Whether it has a README.",
            example: "files.readme",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.files.and_then(|files| files.readme))
    }
}
