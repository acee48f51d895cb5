//! `ci.workflows`: the paths of its workflows.

use super::{About, Fact, FactKind, Reading, Subject, Tier, each, workflows};

/// The paths of its workflows.
pub(super) struct CiWorkflows;

impl Fact for CiWorkflows {
    fn about(&self) -> &'static About {
        &About {
            name: "ci.workflows",
            title: "Workflows",
            kind: FactKind::Texts,
            tier: Tier::Files,
            doc: "The paths of its workflows.",
            example: "ci.workflows.size() > 0",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        workflows(subject, |all| each(all.iter().map(|flow| flow.path.clone())))
    }
}
