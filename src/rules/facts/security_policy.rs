//! `files.security_policy`: whether its repository says how to report a vulnerability.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// Whether its repository says how to report a vulnerability.
pub(super) struct SecurityPolicy;

impl Fact for SecurityPolicy {
    fn about(&self) -> &'static About {
        &About {
            name: "files.security_policy",
            title: "Says how to report a vulnerability",
            kind: FactKind::Bool,
            tier: Tier::Files,
            doc: "Whether its repository says how to report a vulnerability.",
            example: "files.security_policy",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.files.and_then(|files| files.security_policy))
    }
}
