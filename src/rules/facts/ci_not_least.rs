//! `ci.not_least`: the workflows that do not say what their token may do, or let it write everything.

use super::{About, Fact, FactKind, Reading, Subject, Tier, each, workflows};

/// The workflows that do not say what their token may do, or let it write everything.
pub(super) struct CiNotLeast;

impl Fact for CiNotLeast {
    fn about(&self) -> &'static About {
        &About {
            name: "ci.not_least",
            title: "Workflows that do not limit their token",
            kind: FactKind::Texts,
            tier: Tier::Files,
            doc: "The workflows that do not say what their token may do, or let it write everything.",
            example: "ci.not_least.size() == 0",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        workflows(subject, |all| each(all.iter().filter(|flow| !flow.is_least).map(|flow| flow.path.clone())))
    }
}
