//! `repository.properties`: its custom properties at the host.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Its custom properties at the host.
pub(super) struct Properties;

impl Fact for Properties {
    fn about(&self) -> &'static About {
        &About {
            name: "repository.properties",
            title: "Custom properties",
            kind: FactKind::Named,
            tier: Tier::Repository,
            doc: "Its custom properties at the host.",
            example: r#"repository.properties.team == "core""#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.repository.map(|part| part.repository.properties.clone()))
    }
}
