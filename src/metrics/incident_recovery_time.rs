//! Incident recovery time.

use super::case::{Case, Need, Sample, seconds};
use super::delivery::{Figure, StillOpen};
use super::metric::{About, Family, Metric, Unit};
use milepost_model::{Unknown, Window};

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

    fn measure(&self, case: &Case<'_>, window: Window) -> Figure {
        if !case.has_incidents {
            return Case::unknown(self.about(), Unknown::NoIncidentSource);
        }
        let incidents = &case.evidence.incidents;
        let ended = incidents.iter().filter_map(|incident| Some((incident.opened, incident.resolved.filter(|at| window.contains(*at))?)));
        let values = ended.map(|(opened, resolved)| seconds(opened, resolved)).collect();
        let is_open =
            |found: &&super::delivery::evidence::Incident| found.opened < window.to && found.resolved.is_none_or(|at| at >= window.to);
        let open: Vec<i64> = incidents.iter().filter(is_open).map(|incident| seconds(incident.opened, window.to)).collect();
        let still_open = open.iter().max().map(|longest| StillOpen { count: open.len() as u64, longest: *longest });
        let sample = Sample { values, still_open, empty_because: Some(Unknown::NoEventsInWindow), ..Sample::default() };
        case.durations(self.about(), &[Need::Incidents], window, sample)
    }
}
