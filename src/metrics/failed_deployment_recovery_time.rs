//! Failed deployment recovery time.

use super::delivery::survey::Scale;
use super::metric::{About, Family, Metric, Unit};

/// How long it takes from a deployment that failed until users are well again.
#[derive(Debug)]
pub struct FailedDeploymentRecoveryTime;

impl Metric for FailedDeploymentRecoveryTime {
    fn about(&self) -> &'static About {
        &About {
            id: "failed_deployment_recovery_time",
            name: "Failed deployment recovery time",
            family: Family::Throughput,
            unit: Unit::Duration,
            definition: "How long it takes from a deployment that failed until users are well again.",
            formula: "`recovered − finished` of each failed deployment that recovered in the window. Where incidents are linked to it, recovery is the end of the last of them; else the end of the earliest rollback, revert or hotfix that repaired it. p25, p50, p75 and p90 over these. Failures that are not repaired yet are counted as still open and are in no quantile.",
            sources: &["deployment", "change", "commit", "incident"],
            counts_by: "the recovery",
            limits: "It starts when the deployment ended, not when somebody noticed.",
            dora: Some("The time it takes to recover from a deployment that fails and requires immediate intervention."),
            scale: Some(Scale::Duration),
        }
    }
}
