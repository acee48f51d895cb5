//! The teams of an organisation. How many are in each is read, who they are is not.

use super::client::Client;
use super::graphql::{Connection, Query, Refused};
use super::stamp::{COLLECTOR, said};
use crate::remote::Fault;
use milepost_model::record::Team;
use milepost_model::{Instant, Provenance};
use serde::Deserialize;
use serde_json::{Map, Value};

/// The query.
pub const QUERY: Query = Query { endpoint: "teams", text: include_str!("queries/teams.graphql") };

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    organization: Option<Organisation>,
}

#[derive(Deserialize)]
struct Organisation {
    #[serde(default)]
    teams: Option<Connection<One>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct One {
    #[serde(default)]
    slug: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    parent_team: Option<Parent>,
    #[serde(default)]
    members: Option<Members>,
}

#[derive(Deserialize)]
struct Parent {
    #[serde(default)]
    slug: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Members {
    #[serde(default)]
    total_count: Option<u64>,
}

/// Reads the teams of an organisation.
pub async fn teams(client: &Client<'_>, host: &str, organisation: &str, now: Instant) -> Result<Vec<Team>, Fault> {
    let mut variables = Map::new();
    variables.insert("owner".to_owned(), Value::from(organisation));
    variables.insert("first".to_owned(), Value::from(100));
    let mut found = Vec::new();
    loop {
        let answer = client.query::<Answer>(QUERY, &variables).await?;
        let why = answer.errors.first().map_or_else(|| "its teams are not shown".to_owned(), Refused::words);
        let page = answer.data.organization.and_then(|organisation| organisation.teams).ok_or(Fault::Refused(why))?;
        let next = page.next();
        found.extend(page.into_nodes().filter_map(|one| team(one, host, organisation, now)));
        match next {
            Some(next) => variables.insert("after".to_owned(), Value::from(next)),
            None => return Ok(found),
        };
    }
}

fn team(one: One, host: &str, organisation: &str, now: Instant) -> Option<Team> {
    let slug = one.slug?;
    Some(Team {
        id: format!("gh:{host}:{}:team:{slug}", organisation.to_lowercase()),
        rev: u64::try_from(now.timestamp_millis()).unwrap_or(0),
        observed_at: now,
        provenance: Provenance { collector: COLLECTOR.to_owned(), url: one.url.clone() },
        slug,
        host: Some(host.to_owned()),
        name: said(one.name),
        description: said(one.description),
        parent: one.parent_team.and_then(|parent| parent.slug),
        members_count: one.members.and_then(|members| members.total_count),
        url: one.url,
        ..Team::default()
    })
}
