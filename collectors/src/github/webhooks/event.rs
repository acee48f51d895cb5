//! Which event a payload is of: as its delivery says, a file beside it says, or its shape shows.

use serde_json::Value;
use std::path::Path;

/// The events that something is made of.
pub(super) const READ: [&str; 8] =
    ["deployment", "deployment_status", "issues", "pull_request", "pull_request_review", "push", "release", "workflow_run"];

/// What an unknown shape is called.
const UNKNOWN: &str = "an unknown event";
/// The header that names the event.
const HEADER: &str = "x-github-event";
/// A file of headers is short.
const MOST_HEADERS: u64 = 64 << 10;

/// The event's name and the payload in it, which may be text.
pub(super) fn delivered(value: &Value, beside: Option<&str>) -> (String, Value) {
    let inner =
        [&value["payload"], &value["request"]["payload"], &value["body"], &value["event"]].into_iter().find_map(|held| match held {
            Value::Object(_) => Some(held.clone()),
            Value::String(text) => serde_json::from_str::<Value>(text).ok().filter(Value::is_object),
            _ => None,
        });
    let named = || {
        let headers = [&value["headers"], &value["request"]["headers"]].into_iter().find_map(header);
        headers.or_else(|| ["event", "event_name", "name", HEADER].iter().find_map(|key| value[*key].as_str().map(str::to_owned)))
    };
    // A payload may have such members itself; only around one are they a delivery's.
    let (name, payload) = match inner {
        Some(payload) => (named(), payload),
        None => (None, value.clone()),
    };
    let name = name.or_else(|| beside.map(str::to_owned)).map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty());
    (name.unwrap_or_else(|| shape(&payload).to_owned()), payload)
}

/// The event that the headers name.
fn header(headers: &Value) -> Option<String> {
    let (_, value) = headers.as_object()?.iter().find(|(name, _)| name.eq_ignore_ascii_case(HEADER))?;
    value.as_str().or_else(|| value.get(0)?.as_str()).map(str::to_owned)
}

/// The event that a file of headers beside a payload names: `x.headers`, `x.headers.txt` or `x.headers.json` of `x.json`.
pub(super) fn beside(path: &Path) -> Option<String> {
    ["headers", "headers.txt", "headers.json"].iter().find_map(|ending| {
        let path = path.with_extension(ending);
        let is_short = std::fs::metadata(&path).is_ok_and(|about| about.len() <= MOST_HEADERS);
        let text = is_short.then(|| std::fs::read_to_string(&path).ok()).flatten()?;
        if let Ok(value) = serde_json::from_str::<Value>(&text) {
            return header(&value).or_else(|| header(&value["headers"]));
        }
        let lines = text.lines().filter_map(|line| line.split_once(':'));
        lines.into_iter().find(|(name, _)| name.trim().eq_ignore_ascii_case(HEADER)).map(|(_, value)| value.trim().to_owned())
    })
}

/// Whether a file holds the headers of the payload beside it.
pub(super) fn is_of_headers(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| Path::new(stem).extension().is_some_and(|ending| ending == "headers"))
}

/// The event that a payload's shape shows.
fn shape(payload: &Value) -> &'static str {
    let has = |name: &str| payload.get(name).is_some_and(Value::is_object);
    let says = |name: &str| payload.get(name).is_some();
    if has("deployment_status") && has("deployment") {
        "deployment_status"
    } else if has("check_run") || has("check_suite") {
        "check_run"
    } else if has("workflow_job") {
        // A job that waits for a deployment brings that with it.
        "workflow_job"
    } else if has("deployment") && !says("deployment_callback_url") && !says("approver") {
        "deployment"
    } else if has("workflow_run") && !says("approver") && !says("reviewers") && !says("since") {
        "workflow_run"
    } else if has("pull_request") && has("review") {
        "pull_request_review"
    } else if has("pull_request") && !says("comment") && !says("thread") && says("number") {
        "pull_request"
    } else if has("issue") && !says("comment") && !says("sub_issue") && !says("blocked_issue") && !says("blocking_issue") {
        "issues"
    } else if has("release") {
        "release"
    } else if says("ref") && says("before") && says("after") && says("commits") {
        "push"
    } else {
        UNKNOWN
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn deliveries_name_their_event_and_shapes_show_it() {
        let push = json!({"ref": "refs/heads/main", "before": "a", "after": "b", "commits": []});
        for (value, beside, expected) in [
            (push.clone(), None, "push"),
            (json!({"headers": {"X-GitHub-Event": ["push"]}, "body": push.to_string()}), None, "push"),
            (json!({"event": "push", "request": {"headers": {"x-github-event": "push"}, "payload": push}}), None, "push"),
            (json!({"event_name": "push", "event": push}), None, "push"),
            (json!({"name": "release", "payload": {}}), None, "release"),
            (json!({"action": "created", "star": 1}), Some("star"), "star"),
            (json!({"action": "created"}), None, UNKNOWN),
            (json!({"action": "created", "deployment": {}, "workflow_run": {}}), None, "deployment"),
            (json!({"action": "created", "deployment": {}, "deployment_status": {}}), None, "deployment_status"),
            (json!({"action": "queued", "workflow_job": {}, "deployment": {}}), None, "workflow_job"),
            (json!({"action": "approved", "approver": {}, "workflow_run": {}}), None, UNKNOWN),
            (json!({"action": "created", "issue": {}, "comment": {}}), None, UNKNOWN),
        ] {
            assert_eq!(delivered(&value, beside).0, expected, "{value}");
        }
    }
}
