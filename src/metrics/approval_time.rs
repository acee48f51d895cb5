//! From first review to merge.

use super::case::{Case, seconds};
use super::delivery::Figure;
use super::metric::{About, Family, Metric, Unit};
use milepost_model::Window;

/// How long a change takes from its first review until it is merged.
#[derive(Debug)]
pub struct ApprovalTime;

impl Metric for ApprovalTime {
    fn about(&self) -> &'static About {
        &About {
            id: "approval_time",
            name: "From first review to merge",
            family: Family::Stage,
            unit: Unit::Duration,
            definition: "How long a change takes from its first review until it is merged.",
            formula: "`merged_at − first_review_at` of each change that a forward deployment of the window brought and that was reviewed; p25, p50, p75 and p90 over these changes.",
            sources: &["change", "commit", "deployment"],
            counts_by: "the deployment's end",
            limits: "Changes without a review are not in it. Bots are left out unless `bots = true`.",
            dora: None,
            scale: None,
        }
    }

    fn measure(&self, case: &Case<'_>, window: Window) -> Figure {
        case.of_changes(self.about(), window, |_, change| Some(seconds(change.first_review_at?, change.merged_at)))
    }
}
