//! Deployment rework rate.

use super::case::Case;
use super::delivery::Figure;
use super::delivery::evidence::Class;
use super::delivery::survey::Scale;
use super::metric::{About, Family, Metric, Unit};
use milepost_model::Window;

/// Which part of the deployments was not planned and only repaired something.
#[derive(Debug)]
pub struct DeploymentReworkRate;

impl Metric for DeploymentReworkRate {
    fn about(&self) -> &'static About {
        &About {
            id: "deployment_rework_rate",
            name: "Deployment rework rate",
            family: Family::Instability,
            unit: Unit::Ratio,
            definition: "Which part of the deployments was not planned and only repaired something.",
            formula: "Rollbacks, and forward deployments that take a change back, are a hotfix, bear the rework label or are named as what ended an incident, over all forward deployments and rollbacks of the window. Rollbacks are deployments here, unlike in the other metrics. The window of 180 days is the one that DORA's question speaks of.",
            sources: &["deployment", "change", "commit", "incident"],
            counts_by: "the deployment's end",
            limits: "Repairs that nothing marks as such do not count.",
            dora: Some("The ratio of deployments that are unplanned but happen as a result of an incident in production."),
            scale: Some(Scale::Percentage),
        }
    }

    fn measure(&self, case: &Case<'_>, window: Window) -> Figure {
        let needs = match case.failure_needs() {
            Ok(needs) => needs,
            Err(reason) => return Case::unknown(self.about(), reason),
        };
        let (mut unplanned, mut all) = (0, 0);
        for deployment in case.deployed_in(window).filter(|found| matches!(found.class, Class::Forward | Class::Rollback)) {
            all += 1;
            unplanned += u64::from(deployment.is_rework);
        }
        case.ratio(self.about(), &needs, window, (unplanned, all), case.failure_flags(window))
    }
}
