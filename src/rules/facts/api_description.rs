//! `files.api`: whether it has a description of an API.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Whether it has a description of an API.
pub(super) struct ApiDescription;

impl Fact for ApiDescription {
    fn about(&self) -> &'static About {
        &About {
            name: "files.api",
            title: "Description of an API",
            kind: FactKind::Bool,
            tier: Tier::Files,
            doc: "Whether it has a description of an API.",
            example: "files.api",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.files.and_then(|files| files.apis))
    }
}
