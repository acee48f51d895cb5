//! `repository.name`: owner and name of its repository.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Owner and name of its repository.
pub(super) struct RepositoryName;

impl Fact for RepositoryName {
    fn about(&self) -> &'static About {
        &About {
            name: "repository.name",
            title: "Repository",
            kind: FactKind::Text,
            tier: Tier::Repository,
            doc: "Owner and name of its repository.",
            example: r#"repository.name.startsWith("lumenfreight/")"#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.repository.map(|part| part.repository.full_name.clone()))
    }
}
