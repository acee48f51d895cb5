//! What payloads say, by repository and by the thing that they are about.

use super::event::{READ, delivered};
use super::forms;
use crate::github::changes::{Merged, PullRequest};
use crate::github::stamp::Stamp;
use milepost_model::Instant;
use milepost_model::record::Record;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Everything that was read so far.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// By repository's id.
    pub(super) repositories: BTreeMap<String, Held>,
    /// How many payloads were of each event that is not read.
    pub(super) unread: BTreeMap<String, u64>,
}

/// What is known of one repository.
#[derive(Debug, Default)]
pub(super) struct Held {
    host: String,
    repository: Newest,
    deployments: BTreeMap<u64, Deploying>,
    pulls: BTreeMap<u64, Pull>,
    runs: BTreeMap<(u64, u64), Newest>,
    issues: BTreeMap<u64, Newest>,
    releases: BTreeMap<String, Newest>,
    /// Tags that were pushed, with the commit and its date.
    tags: BTreeMap<String, (String, String)>,
}

/// The newest form of something, and when that was.
#[derive(Debug, Default)]
struct Newest {
    at: String,
    value: Value,
}

#[derive(Debug, Default)]
struct Deploying {
    deployment: Newest,
    /// By the status's own number, so that what was delivered twice counts once.
    statuses: BTreeMap<u64, Value>,
}

#[derive(Debug, Default)]
struct Pull {
    newest: Newest,
    ready: Vec<String>,
    reviews: Vec<String>,
}

impl Newest {
    /// Takes another form; of two of one moment the larger text, so that the order of files means nothing.
    fn take(&mut self, at: &Value, value: &Value) {
        let at = instant(at);
        if (&at, value.to_string()) >= (&self.at, self.value.to_string()) {
            *self = Self { at, value: value.clone() };
        }
    }
}

/// A moment as text that sorts; pushes write seconds where other payloads write RFC 3339.
fn instant(value: &Value) -> String {
    let at = match value {
        Value::Number(seconds) => seconds.as_i64().and_then(milepost_model::instant::from_unix),
        other => other.as_str().and_then(|text| text.parse::<Instant>().ok()),
    };
    at.map_or_else(String::new, |at| at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true))
}

impl Gathered {
    /// Takes a delivery or a payload; `Err` says why nothing can be made of it.
    pub(super) fn take(&mut self, value: &Value, beside: Option<&str>) -> Result<(), String> {
        let (event, payload) = delivered(value, beside);
        if !READ.contains(&event.as_str()) {
            let short: String = event.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ' ')).take(40).collect();
            *self.unread.entry(short).or_default() += 1;
            return Ok(());
        }
        let repository = &payload["repository"];
        let Some(number) = repository["id"].as_u64() else {
            return Err(format!("this payload of {event} names no repository"));
        };
        let host = forms::host(repository).ok_or_else(|| format!("this payload of {event} does not say where its repository is"))?;
        let held = self.repositories.entry(Stamp::repo_id(&host, number).to_string()).or_default();
        held.host = host;
        held.repository.take(&forms::changed_at(repository), repository);
        held.take(&event, &payload).ok_or_else(|| format!("this payload of {event} lacks what it is about"))
    }
}

impl Held {
    fn take(&mut self, event: &str, payload: &Value) -> Option<()> {
        let action = payload["action"].as_str().unwrap_or_default();
        match event {
            "deployment" | "deployment_status" => {
                let deployment = &payload["deployment"];
                let held = self.deployments.entry(deployment["id"].as_u64()?).or_default();
                held.deployment.take(&deployment["updated_at"], deployment);
                if event == "deployment_status" {
                    let status = &payload["deployment_status"];
                    held.statuses.insert(status["id"].as_u64()?, status.clone());
                }
            }
            "pull_request" | "pull_request_review" => {
                let pull = &payload["pull_request"];
                let held = self.pulls.entry(pull["number"].as_u64()?).or_default();
                if event == "pull_request_review" {
                    held.reviews.extend(payload["review"]["submitted_at"].as_str().map(str::to_owned));
                    return Some(());
                }
                if action == "ready_for_review" {
                    held.ready.extend(pull["updated_at"].as_str().map(str::to_owned));
                }
                held.newest.take(&pull["updated_at"], pull);
            }
            "workflow_run" => {
                let run = &payload["workflow_run"];
                let mut run_with_path = run.clone();
                if run["path"].as_str().is_none_or(str::is_empty) {
                    run_with_path["path"] = payload["workflow"]["path"].clone();
                }
                let key = (run["id"].as_u64()?, run["run_attempt"].as_u64().unwrap_or(1));
                self.runs.entry(key).or_default().take(&run["updated_at"], &run_with_path);
            }
            // What was deleted or moved elsewhere is not taken away: it was there.
            "issues" if matches!(action, "deleted" | "transferred") => {}
            "issues" => {
                let issue = &payload["issue"];
                self.issues.entry(issue["number"].as_u64()?).or_default().take(&issue["updated_at"], issue);
            }
            "release" if action == "deleted" => {}
            "release" => {
                let release = &payload["release"];
                let at =
                    [&release["updated_at"], &release["published_at"], &release["created_at"]].into_iter().max_by_key(|at| instant(at))?;
                self.releases.entry(release["tag_name"].as_str()?.to_owned()).or_default().take(at, release);
            }
            _ => self.push(payload),
        }
        Some(())
    }

    /// Of pushes only new tags become records: what branches got is in the repository's own history.
    fn push(&mut self, payload: &Value) {
        let tag = payload["ref"].as_str().and_then(|name| name.strip_prefix("refs/tags/"));
        let commit = &payload["head_commit"];
        if let (Some(tag), Some(sha), Some(at)) = (tag, commit["id"].as_str(), commit["timestamp"].as_str())
            && payload["deleted"] != json!(true)
        {
            self.tags.insert(tag.to_owned(), (sha.to_owned(), at.to_owned()));
        }
    }

    /// The records, as the API's collector makes them.
    pub(super) fn records(&self, stamp: &Stamp, incident_labels: &[String], takes_tickets: &dyn Fn(&str) -> bool) -> Vec<Record> {
        let name = self.repository.value["full_name"].as_str().unwrap_or_default();
        let web = self.repository.value["html_url"].as_str();
        let mut records: Vec<Record> = forms::repository(&self.repository.value, &self.host, stamp).into_iter().collect();
        for held in self.deployments.values() {
            let statuses: Vec<&Value> = held.statuses.values().collect();
            records.extend(forms::deployment(&held.deployment.value, &statuses, stamp));
        }
        let default = self.repository.value["default_branch"].as_str();
        let pulls: Vec<PullRequest> = self
            .pulls
            .values()
            .filter(|held| default.is_none_or(|branch| held.newest.value["base"]["ref"] == branch))
            .filter_map(|held| forms::pull_request(&held.newest.value, &held.ready, &held.reviews))
            .collect();
        let merged: Merged = pulls.iter().filter_map(|pull| Some((pull.number?, pull.merge_commit.as_ref()?.oid.clone()?))).collect();
        records.extend(pulls.into_iter().filter_map(|pull| forms::change(pull, stamp, name, &merged)));
        for held in self.runs.values() {
            records.extend(forms::runs(&held.value, stamp));
        }
        for held in self.issues.values().filter(|held| held.value.get("pull_request").is_none_or(Value::is_null)) {
            records.extend(forms::issue(&held.value, stamp, incident_labels, takes_tickets(name)));
        }
        for (tag, (sha, at)) in self.tags.iter().filter(|(tag, _)| !self.releases.contains_key(*tag)) {
            records.extend(forms::tag(tag, sha, at, stamp, web));
        }
        for (tag, held) in &self.releases {
            records.extend(forms::release(&held.value, self.tags.get(tag).map(|(sha, _)| sha.as_str()), stamp));
        }
        records
    }
}
