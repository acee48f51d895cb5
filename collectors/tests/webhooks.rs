//! Payloads of webhooks against what the API tells of the same things: one record each.

use milepost_collectors::files;
use milepost_collectors::github::changes::{Merged, PullRequest};
use milepost_collectors::github::deployments::Deployed;
use milepost_collectors::github::issues::Issue;
use milepost_collectors::github::releases::Published;
use milepost_collectors::github::stamp::Stamp;
use milepost_collectors::github::workflow_runs::WorkflowRun;
use milepost_collectors::webhooks::{self, WebhookSettings};
use milepost_model::record::{Fact, Record};
use milepost_model::{Instant, with_fact};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn now() -> Instant {
    "2026-11-20T06:40:00Z".parse().expect("an instant")
}

fn stamp() -> Stamp {
    Stamp { repo: Stamp::repo_id("github.com", 7), now: now() }
}

fn repository() -> Value {
    json!({"id": 7, "full_name": "lumen/pay", "html_url": "https://github.com/lumen/pay", "default_branch": "main", "private": true,
        "visibility": "internal", "created_at": 1_751_000_000, "pushed_at": "2026-05-01T10:00:00Z", "updated_at": "2026-05-01T10:00:00Z",
        "topics": ["payments"], "archived": false, "fork": false, "license": {"spdx_id": "Apache-2.0"}})
}

/// What files of payloads come to: records by id, and findings.
fn read(contents: &[(&str, String)]) -> (BTreeMap<String, Value>, Vec<String>) {
    let folder = tempfile::tempdir().expect("because the machine has a temporary folder");
    for (name, text) in contents {
        std::fs::write(folder.path().join(name), text).expect("because the folder is ours");
    }
    let settings = WebhookSettings {
        id: "hooks".into(),
        incident_labels: vec!["incident".into()],
        ticket_repositories: vec!["lumen/pl*".into()],
        ..WebhookSettings::default()
    };
    let (found, _) = files::find(&[folder.path().to_owned()], false);
    let mut records: Vec<Record> = Vec::new();
    let told = webhooks::read(&settings, &found, now(), &mut |harvest| {
        records.extend(harvest.records);
        Ok(())
    });
    (by_id(records), told.expect("because nothing refuses").into_iter().map(|one| one.message).collect())
}

fn by_id(records: Vec<Record>) -> BTreeMap<String, Value> {
    let one = |record: Record| with_fact!(record, fact => (fact.id().to_owned(), serde_json::to_value(&fact).expect("records are JSON")));
    records.into_iter().map(one).collect()
}

/// The same record as the API's, whose revision is the next one.
fn is_the_api_s(payload: &Value, api: impl Into<Record>) {
    let mut api = by_id(vec![api.into()]).into_values().next().expect("one");
    api["rev"] = json!(api["rev"].as_u64().expect("a number") - 1);
    assert_eq!(*payload, api);
}

fn payload(event: &str, thing: Value, more: &Value) -> String {
    let mut payload = json!({"action": "created", "repository": repository(), "sender": {"login": "ada"}});
    payload[event] = thing;
    for (name, value) in more.as_object().expect("an object") {
        payload[name] = value.clone();
    }
    payload.to_string()
}

fn deployment(updated: &str) -> Value {
    json!({"id": 9, "sha": "aa", "ref": "main", "task": "deploy", "environment": "production", "original_environment": "production",
        "creator": {"login": "ada"}, "created_at": "2026-05-01T10:00:00Z", "updated_at": updated, "url": "x"})
}

fn status(id: u64, state: &str, at: &str) -> String {
    let status = json!({"id": id, "state": state, "created_at": at, "target_url": "", "log_url": "https://github.com/lumen/pay/actions/runs/12/job/3", "environment_url": ""});
    payload("deployment_status", status, &json!({"deployment": deployment(at)}))
}

#[test]
fn a_deployment_and_its_statuses_are_one_record_in_whatever_order_they_were_stored() {
    let all = [
        payload("deployment", deployment("2026-05-01T10:00:00Z"), &json!({})),
        status(1, "in_progress", "2026-05-01T10:02:00Z"),
        status(2, "success", "2026-05-01T10:09:00Z"),
        status(3, "inactive", "2026-05-01T11:00:00Z"),
    ];
    let answer = json!({"databaseId": 9, "commitOid": "aa", "createdAt": "2026-05-01T10:00:00Z", "updatedAt": "2026-05-01T11:00:00Z",
        "environment": "production", "originalEnvironment": "production", "state": "INACTIVE", "task": "deploy", "ref": {"name": "main"}, "creator": {"login": "ada"},
        "statuses": {"nodes": [
            {"state": "INACTIVE", "createdAt": "2026-05-01T11:00:00Z", "logUrl": "https://github.com/lumen/pay/actions/runs/12/job/3"},
            {"state": "SUCCESS", "createdAt": "2026-05-01T10:09:00Z", "logUrl": "https://github.com/lumen/pay/actions/runs/12/job/3"},
            {"state": "IN_PROGRESS", "createdAt": "2026-05-01T10:02:00Z", "logUrl": "https://github.com/lumen/pay/actions/runs/12/job/3"}]}});
    let api = || serde_json::from_value::<Deployed>(answer.clone()).expect("an answer").deployment(&stamp()).expect("whole");
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
        let files: Vec<(&str, String)> =
            ["a.json", "b.json", "c.json", "d.json"].into_iter().zip(order.map(|at| all[at].clone())).collect();
        let (found, told) = read(&files);
        assert_eq!(told, Vec::<String>::new());
        is_the_api_s(&found["gh:github.com:7:deployment:9"], api());
    }
    // One file of lines, and what was delivered twice.
    let (found, _) = read(&[("all.ndjson", all.join("\n") + "\n" + &all[2])]);
    is_the_api_s(&found["gh:github.com:7:deployment:9"], api());
    assert_eq!(read(&[("x.json", all[0].clone())]).0["gh:github.com:7:deployment:9"]["outcome"], "running");
    // That it was replaced is all that is left, and no word about how it went.
    assert!(!read(&[("x.json", all[3].clone())]).0.contains_key("gh:github.com:7:deployment:9"));
}

#[test]
fn a_merged_pull_request_is_the_change_that_the_api_tells() {
    let pull = |merged: Option<&str>, base: &str| {
        json!({"number": 12, "title": "Fix", "body": "Reverts #11", "html_url": "https://github.com/lumen/pay/pull/12", "created_at": "2026-05-01T08:00:00Z",
            "updated_at": "2026-05-01T10:00:00Z", "merged_at": merged, "merge_commit_sha": "cc", "user": {"login": "ada", "type": "User"},
            "labels": [{"name": "hotfix"}], "commits": 1, "head": {"ref": "fix", "sha": "bb"}, "base": {"ref": base}, "draft": false})
    };
    let closed = payload("pull_request", pull(Some("2026-05-01T10:00:00Z"), "main"), &json!({"action": "closed", "number": 12}));
    let reviewed = payload("pull_request", pull(None, "main"), &json!({"review": {"submitted_at": "2026-05-01T09:00:00Z"}}));
    let before = json!({"number": 11, "title": "Break", "created_at": "2026-04-01T08:00:00Z", "updated_at": "2026-04-01T10:00:00Z", "merged_at": "2026-04-01T10:00:00Z",
        "merge_commit_sha": "dd", "base": {"ref": "main"}, "head": {"ref": "x", "sha": "ee"}, "commits": 2});
    let before = payload("pull_request", before, &json!({"number": 11}));
    let (found, told) = read(&[("1.json", closed), ("2.json", reviewed), ("3.json", before)]);
    assert_eq!(told, Vec::<String>::new());
    let answer = json!({"number": 12, "title": "Fix", "body": "Reverts #11", "url": "https://github.com/lumen/pay/pull/12", "createdAt": "2026-05-01T08:00:00Z",
        "updatedAt": "2026-05-01T10:00:00Z", "mergedAt": "2026-05-01T10:00:00Z", "headRefName": "fix", "baseRefName": "main", "mergeCommit": {"oid": "cc"},
        "author": {"__typename": "User", "login": "ada"}, "labels": {"nodes": [{"name": "hotfix"}]}, "commits": {"nodes": [{"commit": {"oid": "bb"}}]},
        "reviews": {"nodes": [{"submittedAt": "2026-05-01T09:00:00Z"}]}});
    let merged = Merged::from([(11, "dd".to_owned())]);
    let api =
        serde_json::from_value::<PullRequest>(answer).expect("an answer").change(&stamp(), "lumen/pay", &merged, None).expect("merged");
    is_the_api_s(&found["gh:github.com:7:change:cc"], api);
    let elsewhere = payload("pull_request", pull(Some("2026-05-01T10:00:00Z"), "release/1"), &json!({"number": 12}));
    assert!(!read(&[("x.json", elsewhere)]).0.contains_key("gh:github.com:7:change:cc"));
}

#[test]
fn runs_issues_releases_and_tags_are_those_of_the_api() {
    let run = json!({"id": 5, "name": "Deploy", "path": ".github/workflows/deploy.yml", "head_sha": "aa", "head_branch": "main", "event": "workflow_dispatch",
        "status": "completed", "conclusion": "success", "run_attempt": 2, "created_at": "2026-05-01T10:00:00Z", "run_started_at": "2026-05-01T10:00:01Z",
        "updated_at": "2026-05-01T10:05:00Z", "html_url": "https://github.com/lumen/pay/actions/runs/5", "actor": {"login": "ada"}, "display_title": "Deploy pay"});
    let mut running = run.clone();
    for (name, value) in [("status", json!("in_progress")), ("conclusion", Value::Null), ("updated_at", json!("2026-05-01T10:01:00Z"))] {
        running[name] = value;
    }
    let issue = json!({"number": 3, "title": "Down", "body": "", "html_url": "https://github.com/lumen/pay/issues/3", "state": "closed", "created_at": "2026-05-01T10:00:00Z",
        "closed_at": "2026-05-01T12:00:00Z", "updated_at": "2026-05-01T12:00:00Z", "labels": [{"name": "Incident"}, {"name": "sev1"}]});
    let release = json!({"tag_name": "v1.2.0", "name": "Spring", "html_url": "https://github.com/lumen/pay/releases/tag/v1.2.0", "draft": false, "prerelease": false,
        "target_commitish": "main", "created_at": "2026-05-01T10:00:00Z", "published_at": "2026-05-01T10:10:00Z"});
    let push = |tag: &str| {
        json!({"ref": format!("refs/tags/{tag}"), "before": "0", "after": "bb", "created": true, "deleted": false, "commits": [{"id": "aa"}],
            "head_commit": {"id": "aa", "timestamp": "2026-05-01T12:00:00+02:00"}, "repository": repository()})
    };
    let workflow = json!({"workflow": {"path": ".github/workflows/deploy.yml"}});
    let (found, told) = read(&[
        ("1.json", payload("workflow_run", run.clone(), &workflow)),
        ("2.json", payload("workflow_run", running, &workflow)),
        ("3.json", payload("issue", issue, &json!({}))),
        ("4.json", payload("release", release, &json!({"action": "published"}))),
        ("5.json", push("v1.2.0").to_string()),
        ("6.json", push("v1.3.0").to_string()),
        ("7.json", json!({"event": "star", "payload": {"action": "created"}}).to_string()),
        ("8.json", json!({"action": "created", "deployment": {"id": 1}}).to_string()),
        ("9.json", "{".to_owned()),
    ]);
    let api: WorkflowRun = serde_json::from_value(run).expect("an answer");
    is_the_api_s(&found["gh:github.com:7:run:5:2"], api.run(&stamp(), Vec::new()).expect("whole"));
    is_the_api_s(&found["gh:github.com:7:dispatch:5"], api.dispatch(&stamp(), None).expect("by hand"));
    let api = json!({"number": 3, "title": "Down", "body": "", "url": "https://github.com/lumen/pay/issues/3", "createdAt": "2026-05-01T10:00:00Z",
        "closedAt": "2026-05-01T12:00:00Z", "updatedAt": "2026-05-01T12:00:00Z", "labels": {"nodes": [{"name": "Incident"}, {"name": "sev1"}]}});
    is_the_api_s(
        &found["gh:github.com:7:incident:3"],
        serde_json::from_value::<Issue>(api).expect("an answer").incident(&stamp()).expect("whole"),
    );
    let api = json!({"tagName": "v1.2.0", "name": "Spring", "url": "https://github.com/lumen/pay/releases/tag/v1.2.0", "isDraft": false, "isPrerelease": false,
        "createdAt": "2026-05-01T10:00:00Z", "publishedAt": "2026-05-01T10:10:00Z", "tagCommit": {"oid": "aa"}});
    is_the_api_s(
        &found["gh:github.com:7:release:v1.2.0"],
        serde_json::from_value::<Published>(api).expect("an answer").release(&stamp()).expect("whole"),
    );
    assert_eq!(found["gh:github.com:7:release:v1.3.0"]["published_at"], "2026-05-01T10:00:00Z");
    let described = &found["gh:github.com:7:repository:webhooks"];
    assert_eq!(
        (described["full_name"].as_str(), described["visibility"].as_str(), described["topics"].clone()),
        (Some("lumen/pay"), Some("internal"), json!(["payments"]))
    );
    assert_eq!(found.len(), 6);
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].contains("names no repository") && told[1].contains("not JSON") && told[2].contains("1 of star"), "{told:?}");
}

#[test]
fn the_event_is_known_from_a_delivery_or_from_the_headers_beside_the_payload() {
    let push = json!({"ref": "refs/tags/v1", "deleted": false, "head_commit": {"id": "aa", "timestamp": "2026-05-01T10:00:00Z"}, "repository": repository()});
    let found = |files: &[(&str, String)]| read(files).0.contains_key("gh:github.com:7:release:v1");
    assert!(!found(&[("x.json", push.to_string())]), "half a push has no shape");
    assert!(found(&[("x.json", push.to_string()), ("x.headers", "Accept: */*\nX-GitHub-Event: push\n".into())]));
    assert!(found(&[("x.json", push.to_string()), ("x.headers.json", json!({"x-github-event": "push"}).to_string())]));
    assert!(found(&[("x.ndjson", json!({"headers": {"X-GitHub-Event": "push"}, "body": push.to_string()}).to_string())]));
    assert!(found(&[("x.json", json!({"deliveries": [{"event": "push", "request": {"payload": push}}]}).to_string())]));
}
