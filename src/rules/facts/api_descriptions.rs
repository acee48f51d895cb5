//! `files.apis`: how many descriptions of APIs it has.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// How many descriptions of APIs it has.
pub(super) struct ApiDescriptions;

impl Fact for ApiDescriptions {
    fn about(&self) -> &'static About {
        &About {
            name: "files.apis",
            kind: FactKind::Int,
            tier: Tier::Files,
            doc: "How many descriptions of APIs it has.",
            example: "files.apis > 0",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.files.and_then(|files| files.apis))
    }
}
