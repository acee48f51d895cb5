//! What the server holds: a group whose history follows from a number, and what happens to it.

use serde_json::{Value, json};

/// The first instant of the world: 2026-01-01T00:00:00Z.
pub const START: i64 = 1_767_225_600;
/// The instant of a test's first run: 2026-11-20T06:40:00Z.
pub const NOW: i64 = 1_795_156_800;
/// A day.
pub const DAY: i64 = 86_400;

/// An instant as GitLab writes it.
pub fn iso(seconds: i64) -> String {
    milepost_model::instant::from_unix(seconds).unwrap().to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

/// A hash that stands for a commit.
pub fn sha(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..40].to_owned()
}

/// Everything that the server knows.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// Groups by number and full path.
    pub groups: Vec<(u64, &'static str)>,
    pub projects: Vec<Project>,
    /// Whether the server pages groups' projects by number of page only, as old ones do.
    pub lacks_keyset: bool,
    /// Whether it is the free edition, which has neither approval rules nor protected environments.
    pub is_free: bool,
    /// Most entries that a page may have before the server gives up.
    pub most_per_page: Option<usize>,
}

/// A project. Lists hold whole answers in the order in which they were made.
#[derive(Debug, Clone, Default)]
pub struct Project {
    pub id: u64,
    pub path: String,
    /// A path that it had before, from which GitLab redirects.
    pub former: Option<String>,
    /// Who may see it, where that is not everybody inside.
    pub visibility: Option<&'static str>,
    pub branch: Option<&'static str>,
    pub active: i64,
    pub is_archived: bool,
    pub is_fork: bool,
    pub is_leaving: bool,
    /// What is refused with 403: the last part of the endpoint's path.
    pub refuses: Vec<&'static str>,
    pub merge_requests: Vec<Value>,
    pub deployments: Vec<Value>,
    pub pipelines: Vec<Value>,
    pub issues: Vec<Value>,
    pub releases: Vec<Value>,
    pub tags: Vec<Value>,
}

/// How much each project has.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub projects: u64,
    pub merge_requests: u64,
    pub deployments: u64,
    pub pipelines: u64,
    pub releases: u64,
}

/// A merged merge request.
pub fn merge_request(iid: u64, merged: i64, description: &str) -> Value {
    let is_squashed = iid.is_multiple_of(3);
    json!({
        "id": 9_000 + iid, "iid": iid, "title": format!("Change {iid}"), "description": description, "state": "merged",
        "created_at": iso(merged - 2 * DAY), "updated_at": iso(merged + 5), "merged_at": iso(merged),
        "source_branch": if iid.is_multiple_of(7) { format!("renovate/{iid}") } else { format!("feature-{iid}") }, "target_branch": "main",
        "author": if iid.is_multiple_of(11) { Value::Null } else { json!({"id": 1, "username": "ada", "state": "active"}) },
        "labels": if iid.is_multiple_of(5) { json!(["hotfix", "team::edge"]) } else { json!([]) }, "draft": false, "work_in_progress": false,
        "merge_commit_sha": if is_squashed { Value::Null } else { json!(sha(&format!("merge {iid}"))) },
        "squash_commit_sha": if is_squashed { json!(sha(&format!("squash {iid}"))) } else { Value::Null },
        "sha": sha(&format!("head {iid}")), "web_url": format!("https://gitlab.test/x/-/merge_requests/{iid}"), "milestone": null,
    })
}

/// A deployment with its job.
pub fn deployment(id: u64, created: i64, status: &str) -> Value {
    let is_over = !matches!(status, "created" | "running" | "blocked");
    json!({
        "id": id, "iid": id % 100_000, "ref": "main", "sha": sha(&format!("deployed {id}")), "status": status,
        "created_at": iso(created), "updated_at": iso(created + 95), "user": {"id": 1, "username": "ada"},
        "environment": {"id": 9, "name": if id.is_multiple_of(2) { "production" } else { "qa" }, "external_url": null},
        "deployable": if id.is_multiple_of(9) { Value::Null } else { json!({
            "id": id * 10, "status": status, "name": "deploy", "tag": false, "started_at": iso(created + 5),
            "finished_at": if is_over { json!(iso(created + 90)) } else { Value::Null },
            "web_url": format!("https://gitlab.test/x/-/jobs/{id}"), "pipeline": {"id": id + 5}}) },
    })
}

/// A pipeline.
pub fn pipeline(id: u64, created: i64, status: &str, source: &str) -> Value {
    json!({
        "id": id, "iid": id % 1_000, "project_id": 1, "sha": sha(&format!("run {id}")), "ref": "main", "status": status, "source": source,
        "created_at": iso(created), "updated_at": iso(created + 300), "web_url": format!("https://gitlab.test/x/-/pipelines/{id}"), "name": null,
    })
}

/// An issue.
pub fn issue(iid: u64, kind: &str, opened: i64, closed: Option<i64>) -> Value {
    json!({
        "id": 700 + iid, "iid": iid, "title": format!("Issue {iid}"), "description": null, "issue_type": kind, "type": kind.to_uppercase(),
        "state": if closed.is_some() { "closed" } else { "opened" }, "created_at": iso(opened), "closed_at": closed.map(iso),
        "updated_at": iso(closed.unwrap_or(opened)), "labels": ["service::payments"], "severity": "HIGH", "confidential": false,
        "web_url": format!("https://gitlab.test/x/-/issues/{iid}"),
    })
}

impl World {
    /// A group of that size.
    pub fn of(size: Size) -> Self {
        let span = NOW - START - DAY;
        let spread = |count: u64, at: u64| START + (span / i64::try_from(count.max(1)).unwrap()) * i64::try_from(at).unwrap() + 60;
        let projects = (0..size.projects).map(|at| Project {
            id: 4_000 + at,
            path: if at % 2 == 0 { format!("lumen/backend/service-{at:04}") } else { format!("lumen/service-{at:04}") },
            branch: Some("main"),
            active: NOW - DAY,
            merge_requests: (1..=size.merge_requests).map(|iid| merge_request(iid, spread(size.merge_requests, iid - 1), "")).collect(),
            deployments: (0..size.deployments)
                .map(|one| deployment(at * 100_000 + one, spread(size.deployments, one), if one % 6 == 5 { "failed" } else { "success" }))
                .collect(),
            pipelines: (0..size.pipelines)
                .map(|one| {
                    let source = if one % 50 == 7 { "web" } else { "push" };
                    pipeline(at * 1_000_000 + one, spread(size.pipelines, one), if one % 9 == 0 { "failed" } else { "success" }, source)
                })
                .collect(),
            issues: vec![issue(1, "incident", START + 9 * DAY, Some(START + 10 * DAY)), issue(2, "issue", START + 9 * DAY, None)],
            releases: (0..size.releases).map(|one| release(one, spread(size.releases, one))).collect(),
            tags: (0..size.releases).map(|one| tag(one, spread(size.releases, one))).collect(),
            ..Project::default()
        });
        Self {
            groups: vec![(1, "lumen"), (2, "lumen/backend"), (3, "lumen/backend/edge")],
            projects: projects.collect(),
            lacks_keyset: false,
            is_free: false,
            most_per_page: None,
        }
    }

    /// A small group with one of everything that is odd.
    pub fn small() -> Self {
        let mut world = Self::of(Size { projects: 8, merge_requests: 60, deployments: 30, pipelines: 150, releases: 4 });
        let odd = &mut world.projects;
        odd[1] = Project { id: odd[1].id, path: odd[1].path.clone(), active: odd[1].active, ..Project::default() };
        odd[2].is_archived = true;
        odd[3].is_fork = true;
        odd[4].refuses = vec!["deployments"];
        odd[5].merge_requests[9]["description"] = "This reverts merge request !3".into();
        odd[5].merge_requests[10]["labels"] = Value::Null;
        odd[6].is_leaving = true;
        world
    }
}

fn release(one: u64, at: i64) -> Value {
    json!({
        "tag_name": format!("v1.{one}.0"), "name": format!("Version 1.{one}"), "created_at": iso(at), "released_at": iso(at), "upcoming_release": false,
        "commit": {"id": sha(&format!("v1.{one}.0"))}, "_links": {"self": format!("https://gitlab.test/x/-/releases/v1.{one}.0")}, "author": null,
    })
}

fn tag(one: u64, at: i64) -> Value {
    json!({"name": format!("v1.{one}.0"), "created_at": null, "message": "", "release": null,
        "commit": {"id": sha(&format!("v1.{one}.0")), "committed_date": iso(at - 30)}})
}
