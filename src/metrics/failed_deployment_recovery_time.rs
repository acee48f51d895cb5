//! Failed deployment recovery time.

use super::case::{Case, Sample, seconds};
use super::delivery::survey::Scale;
use super::delivery::{Figure, StillOpen};
use super::metric::{About, Family, Metric, Unit};
use milepost_model::Window;

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

    fn measure(&self, case: &Case<'_>, window: Window) -> Figure {
        let needs = match case.failure_needs() {
            Ok(needs) => needs,
            Err(reason) => return Case::unknown(self.about(), reason),
        };
        let values = case.recovered_in(window).filter_map(|deployment| deployment.recovered.map(|recovered| recovered.after)).collect();
        let is_open = |failed: &&super::delivery::evidence::Deployment| {
            failed.has_failed() && failed.finished < window.to && failed.recovered.is_none_or(|recovered| recovered.at >= window.to)
        };
        let open: Vec<i64> = case.evidence.deployments.iter().filter(is_open).map(|failed| seconds(failed.finished, window.to)).collect();
        let still_open = open.iter().max().map(|longest| StillOpen { count: open.len() as u64, longest: *longest });
        let flags = case.failure_flags(window);
        case.durations(self.about(), &needs, window, Sample { values, flags, still_open, ..Sample::default() })
    }
}
