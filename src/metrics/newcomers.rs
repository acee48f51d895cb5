//! How long newcomers take to their first deployment. People are never measured: a keyed hash tells one
//! author from another while this is computed, and only the median of five or more of them leaves this file.

use super::coverage::Covered;
use super::delivery::evidence::Class;
use super::delivery::newcomers::{FEWEST, FirstDeployments, Newcomers, NoFigure};
use super::history::Changes;
use super::metric::{About, Family, Unit};
use super::series::{Assigned, NONE, Series};
use super::statistics::quantile;
use foldhash::{HashMap, HashSet, HashSetExt};
use milepost_model::record::{Change, Repository};
use milepost_model::{Instant, Window};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How far back somebody's first change may lie.
const WINDOW_DAYS: i64 = 365;
/// For how long before it nothing of theirs may be known, where records reach so far.
const QUIET_DAYS: i64 = 180;
/// Of how many newcomers the median is.
const LAST: usize = 20;

/// What the figure means.
pub const ABOUT: About = About {
    id: "time_to_first_deployment",
    name: "Newcomers’ time to first deployment",
    family: Family::Beside,
    unit: Unit::Duration,
    definition: "How long newcomers take from their first change to the first production deployment that carries a change of theirs.",
    formula: "`finished of the first forward deployment that brought a change of theirs, of any service − created_at of their first merged change`, `merged_at` where it was not proposed; the median over the last 20 of the newcomers who have had such a deployment, by its end. A newcomer is an author, known by `author_key` alone, whose first change in all repositories of the portal was opened in the 365 days before the current UTC day, and in whose repositories the changes of the 180 days before it, or since the repository’s creation, were read whole and with keys of authors. Bots are left out.",
    sources: &["change", "commit", "coverage", "deployment", "repository"],
    counts_by: "the end of the first deployment",
    limits: "Fewer than five people make no figure, nothing is told of one, and nothing is kept of who they are. Whoever still waits is not in the median, which is therefore too short while many wait; they are counted beside it where they are five or more. Changes that were never merged are not known, nor is what somebody did in repositories that the portal does not have, or more than 180 days before.",
    dora: None,
    scale: None,
};

/// What one repository tells of its authors.
#[derive(Debug, Default)]
pub(super) struct Contributions {
    authors: BTreeMap<Box<str>, First>,
    /// Since when its changes tell who wrote them.
    keyed_since: Option<Instant>,
    covered: Covered,
    created_at: Option<Instant>,
}

/// The first that an author did in a repository.
#[derive(Debug, Clone, Copy)]
struct First {
    opened: Instant,
    deployed: Option<Instant>,
}

/// When changes were first deployed, by the ids of their records.
pub(super) type Arrivals<'a> = HashMap<&'a str, Instant>;

/// Adds when the changes of a service were first deployed. What a first known deployment brought may have been there before.
pub(super) fn arrive<'a>(arrivals: &mut Arrivals<'a>, changes: &Changes<'a>, series: &Series, assigned: &Assigned) {
    for (facts, place) in changes.all.iter().zip(&assigned.deployment_of_change) {
        let deployment = series.deployments.get(*place as usize).filter(|found| *place != NONE && found.class == Class::Forward);
        let Some(finished) = deployment.map(|deployment| deployment.finished) else { continue };
        for record in facts.records() {
            arrivals.entry(record.id.as_str()).and_modify(|known| *known = finished.min(*known)).or_insert(finished);
        }
    }
}

impl Contributions {
    /// What the changes of a repository tell.
    pub(super) fn of(changes: &[Change], repository: &Repository, covered: Covered, arrivals: &Arrivals<'_>) -> Self {
        let mut authors: BTreeMap<Box<str>, First> = BTreeMap::new();
        let mut told: HashSet<&str> = HashSet::new();
        let mut first_keyed: Option<Instant> = None;
        for change in changes {
            if change.is_bot == Some(true) {
                told.insert(&change.merge_sha);
                continue;
            }
            let Some(key) = &change.author_key else { continue };
            told.insert(&change.merge_sha);
            let opened = change.created_at.unwrap_or(change.merged_at);
            first_keyed = Some(first_keyed.map_or(opened, |known| known.min(opened)));
            // A clock that was wrong cannot have deployed what was not written yet.
            let deployed = arrivals.get(change.id.as_str()).copied().filter(|deployed| *deployed >= opened);
            let first = authors.entry(key.as_str().into()).or_insert(First { opened, deployed });
            first.opened = first.opened.min(opened);
            first.deployed = earlier(first.deployed, deployed);
        }
        // A clone tells of the same changes as the provider, and not whose they are.
        let is_untold = |change: &&Change| !told.contains(change.merge_sha.as_str());
        let first_untold = changes.iter().filter(is_untold).map(|change| change.merged_at).min();
        let keyed_since = first_keyed.and_then(|keyed| match first_untold {
            Some(untold) if untold < keyed => Some(keyed),
            _ => covered.since(keyed).or(Some(keyed)),
        });
        Self { authors, keyed_since, covered, created_at: repository.created_at }
    }

    /// Whether somebody who was here shortly before an instant would be known.
    fn would_know_before(&self, opened: Instant) -> bool {
        let quiet = opened - chrono::Duration::days(QUIET_DAYS);
        let from = self.created_at.map_or(quiet, |created| created.max(quiet)).min(opened);
        self.keyed_since.is_some_and(|since| since <= from) && self.covered.covers(from, opened)
    }
}

/// The figure of all repositories, as of an instant.
pub(super) fn sum_up(repositories: &[Contributions], as_of: Instant) -> Newcomers {
    let window = Window::last_days(WINDOW_DAYS, as_of);
    let mut authors: BTreeMap<&str, (First, Vec<&Contributions>)> = BTreeMap::new();
    for repository in repositories {
        for (key, first) in &repository.authors {
            let (known, places) = authors.entry(key).or_insert((*first, Vec::new()));
            known.opened = known.opened.min(first.opened);
            known.deployed = earlier(known.deployed, first.deployed);
            places.push(repository);
        }
    }
    let is_any = !authors.is_empty();
    let (mut deployed, mut waiting, mut left_out) = (Vec::new(), 0_usize, 0_usize);
    for (first, places) in authors.into_values().filter(|(first, _)| window.contains(first.opened)) {
        if !places.iter().all(|place| place.would_know_before(first.opened)) {
            left_out += 1;
        } else if let Some(at) = first.deployed {
            deployed.push((Reverse(at), (at - first.opened).num_seconds()));
        } else {
            waiting += 1;
        }
    }
    deployed.sort_unstable();
    deployed.truncate(LAST);
    let mut lengths: Vec<i64> = deployed.iter().map(|(_, length)| *length).collect();
    lengths.sort_unstable();
    let median = quantile(&lengths, 50).filter(|_| lengths.len() >= FEWEST);
    let why = match (is_any, lengths.is_empty() && left_out > 0) {
        (false, _) => NoFigure::NoKeys,
        (true, true) => NoFigure::NotCovered,
        (true, false) => NoFigure::TooFew,
    };
    let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Newcomers {
        window: Some(window),
        found: median.map(|median| FirstDeployments { median, n: small(lengths.len()) }).ok_or(why),
        waiting: (waiting >= FEWEST).then(|| small(waiting)),
    }
}

fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    one.into_iter().chain(other).min()
}
