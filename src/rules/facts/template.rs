//! `repository.template`: the repository that it was made from.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// The repository that it was made from.
pub(super) struct Template;

impl Fact for Template {
    fn about(&self) -> &'static About {
        &About {
            name: "repository.template",
            title: "Made from",
            kind: FactKind::Text,
            tier: Tier::Repository,
            doc: "The repository that it was made from; empty where it was made from none.",
            example: r#"repository.template != """#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.repository.map(|part| part.repository.template.clone().unwrap_or_default()))
    }
}
