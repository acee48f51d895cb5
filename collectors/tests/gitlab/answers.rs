//! What the server answers to each path: GitLab's filters, orders and both of its ways to page.

use super::world::{DAY, Project, START, World, iso, sha};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// An answer: its status, its body, and the query of the next page.
pub struct Answer {
    pub status: u16,
    pub body: Value,
    pub next: Option<BTreeMap<String, String>>,
}

/// The query of a request.
pub type Query = BTreeMap<String, String>;

fn plain(body: Value) -> Answer {
    Answer { status: 200, body, next: None }
}

fn refused(status: u16, message: &str) -> Answer {
    Answer { status, body: json!({"message": format!("{status} {message}")}), next: None }
}

/// Answers a path below the API's address.
pub fn answer(world: &World, path: &str, query: &Query) -> Answer {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let most = query.get("per_page").and_then(|count| count.parse::<usize>().ok()).unwrap_or(20);
    if world.most_per_page.is_some_and(|limit| most > limit) && query.contains_key("updated_after") {
        return refused(500, "Internal Server Error");
    }
    match parts.as_slice() {
        ["groups", group, rest @ ..] => group_answer(world, &decoded(group), rest, query),
        ["users", "ada", "projects"] => paged(vec![], query, true),
        ["projects", project, rest @ ..] => {
            let name = decoded(project);
            let found = world.projects.iter().find(|one| one.path == name || one.id.to_string() == name);
            let moved = world.projects.iter().find(|one| one.former.as_deref() == Some(&name));
            match found {
                None if moved.is_some() => {
                    let body = json!(format!("/projects/{}", moved.map_or(0, |moved| moved.id)));
                    Answer { status: 301, body, next: None }
                }
                Some(found) if rest.first().is_some_and(|end| found.refuses.contains(end)) => refused(403, "Forbidden"),
                Some(found) => project_answer(world, found, rest, query),
                None => refused(404, "Project Not Found"),
            }
        }
        _ => refused(404, "Not Found"),
    }
}

fn decoded(part: &str) -> String {
    part.replace("%2F", "/").replace("%2f", "/")
}

fn group_answer(world: &World, name: &str, rest: &[&str], query: &Query) -> Answer {
    let Some((number, path)) = world.groups.iter().find(|(number, path)| *path == name || number.to_string() == name) else {
        return refused(404, "Group Not Found");
    };
    let described = |(id, path): &(u64, &str)| {
        let own = path.rsplit('/').next().unwrap();
        json!({"id": id, "name": own.to_uppercase(), "path": own, "full_path": path, "description": null, "parent_id": null,
            "web_url": format!("https://gitlab.test/groups/{path}")})
    };
    match rest {
        [] => plain(described(&(*number, path))),
        ["descendant_groups"] => {
            paged(world.groups.iter().filter(|(_, one)| one.starts_with(&format!("{path}/"))).map(described).collect(), query, true)
        }
        ["members"] => paged((0..*number).map(|id| json!({"id": id, "username": "x"})).collect(), query, true),
        ["projects"] => {
            if query.get("pagination").is_some_and(|kind| kind == "keyset") && world.lacks_keyset {
                return Answer {
                    status: 405,
                    body: json!({"error": "Keyset pagination is not yet available for this type of request"}),
                    next: None,
                };
            }
            assert_eq!(query.get("with_shared").map(String::as_str), Some("false"));
            let below = format!("{path}/");
            paged(world.projects.iter().filter(|one| one.path.starts_with(&below)).map(Project::described).collect(), query, true)
        }
        _ => refused(404, "Not Found"),
    }
}

fn project_answer(world: &World, project: &Project, rest: &[&str], query: &Query) -> Answer {
    let list = |all: &[Value]| by_change(all, query);
    match rest {
        [] => plain(project.described()),
        ["merge_requests"] => {
            let branch = query.get("target_branch");
            let fits = |one: &&Value| one["state"] == "merged" && branch.is_none_or(|branch| one["target_branch"] == branch.as_str());
            list(&project.merge_requests.iter().filter(fits).cloned().collect::<Vec<_>>())
        }
        ["merge_requests", iid] => found(&project.merge_requests, "iid", iid),
        ["merge_requests", iid, "commits"] => {
            let commits = (0..iid.parse::<i64>().unwrap() % 4).map(|at| {
                let written = START - 3 * DAY + at * 3_600;
                json!({"id": sha(&format!("{iid} {at}")), "authored_date": iso(written), "committed_date": iso(written + 60), "parent_ids": []})
            });
            paged(commits.collect(), query, false)
        }
        ["deployments"] => {
            assert_eq!(
                query.contains_key("updated_after"),
                query.get("order_by").is_some_and(|by| by == "updated_at"),
                "they must be paired"
            );
            list(&project.deployments)
        }
        ["pipelines"] => {
            let branch = query.get("ref");
            list(
                &project
                    .pipelines
                    .iter()
                    .filter(|one| branch.is_none_or(|branch| one["ref"] == branch.as_str()))
                    .cloned()
                    .collect::<Vec<_>>(),
            )
        }
        ["pipelines", id] => {
            let mut whole = found(&project.pipelines, "id", id);
            whole.body["user"] = json!({"id": 1, "username": "grace"});
            whole.body["started_at"] = whole.body["created_at"].clone();
            whole
        }
        ["pipelines", _, "variables"] => plain(json!([
            {"key": "SERVICE", "value": "payments", "variable_type": "env_var"}, {"key": "API_TOKEN", "value": "planted-secret"}])),
        ["pipelines", _, "jobs"] => {
            paged(vec![json!({"name": "test", "status": "success"}), json!({"name": "deploy", "status": "manual"})], query, false)
        }
        ["issues"] => {
            let kind = query.get("issue_type");
            list(
                &project
                    .issues
                    .iter()
                    .filter(|one| kind.is_none_or(|kind| one["issue_type"] == kind.as_str()))
                    .cloned()
                    .collect::<Vec<_>>(),
            )
        }
        ["releases"] => paged(newest_first(&project.releases), query, false),
        ["dora", "metrics"] if world.is_free => refused(403, "Forbidden"),
        ["dora", "metrics"] => dora(query),
        _ => settings_answer(world, project, rest, query),
    }
}

/// What this GitLab reckoned itself; of recoveries it has none.
fn dora(query: &Query) -> Answer {
    assert_eq!(query.get("interval").map(String::as_str), Some("all"));
    assert!(query["start_date"] < query["end_date"], "{query:?}");
    plain(match query["metric"].as_str() {
        "deployment_frequency" => json!([{"date": query["start_date"], "value": 13}]),
        "lead_time_for_changes" => json!({"value": 5_400.0}),
        "change_failure_rate" => json!(0.25),
        "time_to_restore_service" => json!({"value": null}),
        other => panic!("{other} is no metric"),
    })
}

/// What a project is and how it is set up.
fn settings_answer(world: &World, project: &Project, rest: &[&str], query: &Query) -> Answer {
    match rest {
        ["languages"] => plain(json!({"Go": 87.5, "Shell": 12.5, "Odd": null})),
        ["repository", "branches", branch] if Some(*branch) == project.branch => plain(json!({
            "name": branch, "protected": true, "commit": {"id": sha(&format!("{} {}", project.path, project.active)), "committed_date": iso(project.active)}})),
        ["repository", "tags"] => paged(newest_first(&project.tags), query, false),
        ["environments"] => paged(
            vec![
                json!({"id": 9, "name": "production", "tier": "production"}),
                json!({"id": 10, "name": "qa", "tier": "testing"}),
                json!({"id": 11, "name": null}),
            ],
            query,
            false,
        ),
        ["protected_environments" | "approval_rules"] if world.is_free => refused(404, "Not Found"),
        ["protected_environments"] => {
            paged(vec![json!({"name": "production", "required_approval_count": 1, "approval_rules": null})], query, false)
        }
        ["approval_rules"] => paged(vec![json!({"id": 1, "approvals_required": 2, "protected_branches": []})], query, false),
        ["protected_branches"] => paged(vec![json!({"id": 1, "name": "main"}), json!({"id": 2, "name": "release/*"})], query, false),
        _ => refused(404, "Not Found"),
    }
}

fn found(all: &[Value], key: &str, number: &str) -> Answer {
    all.iter().find(|one| one[key].as_u64() == number.parse().ok()).map_or_else(|| refused(404, "Not found"), |one| plain(one.clone()))
}

fn newest_first(all: &[Value]) -> Vec<Value> {
    all.iter().rev().cloned().collect()
}

/// A list that is ordered and cut by the last change of its entries.
fn by_change(all: &[Value], query: &Query) -> Answer {
    let at = |one: &Value| one["updated_at"].as_str().unwrap_or_default().to_owned();
    assert_eq!(query.get("order_by").map(String::as_str), Some("updated_at"));
    let mut fits: Vec<Value> = all
        .iter()
        .filter(|one| query.get("updated_after").is_none_or(|after| &at(one) >= after))
        .filter(|one| query.get("updated_before").is_none_or(|before| &at(one) <= before))
        .cloned()
        .collect();
    fits.sort_by_key(|one| std::cmp::Reverse((at(one), one["id"].as_u64())));
    paged(fits, query, false)
}

/// A page: behind an entry's number where that was asked for, else by its own number.
fn paged(all: Vec<Value>, query: &Query, can_keyset: bool) -> Answer {
    let size = query.get("per_page").and_then(|count| count.parse::<usize>().ok()).unwrap_or(20).min(100);
    if can_keyset && query.get("pagination").is_some_and(|kind| kind == "keyset") {
        let after = query.get("id_after").and_then(|id| id.parse::<u64>().ok()).unwrap_or(0);
        let page: Vec<Value> = all.into_iter().filter(|one| one["id"].as_u64() > Some(after)).collect();
        let next = page.get(size).is_some().then(|| page[size - 1]["id"].to_string());
        let next =
            next.map(|id| query.iter().map(|(key, value)| (key.clone(), value.clone())).chain([("id_after".to_owned(), id)]).collect());
        return Answer { status: 200, body: page.into_iter().take(size).collect(), next };
    }
    let page = query.get("page").and_then(|page| page.parse::<usize>().ok()).unwrap_or(1);
    let next = (all.len() > page * size).then(|| {
        query.iter().map(|(key, value)| (key.clone(), value.clone())).chain([("page".to_owned(), (page + 1).to_string())]).collect()
    });
    Answer { status: 200, body: all.into_iter().skip((page - 1) * size).take(size).collect(), next }
}

impl Project {
    /// The project as lists describe it.
    pub fn described(&self) -> Value {
        json!({
            "id": self.id, "path_with_namespace": self.path, "web_url": format!("https://gitlab.test/{}", self.path),
            "description": if self.id.is_multiple_of(2) { json!("Moves freight") } else { Value::Null }, "default_branch": self.branch,
            "created_at": iso(START - 400 * DAY), "last_activity_at": iso(self.active), "archived": self.is_archived,
            "empty_repo": self.branch.is_none(), "visibility": self.visibility.unwrap_or("internal"), "topics": ["service"], "tag_list": ["service"],
            "forked_from_project": if self.is_fork { json!({"id": 1}) } else { Value::Null },
            "marked_for_deletion_on": if self.is_leaving { json!("2026-11-27") } else { Value::Null }, "ci_config_path": null,
            "builds_access_level": "enabled", "merge_requests_access_level": "enabled", "issues_access_level": "enabled",
            "releases_access_level": "enabled", "repository_access_level": "enabled", "only_allow_merge_if_pipeline_succeeds": true,
            "license": {"key": "mit", "name": "MIT License"},
        })
    }
}
