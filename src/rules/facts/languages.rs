//! `repository.languages`: its languages, the largest first.

use super::{About, Fact, FactKind, Reading, Subject, Tier, languages};

/// Its languages, the largest first.
pub(super) struct Languages;

impl Fact for Languages {
    fn about(&self) -> &'static About {
        &About {
            name: "repository.languages",
            title: "Languages",
            kind: FactKind::Texts,
            tier: Tier::Repository,
            doc: "Its languages, the largest first.",
            example: r#""Rust" in repository.languages"#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.repository.map(languages))
    }
}
