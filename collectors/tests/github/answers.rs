//! GraphQL answers to the queries that the collector sends, from the world.

use super::world::{Deployed, Pull, Repo, World, iso, sha};
use serde_json::{Value, json};

/// Answers a query; `Err` is a query that GitHub would not take.
pub fn answer(world: &World, body: &Value) -> Result<Value, String> {
    let text = body["query"].as_str().ok_or("no query")?;
    let variables = &body["variables"];
    for (name, value) in variables.as_object().ok_or("no variables")? {
        if name.ends_with("irst") && !value.as_u64().is_some_and(|size| (1..=100).contains(&size)) {
            return Err(format!("`{name}` of {value} is out of range"));
        }
    }
    if let Some(field) = world.lacks.filter(|field| text.contains(field)) {
        let message = format!("Field '{field}' doesn't exist on type 'Repository'");
        return Ok(
            json!({"errors": [{"message": message, "path": ["fragment Described", field], "extensions": {"code": "undefinedField"}}]}),
        );
    }
    let operation = text.trim_start().strip_prefix("query ").and_then(|rest| rest.split(['(', ' ', '{']).next()).ok_or("no operation")?;
    if world.hides_environments && text.contains("environments(") {
        // What the schema promises cannot be null, so the whole repository is.
        let refused = |at: usize| json!({"type": "FORBIDDEN", "message": "Resource not accessible by personal access token", "path": ["repositoryOwner", "repositories", "nodes", at, "environments"]});
        let nothing = json!({"repositoryOwner": {"__typename": "Organization", "login": world.owner, "repositories": {"totalCount": world.repos.len(), "pageInfo": {"hasNextPage": false}, "nodes": vec![Value::Null; world.repos.len()]}}});
        return Ok(json!({"data": with_cost(nothing), "errors": (0..world.repos.len()).map(refused).collect::<Vec<_>>()}));
    }
    let data = match operation {
        "Owner" => owner(world, variables, text),
        "One" => json!({"repository": world.repo(&full(variables)).map(Repo::described)}),
        "Known" => known(world, variables),
        "Teams" => json!({"organization": {"teams": {"totalCount": world.teams.len(), "pageInfo": {"hasNextPage": false},
            "nodes": world.teams.iter().map(|slug| json!({"slug": slug, "name": slug, "members": {"totalCount": 3}, "parentTeam": null})).collect::<Vec<_>>()}}}),
        "Reverted" => {
            let id = world.repo(&full(variables)).map_or(0, |repo| repo.id);
            json!({"repository": {"pullRequest": {"mergeCommit": {"oid": sha(&format!("{id} {}", variables["number"]))}}}})
        }
        "History" => return Ok(history(world, variables)),
        other => return Err(format!("the operation {other} is not known")),
    };
    Ok(json!({"data": with_cost(data)}))
}

fn with_cost(mut data: Value) -> Value {
    data["rateLimit"] = json!({"cost": 1, "remaining": 4000, "resetAt": iso(super::world::NOW + 1_000)});
    data
}

fn full(variables: &Value) -> String {
    format!("{}/{}", variables["owner"].as_str().unwrap_or_default(), variables["name"].as_str().unwrap_or_default())
}

fn owner(world: &World, variables: &Value, text: &str) -> Value {
    let owner = variables["owner"].as_str().unwrap_or_default();
    let repos: Vec<&Repo> = world.repos.iter().filter(|repo| repo.name.split('/').next() == Some(owner)).collect();
    if repos.is_empty() && owner != world.owner {
        return json!({"repositoryOwner": null});
    }
    let page = page(&repos, variables, "", |repo| repo.id.to_string());
    let described = |repo: &&Repo| {
        if repo.is_hidden {
            return Value::Null;
        }
        let mut node = repo.described();
        if !text.contains("environments(") {
            node["environments"] = Value::Null;
        }
        node
    };
    let nodes: Vec<Value> = page.0.iter().map(described).collect();
    json!({"repositoryOwner": {"__typename": if world.is_person { "User" } else { "Organization" }, "login": owner,
        "repositories": {"totalCount": repos.len(), "pageInfo": page.1, "nodes": nodes}}})
}

fn known(world: &World, variables: &Value) -> Value {
    let seen = world.repos.iter().filter(|repo| !repo.is_hidden).collect::<Vec<_>>();
    let find = |id: &Value| seen.iter().find(|repo| Some(format!("R_{}", repo.id).as_str()) == id.as_str());
    let nodes: Vec<Value> = variables["ids"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|id| find(id).map_or(Value::Null, |repo| json!({"databaseId": repo.id, "nameWithOwner": repo.name})))
        .collect();
    json!({"nodes": nodes})
}

/// A page behind the entry that the cursor names, as long as the variables say.
fn page<'a, T>(list: &[&'a T], variables: &Value, word: &str, key: impl Fn(&T) -> String) -> (Vec<&'a T>, Value) {
    let variable =
        |end: &str| if word.is_empty() { variables[end.to_lowercase()].clone() } else { variables[format!("{word}{end}")].clone() };
    let start = variable("After").as_str().map_or(0, |after| list.iter().position(|one| key(one) == after).map_or(list.len(), |at| at + 1));
    let size = usize::try_from(variable("First").as_u64().unwrap_or(1)).unwrap();
    let items: Vec<&T> = list.iter().skip(start).take(size).copied().collect();
    let info = json!({"hasNextPage": start + items.len() < list.len(), "endCursor": items.last().map(|one| key(one))});
    (items, info)
}

fn history(world: &World, variables: &Value) -> Value {
    let name = full(variables);
    let Some(repo) = world.repo(&name) else {
        return json!({"data": with_cost(json!({"repository": null})), "errors": [{"type": "NOT_FOUND", "message": format!("Could not resolve to a Repository with the name '{name}'."), "path": ["repository"]}]});
    };
    let mut found = json!({"databaseId": repo.id});
    let mut errors = Vec::new();
    let wants = |word: &str| variables[word] == Value::Bool(true);
    if wants("changes") {
        let mut pulls: Vec<&Pull> = repo.pulls.iter().collect();
        pulls.sort_by_key(|pull| std::cmp::Reverse((pull.updated, pull.number)));
        let (items, info) = page(&pulls, variables, "changes", |pull| pull.number.to_string());
        found["changes"] = json!({"pageInfo": info, "nodes": items.iter().map(|pull| pull_request(repo, pull)).collect::<Vec<_>>()});
    }
    if wants("deployments") {
        if repo.is_forbidden {
            found["deployments"] = Value::Null;
            errors.push(
                json!({"type": "FORBIDDEN", "message": "Resource not accessible by integration", "path": ["repository", "deployments"]}),
            );
        } else {
            let mut list: Vec<&Deployed> = repo.deployments.iter().collect();
            list.sort_by_key(|one| std::cmp::Reverse((one.created, one.id)));
            let (items, info) = page(&list, variables, "deployments", |one| one.id.to_string());
            found["deployments"] = json!({"pageInfo": info, "nodes": items.iter().map(|one| deployment(repo, one)).collect::<Vec<_>>()});
        }
    }
    if wants("releases") {
        let mut list: Vec<&(String, i64)> = repo.releases.iter().collect();
        list.sort_by_key(|one| std::cmp::Reverse(one.1));
        let (items, info) = page(&list, variables, "releases", |one| one.0.clone());
        let node = |one: &&(String, i64)| json!({"tagName": one.0, "name": null, "url": null, "isDraft": false, "isPrerelease": false, "createdAt": iso(one.1), "publishedAt": iso(one.1), "updatedAt": iso(one.1), "tagCommit": {"oid": sha(&one.0)}});
        found["releases"] = json!({"pageInfo": info, "nodes": items.iter().map(node).collect::<Vec<_>>()});
    }
    if wants("tags") {
        let list: Vec<&(String, i64)> = repo.releases.iter().collect();
        let (items, info) = page(&list, variables, "tags", |one| one.0.clone());
        let node = |one: &&(String, i64)| json!({"name": one.0, "target": {"__typename": "Commit", "oid": sha(&one.0), "committedDate": iso(one.1)}});
        found["tags"] = json!({"pageInfo": info, "nodes": items.iter().map(node).collect::<Vec<_>>()});
    }
    if wants("incidents") {
        let list: Vec<&(u64, i64, Option<i64>)> = repo.incidents.iter().collect();
        let (items, info) = page(&list, variables, "incidents", |one| one.0.to_string());
        let node = |one: &&(u64, i64, Option<i64>)| json!({"number": one.0, "title": "Late", "body": null, "url": null, "createdAt": iso(one.1), "closedAt": one.2.map(iso), "updatedAt": iso(one.2.unwrap_or(one.1)), "labels": {"nodes": [{"name": "incident"}, {"name": "sev2"}]}});
        found["incidents"] = json!({"pageInfo": info, "nodes": items.iter().map(node).collect::<Vec<_>>()});
    }
    let data = with_cost(json!({"repository": found}));
    if errors.is_empty() { json!({"data": data}) } else { json!({"data": data, "errors": errors}) }
}

fn pull_request(repo: &Repo, pull: &Pull) -> Value {
    json!({
        "number": pull.number, "title": format!("Change {}", pull.number), "body": null, "url": format!("https://github.com/{}/pull/{}", repo.name, pull.number),
        "createdAt": iso(pull.merged - 7_200), "updatedAt": iso(pull.updated), "mergedAt": iso(pull.merged),
        "headRefName": pull.head, "baseRefName": "main",
        "mergeCommit": {"oid": sha(&format!("{} {}", repo.id, pull.number)), "committedDate": iso(pull.merged)},
        "author": if pull.number.is_multiple_of(7) { Value::Null } else { json!({"__typename": "User", "login": "ada"}) },
        "labels": null,
        "commits": {"totalCount": 1, "nodes": [{"commit": {"oid": sha(&format!("c {} {}", repo.name, pull.number)), "authoredDate": iso(pull.merged - 9_000), "committedDate": iso(pull.merged - 9_000)}}]},
        "reviews": {"nodes": [null]}, "timelineItems": {"nodes": []},
    })
}

fn deployment(repo: &Repo, one: &Deployed) -> Value {
    let statuses: Vec<Value> = one
        .statuses
        .iter()
        .rev()
        .map(|(state, at)| json!({"state": state, "createdAt": iso(*at), "logUrl": null, "environmentUrl": ""}))
        .collect();
    json!({
        "id": format!("DE_{}", one.id), "databaseId": one.id, "commitOid": sha(&format!("{} {}", repo.name, one.id)),
        "createdAt": iso(one.created), "updatedAt": iso(one.statuses.last().map_or(one.created, |status| status.1)),
        "environment": "production", "originalEnvironment": "production", "state": "INACTIVE", "task": "deploy", "ref": null, "creator": null,
        "statuses": {"nodes": statuses},
    })
}
