//! `repository.topics`: its topics.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Its topics.
pub(super) struct Topics;

impl Fact for Topics {
    fn about(&self) -> &'static About {
        &About {
            name: "repository.topics",
            title: "Topics",
            kind: FactKind::Texts,
            tier: Tier::Repository,
            doc: "Its topics.",
            example: r#""deprecated" in repository.topics"#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.repository.map(|part| part.repository.topics.clone()))
    }
}
