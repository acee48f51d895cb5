//! REST answers from the world.

use super::world::{Repo, Run, World, iso, sha};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// An answer before it becomes a response.
pub struct Rest {
    pub status: u16,
    pub body: Value,
    /// The number of the next page, where there is one.
    pub next: Option<u64>,
}

impl Rest {
    fn list(items: Vec<Value>, query: &BTreeMap<String, String>) -> Self {
        let (page, per_page) = paging(query);
        let start = (page - 1) * per_page;
        let total = items.len();
        let items: Vec<Value> = items.into_iter().skip(start).take(per_page).collect();
        let next = (start + items.len() < total).then_some(page as u64 + 1);
        Self { status: 200, body: Value::Array(items), next }
    }

    fn refused(status: u16, message: &str) -> Self {
        Self { status, body: json!({"message": message}), next: None }
    }
}

fn paging(query: &BTreeMap<String, String>) -> (usize, usize) {
    let number = |name: &str, default: usize| query.get(name).map_or(default, |text| text.parse().unwrap());
    (number("page", 1), number("per_page", 30).min(100))
}

/// Answers a GET.
pub fn answer(world: &World, path: &str, query: &BTreeMap<String, String>) -> Rest {
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    match parts.as_slice() {
        ["orgs", org, "properties", "values"] if *org == world.owner => {
            let one = |repo: &Repo| json!({"repository_id": repo.id, "repository_name": repo.name, "properties": [{"property_name": "tier", "value": repo.tier}, {"property_name": "empty", "value": null}]});
            Rest::list(world.repos.iter().map(one).collect(), query)
        }
        ["orgs", org, "dependabot", "alerts"] if *org == world.owner => {
            let one = |(repo, number): &(u64, u64)| json!({"number": number, "state": "open", "created_at": iso(super::world::START), "updated_at": iso(super::world::START), "fixed_at": null, "repository": {"id": repo}, "security_advisory": {"severity": "high", "cve_id": null, "ghsa_id": "GHSA-x"}});
            Rest::list(world.alerts.iter().map(one).collect(), query)
        }
        ["orgs", org, "secret-scanning", "alerts"] if *org == world.owner => {
            assert_eq!(query.get("hide_secret").map(String::as_str), Some("true"), "secrets must not be asked for");
            Rest::list(Vec::new(), query)
        }
        ["orgs", _, "code-scanning", "alerts"] => {
            Rest::refused(403, "Code Security must be enabled for this repository to use code scanning.")
        }
        ["repos", owner, name, "actions", "runs"] => match world.repo(&format!("{owner}/{name}")) {
            Some(repo) => {
                assert_eq!(query.get("branch").map(String::as_str), repo.branch.as_deref());
                runs(&repo.runs, &repo.name, query)
            }
            None => Rest::refused(404, "Not Found"),
        },
        ["repos", owner, name, "actions", "runs", id, "approvals"] => {
            let repo = world
                .repo(&format!("{owner}/{name}"))
                .filter(|repo| repo.runs.iter().any(|run| run.id.to_string() == *id && !repo.gone_runs.contains(&run.id)));
            match repo {
                Some(Repo { refuses_reviews: Some(status), .. }) => {
                    Rest::refused(*status, "Resource not accessible by personal access token")
                }
                Some(repo) => Rest { status: 200, body: reviews(repo, id.parse().unwrap()), next: None },
                None => Rest::refused(404, "Not Found"),
            }
        }
        _ => Rest::refused(404, "Not Found"),
    }
}

fn reviews(repo: &Repo, run: u64) -> Value {
    let one = |(state, login, environments): &super::world::Review| {
        let environments: Vec<Value> =
            environments.iter().map(|name| json!({"id": 1, "name": name, "url": "https://api.github.test/x"})).collect();
        json!({"state": state, "user": {"login": login, "id": 7}, "comment": "seen", "environments": environments})
    };
    repo.reviews.get(&run).into_iter().flatten().map(one).collect()
}

fn runs(all: &[Run], name: &str, query: &BTreeMap<String, String>) -> Rest {
    let (from, to) = query["created"].split_once("..").expect("because the collector asks for a stretch");
    let mut found: Vec<&Run> = all.iter().filter(|run| (from..=to).contains(&iso(run.created).as_str())).collect();
    found.sort_by_key(|run| std::cmp::Reverse((run.created, run.id)));
    let total = found.len();
    let (page, per_page) = paging(query);
    let start = (page - 1) * per_page;
    // No more than a thousand come, however many there are.
    let reach = total.min(1_000);
    let items: Vec<Value> = found.iter().take(reach).skip(start).take(per_page).map(|run| one_run(run, name)).collect();
    let next = (start + items.len() < reach).then_some(page as u64 + 1);
    Rest { status: 200, body: json!({"total_count": total, "workflow_runs": items}), next }
}

fn one_run(run: &Run, name: &str) -> Value {
    json!({
        "id": run.id, "name": null, "path": run.path, "display_title": "Deploy", "event": run.event,
        "status": if run.conclusion.is_some() { "completed" } else { "in_progress" }, "conclusion": run.conclusion,
        "head_branch": if run.id.is_multiple_of(11) { Value::Null } else { Value::from("main") }, "head_sha": sha(&format!("{name} {}", run.id)), "run_attempt": 1,
        "run_started_at": iso(run.created + 3), "created_at": iso(run.created), "updated_at": iso(run.created + 200),
        "html_url": format!("https://github.com/{name}/actions/runs/{}", run.id), "actor": null, "triggering_actor": {"login": "ada"},
        "referenced_workflows": null, "head_commit": null, "pull_requests": [],
    })
}
