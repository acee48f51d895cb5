//! Failed deployment attempts.

use super::metric::{About, Family, Metric, Unit};

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
}
