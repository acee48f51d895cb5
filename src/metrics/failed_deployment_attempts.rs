//! Failed deployment attempts.

use super::case::{Case, Need};
use super::delivery::Figure;
use super::metric::{About, Family, Metric, Unit};
use milepost_model::Window;

/// Which part of the attempts to deploy to production did not succeed.
#[derive(Debug)]
pub struct FailedDeploymentAttempts;

impl Metric for FailedDeploymentAttempts {
    fn about(&self) -> &'static About {
        &About {
            id: "failed_deployment_attempts",
            name: "Failed deployment attempts",
            family: Family::Beside,
            unit: Unit::Ratio,
            definition: "Which part of the attempts to deploy to production did not succeed.",
            formula: "Attempts that failed over attempts that failed or succeeded, in every production environment. The attempts of one run are one. Cancelled and skipped ones are neither.",
            sources: &["deployment", "pipeline_run"],
            counts_by: "the attempt's end",
            limits: "Nothing reached users, so this is no change failure and not DORA's. Releases and tags cannot fail.",
            dora: None,
            scale: None,
        }
    }

    fn measure(&self, case: &Case<'_>, window: Window) -> Figure {
        let failed = case.evidence.attempts.iter().filter(|attempt| window.contains(attempt.at)).count() as u64;
        let arrivals = case.evidence.deployments.iter().flat_map(|deployment| &deployment.arrivals);
        let succeeded = arrivals.filter(|arrival| window.contains(arrival.at)).count() as u64;
        let flags = case.deployment_flags(window);
        case.ratio(self.about(), &[Need::Deployments], window, (failed, failed + succeeded), flags)
    }
}
