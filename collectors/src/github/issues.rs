//! Issues that are incidents, and issues that are tickets of the platform team.
#![allow(missing_docs, reason = "the fields are those of the API, under its own names")]

use super::changes::Label;
use super::graphql::{Connection, nodes};
use super::stamp::{Stamp, said};
use crate::remote::labels;
use milepost_model::Instant;
use milepost_model::record::{Incident, Ticket};
use serde::Deserialize;

/// An issue.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Issue {
    pub number: Option<u64>,
    pub title: Option<String>,
    pub body: Option<String>,
    pub url: Option<String>,
    pub state: Option<String>,
    pub created_at: Option<Instant>,
    pub closed_at: Option<Instant>,
    pub updated_at: Option<Instant>,
    pub labels: Option<Connection<Label>>,
}

impl Issue {
    /// The issue as an incident.
    ///
    /// Labels say how bad it was (`sev1`, `severity: high`) and which services it concerned (`service: payments`);
    /// lines of its text such as `Caused-by: 1f0c2a7…` and `Fixed-by: #12` say what caused and what ended it.
    pub fn incident(self, stamp: &Stamp) -> Option<Incident> {
        let named: Vec<String> = nodes(self.labels).filter_map(|label| label.name).collect();
        let body = self.body.unwrap_or_default();
        let cause = |key| labels::cause(&body, key, |number| stamp.id("deployment", number));
        Some(Incident {
            id: stamp.id("incident", self.number?),
            rev: stamp.rev(self.updated_at),
            observed_at: stamp.now,
            provenance: stamp.provenance(self.url.as_deref()),
            opened_at: self.created_at?,
            repo: Some(stamp.repo.clone()),
            title: said(self.title),
            resolved_at: self.closed_at,
            severity: labels::severity(&named),
            caused_by: cause("caused-by"),
            fixed_by: cause("fixed-by"),
            is_change_failure: labels::is_change_failure(&named),
            url: self.url,
            services: labels::services(&named),
            ..Incident::default()
        })
    }

    /// The issue as a ticket. A label such as `topic: database` says what it is about, else its first label does.
    pub fn ticket(self, stamp: &Stamp) -> Option<Ticket> {
        let named: Vec<String> = nodes(self.labels).filter_map(|label| label.name).collect();
        Some(Ticket {
            id: stamp.id("ticket", self.number?),
            rev: stamp.rev(self.updated_at),
            observed_at: stamp.now,
            provenance: stamp.provenance(self.url.as_deref()),
            opened_at: self.created_at?,
            repo: Some(stamp.repo.clone()),
            closed_at: self.closed_at,
            topic: labels::topic(&named),
            title: said(self.title),
            url: self.url,
            labels: named,
            ..Ticket::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp() -> Stamp {
        Stamp { repo: Stamp::repo_id("github.com", 7), now: "2026-11-20T06:40:00Z".parse().expect("an instant") }
    }

    fn issue(labels: &[&str], body: &str) -> Issue {
        let labels: Vec<_> = labels.iter().map(|name| serde_json::json!({"name": name})).collect();
        let json = serde_json::json!({"number": 3, "createdAt": "2026-05-01T10:00:00Z", "body": body, "labels": {"nodes": labels}});
        serde_json::from_value(json).expect("because it is an answer")
    }

    #[test]
    fn labels_and_lines_say_how_bad_it_was_and_what_caused_it() {
        let sha = "0123456789abcdef0123456789abcdef01234567";
        let incident = issue(
            &["incident", "SEV1", "service: Payments", "change-failure"],
            &format!("Oh no\n- **Caused-by**: `{sha}`\nFixed-by: deployment 12"),
        )
        .incident(&stamp())
        .expect("because it is whole");
        assert_eq!((incident.severity.as_deref(), incident.services.as_slice()), (Some("sev1"), ["payments".to_owned()].as_slice()));
        assert_eq!(incident.caused_by.and_then(|cause| cause.sha).as_deref(), Some(sha));
        assert_eq!(incident.fixed_by.and_then(|cause| cause.deployment).as_deref(), Some("gh:github.com:7:deployment:12"));
        assert_eq!(incident.is_change_failure, Some(true));
    }

    #[test]
    fn an_incident_without_words_invents_none() {
        let incident = issue(&["incident"], "Caused-by: somebody").incident(&stamp()).expect("because it is whole");
        assert_eq!((incident.severity, incident.caused_by, incident.is_change_failure, incident.resolved_at), (None, None, None, None));
    }

    #[test]
    fn a_ticket_is_about_its_topic() {
        assert_eq!(
            issue(&["request", "topic: database"], "").ticket(&stamp()).and_then(|ticket| ticket.topic).as_deref(),
            Some("database")
        );
        assert_eq!(issue(&["dns"], "").ticket(&stamp()).and_then(|ticket| ticket.topic).as_deref(), Some("dns"));
        assert_eq!(issue(&[], "").ticket(&stamp()).and_then(|ticket| ticket.topic), None);
    }
}
