//! Incident recovery time.

use super::metric::{About, Family, Metric, Unit};

/// How long incidents last, whatever caused them.
#[derive(Debug)]
pub struct IncidentRecoveryTime;

impl Metric for IncidentRecoveryTime {
    fn about(&self) -> &'static About {
        &About {
            id: "incident_recovery_time",
            name: "Incident recovery time",
            family: Family::Beside,
            unit: Unit::Duration,
            definition: "How long incidents last, whatever caused them.",
            formula: "`resolved_at − opened_at` of each incident of the service that was resolved in the window; p25, p50, p75 and p90 over these. Open incidents are counted as still open.",
            sources: &["incident"],
            counts_by: "the incident's end",
            limits: "Often called MTTR. It is not DORA's failed deployment recovery time, which is about deployments.",
            dora: None,
            scale: None,
        }
    }
}
