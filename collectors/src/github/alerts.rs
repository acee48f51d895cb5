//! Alerts of scanners, one list for a whole organisation and scanner, newest change first.

use super::client::Client;
use super::stamp::Stamp;
use crate::remote::Fault;
use crate::remote::stretch::Lane;
use milepost_model::record::Finding;
use milepost_model::{Instant, RepoId};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The scanners: our word, and the word of the address.
pub const TOOLS: [(&str, &str); 3] =
    [("dependabot", "dependabot"), ("code-scanning", "code-scanning"), ("secret-scanning", "secret-scanning")];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Alert {
    number: Option<u64>,
    html_url: Option<String>,
    created_at: Option<Instant>,
    updated_at: Option<Instant>,
    fixed_at: Option<Instant>,
    dismissed_at: Option<Instant>,
    auto_dismissed_at: Option<Instant>,
    resolved_at: Option<Instant>,
    repository: Option<Repository>,
    security_advisory: Option<Advisory>,
    rule: Option<Rule>,
    tool: Option<Tool>,
    secret_type: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Repository {
    id: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Advisory {
    severity: Option<String>,
    cve_id: Option<String>,
    ghsa_id: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Rule {
    id: Option<String>,
    severity: Option<String>,
    security_severity_level: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Tool {
    name: Option<String>,
}

/// Reads one scanner's alerts of an organisation as far as the lane wants them. Repositories that are not read are left out.
pub async fn alerts(
    client: &Client<'_>,
    organisation: &str,
    (tool, word): (&str, &str),
    lane: &mut Lane,
    chosen: &BTreeMap<u64, RepoId>,
    now: Instant,
) -> Result<Vec<Finding>, Fault> {
    let mut found = Vec::new();
    // Alerts of the secret scanner can hold the secret itself, which must come neither here nor onto the disk.
    let is_secret = word == "secret-scanning";
    let hide = if is_secret { "&hide_secret=true" } else { "" };
    let mut path = format!("/orgs/{organisation}/{word}/alerts?per_page=100&sort=updated&direction=desc{hide}");
    while lane.wants() {
        let answer = if is_secret { client.get_in_confidence("alerts", &path).await? } else { client.get("alerts", &path).await? };
        let page: Vec<Option<Alert>> = serde_json::from_slice(&answer.body)
            .map_err(|error| Fault::Unavailable(format!("a list of alerts cannot be read: {error}")))?;
        let page: Vec<Alert> = page.into_iter().flatten().collect();
        let oldest = page.iter().filter_map(|alert| alert.updated_at.or(alert.created_at)).min();
        found.extend(page.into_iter().filter_map(|alert| finding(alert, tool, chosen, now)));
        // The page's own address is not kept for the next run: these lists are short, and their cursors are the host's.
        lane.turn(oldest, answer.next.clone());
        match answer.next {
            Some(next) => path = next,
            None => break,
        }
    }
    Ok(found)
}

fn finding(alert: Alert, tool: &str, chosen: &BTreeMap<u64, RepoId>, now: Instant) -> Option<Finding> {
    let repo = chosen.get(&alert.repository?.id?)?.clone();
    let stamp = Stamp { repo, now };
    let advisory = alert.security_advisory.unwrap_or_default();
    let rule = alert.rule.unwrap_or_default();
    let severity = advisory.severity.or(rule.security_severity_level).or(rule.severity);
    Some(Finding {
        id: stamp.id("finding", format_args!("{tool}:{}", alert.number?)),
        rev: stamp.rev(alert.updated_at),
        observed_at: now,
        provenance: stamp.provenance(alert.html_url.as_deref()),
        repo: stamp.repo.clone(),
        tool: alert.tool.and_then(|tool| tool.name).map_or_else(|| tool.to_owned(), |name| name.to_lowercase()),
        // Secrets have no severity at their source.
        severity: severity.map_or_else(|| "unrated".to_owned(), |word| word.to_lowercase()),
        opened_at: alert.created_at?,
        closed_at: alert.fixed_at.or(alert.dismissed_at).or(alert.auto_dismissed_at).or(alert.resolved_at),
        rule: advisory.cve_id.or(advisory.ghsa_id).or(rule.id).or(alert.secret_type),
        url: alert.html_url,
        ..Finding::default()
    })
}
