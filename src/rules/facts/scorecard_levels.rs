//! `scorecards.levels`: its level on each scorecard, by the scorecard’s id.

use super::{About, Fact, FactKind, Reading, Subject, Tier};
use milepost_model::Unknown;

/// Its level on each scorecard, by the scorecard’s id.
pub(super) struct ScorecardLevels;

impl Fact for ScorecardLevels {
    fn about(&self) -> &'static About {
        &About {
            name: "scorecards.levels",
            title: "Levels",
            kind: FactKind::Named,
            tier: Tier::Level,
            doc: "The level that it has for certain on each scorecard that is for it, by the scorecard’s id; empty below the first. For guardrails.",
            example: r#"scorecards.levels["production-ready"] in ["Silver", "Gold"]"#,
        }
    }

    fn read(&self, _: &Subject<'_>) -> Reading {
        Reading::Unknown(Unknown::NotCollected)
    }
}
