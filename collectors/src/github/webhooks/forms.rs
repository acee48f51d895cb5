//! Things as payloads write them, in the form in which the API's queries answer; then what makes records of answers.

use crate::github::changes::{Merged, PullRequest};
use crate::github::deployments::Deployed;
use crate::github::described::Described;
use crate::github::issues::Issue;
use crate::github::releases::{Published, Tagged};
use crate::github::stamp::Stamp;
use crate::github::workflow_runs::WorkflowRun;
use milepost_model::Instant;
use milepost_model::record::Record;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Who signs descriptions of repositories: they say less than the API's and must not take their place.
const COLLECTOR: &str = "webhooks";

/// The host of a repository, as its address says.
pub(super) fn host(repository: &Value) -> Option<String> {
    let url = url::Url::parse(repository["html_url"].as_str()?).ok()?;
    let host = url.host_str()?.to_lowercase();
    Some(url.port().map_or(host.clone(), |port| format!("{host}:{port}")))
}

/// When a repository last changed, in a payload that may write seconds.
pub(super) fn changed_at(repository: &Value) -> Value {
    let at = |name: &str| moment(&repository[name]);
    [at("updated_at"), at("pushed_at")].into_iter().flatten().max().map_or(Value::Null, Value::from)
}

/// A moment in one form; pushes write seconds where other payloads write RFC 3339.
fn moment(value: &Value) -> Option<String> {
    let at = match value {
        Value::Number(seconds) => milepost_model::instant::from_unix(seconds.as_i64()?),
        other => other.as_str()?.parse::<Instant>().ok(),
    };
    at.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
}

fn form<T: DeserializeOwned>(value: Value) -> Option<T> {
    serde_json::from_value(value).ok()
}

fn texts(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.trim().is_empty())
}

/// A revision just below the API's of the same moment.
fn below(rev: u64) -> u64 {
    rev.saturating_sub(1)
}

pub(super) fn repository(from: &Value, host: &str, stamp: &Stamp) -> Option<Record> {
    let visibility = texts(&from["visibility"]).map(str::to_owned);
    let visibility = visibility.or_else(|| from["private"].as_bool().map(|is| if is { "private" } else { "public" }.to_owned()));
    let topics: Vec<Value> = from["topics"].as_array().into_iter().flatten().map(|topic| json!({"topic": {"name": topic}})).collect();
    let is_archived = from["archived"].as_bool();
    let described: Described = form(json!({
        "databaseId": from["id"], "nameWithOwner": texts(&from["full_name"])?, "url": from["html_url"], "description": from["description"],
        "createdAt": moment(&from["created_at"]), "pushedAt": moment(&from["pushed_at"]),
        "archivedAt": moment(&from["updated_at"]).filter(|_| is_archived == Some(true)), "isArchived": is_archived,
        "isFork": from["fork"], "isTemplate": from["is_template"], "visibility": visibility,
        "defaultBranchRef": texts(&from["default_branch"]).map(|name| json!({"name": name})),
        "licenseInfo": texts(&from["license"]["spdx_id"]).map(|id| json!({"spdxId": id})), "repositoryTopics": {"nodes": topics},
    }))?;
    let mut record = described.repository(stamp, host, &[], None);
    record.id = stamp.id("repository", COLLECTOR);
    COLLECTOR.clone_into(&mut record.provenance.collector);
    Some(record.into())
}

pub(super) fn deployment(from: &Value, statuses: &[&Value], stamp: &Stamp) -> Option<Record> {
    let state = |status: &Value| status["state"].as_str().unwrap_or_default().to_uppercase();
    let is_end = |status: &&&Value| matches!(state(status).as_str(), "INACTIVE" | "ABANDONED" | "DESTROYED");
    // That it was replaced says nothing of how it went, which another payload told or nobody knows.
    if !statuses.is_empty() && statuses.iter().all(|status| is_end(&status)) {
        return None;
    }
    let log = |status: &Value| texts(&status["log_url"]).or_else(|| texts(&status["target_url"])).map(str::to_owned);
    let nodes: Vec<Value> = statuses
        .iter()
        .map(|status| {
            json!({"state": state(status), "createdAt": moment(&status["created_at"]), "logUrl": log(status),
                "environmentUrl": texts(&status["environment_url"])})
        })
        .collect();
    let moments = [moment(&from["updated_at"]), moment(&from["created_at"])].into_iter();
    let updated = moments.chain(statuses.iter().map(|status| moment(&status["created_at"]))).flatten().max();
    let deployed: Deployed = form(json!({
        "databaseId": from["id"], "commitOid": from["sha"], "createdAt": moment(&from["created_at"]), "updatedAt": updated,
        "environment": from["environment"], "originalEnvironment": from["original_environment"], "state": "PENDING", "task": from["task"],
        "ref": texts(&from["ref"]).map(|name| json!({"name": name})), "creator": {"login": from["creator"]["login"]},
        "statuses": {"nodes": nodes},
    }))?;
    let mut record = deployed.deployment(stamp)?;
    record.rev = below(record.rev);
    Some(record.into())
}

pub(super) fn pull_request(from: &Value, ready: &[String], reviews: &[String]) -> Option<PullRequest> {
    let merged_at = moment(&from["merged_at"])?;
    let labels: Vec<Value> = from["labels"].as_array().into_iter().flatten().map(|label| json!({"name": label["name"]})).collect();
    // A payload tells how many commits there are and the last one; of one the last is all.
    let commits = (from["commits"].as_u64() == Some(1)).then(|| json!({"nodes": [{"commit": {"oid": from["head"]["sha"]}}]}));
    form(json!({
        "number": from["number"], "title": from["title"], "body": from["body"], "url": from["html_url"],
        "createdAt": moment(&from["created_at"]), "updatedAt": moment(&from["updated_at"]), "mergedAt": merged_at,
        "headRefName": from["head"]["ref"], "baseRefName": from["base"]["ref"],
        "mergeCommit": {"oid": texts(&from["merge_commit_sha"])?, "committedDate": merged_at},
        "author": {"__typename": from["user"]["type"], "login": from["user"]["login"]}, "labels": {"nodes": labels}, "commits": commits,
        "reviews": {"nodes": reviews.iter().map(|at| json!({"submittedAt": at})).collect::<Vec<_>>()},
        "timelineItems": {"nodes": ready.iter().map(|at| json!({"createdAt": at})).collect::<Vec<_>>()},
    }))
}

pub(super) fn change(pull: PullRequest, stamp: &Stamp, full_name: &str, merged: &Merged) -> Option<Record> {
    let mut record = pull.change(stamp, full_name, merged, None)?;
    record.rev = below(record.rev);
    Some(record.into())
}

/// A run, and the action that it was where somebody started it by hand.
pub(super) fn runs(from: &Value, stamp: &Stamp) -> Vec<Record> {
    let Some(run) = form::<WorkflowRun>(from.clone()) else { return Vec::new() };
    let mut records = Vec::new();
    if let Some(mut record) = run.run(stamp, Vec::new()) {
        record.rev = below(record.rev);
        records.push(record.into());
    }
    if let Some(mut record) = run.dispatch(stamp, None) {
        record.rev = below(record.rev);
        records.push(record.into());
    }
    records
}

/// An issue as an incident, where a label says so, and as a ticket, where it is in such a repository.
pub(super) fn issue(from: &Value, stamp: &Stamp, incident_labels: &[String], is_ticket: bool) -> Vec<Record> {
    let labels: Vec<&str> = from["labels"].as_array().into_iter().flatten().filter_map(|label| label["name"].as_str()).collect();
    let is_incident = labels.iter().any(|label| incident_labels.iter().any(|wanted| wanted.eq_ignore_ascii_case(label)));
    let nodes: Vec<Value> = labels.iter().map(|name| json!({"name": name})).collect();
    let issue: Option<Issue> = form(json!({
        "number": from["number"], "title": from["title"], "body": from["body"], "url": from["html_url"], "state": from["state"],
        "createdAt": moment(&from["created_at"]), "closedAt": moment(&from["closed_at"]), "updatedAt": moment(&from["updated_at"]),
        "labels": {"nodes": nodes},
    }));
    let Some(issue) = issue else { return Vec::new() };
    let mut records: Vec<Record> = Vec::new();
    if let Some(mut record) = issue.clone().incident(stamp).filter(|_| is_incident) {
        record.rev = below(record.rev);
        records.push(record.into());
    }
    if let Some(mut record) = issue.ticket(stamp).filter(|_| is_ticket) {
        record.rev = below(record.rev);
        records.push(record.into());
    }
    records
}

/// A tag that was pushed. An annotated one has a date of its own, which the payload does not tell.
pub(super) fn tag(name: &str, sha: &str, at: &str, stamp: &Stamp, web: Option<&str>) -> Option<Record> {
    let at = at.parse::<Instant>().ok()?.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
    let tagged: Tagged = form(json!({"name": name, "target": {"__typename": "Commit", "oid": sha, "committedDate": at}}))?;
    let mut record = tagged.release(stamp, web)?;
    record.rev = below(record.rev);
    Some(record.into())
}

/// A release, whose commit its payload seldom tells: the tag's push does.
pub(super) fn release(from: &Value, tagged: Option<&str>, stamp: &Stamp) -> Option<Record> {
    let target = texts(&from["target_commitish"]);
    let is_sha = |text: &&str| text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let sha = tagged.or_else(|| target.filter(is_sha))?;
    let published: Published = form(json!({
        "tagName": from["tag_name"], "name": from["name"], "url": from["html_url"], "isDraft": from["draft"], "isPrerelease": from["prerelease"],
        "createdAt": moment(&from["created_at"]), "publishedAt": moment(&from["published_at"]), "updatedAt": moment(&from["updated_at"]),
        "tagCommit": {"oid": sha},
    }))?;
    let mut record = published.release(stamp)?;
    record.rev = below(record.rev);
    Some(record.into())
}
