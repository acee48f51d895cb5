//! Change fail rate.

use super::case::Case;
use super::delivery::Figure;
use super::delivery::survey::Scale;
use super::metric::{About, Family, Metric, Unit};
use milepost_model::Window;

/// Which part of the deployments that brought something new failed in production and needed somebody to step in.
#[derive(Debug)]
pub struct ChangeFailRate;

impl Metric for ChangeFailRate {
    fn about(&self) -> &'static About {
        &About {
            id: "change_fail_rate",
            name: "Change fail rate",
            family: Family::Instability,
            unit: Unit::Ratio,
            definition: "Which part of the deployments that brought something new failed in production and needed somebody to step in.",
            formula: "Forward deployments of the window that any detector in use marks as failed, over all forward deployments of the window. Each counts once, however many detectors point at it. The detectors: an incident that names the deployment, its commit or its change; a rollback, which marks the first deployment after the version that was gone back to; a later deployment that takes a change of it back; a hotfix, which marks the forward deployment before it; an incident without a cause that began within `attribution_hours` after it.",
            sources: &["deployment", "change", "commit", "incident"],
            counts_by: "the deployment's end",
            limits: "A deployment whose trouble nobody recorded, rolled back, reverted or fixed by something called a hotfix does not count. A pipeline that could not deploy is not a failed change: see failed deployment attempts.",
            dora: Some(
                "The ratio of deployments that require immediate intervention following a deployment. Likely resulting in a rollback of the changes or a “hotfix” to quickly remediate any issues.",
            ),
            scale: Some(Scale::Percentage),
        }
    }

    fn measure(&self, case: &Case<'_>, window: Window) -> Figure {
        let needs = match case.failure_needs() {
            Ok(needs) => needs,
            Err(reason) => return Case::unknown(self.about(), reason),
        };
        let (mut failed, mut all) = (0, 0);
        for deployment in case.forward_in(window) {
            all += 1;
            failed += u64::from(deployment.has_failed());
        }
        case.ratio(self.about(), &needs, window, (failed, all), case.failure_flags(window))
    }
}
