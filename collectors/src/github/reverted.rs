//! The merge commits of pull requests that a revert names by number.

use super::changes::{MergeCommit, Merged};
use super::client::Client;
use super::graphql::Query;
use crate::remote::Fault;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// One of them; revert buttons are pressed rarely, so each is asked for by itself.
pub const QUERY: Query = Query { endpoint: "reverted", text: include_str!("queries/reverted.graphql") };

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    repository: Option<Repository>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Repository {
    #[serde(default)]
    pull_request: Option<One>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct One {
    #[serde(default)]
    merge_commit: Option<MergeCommit>,
}

/// Asks for the merge commits of these numbers.
pub async fn merge_commits(client: &Client<'_>, full_name: &str, numbers: &[u64]) -> Result<Merged, Fault> {
    let (owner, name) = full_name.split_once('/').unwrap_or(("", full_name));
    let mut found = BTreeMap::new();
    for number in numbers {
        let mut variables = Map::new();
        variables.insert("owner".to_owned(), Value::from(owner));
        variables.insert("name".to_owned(), Value::from(name));
        variables.insert("number".to_owned(), Value::from(*number));
        match client.query::<Answer>(QUERY, &variables).await {
            Ok(answer) => {
                let commit = answer.data.repository.and_then(|repository| repository.pull_request?.merge_commit?.oid);
                found.extend(commit.map(|oid| (*number, oid)));
            }
            Err(fault @ Fault::Stopped(_)) => return Err(fault),
            Err(_) => {}
        }
    }
    Ok(found)
}
