//! PagerDuty: the incidents report as CSV, the raw incidents of its analytics, and answers of its REST API.

use super::Ready;
use milepost_model::Kind;

pub(super) const READY: Ready = Ready {
    word: "pagerduty",
    doc: "Incidents of PagerDuty: the incidents report and the incident analytics as CSV, or answers of `GET /incidents` and of the analytics of raw incidents as JSON.",
    record: Kind::Incident,
    fields: &[
        ("id", &["id", "incident_id"]),
        ("opened_at", &["created_at", "created_on", "Created On", "Created At"]),
        // Older answers of the API have no instant of resolving; a resolved incident changes its status no more.
        (
            "resolved_at",
            &[
                "resolved_at",
                "resolved_on",
                "last_status_change_at when status is resolved",
                "last_status_change_on when status is resolved",
            ],
        ),
        ("title", &["title", "description", "summary"]),
        ("severity", &["priority.summary", "priority_name", "priority", "urgency"]),
        ("services", &["service.summary", "service_name", "service"]),
        ("url", &["html_url"]),
        ("updated_at", &["updated_at"]),
    ],
    members: &["incidents", "data"],
    except: &[("incident_type.name", &["maintenance"])],
};
