//! `repository.created_at`: when it was created.

use super::{About, Fact, FactKind, Reading, Subject, Tier};
use milepost_model::Unknown;

/// When it was created.
pub(super) struct CreatedAt;

impl Fact for CreatedAt {
    fn about(&self) -> &'static About {
        &About {
            name: "repository.created_at",
            title: "Created",
            kind: FactKind::Time,
            tier: Tier::Repository,
            doc: "When it was created.",
            example: "now - repository.created_at > days(30)",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.repository.and_then(|part| part.repository.created_at.ok_or(Unknown::NotCollected)))
    }
}
