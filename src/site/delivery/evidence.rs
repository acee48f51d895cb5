//! The records behind the figures, as lists that people can check by hand.

use super::anchors::Shelves;
use crate::portal::delivery::evidence::{self, Class, Deployment, Method, NoLeadTime, RecordAt};
use crate::portal::delivery::{Detector, Evidence};
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::{safe_url, source_links, wording};
use milepost_model::Instant;
use milepost_model::record::Repository;
use serde::Serialize;
use std::ops::Range;

/// An instant with its minute.
#[derive(Debug, Clone, Serialize)]
pub struct At {
    iso: String,
    text: String,
}

impl At {
    /// The forms of an instant.
    pub fn new(at: Instant) -> Self {
        Self { iso: wording::iso(at), text: wording::minute(at) }
    }
}

/// A deployment as its list shows it.
#[derive(Debug, Serialize)]
pub struct DeploymentRow {
    anchor: String,
    name: String,
    sha: Option<Linked>,
    href: Option<String>,
    at: At,
    places: String,
    class: &'static str,
    kind: &'static str,
    notes: Vec<&'static str>,
    changes: Vec<ChangeRow>,
    changes_words: String,
    is_failed: bool,
    is_rework: bool,
    counts: bool,
    why: Vec<Linked>,
    recovery: Option<RecoveryRow>,
}

/// How a failed deployment was repaired.
#[derive(Debug, Serialize)]
struct RecoveryRow {
    raw: i64,
    after: String,
    at: At,
    by: Linked,
}

/// A change of a deployment.
#[derive(Debug, Serialize)]
pub struct ChangeRow {
    title: String,
    href: Option<String>,
    number: Option<u32>,
    /// The lead time: for machines and for people.
    lead: Option<(i64, String)>,
    /// Why it has none that counts.
    left_out: Option<&'static str>,
    begun: Option<At>,
    merged: At,
}

/// Where the records of one service lead.
pub struct Lists<'a> {
    /// The records.
    pub evidence: &'a Evidence,
    /// Where each of them stands.
    pub shelves: &'a Shelves,
    /// The repository that they are of.
    pub repository: Option<&'a Repository>,
    /// Links from the page that shows them.
    pub links: &'a Links,
}

impl Lists<'_> {
    /// Some deployments, newest first.
    pub fn deployments(&self, range: Range<usize>) -> Vec<DeploymentRow> {
        range.rev().filter_map(|place| Some(self.deployment(place, self.evidence.deployments.get(place)?))).collect()
    }

    fn deployment(&self, place: usize, deployment: &Deployment) -> DeploymentRow {
        let changes: Vec<ChangeRow> = self.evidence.changes_of(deployment).iter().map(|change| self.change(change)).collect();
        DeploymentRow {
            anchor: self.shelves.name(place).to_owned(),
            name: name(deployment),
            sha: self.sha(deployment),
            href: deployment.url.as_deref().and_then(safe_url::href),
            at: At::new(deployment.finished),
            places: places(deployment),
            class: deployment.class.word(),
            kind: kind(deployment.class),
            notes: notes(deployment),
            changes_words: match deployment.class {
                Class::Baseline => "not known".to_owned(),
                _ if changes.is_empty() => "none".to_owned(),
                _ => wording::counted(changes.len() as u64, "change", "changes"),
            },
            changes,
            is_failed: deployment.has_failed() && deployment.class == Class::Forward,
            is_rework: deployment.is_rework,
            counts: deployment.class == Class::Forward,
            why: deployment.failed_by.iter().map(|failed| self.why(failed.detector, failed.record)).collect(),
            recovery: deployment.recovered.map(|recovered| RecoveryRow {
                raw: recovered.after,
                after: wording::duration(recovered.after),
                at: At::new(recovered.at),
                by: self.record(recovered.by),
            }),
        }
    }

    fn sha(&self, deployment: &Deployment) -> Option<Linked> {
        let sha = deployment.sha.hex()?;
        let href = self.repository.and_then(|repository| source_links::commit(repository, &sha));
        Some(Linked { text: sha[..7].to_owned(), href })
    }

    fn why(&self, detector: Detector, record: RecordAt) -> Linked {
        let mut link = self.record(record);
        link.text = match detector {
            Detector::IncidentCause => format!("{} names it", link.text),
            Detector::IncidentTime => format!("{} began soon after", link.text),
            Detector::Rollback => format!("rolled back to {}", link.text),
            Detector::Revert => format!("{} takes a change back", link.text),
            Detector::Hotfix => format!("{} is a hotfix", link.text),
        };
        link
    }

    /// A record by its name, with where it stands.
    fn record(&self, record: RecordAt) -> Linked {
        let text = match record {
            RecordAt::Deployment(place) => self.evidence.deployments.get(place as usize).map(name),
            RecordAt::Incident(place) => {
                self.evidence.incidents.get(place as usize).map(|incident| format!("incident “{}”", title(incident)))
            }
        };
        let href = self.shelves.address(record).map(|address| self.links.to(&address));
        Linked { text: text.unwrap_or_default(), href }
    }

    /// A change, deployed or not.
    pub fn change(&self, change: &evidence::Change) -> ChangeRow {
        let sha = change.merge_sha.hex();
        let own = change.url.as_deref().and_then(safe_url::href);
        let of_commit = || source_links::commit(self.repository?, sha.as_deref()?);
        let short = sha.as_ref().map(|sha| sha[..7].to_owned()).unwrap_or_default();
        let counts = change.left_out.is_none();
        ChangeRow {
            title: change.title.as_deref().map_or(short, str::to_owned),
            href: own.or_else(of_commit),
            number: change.number,
            lead: change.lead_time.filter(|_| counts).map(|lead| (lead, wording::duration(lead))),
            left_out: change.left_out.map(left_out),
            begun: change.first_commit_at.map(At::new),
            merged: At::new(change.merged_at),
        }
    }

    /// The changes that were merged and are in no deployment.
    pub fn not_deployed(&self, most: usize) -> Vec<ChangeRow> {
        let places = self.evidence.not_deployed.iter().rev().take(most);
        places.filter_map(|place| Some(self.change(self.evidence.changes.get(*place as usize)?))).collect()
    }
}

fn title(incident: &evidence::Incident) -> &str {
    incident.title.as_deref().unwrap_or(&incident.id)
}

/// The version, else the commit.
pub fn name(deployment: &Deployment) -> String {
    match (&deployment.version, deployment.sha.hex()) {
        (Some(version), _) => version.to_string(),
        (None, Some(sha)) => sha[..7].to_owned(),
        (None, None) => deployment.id.to_string(),
    }
}

fn places(deployment: &Deployment) -> String {
    let mut names: Vec<&str> = deployment.arrivals.iter().map(|arrival| &*arrival.environment).collect();
    names.dedup();
    names.join(", ")
}

/// What kind of deployment it is, in a word for people.
pub fn kind(class: Class) -> &'static str {
    match class {
        Class::Baseline => "First known",
        Class::Forward => "Forward",
        Class::Rollback => "Rollback",
        Class::Redeploy => "Same again",
    }
}

fn notes(deployment: &Deployment) -> Vec<&'static str> {
    let mut notes = Vec::new();
    if deployment.is_hotfix {
        notes.push("hotfix");
    }
    if deployment.is_revert {
        notes.push("takes a change back");
    }
    if deployment.method == Method::Time && !deployment.changes.is_empty() {
        notes.push("matched by time");
    }
    notes
}

fn left_out(why: NoLeadTime) -> &'static str {
    match why {
        NoLeadTime::SquashWithoutApi => "not counted: a squash hides when it began",
        NoLeadTime::ClockSkew => "not counted: its clocks are wrong",
        NoLeadTime::Bot => "not counted: a bot’s",
    }
}
