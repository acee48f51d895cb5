//! Environments beside the way to production: previews of proposals, and a sandbox for customers.
//!
//! Their chances are their own, so that the rest of the story goes as without them.

use super::facts::Deployed;
use super::teller::{Teller, sign};
use crate::demo::calendar::at_work;
use crate::demo::git::Oid;
use crate::demo::plan::{Awkward, Language};
use crate::demo::random::Random;
use chrono::Duration;
use milepost_model::{Instant, Outcome};

/// Previews of what was merged are left behind for so many days, where nobody cleans up.
const LEFT_BEHIND_DAYS: i64 = 16;
/// The sandbox takes a release only when it is so old.
const SANDBOX_WAITS_DAYS: i64 = 18;

/// Notes down what was deployed beside the way to production.
pub(super) fn tell(teller: &mut Teller<'_>) {
    if !teller.unit.is_named() || teller.unit.is(Awkward::Archived) || teller.told.deployments.is_empty() {
        return;
    }
    let mut random = Random::of(teller.world.seed, &teller.unit.name, "besides");
    if teller.unit.main().language == Language::TypeScript && teller.unit.parts.len() == 1 {
        previews(teller, &mut random);
    }
    if matches!(teller.unit.name.as_str(), "carrier-rates" | "edge-gateway" | "partner-gateway" | "shipment-tracker") {
        sandbox(teller, &mut random);
    }
}

/// A preview for each proposal: of those that are open, and of those that were merged and whose preview nobody removed.
fn previews(teller: &mut Teller<'_>, random: &mut Random) {
    let today = teller.world.calendar.today;
    let since = today - Duration::days(LEFT_BEHIND_DAYS);
    let merged: Vec<(u32, Oid, Instant, String)> = teller
        .told
        .changes
        .iter()
        .filter(|change| change.merged >= since && !change.is_bot)
        .filter_map(|change| Some((change.number?, *change.commits.last()?, change.created, change.login.clone())))
        .collect();
    for (number, sha, created, login) in merged {
        if random.chance(0.45) {
            put(teller, random, format!("preview/pr-{number}"), sha, created + Duration::minutes(3), login);
        }
    }
    for ahead in 1..=random.between(1, 2) {
        let number = teller.number + u32::try_from(ahead).unwrap_or(1);
        let by = teller.unit.people[random.below(teller.unit.people.len())].clone();
        let at = at_work(today - Duration::hours(random.between(20, 120)), random).min(today - Duration::hours(2));
        // Collectors read no proposal's own commits, so nobody can say how far it is from production.
        let (base, mut folder) = (teller.tip().oid, teller.tip().folder.clone());
        let author = sign(&by, at - Duration::minutes(4));
        let sha = teller.write(&mut folder, &[base], &author, &author, "Try it another way");
        teller.refs.insert(format!("refs/pull/{number}/head"), (sha, None));
        put(teller, random, format!("preview/pr-{number}"), sha, at, by.login);
    }
}

/// Customers try the API there, and it stays on a release for weeks.
fn sandbox(teller: &mut Teller<'_>, random: &mut Random) {
    let before = teller.world.calendar.today - Duration::days(SANDBOX_WAITS_DAYS);
    let released: Vec<(Oid, String, Instant)> = teller
        .told
        .releases
        .iter()
        .map(|release| (release.sha, release.tag.clone(), release.at))
        .filter(|(.., at)| *at <= before)
        .collect();
    for (sha, tag, at) in released.into_iter().rev().step_by(9).take(6).collect::<Vec<_>>().into_iter().rev() {
        let by = teller.unit.people[0].clone();
        let at = at_work(at + Duration::hours(50), random);
        put(teller, random, "sandbox".to_owned(), sha, at, by.login);
        if let Some(deployed) = teller.told.besides.last_mut() {
            deployed.version = Some(tag.trim_start_matches('v').to_owned());
            deployed.reference = tag;
        }
    }
}

fn put(teller: &mut Teller<'_>, random: &mut Random, environment: String, sha: Oid, at: Instant, login: String) {
    let started = at + Duration::seconds(8);
    teller.told.besides.push(Deployed {
        part: 0,
        reference: environment.clone(),
        environment: environment.into(),
        sha,
        version: None,
        created: at,
        started,
        finished: started + Duration::seconds(random.between(90, 240)),
        outcome: Outcome::Success,
        run: None,
        login,
    });
}
