//! incident.io: incidents as its API gives them, and the table that its list of incidents exports.

use super::Ready;
use milepost_model::Kind;

pub(super) const READY: Ready = Ready {
    word: "incident-io",
    doc: "Incidents of incident.io: answers of `GET /v2/incidents` as JSON, or its list of incidents as CSV. Tests, tutorials and incidents that were declined, merged or cancelled become nothing.",
    record: Kind::Incident,
    fields: &[
        ("id", &["id", "reference"]),
        (
            "opened_at",
            &[
                "incident_timestamp_values[incident_timestamp.name=Impact started at].value.value",
                "incident_timestamp_values[incident_timestamp.name=Impact started].value.value",
                "incident_timestamp_values[incident_timestamp.name=Reported at].value.value",
                "Impact started at",
                "Impact started",
                "Reported at",
                "created_at",
            ],
        ),
        (
            "resolved_at",
            &[
                "incident_timestamp_values[incident_timestamp.name=Fixed at].value.value",
                "incident_timestamp_values[incident_timestamp.name=Resolved at].value.value",
                "incident_timestamp_values[incident_timestamp.name=Closed at].value.value",
                "Fixed at",
                "Resolved at",
                "Closed at",
            ],
        ),
        ("title", &["name"]),
        ("severity", &["severity.name", "severity"]),
        (
            "services",
            &[
                "custom_field_entries[custom_field.name=Affected services].values.value_catalog_entry.name",
                "custom_field_entries[custom_field.name=Affected services].values.value_option.value",
                "custom_field_entries[custom_field.name=Services].values.value_catalog_entry.name",
                "Affected services",
                "Services",
            ],
        ),
        ("url", &["permalink", "URL"]),
        ("updated_at", &["updated_at"]),
    ],
    members: &["incidents"],
    except: &[
        ("mode", &["test", "tutorial"]),
        ("incident_status.category", &["declined", "merged", "canceled", "cancelled"]),
        ("status", &["declined", "merged", "canceled", "cancelled"]),
        ("status category", &["declined", "merged", "canceled", "cancelled"]),
    ],
};
