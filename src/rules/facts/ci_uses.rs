//! `ci.uses`: the reusable workflows and actions that its workflows use, with their versions.

use super::{About, Fact, FactKind, Reading, Subject, Tier, each, workflows};

/// The reusable workflows and actions that its workflows use, with their versions.
pub(super) struct CiUses;

impl Fact for CiUses {
    fn about(&self) -> &'static About {
        &About {
            name: "ci.uses",
            title: "Reusable workflows and actions in use",
            kind: FactKind::Texts,
            tier: Tier::Files,
            doc: "The reusable workflows and actions that its workflows use, with their versions.",
            example: r#"ci.uses.exists(u, u.startsWith("lumenfreight/platform/"))"#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        workflows(subject, |all| each(all.iter().flat_map(|flow| &flow.uses).cloned()))
    }
}
