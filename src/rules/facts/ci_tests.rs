//! `ci.tests`: whether a workflow runs tests.

use super::{About, Fact, FactKind, Reading, Subject, Tier, workflows};
use milepost_model::Unknown;

/// Whether a workflow runs tests.
pub(super) struct CiTests;

impl Fact for CiTests {
    fn about(&self) -> &'static About {
        &About {
            name: "ci.tests",
            title: "A workflow runs tests",
            kind: FactKind::Bool,
            tier: Tier::Files,
            doc: "Whether a workflow runs tests. Unknown where none does and one hands its jobs to another repository.",
            example: "ci.tests",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        let Ok(Ok(all)) = subject.files.map(|files| &files.workflows) else { return workflows(subject, |_| false) };
        if !all.iter().any(|flow| flow.tests) && all.iter().any(|flow| flow.hands_over) {
            return Reading::Unknown(Unknown::NotCollected);
        }
        workflows(subject, |all| all.iter().any(|flow| flow.tests))
    }
}
