//! What the server holds: an organisation whose history follows from a number, and what happens to it.

use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The first instant of the world: 2026-01-01T00:00:00Z.
pub const START: i64 = 1_767_225_600;
/// The instant of a test's first run: 2026-11-20T06:40:00Z.
pub const NOW: i64 = 1_795_156_800;
/// A day.
pub const DAY: i64 = 86_400;

/// An instant as GitHub writes it.
pub fn iso(seconds: i64) -> String {
    milepost_model::instant::from_unix(seconds).unwrap().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// A hash that stands for a commit.
pub fn sha(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..40].to_owned()
}

/// Everything that the server knows.
#[derive(Debug, Clone, Default)]
pub struct World {
    pub owner: String,
    /// Whether the owner is a person and no organisation.
    pub is_person: bool,
    pub repos: Vec<Repo>,
    pub teams: Vec<String>,
    pub alerts: Vec<(u64, u64)>,
    /// A field that this host does not know, as servers of one's own lag behind.
    pub lacks: Option<&'static str>,
    /// Whether environments are refused to this credential, and what they are of with them.
    pub hides_environments: bool,
}

/// A repository.
#[derive(Debug, Clone, Default)]
pub struct Repo {
    pub id: u64,
    pub name: String,
    pub is_archived: bool,
    pub is_fork: bool,
    pub is_forbidden: bool,
    /// Whether the sweep shows nothing of it but that it is there.
    pub is_hidden: bool,
    /// A name that it had before, which still leads to it.
    pub former: Option<String>,
    pub branch: Option<String>,
    pub workflows: Vec<String>,
    pub topics: Vec<String>,
    pub tier: Option<String>,
    pub head: i64,
    pub pulls: Vec<Pull>,
    pub deployments: Vec<Deployed>,
    pub releases: Vec<(String, i64)>,
    pub incidents: Vec<(u64, i64, Option<i64>)>,
    pub runs: Vec<Run>,
    /// Environments by name, each with the types of its rules.
    pub environments: Vec<(&'static str, Vec<&'static str>)>,
    /// What reviewers decided about a run: the word, who, and about which environments.
    pub reviews: BTreeMap<u64, Vec<Review>>,
    /// Runs that are listed, and gone when they are asked about.
    pub gone_runs: Vec<u64>,
    /// The status with which reviews are refused.
    pub refuses_reviews: Option<u16>,
    /// What the sweep says of it in place of what follows from the rest.
    pub says: serde_json::Map<String, Value>,
}

/// What a reviewer decided: the word, who, and about which environments.
pub type Review = (&'static str, &'static str, Vec<&'static str>);

/// A merged pull request.
#[derive(Debug, Clone)]
pub struct Pull {
    pub number: u64,
    pub merged: i64,
    pub updated: i64,
    pub head: String,
}

/// A deployment and when each of its statuses came.
#[derive(Debug, Clone)]
pub struct Deployed {
    pub id: u64,
    pub created: i64,
    pub statuses: Vec<(&'static str, i64)>,
}

/// A run of a workflow.
#[derive(Debug, Clone)]
pub struct Run {
    pub id: u64,
    pub created: i64,
    pub conclusion: Option<&'static str>,
    pub event: &'static str,
    pub path: String,
}

/// How much each repository has.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub repos: u64,
    pub pulls: u64,
    pub deployments: u64,
    pub releases: u64,
    pub runs: u64,
}

impl World {
    /// An organisation of that size.
    pub fn of(size: Size) -> Self {
        let span = NOW - START - DAY;
        let spread = |count: u64, at: u64| START + (span / i64::try_from(count.max(1)).unwrap()) * i64::try_from(at).unwrap() + 60;
        let repos = (0..size.repos).map(|at| {
            let name = format!("lumen/service-{at:04}");
            Repo {
                id: 4_000 + at,
                branch: Some("main".into()),
                workflows: vec!["ci.yml".into(), "deploy.yml".into()],
                topics: vec!["service".into()],
                tier: Some((1 + at % 3).to_string()),
                head: NOW - DAY,
                pulls: (0..size.pulls)
                    .map(|pull| {
                        let merged = spread(size.pulls, pull);
                        Pull { number: pull + 1, merged, updated: merged, head: format!("feature-{pull}") }
                    })
                    .collect(),
                deployments: (0..size.deployments)
                    .map(|one| {
                        let created = spread(size.deployments, one);
                        Deployed {
                            id: at * 100_000 + one,
                            created,
                            statuses: vec![("IN_PROGRESS", created + 5), ("SUCCESS", created + 90)],
                        }
                    })
                    .collect(),
                releases: (0..size.releases).map(|one| (format!("v1.{one}.0"), spread(size.releases, one))).collect(),
                incidents: vec![(1, START + 9 * DAY, Some(START + 10 * DAY))],
                runs: (0..size.runs)
                    .map(|one| Run {
                        id: at * 1_000_000 + one,
                        created: spread(size.runs, one),
                        conclusion: Some(if one % 9 == 0 { "failure" } else { "success" }),
                        event: if one % 50 == 7 { "workflow_dispatch" } else { "push" },
                        path: ".github/workflows/deploy.yml".into(),
                    })
                    .collect(),
                name,
                ..Repo::default()
            }
        });
        Self {
            owner: "lumen".into(),
            is_person: false,
            repos: repos.collect(),
            teams: vec!["core".into(), "edge".into()],
            alerts: vec![(4_000, 1), (4_001, 2)],
            lacks: None,
            hides_environments: false,
        }
    }

    /// A small organisation with one of everything that is odd.
    pub fn small() -> Self {
        let mut world = Self::of(Size { repos: 8, pulls: 60, deployments: 30, releases: 4, runs: 150 });
        world.repos[1] = Repo {
            branch: None,
            head: 0,
            workflows: Vec::new(),
            pulls: Vec::new(),
            deployments: Vec::new(),
            releases: Vec::new(),
            incidents: Vec::new(),
            runs: Vec::new(),
            ..world.repos[1].clone()
        };
        world.repos[2].is_archived = true;
        world.repos[3].is_fork = true;
        world.repos[4].is_forbidden = true;
        world.repos[0].environments = vec![("Production", vec!["REQUIRED_REVIEWERS", "WAIT_TIMER"]), ("preview", vec![])];
        world.repos[5].pulls[9].head = "revert-3-feature-2".into();
        world
    }

    /// The repository of that name.
    pub fn repo(&self, name: &str) -> Option<&Repo> {
        let bears = |one: &str| one.eq_ignore_ascii_case(name);
        self.repos.iter().find(|repo| bears(&repo.name) || repo.former.as_deref().is_some_and(bears))
    }
}

impl Repo {
    /// The sweep's description.
    pub fn described(&self) -> Value {
        let web = "https://github.test";
        let mark = |count: usize, at: Option<i64>, id: &str| json!({"totalCount": count, "nodes": at.map(|at| json!({"id": id, "updatedAt": iso(at)})).into_iter().collect::<Vec<_>>()});
        let newest = self.deployments.iter().max_by_key(|one| one.created);
        let mut said = json!({
            "id": format!("R_{}", self.id), "databaseId": self.id, "nameWithOwner": self.name, "url": format!("{web}/{}", self.name),
            "description": if self.id.is_multiple_of(2) { Value::from("Moves freight") } else { Value::Null },
            "createdAt": iso(START - 400 * DAY), "pushedAt": if self.head > 0 { Value::from(iso(self.head)) } else { Value::Null },
            "archivedAt": if self.is_archived { Value::from(iso(NOW - 40 * DAY)) } else { Value::Null },
            "isArchived": self.is_archived, "isDisabled": false, "isEmpty": self.branch.is_none(), "isFork": self.is_fork, "isTemplate": false,
            "visibility": "INTERNAL", "templateRepository": null, "licenseInfo": {"spdxId": "MIT"},
            "languages": {"edges": [{"size": 1200, "node": {"name": "Go"}}, null]},
            "repositoryTopics": {"nodes": self.topics.iter().map(|topic| json!({"topic": {"name": topic}})).collect::<Vec<_>>()},
            "defaultBranchRef": self.branch.as_ref().map(|branch| json!({
                "name": branch, "target": {"oid": sha(&format!("{} {}", self.name, self.head))},
                "branchProtectionRule": null,
                "rules": {"nodes": [{"type": "PULL_REQUEST", "repositoryRuleset": {"name": "all", "enforcement": "ACTIVE", "source": {"__typename": "Organization"}}, "parameters": {"requiredApprovingReviewCount": 1}}]},
            })),
            "workflows": if self.workflows.is_empty() { Value::Null } else { json!({"entries": self.workflows.iter().map(|name| json!({"name": name})).collect::<Vec<_>>()}) },
            "merged": mark(self.pulls.len(), self.pulls.iter().map(|pull| pull.updated).max(), "pull"),
            "deployments": mark(self.deployments.len(), newest.map(|one| one.statuses.last().map_or(one.created, |status| status.1)), &newest.map_or(String::new(), |one| one.id.to_string())),
            "releases": mark(self.releases.len(), self.releases.iter().map(|release| release.1).max(), "release"),
            "tags": {"totalCount": self.releases.len(), "nodes": self.releases.last().map(|(name, _)| json!({"name": name, "target": {"oid": sha(name)}})).into_iter().collect::<Vec<_>>()},
            "environments": {"totalCount": self.environments.len(), "nodes": self.environments.iter().take(20).map(environment).collect::<Vec<_>>()},
            "incidents": mark(self.incidents.len(), self.incidents.iter().map(|one| one.2.unwrap_or(one.1)).max(), "issue"),
        });
        said.as_object_mut().unwrap().extend(self.says.clone());
        said
    }
}

fn environment((name, rules): &(&str, Vec<&str>)) -> Value {
    let rule = |kind: &&str| json!({"type": kind, "timeout": if *kind == "WAIT_TIMER" { 30 } else { 0 }, "preventSelfReview": if *kind == "REQUIRED_REVIEWERS" { Value::Bool(true) } else { Value::Null }});
    json!({"name": name, "protectionRules": {"nodes": rules.iter().map(rule).collect::<Vec<_>>()}})
}
