//! `actor.login`: who asks.

use super::{About, Fact, FactKind, Reading, Subject, Tier};
use milepost_model::Unknown;

/// Who asks.
pub(super) struct ActorLogin;

impl Fact for ActorLogin {
    fn about(&self) -> &'static About {
        &About {
            name: "actor.login",
            title: "Who asks",
            kind: FactKind::Text,
            tier: Tier::Actor,
            doc: "The login of who asks. Known where the workflow runs, and not on the page.",
            example: "actor.login != \"octo-bot[bot]\"",
        }
    }

    fn read(&self, _: &Subject<'_>) -> Reading {
        Reading::Unknown(Unknown::NotCollected)
    }
}
