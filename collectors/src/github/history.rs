//! The lists of one repository that GraphQL gives: changes, deployments, releases, tags, incidents and tickets.
//!
//! One query asks for a page of each list that wants one, so a repository with little history costs one request.

use super::changes::{Merged, PullRequest};
use super::client::Client;
use super::deployments::Deployed;
use super::graphql::{Connection, Data, Query, Refused, nodes};
use super::issues::Issue;
use super::releases::{Published, Tagged};
use super::stamp::Stamp;
use crate::remote::rebased::Several;
use crate::remote::stretch::Lane;
use crate::remote::{Fault, Secret};
use milepost_model::{Diagnostic, Instant, Place, Record};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A page of each list that wants one.
pub const QUERY: Query = Query { endpoint: "history", text: include_str!("queries/history.graphql") };

/// How many entries a page has. Pull requests bring up to a hundred commits each, and GitHub gives up after ten seconds.
pub const PAGE_OF_CHANGES: u64 = 25;
/// The same for everything else.
pub const PAGE: u64 = 50;

/// The lists, in the order in which the query has them: our kind, and the query's word.
pub const LISTS: [(&str, &str); 6] = [
    ("change", "changes"),
    ("deployment", "deployments"),
    ("release", "releases"),
    ("tag", "tags"),
    ("incident", "incidents"),
    ("ticket", "tickets"),
];

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    repository: Option<Lists>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Lists {
    changes: Option<Connection<PullRequest>>,
    deployments: Option<Connection<Deployed>>,
    releases: Option<Connection<Published>>,
    tags: Option<Connection<Tagged>>,
    incidents: Option<Connection<Issue>>,
    tickets: Option<Connection<Issue>>,
}

/// A repository whose history is read.
pub struct History<'a> {
    /// Who asks.
    pub client: &'a Client<'a>,
    /// What its records bear.
    pub stamp: &'a Stamp,
    /// Its name.
    pub full_name: &'a str,
    /// Where people see it.
    pub web: Option<&'a str>,
    /// Its default branch.
    pub branch: Option<&'a str>,
    /// Labels of incidents.
    pub incident_labels: &'a [String],
    /// The key that authors are hashed with.
    pub author_key: Option<&'a Secret>,
    /// One for each of [`LISTS`]; a list that is not read is done.
    pub lanes: [Lane; 6],
    /// Pull requests whose merge commit is known, for reverts.
    pub merged: Merged,
    /// Pull requests of several commits, whose commits may have come one by one.
    pub several: Vec<Several>,
    /// What was wrong.
    pub diagnostics: Vec<Diagnostic>,
}

impl History<'_> {
    /// Whether a page of any list is wanted.
    pub fn wants(&self) -> bool {
        self.lanes.iter().any(Lane::wants)
    }

    /// Reads one page of each list that wants one.
    pub async fn turn(&mut self) -> Result<Vec<Record>, Fault> {
        let asked = self.lanes.each_ref().map(Lane::wants);
        let Data { data, errors } = match self.client.query::<Answer>(QUERY, &self.variables()).await {
            Ok(answer) => answer,
            Err(fault @ Fault::Stopped(_)) => return Err(fault),
            Err(fault) => {
                self.refuse_all(&fault);
                return Ok(Vec::new());
            }
        };
        let Some(lists) = data.repository else {
            let why = errors.first().map_or_else(|| "it is not there any more".to_owned(), Refused::words);
            self.refuse_all(&Fault::Missing(why));
            return Ok(Vec::new());
        };
        let changes: Vec<PullRequest> = self.taken(0, asked[0], lists.changes, &errors, |one| one.updated_at);
        self.learn(&changes).await?;
        self.several.extend(changes.iter().filter_map(PullRequest::several));
        let mut records = Vec::new();
        let stamp = self.stamp;
        let count = changes.len();
        records.extend(
            changes.into_iter().filter_map(|one| one.change(stamp, self.full_name, &self.merged, self.author_key)).map(Record::from),
        );
        if records.len() < count {
            let what = format!("{} merged pull requests have no merge commit and were left out", count - records.len());
            self.diagnostics.push(Diagnostic::note("github/no-merge-commit", what).at(Place::in_repo(self.full_name, "")));
        }
        for open in lists.deployments.iter().flat_map(|page| page.nodes.iter().flatten().flatten()).filter(|one| one.is_open()) {
            // GitHub gives up a waiting deployment after thirty days; older ones were forgotten by whoever made them.
            if let Some(at) = open.created_at.filter(|at| stamp.now - *at < chrono::Duration::days(35)) {
                self.lanes[1].is_open(at);
            }
        }
        let deployments: Vec<Deployed> = self.taken(1, asked[1], lists.deployments, &errors, |one| one.created_at);
        records.extend(deployments.into_iter().filter_map(|one| one.deployment(stamp)).map(Record::from));
        let releases = self.taken(2, asked[2], lists.releases, &errors, |one| one.created_at);
        records.extend(releases.into_iter().filter_map(|one| one.release(stamp)).map(Record::from));
        let tags = self.taken(3, asked[3], lists.tags, &errors, Tagged::at);
        let web = self.web;
        records.extend(tags.into_iter().filter_map(|one| one.release(stamp, web)).map(Record::from));
        let incidents = self.taken(4, asked[4], lists.incidents, &errors, |one| one.updated_at);
        records.extend(incidents.into_iter().filter_map(|one| one.incident(stamp)).map(Record::from));
        let tickets = self.taken(5, asked[5], lists.tickets, &errors, |one| one.updated_at);
        records.extend(tickets.into_iter().filter_map(|one| one.ticket(stamp)).map(Record::from));
        Ok(records)
    }

    /// Takes a page, and tells its lane how far it reaches or why it was refused.
    fn taken<T>(
        &mut self,
        lane: usize,
        asked: bool,
        page: Option<Connection<T>>,
        errors: &[Refused],
        at: impl Fn(&T) -> Option<Instant>,
    ) -> Vec<T> {
        if !asked {
            return Vec::new();
        }
        let (kind, word) = LISTS[lane];
        let refused = errors.iter().find(|error| error.path.get(1).and_then(Value::as_str) == Some(word));
        let Some(page) = page else {
            let why = refused.map_or_else(|| "it gave no reason".to_owned(), Refused::words);
            self.refuse(lane, &Fault::Refused(why));
            return Vec::new();
        };
        let next = page.next();
        let entries: Vec<T> = nodes(Some(page)).collect();
        let oldest = entries.iter().filter_map(at).min();
        self.lanes[lane].turn(oldest, next);
        if let Some(refused) = refused {
            let what = format!("some {kind}s of the repository were not shown: {}", refused.words());
            self.diagnostics.push(Diagnostic::warning("github/hidden", what).at(Place::in_repo(self.full_name, "")));
        }
        entries
    }

    /// Learns which commit each number was merged by; numbers that reverts name and nobody told are asked for.
    async fn learn(&mut self, changes: &[PullRequest]) -> Result<(), Fault> {
        let known = changes.iter().filter_map(|one| Some((one.number?, one.merge_commit.as_ref()?.oid.clone()?)));
        self.merged.extend(known);
        let mut unknown: Vec<u64> =
            changes.iter().filter_map(|one| one.reverts(self.full_name)).filter(|number| !self.merged.contains_key(number)).collect();
        unknown.sort_unstable();
        unknown.dedup();
        unknown.truncate(50);
        if unknown.is_empty() {
            return Ok(());
        }
        match super::reverted::merge_commits(self.client, self.full_name, &unknown).await {
            Ok(found) => self.merged.extend(found),
            Err(fault @ Fault::Stopped(_)) => return Err(fault),
            // A revert whose target is not known is a change like any other.
            Err(_) => {}
        }
        Ok(())
    }

    fn refuse_all(&mut self, fault: &Fault) {
        for lane in 0..self.lanes.len() {
            if self.lanes[lane].wants() {
                self.refuse(lane, fault);
            }
        }
    }

    fn refuse(&mut self, lane: usize, fault: &Fault) {
        let reason = fault.to_string();
        self.lanes[lane].refuse(&reason);
        let what = format!("its {}s were not read: {reason}", LISTS[lane].0);
        self.diagnostics.push(
            Diagnostic::warning("github/not-read", what)
                .at(Place::in_repo(self.full_name, ""))
                .help(super::help::for_fault(fault, LISTS[lane].0)),
        );
    }

    fn variables(&self) -> Map<String, Value> {
        let (owner, name) = self.full_name.split_once('/').unwrap_or(("", self.full_name));
        let mut variables = json!({"owner": owner, "name": name, "base": self.branch, "incidentLabels": self.incident_labels});
        for ((kind, word), lane) in LISTS.iter().zip(&self.lanes) {
            variables[*word] = Value::Bool(lane.wants());
            variables[format!("{word}First")] = Value::from(if *kind == "change" { PAGE_OF_CHANGES } else { PAGE });
            variables[format!("{word}After")] = lane.after().map_or(Value::Null, Value::from);
        }
        match variables {
            Value::Object(variables) => variables,
            _ => Map::new(),
        }
    }
}
