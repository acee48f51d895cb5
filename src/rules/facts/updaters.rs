//! `files.updaters`: what proposes updates of its dependencies.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// What proposes updates of its dependencies.
pub(super) struct Updaters;

impl Fact for Updaters {
    fn about(&self) -> &'static About {
        &About {
            name: "files.updaters",
            title: "What proposes updates of dependencies",
            kind: FactKind::Texts,
            tier: Tier::Files,
            doc: "What proposes updates of its dependencies: `renovate`, `dependabot`.",
            example: "files.updaters.size() > 0",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.files.and_then(|files| files.updaters.clone()))
    }
}
