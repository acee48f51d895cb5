//! From merge to production.

use super::case::{Case, seconds};
use super::delivery::Figure;
use super::metric::{About, Family, Metric, Unit};
use milepost_model::Window;

/// How long a merged change takes until it runs in production.
#[derive(Debug)]
pub struct MergeToDeployTime;

impl Metric for MergeToDeployTime {
    fn about(&self) -> &'static About {
        &About {
            id: "merge_to_deploy_time",
            name: "From merge to production",
            family: Family::Beside,
            unit: Unit::Duration,
            definition: "How long a merged change takes until it runs in production.",
            formula: "`finished − merged_at` of each change that a forward deployment of the window brought, never below 0; p25, p50, p75 and p90 over these changes.",
            sources: &["change", "commit", "deployment"],
            counts_by: "the deployment's end",
            limits: "Known for squashed changes, too. Bots are left out unless `bots = true`.",
            dora: None,
            scale: None,
        }
    }

    fn measure(&self, case: &Case<'_>, window: Window) -> Figure {
        case.of_changes(self.about(), window, |deployment, change| Some(seconds(change.merged_at, deployment.finished)))
    }
}
