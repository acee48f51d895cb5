//! `repository.visibility`: `public`, `internal` or `private`.

use super::{About, Fact, FactKind, Reading, Subject, Tier};
use milepost_model::Unknown;

/// `public`, `internal` or `private`.
pub(super) struct Visibility;

impl Fact for Visibility {
    fn about(&self) -> &'static About {
        &About {
            name: "repository.visibility",
            title: "Visibility",
            kind: FactKind::Text,
            tier: Tier::Repository,
            doc: "`public`, `internal` or `private`.",
            example: r#"repository.visibility == "private""#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(
            subject
                .repository
                .and_then(|part| part.repository.visibility.as_ref().map(|seen| seen.word().to_owned()).ok_or(Unknown::NotCollected)),
        )
    }
}
