//! What runs where.

use super::activity::instant_of;
use super::delivery::evidence::Sha;
use super::{Arrived, Deployed, Drift, TOLD_DAYS, Tried, environment};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use milepost_model::record::deployment::Tier;
use milepost_model::record::{Deployment, Release};
use milepost_model::{Instant, Outcome};
use std::collections::BTreeMap;

/// The most environments of one service: beyond that they are previews of branches.
const MOST: usize = 50;
/// The most versions of one environment that its past is told with: what a lane has room for, and a table patience.
const MOST_PAST: usize = 40;

/// What runs where, and what was tried.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// For each environment the last success; those that stay first, production at their head.
    pub(super) deployed: Vec<Deployed>,
    /// Environments that nothing ever reached, the newest attempt first.
    pub(super) tried: Vec<Tried>,
    /// How many environments there are beyond the most that are kept.
    pub(super) more: u64,
}

/// Which tag stands at which commit.
struct Tags<'a> {
    known: HashSet<&'a str>,
    newest_at: HashMap<&'a str, &'a Release>,
}

impl<'a> Tags<'a> {
    fn of(releases: &[&'a Release]) -> Self {
        let mut tags = Self { known: HashSet::with_capacity(releases.len()), newest_at: HashMap::with_capacity(releases.len()) };
        for release in releases {
            tags.known.insert(&release.tag);
            let newest = tags.newest_at.entry(&release.sha).or_insert(release);
            if (release.published_at, &release.tag) > (newest.published_at, &newest.tag) {
                *newest = release;
            }
        }
        tags
    }

    /// The version that was deployed: as its record says, else the tag that was asked for, else the newest at the commit.
    fn version(&self, deployment: &Deployment) -> Option<String> {
        let asked = || deployment.reference.as_deref().map(|reference| reference.trim_start_matches("refs/tags/"));
        let said = || deployment.version.clone();
        let tag = || asked().filter(|tag| self.known.contains(tag)).map(str::to_owned);
        let at_commit = || self.newest_at.get(deployment.sha.as_str()).map(|release| release.tag.clone());
        said().or_else(tag).or_else(at_commit)
    }
}

/// For each environment the last success, and the newest attempt where that came later and did not succeed.
pub(super) fn now(deployments: &[(&Deployment, Tier)], releases: &[&Release], as_of: Instant) -> Found {
    let mut environments: BTreeMap<&str, Vec<&(&Deployment, Tier)>> = BTreeMap::new();
    for entry in deployments {
        environments.entry(&entry.0.environment).or_default().push(entry);
    }
    let tags = Tags::of(if environments.is_empty() { &[] } else { releases });
    let mut found = Found::default();
    for attempts in environments.into_values() {
        match environment(&attempts, &tags, as_of) {
            Some(deployed) => found.deployed.push(deployed),
            None => found.tried.extend(tried(&attempts)),
        }
    }
    // Of those that come and go the newest are worth the room.
    found.deployed.sort_by(|a, b| {
        let passing = |one: &Deployed| one.is_ephemeral().then_some(std::cmp::Reverse(one.since));
        (passing(a), environment::rank(&a.tier), &a.tier, &a.environment).cmp(&(
            passing(b),
            environment::rank(&b.tier),
            &b.tier,
            &b.environment,
        ))
    });
    found.tried.sort_by(|a, b| (b.at, &a.environment).cmp(&(a.at, &b.environment)));
    found.more = found.deployed.len().saturating_sub(MOST) as u64;
    found.deployed.truncate(MOST);
    found.tried.truncate(MOST);
    found
}

fn environment(attempts: &[&(&Deployment, Tier)], tags: &Tags<'_>, as_of: Instant) -> Option<Deployed> {
    let is_success = |(deployment, _): &&&(&Deployment, Tier)| deployment.outcome == Outcome::Success;
    let successes = || attempts.iter().filter(is_success);
    let (current, tier) = successes().max_by_key(|(deployment, _)| (instant_of(deployment), &deployment.id))?;
    let first = successes().map(|(deployment, _)| instant_of(deployment)).min()?;
    let begun = |deployment: &Deployment| deployment.created_at;
    let newest = newest(attempts)?;
    let is_later = newest.outcome != Outcome::Success && begun(newest) > begun(current);
    let family = environment::family(&current.environment).filter(|_| *tier != Tier::Production);
    Some(Deployed {
        id: current.id.clone(),
        environment: current.environment.clone(),
        tier: tier.word().to_owned(),
        family,
        version: tags.version(current),
        sha: current.sha.clone(),
        reference: current.reference.clone(),
        since: instant_of(current),
        first,
        actor: current.actor.clone(),
        url: current.environment_url.clone().or_else(|| current.url.clone()),
        record_url: current.url.clone(),
        newest_attempt: is_later.then(|| (newest.outcome, instant_of(newest))),
        drift: Drift::default(),
        merged: None,
        past: if family.is_some() { Vec::new() } else { past(successes().map(|(deployment, _)| *deployment), tags, as_of) },
    })
}

/// The versions of the last days, and the one that they found there, oldest first.
fn past<'a>(successes: impl Iterator<Item = &'a Deployment>, tags: &Tags<'_>, as_of: Instant) -> Vec<Arrived> {
    let since = as_of - chrono::Duration::days(TOLD_DAYS);
    let mut all: Vec<&Deployment> = successes.collect();
    all.sort_by(|a, b| (instant_of(a), &a.id).cmp(&(instant_of(b), &b.id)));
    let start = all.partition_point(|deployment| instant_of(deployment) < since).saturating_sub(1);
    let kept = &all[start.max(all.len().saturating_sub(MOST_PAST))..];
    let arrived = |deployment: &&Deployment| Arrived {
        at: instant_of(deployment),
        version: tags.version(deployment).map(Into::into),
        sha: Sha::of(&deployment.sha),
    };
    kept.iter().map(arrived).collect()
}

fn newest<'a>(attempts: &[&(&'a Deployment, Tier)]) -> Option<&'a Deployment> {
    attempts.iter().map(|(deployment, _)| *deployment).max_by_key(|deployment| (deployment.created_at, &deployment.id))
}

fn tried(attempts: &[&(&Deployment, Tier)]) -> Option<Tried> {
    let newest = newest(attempts)?;
    let (_, tier) = attempts.iter().find(|(deployment, _)| deployment.id == newest.id)?;
    Some(Tried {
        environment: newest.environment.clone(),
        tier: tier.word().to_owned(),
        outcome: newest.outcome,
        at: instant_of(newest),
        url: newest.url.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: u32) -> Instant {
        format!("2026-01-05T{hour:02}:00:00Z").parse().expect("because it is an instant")
    }

    fn attempt(id: &str, hour: u32, environment: &str, sha: &str, outcome: Outcome) -> Deployment {
        Deployment {
            id: id.into(),
            created_at: at(hour),
            environment: environment.into(),
            sha: sha.into(),
            outcome,
            ..Deployment::default()
        }
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
        let found = now(&attempts, &[&release], at(9));
        let shown: Vec<_> = found
            .deployed
            .iter()
            .map(|d| (d.environment.as_str(), d.sha.as_str(), d.version.as_deref(), d.newest_attempt.map(|a| a.0)))
            .collect();
        assert_eq!(shown, [("production", "b", Some("v2"), Some(Outcome::Failure)), ("dev", "c", None, None)]);
    }

    #[test]
    fn what_was_only_tried_is_told_apart_and_what_comes_and_goes_comes_last() {
        let all = [
            attempt("1", 1, "broken", "a", Outcome::Failure),
            attempt("2", 3, "pr-7", "b", Outcome::Success),
            attempt("3", 4, "pr-8", "b", Outcome::Success),
            attempt("4", 2, "zone", "a", Outcome::Success),
        ];
        let attempts: Vec<_> = all.iter().map(|d| (d, Tier::Other("other".into()))).collect();
        let found = now(&attempts, &[], at(9));
        assert_eq!(found.deployed.iter().map(|one| one.environment.as_str()).collect::<Vec<_>>(), ["zone", "pr-8", "pr-7"]);
        assert_eq!((found.deployed[0].past.len(), found.deployed[1].past.len(), found.deployed[1].family), (1, 0, Some("pr")));
        assert_eq!(
            found.tried.iter().map(|one| (one.environment.as_str(), one.outcome)).collect::<Vec<_>>(),
            [("broken", Outcome::Failure)]
        );
    }

    #[test]
    fn the_past_holds_the_last_month_and_what_it_found() {
        let days = |days: i64| at(9) - chrono::Duration::days(days);
        let all: Vec<Deployment> = [70, 50, 29, 3]
            .iter()
            .map(|ago| Deployment { created_at: days(*ago), ..attempt(&ago.to_string(), 0, "production", "a", Outcome::Success) })
            .collect();
        let attempts: Vec<_> = all.iter().map(|d| (d, Tier::Production)).collect();
        let found = now(&attempts, &[], at(9));
        assert_eq!(found.deployed[0].past.iter().map(|one| one.at).collect::<Vec<_>>(), [days(50), days(29), days(3)]);
        assert_eq!(found.deployed[0].first, days(70));
    }

    #[test]
    fn a_thousand_previews_leave_room_for_what_stays() {
        let all: Vec<Deployment> = (0..200)
            .map(|n| attempt(&format!("{n:03}"), 1, &format!("review/b{n:03}"), "a", Outcome::Success))
            .chain([attempt("x", 1, "zone", "a", Outcome::Success)])
            .collect();
        let attempts: Vec<_> = all.iter().map(|d| (d, Tier::Development)).collect();
        let found = now(&attempts, &[], at(9));
        assert_eq!((found.deployed.len(), found.more, found.deployed[0].environment.as_str()), (MOST, 151, "zone"));
    }
}
