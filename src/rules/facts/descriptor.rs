//! `files.descriptor`: whether a descriptor describes it.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Whether a descriptor describes it.
pub(super) struct Descriptor;

impl Fact for Descriptor {
    fn about(&self) -> &'static About {
        &About {
            name: "files.descriptor",
            title: "Descriptor",
            kind: FactKind::Bool,
            tier: Tier::Files,
            doc: "Whether a descriptor describes it.",
            example: "files.descriptor",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.files.and_then(|files| files.descriptor))
    }
}
