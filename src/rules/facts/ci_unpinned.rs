//! `ci.unpinned`: the actions of others that its workflows use by a name that can be moved, and not by a commit.

use super::{About, Fact, FactKind, Reading, Subject, Tier, each, is_unpinned, workflows};

/// The actions of others that its workflows use by a name that can be moved, and not by a commit.
pub(super) struct CiUnpinned;

impl Fact for CiUnpinned {
    fn about(&self) -> &'static About {
        &About {
            name: "ci.unpinned",
            title: "Actions not pinned to a commit",
            kind: FactKind::Texts,
            tier: Tier::Files,
            doc: "The actions of others that its workflows use by a name that can be moved, and not by a commit.",
            example: "ci.unpinned.size() == 0",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        workflows(subject, |all| each(all.iter().flat_map(|flow| &flow.uses).filter(|what| is_unpinned(what)).cloned()))
    }
}
