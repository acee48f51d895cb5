//! `repository.license`: its licence’s SPDX name.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Its licence’s SPDX name.
pub(super) struct License;

impl Fact for License {
    fn about(&self) -> &'static About {
        &About {
            name: "repository.license",
            title: "Licence",
            kind: FactKind::Text,
            tier: Tier::Repository,
            doc: "Its licence’s SPDX name; empty where it has none that is known.",
            example: r#"repository.license == "Apache-2.0""#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.repository.map(|part| part.repository.license.clone().unwrap_or_default()))
    }
}
