//! From the start to the end of the deployment.

use super::case::{Case, seconds};
use super::delivery::Figure;
use super::metric::{About, Family, Metric, Unit};
use milepost_model::Window;

/// How long the deployment of a change takes.
#[derive(Debug)]
pub struct DeployTime;

impl Metric for DeployTime {
    fn about(&self) -> &'static About {
        &About {
            id: "deploy_time",
            name: "From the start to the end of the deployment",
            family: Family::Stage,
            unit: Unit::Duration,
            definition: "How long the deployment of a change takes.",
            formula: "`finished − started` of the deployment, once for each change that it brought; p25, p50, p75 and p90 over these changes.",
            sources: &["change", "commit", "deployment"],
            counts_by: "the deployment's end",
            limits: "Deployments that do not say when they started, such as tags, are not in it. Bots are left out unless `bots = true`.",
            dora: None,
            scale: None,
        }
    }

    fn measure(&self, case: &Case<'_>, window: Window) -> Figure {
        case.of_changes(self.about(), window, |deployment, _| Some(seconds(deployment.started?, deployment.finished)))
    }
}
