//! From first commit to proposal.

use super::case::{Case, seconds};
use super::delivery::Figure;
use super::metric::{About, Family, Metric, Unit};
use milepost_model::Window;

/// How long a change takes from its first commit until it is proposed.
#[derive(Debug)]
pub struct CodingTime;

impl Metric for CodingTime {
    fn about(&self) -> &'static About {
        &About {
            id: "coding_time",
            name: "From first commit to proposal",
            family: Family::Stage,
            unit: Unit::Duration,
            definition: "How long a change takes from its first commit until it is proposed.",
            formula: "`created_at − first commit authored` of each change that a forward deployment of the window brought, never below 0; p25, p50, p75 and p90 over these changes.",
            sources: &["change", "commit", "deployment"],
            counts_by: "the deployment's end",
            limits: "Direct pushes are never proposed and are not in it. Bots are left out unless `bots = true`.",
            dora: None,
            scale: None,
        }
    }

    fn measure(&self, case: &Case<'_>, window: Window) -> Figure {
        case.of_changes(self.about(), window, |_, change| Some(seconds(change.first_commit_at?, change.created_at?)))
    }
}
