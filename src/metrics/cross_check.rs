//! What hosts reckoned themselves, beside what milepost did.

use super::delivery::{CrossCheck, CrossChecks, Delivery, Span, Value};
use crate::catalog::Catalog;
use milepost_model::record::HostFigure;
use milepost_model::{Measurement, RepoId};
use std::collections::BTreeMap;

/// By the host's name of a metric, the metric of milepost that measures most nearly the same, and how many of its units
/// one of the host's is: deployments are counted, lengths of time are seconds, and rates tenths of a percent.
const SAME: [(&str, &str, f64); 4] = [
    ("change_failure_rate", "change_fail_rate", 1_000.0),
    ("deployment_frequency", "deployment_frequency", 1.0),
    ("lead_time_for_changes", "merge_to_deploy_time", 1.0),
    ("time_to_restore_service", "incident_recovery_time", 1.0),
];

/// Holds the figures of hosts against those of the services that are alone in their repositories, over the same days.
pub fn cross_check(figures: &[HostFigure], delivery: &Delivery, catalog: &Catalog) -> CrossChecks {
    let mut alone: BTreeMap<&RepoId, Option<&crate::catalog::Service>> = BTreeMap::new();
    for service in &catalog.services {
        if let Some(repo) = &service.repo {
            alone.entry(repo).and_modify(|one| *one = None).or_insert(Some(service));
        }
    }
    let Some(window) = delivery.window(Span::Days90) else { return CrossChecks::default() };
    let mut found = CrossChecks { window: Some(window), ..CrossChecks::default() };
    for figure in figures {
        let Some((_, metric, unit)) = SAME.iter().find(|(theirs, ..)| *theirs == figure.metric) else { continue };
        let Some(service) = alone.get(&figure.repo).copied() else { continue };
        let Some(service) = service else {
            found.shared += 1;
            continue;
        };
        if (figure.from, figure.to) != (window.from, window.to) {
            found.other_days += 1;
            continue;
        }
        let Some(own) = delivery.service(&service.reference).and_then(|one| one.figure(Span::Days90, metric)) else { continue };
        found.all.push(CrossCheck {
            service: service.reference.clone(),
            host: figure.provenance.collector.clone(),
            metric,
            theirs: figure.value.map(|value| (value * unit).round() as i64),
            ours: match &own.value {
                Measurement::Known { value, n } => Measurement::Known { value: counted(value), n: *n },
                Measurement::Unknown(why) => Measurement::Unknown(*why),
            },
        });
    }
    found.all.sort_by(|a, b| (&a.service, a.metric).cmp(&(&b.service, b.metric)));
    found
}

/// A figure in the unit of hosts: they count deployments, of which the first that is known is one.
fn counted(value: &Value) -> i64 {
    match value {
        Value::Frequency(frequency) => i64::try_from(frequency.with_baseline).unwrap_or(i64::MAX),
        other => other.headline(),
    }
}
