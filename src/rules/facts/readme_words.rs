//! `files.readme_words`: how many words its README has.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// How many words its README has.
pub(super) struct ReadmeWords;

impl Fact for ReadmeWords {
    fn about(&self) -> &'static About {
        &About {
            name: "files.readme_words",
            kind: FactKind::Int,
            tier: Tier::Files,
            doc: "How many words its README has.",
            example: "files.readme_words >= 100",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.files.and_then(|files| files.readme_words))
    }
}
