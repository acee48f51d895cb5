//! Which deployments failed, what tells it, and what repaired them.

use super::delivery::evidence::{ByCommit, Class, Deployment, FailedBy, Incident, RecordAt, Recovered, Sha};
use super::delivery::{Detector, Unfit};
use super::history::{Changes, Commits};
use super::recognition::LeftOuts;
use super::series::{Assigned, NONE, Series};
use crate::config::Delivery;
use foldhash::{HashMap, HashMapExt};
use milepost_model::record::Incident as Record;
use milepost_model::record::incident::Cause;

/// What finding failures needs.
pub(super) struct Finding<'a> {
    pub(super) settings: &'a Delivery,
    pub(super) detectors: &'a [Detector],
    pub(super) commits: &'a Commits,
    pub(super) changes: &'a Changes<'a>,
    pub(super) assigned: &'a Assigned,
    /// Incidents, oldest first; the flag says whether one concerns the service itself.
    pub(super) incidents: &'a [(&'a Record, bool)],
}

/// Marks failed deployments and what repaired them; gives back the service's incidents.
pub(super) fn find(series: &mut Series, finding: &Finding<'_>, left_out: &mut LeftOuts) -> Vec<Incident> {
    let uses = |detector: Detector| finding.detectors.contains(&detector);
    let deployments = &mut series.deployments;
    for deployment in deployments.iter_mut() {
        deployment.is_rework |= deployment.class == Class::Rollback || deployment.is_revert || deployment.is_hotfix;
    }
    if uses(Detector::Rollback) {
        for (by, failed) in &series.rolled_back {
            mark(deployments, *failed, Detector::Rollback, RecordAt::Deployment(*by));
        }
    }
    if uses(Detector::Revert) {
        for (by, failed) in &finding.assigned.taken_back {
            mark(deployments, *failed, Detector::Revert, RecordAt::Deployment(*by));
        }
    }
    if uses(Detector::Hotfix) {
        let mut before = None;
        for place in 0..deployments.len() {
            if deployments[place].class != Class::Forward {
                continue;
            }
            if let Some(before) = before.filter(|_| deployments[place].is_hotfix) {
                mark(deployments, before, Detector::Hotfix, RecordAt::Deployment(place as u32));
            }
            before = Some(place as u32);
        }
    }
    let index = Index::of(deployments, finding);
    let mut incidents = Vec::new();
    for (record, concerns) in finding.incidents {
        let place = incidents.len() as u32;
        let attributed = attribute(record, *concerns, place, deployments, finding, &index, left_out);
        if let Some(fixed) = record.fixed_by.as_ref().and_then(|cause| index.place(cause, finding)) {
            deployments[fixed as usize].is_rework = true;
        }
        if *concerns || attributed.is_some() {
            incidents.push(incident(record, attributed));
        }
    }
    for deployment in deployments.iter_mut() {
        deployment.failed_by.sort_unstable();
        deployment.failed_by.dedup();
    }
    for place in 0..deployments.len() {
        deployments[place].recovered = recovered(&deployments[place], deployments, &incidents);
    }
    incidents
}

/// Only a deployment that brought something new can have failed.
fn mark(deployments: &mut [Deployment], failed: u32, detector: Detector, record: RecordAt) -> bool {
    let Some(found) = deployments.get_mut(failed as usize).filter(|found| found.class == Class::Forward) else { return false };
    found.failed_by.push(FailedBy { detector, record });
    true
}

/// Finds deployments by what an incident names.
struct Index<'a> {
    arrivals: HashMap<String, u32>,
    commits: ByCommit<u32>,
    changes: HashMap<&'a str, u32>,
}

impl<'a> Index<'a> {
    fn of(deployments: &[Deployment], finding: &Finding<'a>) -> Self {
        let mut index = Self { arrivals: HashMap::new(), commits: ByCommit::default(), changes: HashMap::new() };
        let names_any = finding.incidents.iter().any(|(record, _)| record.caused_by.is_some() || record.fixed_by.is_some());
        if !names_any {
            return index;
        }
        for (deployment, place) in deployments.iter().zip(0..) {
            index.commits.entry(deployment.sha).or_insert(place);
            for arrival in &deployment.arrivals {
                index.arrivals.insert(arrival.id.to_string(), place);
            }
        }
        for (facts, place) in finding.changes.all.iter().zip(&finding.assigned.deployment_of_change) {
            for record in facts.records().filter(|_| *place != NONE) {
                index.changes.insert(&record.id, *place);
            }
        }
        index
    }

    /// The deployment that a cause means: by its id, by a change of it, by the first that had a commit.
    fn place(&self, cause: &Cause, finding: &Finding<'_>) -> Option<u32> {
        let by_id = || self.arrivals.get(cause.deployment.as_deref()?).copied();
        let by_change = || self.changes.get(cause.change.as_deref()?).copied();
        let by_sha = || {
            let sha = Sha::of(cause.sha.as_deref()?);
            let commit = finding.commits.place(&sha).map(|commit| finding.assigned.deployment_of_commit[commit as usize]);
            commit.filter(|place| *place != NONE).or_else(|| self.commits.get(&sha).copied())
        };
        by_id().or_else(by_change).or_else(by_sha)
    }
}

fn attribute(
    record: &Record,
    concerns: bool,
    incident: u32,
    deployments: &mut [Deployment],
    finding: &Finding<'_>,
    index: &Index<'_>,
    left_out: &mut LeftOuts,
) -> Option<u32> {
    if record.is_change_failure == Some(false) {
        if concerns {
            left_out.add(Unfit::NotAChangeFailure, &record.id, record.opened_at);
        }
        return None;
    }
    let uses = |detector: Detector| finding.detectors.contains(&detector);
    let cause = record.caused_by.as_ref().filter(|cause| cause.deployment.is_some() || cause.sha.is_some() || cause.change.is_some());
    let found = match cause {
        Some(cause) => index.place(cause, finding).map(|place| (place, Detector::IncidentCause)),
        None if concerns => latest_before(record, deployments, finding.settings).map(|place| (place, Detector::IncidentTime)),
        None => None,
    };
    match found {
        Some((place, detector)) if uses(detector) => {
            mark(deployments, place, detector, RecordAt::Incident(incident));
            Some(place)
        }
        Some((place, Detector::IncidentCause)) => Some(place),
        _ => {
            if concerns {
                left_out.add(Unfit::UnattributedIncident, &record.id, record.opened_at);
            }
            None
        }
    }
}

/// The latest forward deployment before an incident, if it is near enough.
fn latest_before(record: &Record, deployments: &[Deployment], settings: &Delivery) -> Option<u32> {
    let is_before = |found: &&(u32, &Deployment)| found.1.class == Class::Forward && found.1.finished <= record.opened_at;
    let all: Vec<(u32, &Deployment)> = (0..).zip(deployments).collect();
    let (place, found) = all.iter().filter(is_before).max_by(|a, b| (a.1.finished, &a.1.id).cmp(&(b.1.finished, &b.1.id)))?;
    let is_near = (record.opened_at - found.finished).num_seconds() <= settings.attribution_seconds();
    is_near.then_some(*place)
}

fn incident(record: &Record, deployment: Option<u32>) -> Incident {
    Incident {
        id: record.id.as_str().into(),
        title: record.title.as_deref().map(Into::into),
        opened: record.opened_at,
        resolved: record.resolved_at,
        deployment,
        is_no_change_failure: record.is_change_failure == Some(false),
        url: record.url.as_deref().map(Into::into),
    }
}

/// When users were well again: when the last incident ended, else when the first repair was deployed.
fn recovered(failed: &Deployment, deployments: &[Deployment], incidents: &[Incident]) -> Option<Recovered> {
    let of_incident = |by: &FailedBy| match by.record {
        RecordAt::Incident(place) => Some((place, &incidents[place as usize])),
        RecordAt::Deployment(_) => None,
    };
    let linked: Vec<(u32, &Incident)> = failed.failed_by.iter().filter_map(of_incident).collect();
    let (at, by) = if linked.is_empty() {
        let repairs = failed.failed_by.iter().filter_map(|by| match by.record {
            RecordAt::Deployment(place) => Some((deployments[place as usize].finished, place)),
            RecordAt::Incident(_) => None,
        });
        let (at, place) = repairs.filter(|(at, _)| *at >= failed.finished).min()?;
        (at, RecordAt::Deployment(place))
    } else {
        // While one of them is open, users are not well.
        let ends: Option<Vec<_>> = linked.iter().map(|(place, incident)| Some((incident.resolved?, *place))).collect();
        let (at, place) = ends?.into_iter().max()?;
        (at, RecordAt::Incident(place))
    };
    let after = (at.timestamp() - failed.finished.timestamp()).max(0);
    Some(Recovered { at, after, by })
}
