//! `scorecards.failing`: the rules that it fails.

use super::{About, Fact, FactKind, Reading, Subject, Tier};
use milepost_model::Unknown;

/// The rules that it fails.
pub(super) struct ScorecardFailing;

impl Fact for ScorecardFailing {
    fn about(&self) -> &'static About {
        &About {
            name: "scorecards.failing",
            title: "Rules that fail",
            kind: FactKind::Texts,
            tier: Tier::Level,
            doc: "The ids of the rules of scorecards that it fails. For guardrails.",
            example: r#""has-runbook" in scorecards.failing"#,
        }
    }

    fn read(&self, _: &Subject<'_>) -> Reading {
        Reading::Unknown(Unknown::NotCollected)
    }
}
