//! The exports of well-known tools, as their own documentation shows them.

use super::read;
use milepost_collectors::files::READY;
use serde_json::Value;
use std::collections::BTreeMap;

fn of(word: &str, text: &str) -> BTreeMap<String, Value> {
    let ready = READY.iter().find(|ready| ready.word == word).expect("because it is ready");
    let (found, told) = read(text.as_bytes(), Some(&ready.mapping()));
    assert_eq!(told, Vec::<String>::new(), "{text}");
    found
}

/// What a record says of when, how bad, what and where.
fn said(record: &Value) -> [String; 5] {
    let text = |name: &str| {
        record.get(name).map_or_else(|| "-".to_owned(), |value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    };
    ["opened_at", "resolved_at", "severity", "title", "services"].map(text)
}

#[test]
fn pagerduty_is_read_from_its_report_its_analytics_and_its_api() {
    let report = "id,incident_number,description,service_id,service_name,escalation_policy_id,escalation_policy_name,created_on,resolved_on,seconds_to_first_ack,seconds_to_resolve,auto_resolved,escalation_count,urgency\n\
        PT4KHLK,1234,The server is on fire.,PIJ90N7,My Mail Service,PT20YPA,Another Policy,2026-10-06T21:30:42Z,2026-10-06T21:40:23Z,20,581,false,0,high\n\
        PT4KHLM,1235,It smokes,PIJ90N7,My Mail Service,PT20YPA,Another Policy,2026-10-07 21:30:42 -0700,,,,false,0,low\n";
    let found = of("pagerduty", report);
    let expected = ["2026-10-06T21:30:42Z", "2026-10-06T21:40:23Z", "high", "The server is on fire.", "[\"my-mail-service\"]"];
    assert_eq!(said(&found["desk:PT4KHLK"]), expected);
    assert_eq!(said(&found["desk:PT4KHLM"])[..2], ["2026-10-08T04:30:42Z", "-"]);

    let api = r#"{"incidents":[{"id":"PT4KHLK","type":"incident","summary":"[#1234] The server is on fire.","html_url":"https://x.pagerduty.com/incidents/PT4KHLK",
        "incident_number":1234,"title":"The server is on fire.","created_at":"2026-10-06T21:30:42Z","status":"resolved","last_status_change_at":"2026-10-06T21:40:23Z",
        "resolved_at":null,"service":{"id":"PIJ90N7","type":"service_reference","summary":"My Mail Service"},"priority":null,"urgency":"high","incident_type":{"name":"incident_default"}},
        {"id":"PT4KHLM","title":"It smokes","created_at":"2026-10-08T04:30:42Z","status":"acknowledged","last_status_change_at":"2026-10-08T04:31:00Z",
        "service":{"summary":"My Mail Service"},"priority":{"summary":"P2"},"urgency":"low","updated_at":"2026-10-08T05:00:00Z"}],"limit":25,"offset":0,"more":false}"#;
    let found = of("pagerduty", api);
    assert_eq!(said(&found["desk:PT4KHLK"]), expected);
    assert_eq!(found["desk:PT4KHLK"]["url"], "https://x.pagerduty.com/incidents/PT4KHLK");
    assert_eq!(said(&found["desk:PT4KHLM"])[1..3], ["-", "P2"]);
    assert_eq!(found["desk:PT4KHLM"]["rev"], 1_791_435_600_000_u64);

    let analytics = r#"{"first":"x","last":"y","limit":2,"more":true,"data":[{"id":"PT4KHLK","incident_number":1234,"description":"The server is on fire.","created_at":"2026-10-06T21:30:42",
        "resolved_at":"2026-10-06T21:40:23","service_id":"PIJ90N7","service_name":"My Mail Service","team_name":"Mail","urgency":"high","priority_name":null,"status":"resolved"}]}"#;
    assert_eq!(said(&of("pagerduty", analytics)["desk:PT4KHLK"]), expected);
}

#[test]
fn opsgenie_is_read_from_incidents_and_alerts() {
    let incidents = r#"{"data":[{"id":"652f14b3","description":"summary","impactedServices":["daa0d66f"],"tinyId":"3","message":"Rates are late","status":"resolved","tags":["x"],
        "createdAt":"2026-09-26T17:10:00.824Z","updatedAt":"2026-09-26T17:49:10.17Z","priority":"P3","ownerTeam":"","responders":[{"type":"team","id":"6337"}],
        "links":{"web":"https://x.app.opsgenie.com/incident/detail/652f14b3","api":"https://api.opsgenie.com/v1/incidents/652f14b3"},
        "impactStartDate":"2026-09-26T17:06:16.824Z","impactEndDate":"2026-09-26T17:45:25.719Z","actions":[]}],"paging":{"first":"x"},"took":0.1,"requestId":"y"}"#;
    let found = of("opsgenie", incidents);
    let expected = ["2026-09-26T17:06:16.824Z", "2026-09-26T17:45:25.719Z", "P3", "Rates are late", "[\"daa0d66f\"]"];
    assert_eq!(said(&found["desk:652f14b3"]), expected);
    assert_eq!(found["desk:652f14b3"]["url"], "https://x.app.opsgenie.com/incident/detail/652f14b3");

    let alerts = "Id,TinyId,Alias,Message,Status,Priority,CreatedAt,UpdatedAt,Entity\n580e,2,a,Login fails,closed,P1,1682066178460,1682069778460,auth\n581e,3,b,Slow,open,P2,1682066178460,1682069778460,\n";
    let found = of("opsgenie", alerts);
    assert_eq!(said(&found["desk:580e"]), ["2023-04-21T08:36:18.460Z", "2023-04-21T09:36:18.460Z", "P1", "Login fails", "[\"auth\"]"]);
    assert_eq!(said(&found["desk:581e"])[1], "-");

    // As its list of alerts exports them: instants in milliseconds and once more as dates, and neither a priority nor an entity.
    let listed = "Alert ID,Alias,TinyID,Message,Status,IsSeen,Acknowledged,Snoozed,CreatedAt,CreatedAtDate,UpdatedAt,UpdatedAtDate,Count,Owner,Teams\n580e,a,2,Login fails,closed,true,true,false,1682066178460,2023-04-21T08:36:18Z,1682069778460,2023-04-21T09:36:18Z,1,ada@example.com,Payments\n";
    let found = of("opsgenie", listed);
    assert_eq!(said(&found["desk:580e"]), ["2023-04-21T08:36:18.460Z", "2023-04-21T09:36:18.460Z", "-", "Login fails", "-"]);
}

#[test]
fn incident_io_is_read_by_its_timestamps_and_tests_are_none() {
    let incident = |id: &str, mode: &str, category: &str| {
        serde_json::json!({"id": id, "reference": "INC-7", "name": "Our database is sad", "mode": mode, "permalink": "https://app.incident.io/incidents/123",
            "created_at": "2026-08-17T13:28:57.801578Z", "updated_at": "2026-08-18T13:28:57Z", "severity": {"name": "Major", "rank": 2},
            "incident_status": {"category": category, "name": "Closed"},
            "incident_timestamp_values": [
                {"incident_timestamp": {"name": "Reported at"}, "value": {"value": "2026-08-17T13:20:00Z"}},
                {"incident_timestamp": {"name": "Resolved at"}, "value": {"value": "2026-08-17T15:00:00Z"}},
                {"incident_timestamp": {"name": "Fixed at"}, "value": null}],
            "custom_field_entries": [{"custom_field": {"name": "Affected services"}, "values": [{"value_catalog_entry": {"name": "Payments API"}}, {"value_catalog_entry": {"name": "Rates"}}]}]})
    };
    let all = [
        incident("A", "standard", "closed"),
        incident("B", "test", "closed"),
        incident("C", "standard", "declined"),
        incident("D", "retrospective", "closed"),
    ];
    let answer = serde_json::json!({"incidents": all, "pagination_meta": {"page_size": 25}}).to_string();
    let found = of("incident-io", &answer);
    assert_eq!(found.keys().collect::<Vec<_>>(), ["desk:A", "desk:D"]);
    let expected = ["2026-08-17T13:20:00Z", "2026-08-17T15:00:00Z", "Major", "Our database is sad", "[\"payments-api\",\"rates\"]"];
    assert_eq!(said(&found["desk:A"]), expected);
    let table = "ID,Reference,Name,Severity,Status,Mode,Reported at,Resolved at,Affected services,URL\n\
        A,INC-7,Our database is sad,Major,Closed,standard,2026-08-17T13:20:00Z,2026-08-17T15:00:00Z,\"Payments API, Rates\",https://app.incident.io/incidents/123\n\
        E,INC-8,Nothing,Minor,Canceled,standard,2026-08-17T13:20:00Z,,,\n";
    let found = of("incident-io", table);
    assert_eq!((found.len(), said(&found["desk:A"])), (1, expected.map(str::to_owned)));
}
