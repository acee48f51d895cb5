//! What stands beside DORA's five: incidents, attempts that failed, and the metrics that are made of them.

use super::anchors::{Shelves, of_record};
use super::evidence::At;
use super::five::{about, unit_of};
use super::reading::{Reading, remedy};
use crate::portal::delivery::evidence::RecordAt;
use crate::portal::delivery::{ServiceDelivery, Span, Value};
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::{safe_url, wording};
use milepost_model::{Measurement, Outcome};
use serde::Serialize;

/// The metrics that are not DORA's, in the order of the page.
const BESIDE: [(&str, &str); 3] =
    [("merge_to_deploy_time", "changes"), ("failed_deployment_attempts", "attempts"), ("incident_recovery_time", "incidents")];

/// A metric that is not DORA's.
#[derive(Debug, Serialize)]
pub struct BesideRow {
    id: &'static str,
    name: &'static str,
    definition: &'static str,
    known: Option<Reading>,
    of: String,
    unknown: Option<&'static str>,
    remedy: Option<&'static str>,
    evidence: &'static str,
}

/// The metrics that stand beside.
pub fn metrics(delivery: &ServiceDelivery, span: Span) -> Vec<BesideRow> {
    let row = |(id, of): &(&'static str, &'static str)| {
        let about = about(id);
        let figure = delivery.figure(span, id)?;
        let (known, rests, unknown) = match &figure.value {
            Measurement::Known { value, n } => {
                let rests = match value {
                    Value::Ratio { num, den } => format!("{} of {} {of}", wording::number(*num), wording::number(*den)),
                    _ => format!("median of {} {of}", wording::number(*n)),
                };
                (Some(Reading::new(unit_of(about), value.headline())), rests, None)
            }
            Measurement::Unknown(why) => (None, String::new(), Some(*why)),
        };
        let evidence = match *of {
            "attempts" => "attempts",
            "incidents" => "incidents",
            _ => "evidence",
        };
        Some(BesideRow {
            id,
            name: about.name,
            definition: about.definition,
            known,
            of: rests,
            unknown: unknown.map(milepost_model::Unknown::words),
            remedy: unknown.map(remedy),
            evidence,
        })
    };
    BESIDE.iter().filter_map(row).collect()
}

/// An incident as its list shows it.
#[derive(Debug, Serialize)]
pub struct IncidentRow {
    anchor: String,
    title: String,
    href: Option<String>,
    opened: At,
    resolved: Option<At>,
    lasted: Option<(i64, String)>,
    deployment: Option<Linked>,
    note: &'static str,
}

/// The newest incidents.
pub fn incidents(delivery: &ServiceDelivery, shelves: &Shelves, links: &Links) -> Vec<IncidentRow> {
    let row = |incident: &crate::portal::delivery::evidence::Incident| {
        let deployment = incident.deployment.and_then(|place| {
            let name = super::evidence::name(delivery.evidence.deployments.get(place as usize)?);
            let href = shelves.address(RecordAt::Deployment(place)).map(|address| links.to(&address));
            Some(Linked { text: name, href })
        });
        let lasted = incident.resolved.map(|resolved| (resolved - incident.opened).num_seconds());
        IncidentRow {
            anchor: of_record("incident", &incident.id),
            title: incident.title.as_deref().unwrap_or(&incident.id).to_owned(),
            href: incident.url.as_deref().and_then(safe_url::href),
            opened: At::new(incident.opened),
            resolved: incident.resolved.map(At::new),
            lasted: lasted.map(|lasted| (lasted, wording::duration(lasted))),
            note: match (&deployment, incident.is_no_change_failure) {
                (Some(_), _) => "",
                (None, true) => "no change caused it",
                (None, false) => "no deployment came shortly before",
            },
            deployment,
        }
    };
    delivery.evidence.incidents.iter().rev().map(row).collect()
}

/// An attempt that did not succeed, as its list shows it.
#[derive(Debug, Serialize)]
pub struct AttemptRow {
    anchor: String,
    at: At,
    environment: String,
    sha: String,
    outcome: &'static str,
    href: Option<String>,
}

/// The newest attempts that did not succeed.
pub fn attempts(delivery: &ServiceDelivery) -> Vec<AttemptRow> {
    let row = |attempt: &crate::portal::delivery::evidence::Attempt| AttemptRow {
        anchor: of_record("attempt", &attempt.id),
        at: At::new(attempt.at),
        environment: attempt.environment.to_string(),
        sha: attempt.sha.hex().map(|sha| sha[..7].to_owned()).unwrap_or_default(),
        outcome: if attempt.outcome == Outcome::Failure { "failed" } else { "did not succeed" },
        href: attempt.url.as_deref().and_then(safe_url::href),
    };
    delivery.evidence.attempts.iter().rev().map(row).collect()
}
