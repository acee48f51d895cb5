//! `repository.language`: its largest language.

use super::{About, Fact, FactKind, Reading, Subject, Tier, languages};

/// Its largest language.
pub(super) struct Language;

impl Fact for Language {
    fn about(&self) -> &'static About {
        &About {
            name: "repository.language",
            title: "Largest language",
            kind: FactKind::Text,
            tier: Tier::Repository,
            doc: "Its largest language; empty where it has none.",
            example: r#"repository.language == "Go""#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.repository.map(|part| languages(part).into_iter().next().unwrap_or_default()))
    }
}
