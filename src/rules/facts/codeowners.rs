//! `files.codeowners`: whether a CODEOWNERS file speaks of it.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Whether a CODEOWNERS file speaks of it.
pub(super) struct CodeOwners;

impl Fact for CodeOwners {
    fn about(&self) -> &'static About {
        &About {
            name: "files.codeowners",
            title: "CODEOWNERS speaks of it",
            kind: FactKind::Bool,
            tier: Tier::Files,
            doc: "Whether a CODEOWNERS file speaks of it.",
            example: "files.codeowners",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.files.and_then(|files| files.codeowners))
    }
}
