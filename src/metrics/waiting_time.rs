//! From merge to the start of the deployment.

use super::case::{Case, seconds};
use super::delivery::Figure;
use super::metric::{About, Family, Metric, Unit};
use milepost_model::Window;

/// How long a merged change waits until its deployment starts.
#[derive(Debug)]
pub struct WaitingTime;

impl Metric for WaitingTime {
    fn about(&self) -> &'static About {
        &About {
            id: "waiting_time",
            name: "From merge to the start of the deployment",
            family: Family::Stage,
            unit: Unit::Duration,
            definition: "How long a merged change waits until its deployment starts.",
            formula: "`started − merged_at` of each change that a forward deployment of the window brought, never below 0; p25, p50, p75 and p90 over these changes.",
            sources: &["change", "commit", "deployment"],
            counts_by: "the deployment's end",
            limits: "Deployments that do not say when they started, such as tags, are not in it. Bots are left out unless `bots = true`.",
            dora: None,
            scale: None,
        }
    }

    fn measure(&self, case: &Case<'_>, window: Window) -> Figure {
        case.of_changes(self.about(), window, |deployment, change| Some(seconds(change.merged_at, deployment.started?)))
    }
}
