//! Subgroups as teams. How many people are in each is read, who they are is not.

use super::address::encoded;
use super::client::Client;
use super::stamp::{COLLECTOR, said};
use crate::remote::Fault;
use crate::remote::client::Keep;
use milepost_model::record::Team;
use milepost_model::{Instant, Provenance};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;

/// Under this name its requests are counted.
pub const ENDPOINT: &str = "groups";

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Group {
    id: Option<u64>,
    name: Option<String>,
    path: Option<String>,
    full_path: Option<String>,
    description: Option<String>,
    web_url: Option<String>,
    marked_for_deletion_on: Option<String>,
}

/// Reads the teams of a group: its subgroups, and itself where it is a subgroup. A whole organisation is no team.
pub async fn teams(client: &Client<'_>, host: &str, group: &str, now: Instant) -> Result<Vec<Team>, Fault> {
    let own: Group = client.one(ENDPOINT, &format!("/groups/{}?with_projects=false", encoded(group))).await?;
    let below: Vec<Group> =
        client.all(ENDPOINT, &format!("/groups/{}/descendant_groups?per_page=100", encoded(group)), Keep::Cached).await?;
    let groups: BTreeMap<u64, Group> = std::iter::once(own).chain(below).filter_map(|one| Some((one.id?, one))).collect();
    let mut found = Vec::new();
    for (number, one) in groups {
        if one.marked_for_deletion_on.is_some() || !one.full_path.as_deref().is_some_and(|path| path.contains('/')) {
            continue;
        }
        let members =
            match client.all::<IgnoredAny>("members of groups", &format!("/groups/{number}/members?per_page=100"), Keep::Raw).await {
                Ok(members) => Some(members.len() as u64),
                Err(Fault::Missing(_) | Fault::Refused(_)) => None,
                Err(fault) => return Err(fault),
            };
        found.extend(team(one, members, host, number, now));
    }
    Ok(found)
}

fn team(one: Group, members_count: Option<u64>, host: &str, number: u64, now: Instant) -> Option<Team> {
    let full_path = one.full_path?;
    let parents: Vec<&str> = full_path.rsplit('/').collect();
    // The group at the top is the organisation.
    let parent = parents.get(1).filter(|_| parents.len() > 2).map(|&parent| parent.to_owned());
    Some(Team {
        id: format!("gl:{host}:group:{number}"),
        rev: u64::try_from(now.timestamp_millis()).unwrap_or(0),
        observed_at: now,
        provenance: Provenance { collector: COLLECTOR.to_owned(), url: one.web_url.clone() },
        slug: one.path.or_else(|| parents.first().map(|&own| own.to_owned()))?,
        host: Some(host.to_owned()),
        name: said(one.name),
        description: said(one.description),
        parent,
        members_count,
        url: one.web_url,
        ..Team::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_belongs_to_the_group_above_it_but_not_to_the_organisation() {
        let now: Instant = "2026-11-20T06:40:00Z".parse().expect("an instant");
        let read = |path: &str| {
            let group = serde_json::from_value(serde_json::json!({"id": 4, "full_path": path, "description": ""}))
                .expect("because it is an answer");
            team(group, Some(3), "gitlab.com", 4, now).map(|team| (team.id, team.slug, team.parent, team.description))
        };
        let id = "gl:gitlab.com:group:4".to_owned();
        assert_eq!(read("lumen/backend"), Some((id.clone(), "backend".into(), None, None)));
        assert_eq!(read("lumen/backend/payments"), Some((id, "payments".into(), Some("backend".into()), None)));
    }
}
