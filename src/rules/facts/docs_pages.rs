//! `docs.pages`: how many pages its documentation has, without README and runbook.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// How many pages its documentation has, without README and runbook.
pub(super) struct DocsPages;

impl Fact for DocsPages {
    fn about(&self) -> &'static About {
        &About {
            name: "docs.pages",
            kind: FactKind::Int,
            tier: Tier::Files,
            doc: "How many pages its documentation has, without README and runbook.",
            example: "docs.pages > 0",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.files.and_then(|files| files.docs_pages))
    }
}
