//! Opsgenie: incidents and alerts as its API gives them and as tables hold the same fields.

use super::Ready;
use milepost_model::Kind;

pub(super) const READY: Ready = Ready {
    word: "opsgenie",
    doc: "Incidents or alerts of Opsgenie: answers of `GET /v1/incidents` and `GET /v2/alerts` as JSON, or tables with the same names as CSV. An incident names its services by their ids: say in `words.services` what each is called.",
    record: Kind::Incident,
    fields: &[
        ("id", &["id", "alertId", "Incident ID"]),
        // When users felt it goes before when somebody was told.
        ("opened_at", &["impactStartDate", "createdAt", "Created Time"]),
        ("resolved_at", &["impactEndDate", "resolvedAt", "closedAt", "updatedAt when status is closed, resolved"]),
        ("title", &["message", "title"]),
        ("severity", &["priority"]),
        ("services", &["__impactedServices.name", "impactedServices", "Services", "entity"]),
        ("url", &["links.web"]),
        ("updated_at", &["updatedAt"]),
    ],
    members: &["data"],
    except: &[],
};
