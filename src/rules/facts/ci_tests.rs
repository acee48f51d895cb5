//! `ci.tests`: whether a workflow runs tests.

use super::{About, Fact, FactKind, Reading, Subject, Tier, workflows};

/// Whether a workflow runs tests.
pub(super) struct CiTests;

impl Fact for CiTests {
    fn about(&self) -> &'static About {
        &About { name: "ci.tests", kind: FactKind::Bool, tier: Tier::Files, doc: "Whether a workflow runs tests.", example: "ci.tests" }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        workflows(subject, |all| all.iter().any(|flow| flow.tests))
    }
}
