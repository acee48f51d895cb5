//! From proposal to first review.

use super::case::{Case, seconds};
use super::delivery::Figure;
use super::metric::{About, Family, Metric, Unit};
use milepost_model::Window;

/// How long a change waits for its first review.
#[derive(Debug)]
pub struct PickupTime;

impl Metric for PickupTime {
    fn about(&self) -> &'static About {
        &About {
            id: "pickup_time",
            name: "From proposal to first review",
            family: Family::Stage,
            unit: Unit::Duration,
            definition: "How long a change waits for its first review.",
            formula: "`first_review_at − created_at` of each change that a forward deployment of the window brought and that was reviewed, never below 0; p25, p50, p75 and p90 over these changes.",
            sources: &["change", "commit", "deployment"],
            counts_by: "the deployment's end",
            limits: "Changes without a review are not in it. Bots are left out unless `bots = true`.",
            dora: None,
            scale: None,
        }
    }

    fn measure(&self, case: &Case<'_>, window: Window) -> Figure {
        case.of_changes(self.about(), window, |_, change| Some(seconds(change.created_at?, change.first_review_at?)))
    }
}
