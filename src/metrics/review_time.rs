//! From proposal to merge.

use super::case::{Case, seconds};
use super::delivery::Figure;
use super::metric::{About, Family, Metric, Unit};
use milepost_model::Window;

/// How long a change takes from its proposal until it is merged.
#[derive(Debug)]
pub struct ReviewTime;

impl Metric for ReviewTime {
    fn about(&self) -> &'static About {
        &About {
            id: "review_time",
            name: "From proposal to merge",
            family: Family::Stage,
            unit: Unit::Duration,
            definition: "How long a change takes from its proposal until it is merged.",
            formula: "`merged_at − created_at` of each change that a forward deployment of the window brought, never below 0; p25, p50, p75 and p90 over these changes.",
            sources: &["change", "commit", "deployment"],
            counts_by: "the deployment's end",
            limits: "Direct pushes are never proposed and are not in it. Bots are left out unless `bots = true`.",
            dora: None,
            scale: None,
        }
    }

    fn measure(&self, case: &Case<'_>, window: Window) -> Figure {
        case.of_changes(self.about(), window, |_, change| Some(seconds(change.created_at?, change.merged_at)))
    }
}
