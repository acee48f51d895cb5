//! Finds the repositories: fifty in one query, with what each one is and marks of whether its lists changed.

use super::client::Client;
use super::described::{Described, FRAGMENT};
use super::graphql::{Connection, Query, Refused};
use super::settings::GitHubSettings;
use crate::remote::Fault;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// How many repositories one query describes; more of them take longer than the ten seconds that GitHub allows.
pub const PAGE: u64 = 50;

static OWNER: LazyLock<String> = LazyLock::new(|| format!("{}\n{FRAGMENT}", include_str!("queries/owner.graphql")));
static ONE: LazyLock<String> = LazyLock::new(|| format!("{}\n{FRAGMENT}", include_str!("queries/one.graphql")));

/// The repositories of an owner.
pub fn owner_query() -> Query {
    Query { endpoint: "repositories", text: &OWNER }
}

/// One repository by name.
pub fn one_query() -> Query {
    Query { endpoint: "repositories", text: &ONE }
}

/// Repositories that were known and did not come.
pub const KNOWN: Query = Query { endpoint: "known repositories", text: include_str!("queries/known.graphql") };

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OfOwner {
    #[serde(default)]
    repository_owner: Option<Owner>,
}

#[derive(Deserialize)]
struct Owner {
    #[serde(rename = "__typename", default)]
    kind: Option<String>,
    #[serde(default)]
    repositories: Option<Connection<Described>>,
}

#[derive(Deserialize)]
struct OfOne {
    #[serde(default)]
    repository: Option<Described>,
}

#[derive(Deserialize)]
struct OfKnown {
    #[serde(default)]
    nodes: Option<Vec<Option<Identified>>>,
}

/// A repository's number and name.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Identified {
    /// Its number.
    pub database_id: Option<u64>,
    /// Its name.
    pub name_with_owner: Option<String>,
}

/// What a sweep found.
#[derive(Debug, Default)]
pub struct Swept {
    /// The repositories, each once, in the order in which they were made.
    pub repositories: Vec<Described>,
    /// Owners that are organisations.
    pub organisations: Vec<String>,
    /// What was asked for and could not be read, and why.
    pub unread: Vec<(String, Fault)>,
    /// Repositories that are there and were not shown, by the words in which that was said.
    pub hidden: Vec<(String, String)>,
    /// Why the sweep ended before it was done.
    pub stopped: Option<Fault>,
}

/// Sweeps over the owners and the single repositories that the settings name.
pub async fn sweep(client: &Client<'_>, settings: &GitHubSettings, with_tickets: bool) -> Swept {
    let mut swept = Swept::default();
    for owner in &settings.owners {
        match owner_pages(client, settings, owner, with_tickets, &mut swept).await {
            Ok(()) => {}
            Err(fault @ Fault::Stopped(_)) => {
                swept.stopped = Some(fault);
                return swept;
            }
            Err(fault) => swept.unread.push((owner.clone(), fault)),
        }
    }
    for name in &settings.repositories {
        match one(client, settings, name, with_tickets).await {
            Ok(found) => swept.repositories.push(found),
            Err(fault @ Fault::Stopped(_)) => {
                swept.stopped = Some(fault);
                return swept;
            }
            Err(fault) => swept.unread.push((name.clone(), fault)),
        }
    }
    swept.repositories.retain(|repository| repository.database_id.is_some() && repository.name_with_owner.is_some());
    let mut seen = std::collections::BTreeSet::new();
    swept.repositories.retain(|repository| seen.insert(repository.database_id));
    swept
}

async fn owner_pages(
    client: &Client<'_>,
    settings: &GitHubSettings,
    owner: &str,
    with_tickets: bool,
    swept: &mut Swept,
) -> Result<(), Fault> {
    let mut variables = common(settings, with_tickets);
    variables.insert("owner".to_owned(), Value::from(owner));
    variables.insert("first".to_owned(), Value::from(PAGE));
    let mut is_first = true;
    loop {
        let answer = client.query::<OfOwner>(owner_query(), &variables).await?;
        let Some(found) = answer.data.repository_owner else {
            let why = answer.errors.first().map_or_else(|| format!("there is no organisation or person “{owner}”"), Refused::words);
            return Err(Fault::Missing(why));
        };
        if is_first && found.kind.as_deref() == Some("Organization") {
            swept.organisations.push(owner.to_owned());
        }
        is_first = false;
        let Some(page) = found.repositories else {
            return Err(Fault::Refused(answer.errors.first().map_or_else(|| "its repositories are not shown".to_owned(), Refused::words)));
        };
        let holes = page.nodes.iter().flatten().filter(|node| node.is_none()).count();
        if holes > 0 {
            let why = answer.errors.first().map_or_else(|| "they are not shown".to_owned(), Refused::words);
            swept.hidden.push((owner.to_owned(), format!("{holes} repositories of {owner} were not shown: {why}")));
        }
        let next = page.next();
        swept.repositories.extend(page.into_nodes());
        match next {
            Some(next) => variables.insert("after".to_owned(), Value::from(next)),
            None => return Ok(()),
        };
    }
}

async fn one(client: &Client<'_>, settings: &GitHubSettings, full_name: &str, with_tickets: bool) -> Result<Described, Fault> {
    let (owner, name) = full_name.split_once('/').ok_or_else(|| Fault::Missing("a repository is named owner/name".to_owned()))?;
    let mut variables = common(settings, with_tickets);
    variables.insert("owner".to_owned(), Value::from(owner));
    variables.insert("name".to_owned(), Value::from(name));
    let answer = client.query::<OfOne>(one_query(), &variables).await?;
    let why = answer.errors.first().map_or_else(|| "it is not there".to_owned(), Refused::words);
    answer.data.repository.ok_or(Fault::Missing(why))
}

fn common(settings: &GitHubSettings, with_tickets: bool) -> Map<String, Value> {
    let labels = &settings.incident_labels;
    match json!({"after": null, "incidents": !labels.is_empty(), "incidentLabels": labels, "tickets": with_tickets}) {
        Value::Object(variables) => variables,
        _ => Map::new(),
    }
}

/// Asks for repositories that were known and did not come: those that are still visible, with the names that they have now.
pub async fn known(client: &Client<'_>, nodes: &[String]) -> Result<Vec<Identified>, Fault> {
    let mut found = Vec::new();
    for ids in nodes.chunks(100) {
        let mut variables = Map::new();
        variables.insert("ids".to_owned(), Value::from(ids.to_vec()));
        let answer = client.query::<OfKnown>(KNOWN, &variables).await?;
        found.extend(answer.data.nodes.unwrap_or_default().into_iter().flatten());
    }
    Ok(found)
}
