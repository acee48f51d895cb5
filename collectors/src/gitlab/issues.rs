//! Issues that are incidents, and issues that are tickets of the platform team.
#![allow(missing_docs, reason = "the fields are those of the API, under its own names")]

use super::address::encoded;
use super::client::Client;
use super::listing::Listing;
use super::merge_requests::{Label, names};
use super::stamp::{Stamp, said};
use crate::remote::stretch::Lane;
use crate::remote::{Fault, labels};
use milepost_model::record::{Incident, Ticket};
use milepost_model::{Instant, Record};
use serde::Deserialize;

/// Under this name its requests are counted.
pub const ENDPOINT: &str = "issues";

/// An issue.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Issue {
    pub iid: Option<u64>,
    pub title: Option<String>,
    pub description: Option<String>,
    pub web_url: Option<String>,
    pub created_at: Option<Instant>,
    pub updated_at: Option<Instant>,
    pub closed_at: Option<Instant>,
    pub labels: Option<Vec<Option<Label>>>,
    pub severity: Option<String>,
    pub confidential: Option<bool>,
}

/// Which issues are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// Those whose type is incident.
    Incidents,
    /// Those that bear a label that makes them incidents.
    Labelled(String),
    /// All plain ones, as tickets.
    Tickets,
}

impl Issue {
    /// What readers of the portal may know of its words: not everybody may read a confidential issue.
    fn words(&self) -> (Option<String>, Option<String>) {
        if self.confidential == Some(true) { (None, None) } else { (said(self.title.clone()), self.web_url.clone()) }
    }

    /// The issue as an incident.
    ///
    /// Its severity and labels say how bad it was and which services it concerned (`service::payments`); lines of its
    /// text such as `Caused-by: 1f0c2a7…` and `Fixed-by: deployment 12` say what caused and what ended it.
    pub fn incident(self, stamp: &Stamp) -> Option<Incident> {
        let (title, url) = self.words();
        let named = names(self.labels);
        let body = self.description.unwrap_or_default();
        let cause = |key| labels::cause(&body, key, |number| stamp.id("deployment", number));
        let severity = said(self.severity).map(|word| word.to_lowercase()).filter(|word| word != "unknown");
        Some(Incident {
            id: stamp.id("incident", self.iid?),
            rev: stamp.rev(self.updated_at),
            observed_at: stamp.now,
            provenance: stamp.provenance(url.as_deref()),
            opened_at: self.created_at?,
            repo: Some(stamp.repo.clone()),
            title,
            resolved_at: self.closed_at,
            severity: labels::severity(&named).or(severity),
            caused_by: cause("caused-by"),
            fixed_by: cause("fixed-by"),
            is_change_failure: labels::is_change_failure(&named),
            url,
            services: labels::services(&named),
            ..Incident::default()
        })
    }

    /// The issue as a ticket. A label such as `topic::database` says what it is about, else its first label does.
    pub fn ticket(self, stamp: &Stamp) -> Option<Ticket> {
        let (title, url) = self.words();
        let named = names(self.labels);
        Some(Ticket {
            id: stamp.id("ticket", self.iid?),
            rev: stamp.rev(self.updated_at),
            observed_at: stamp.now,
            provenance: stamp.provenance(url.as_deref()),
            opened_at: self.created_at?,
            repo: Some(stamp.repo.clone()),
            closed_at: self.closed_at,
            topic: labels::topic(&named),
            title,
            url,
            labels: named,
            ..Ticket::default()
        })
    }
}

/// The issues of a project.
pub struct Issues<'a> {
    client: &'a Client<'a>,
    stamp: &'a Stamp,
    which: Which,
    list: Listing,
}

impl<'a> Issues<'a> {
    /// Those of a project that are meant.
    pub fn new(client: &'a Client<'a>, stamp: &'a Stamp, number: u64, which: Which) -> Self {
        let only = match &which {
            Which::Incidents => "issue_type=incident".to_owned(),
            Which::Labelled(label) => format!("labels={}", encoded(label)),
            Which::Tickets => "issue_type=issue".to_owned(),
        };
        Self { client, stamp, which, list: Listing::new(ENDPOINT, format!("/projects/{number}/issues?scope=all&{only}")) }
    }

    /// Reads the page that the lane wants next.
    pub async fn turn(&mut self, lane: &mut Lane) -> Result<Vec<Record>, Fault> {
        let page: Vec<Issue> = self.list.page(self.client, lane, |one: &Issue| one.updated_at).await?;
        Ok(match self.which {
            Which::Tickets => page.into_iter().filter_map(|one| one.ticket(self.stamp)).map(Record::from).collect(),
            _ => page.into_iter().filter_map(|one| one.incident(self.stamp)).map(Record::from).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp() -> Stamp {
        Stamp { repo: Stamp::repo_id("gitlab.com", 7), now: "2026-11-20T06:40:00Z".parse().expect("an instant") }
    }

    fn incident(json: serde_json::Value) -> Option<Incident> {
        serde_json::from_value::<Issue>(json).expect("because everything may be absent").incident(&stamp())
    }

    #[test]
    fn an_incident_says_how_bad_it_was_and_a_confidential_one_says_no_more() {
        let json = |confidential: bool, severity: &str, labels: &[&str]| {
            serde_json::json!({"iid": 3, "title": "Down", "web_url": "https://x/3", "created_at": "2026-05-01T10:00:00.000Z", "closed_at": null,
                "severity": severity, "labels": labels, "confidential": confidential, "description": "Fixed-by: deployment 12"})
        };
        let found = incident(json(false, "CRITICAL", &["service::Payments"])).expect("because it is whole");
        assert_eq!((found.severity.as_deref(), found.services.as_slice()), (Some("critical"), ["payments".to_owned()].as_slice()));
        assert_eq!(found.fixed_by.and_then(|cause| cause.deployment).as_deref(), Some("gl:gitlab.com:7:deployment:12"));
        assert_eq!(incident(json(false, "UNKNOWN", &["sev2"])).and_then(|one| one.severity).as_deref(), Some("sev2"));
        let hidden = incident(json(true, "UNKNOWN", &[])).expect("because it is whole");
        assert_eq!((hidden.title, hidden.url, hidden.provenance.url, hidden.severity), (None, None, None, None));
        assert!(incident(serde_json::json!({"iid": 1, "created_at": null})).is_none());
    }
}
