//! What runs where.

use super::activity::instant_of;
use super::{Deployed, environment};
use milepost_model::record::deployment::Tier;
use milepost_model::record::{Deployment, Release};
use milepost_model::{Instant, Outcome};
use std::collections::BTreeMap;

/// The most environments of one service: beyond that they are previews of branches.
const MOST: usize = 50;

/// For each environment the last success, and the newest attempt where that came later and did not succeed.
pub(super) fn now(deployments: &[(&Deployment, Tier)], releases: &[&Release]) -> Vec<Deployed> {
    let mut environments: BTreeMap<&str, Vec<&(&Deployment, Tier)>> = BTreeMap::new();
    for entry in deployments {
        environments.entry(&entry.0.environment).or_default().push(entry);
    }
    let mut found: Vec<Deployed> = environments.into_values().filter_map(|attempts| environment(&attempts, releases)).collect();
    found.sort_by(|a, b| (environment::rank(&a.tier), &a.tier, &a.environment).cmp(&(environment::rank(&b.tier), &b.tier, &b.environment)));
    found.truncate(MOST);
    found
}

fn environment(attempts: &[&(&Deployment, Tier)], releases: &[&Release]) -> Option<Deployed> {
    let is_success = |(deployment, _): &&&(&Deployment, Tier)| deployment.outcome == Outcome::Success;
    let (current, tier) = attempts.iter().filter(is_success).max_by_key(|(deployment, _)| (instant_of(deployment), &deployment.id))?;
    let begun = |deployment: &Deployment| deployment.created_at;
    let newest = attempts.iter().map(|(deployment, _)| deployment).max_by_key(|deployment| (begun(deployment), &deployment.id))?;
    let is_later = newest.outcome != Outcome::Success && begun(newest) > begun(current);
    Some(Deployed {
        environment: current.environment.clone(),
        tier: tier.word().to_owned(),
        version: current.version.clone().or_else(|| version(current, releases)),
        sha: current.sha.clone(),
        since: instant_of(current),
        actor: current.actor.clone(),
        url: current.environment_url.clone().or_else(|| current.url.clone()),
        newest_attempt: is_later.then(|| (newest.outcome, newest_instant(newest))),
    })
}

fn newest_instant(deployment: &Deployment) -> Instant {
    instant_of(deployment)
}

/// The tag that was deployed: the one that was asked for, else the newest at the commit.
fn version(deployment: &Deployment, releases: &[&Release]) -> Option<String> {
    let asked = deployment.reference.as_deref().map(|reference| reference.trim_start_matches("refs/tags/"));
    let is_asked = |release: &&&Release| Some(release.tag.as_str()) == asked;
    let at_commit = releases.iter().filter(|release| release.sha == deployment.sha);
    let found = releases.iter().find(is_asked).or_else(|| at_commit.max_by_key(|release| (release.published_at, &release.tag)));
    found.map(|release| release.tag.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(id: &str, hour: u32, environment: &str, sha: &str, outcome: Outcome) -> Deployment {
        let created_at = format!("2026-01-05T{hour:02}:00:00Z").parse().expect("because it is an instant");
        Deployment { id: id.into(), created_at, environment: environment.into(), sha: sha.into(), outcome, ..Deployment::default() }
    }

    #[test]
    fn the_last_success_runs_and_a_later_failure_is_told() {
        let all = [
            attempt("1", 1, "production", "a", Outcome::Success),
            attempt("2", 2, "production", "b", Outcome::Success),
            attempt("3", 3, "production", "c", Outcome::Failure),
            attempt("4", 1, "dev", "c", Outcome::Failure),
            attempt("5", 2, "dev", "c", Outcome::Success),
            attempt("6", 2, "broken", "c", Outcome::Failure),
        ];
        let release = Release { tag: "v2".into(), sha: "b".into(), ..Release::default() };
        let tiers = |d: &Deployment| if d.environment == "production" { Tier::Production } else { Tier::Development };
        let attempts: Vec<_> = all.iter().map(|d| (d, tiers(d))).collect();
        let found = now(&attempts, &[&release]);
        let shown: Vec<_> =
            found.iter().map(|d| (d.environment.as_str(), d.sha.as_str(), d.version.as_deref(), d.newest_attempt.map(|a| a.0))).collect();
        assert_eq!(shown, [("production", "b", Some("v2"), Some(Outcome::Failure)), ("dev", "c", None, None)]);
    }
}
