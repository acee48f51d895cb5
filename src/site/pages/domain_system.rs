//! A system as one of several small pictures of a domain: what changed, who is on a golden path, which levels are held.

use super::system;
use crate::portal::adoption::Count;
use crate::portal::delivery::Span;
use crate::site::Site;
use crate::site::charts::{mix, sparkline};
use crate::site::delivery::{FIVE, Five};
use crate::site::facts::{ServiceFacts, display_name};
use crate::site::links::Links;
use crate::site::rows::{Linked, owner_of};
use crate::site::scorecards::share::Share;
use crate::site::wording;
use milepost_model::{EntityRef, Measurement};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A system as one of several small pictures.
#[derive(Serialize)]
pub struct Multiple {
    name: String,
    href: Option<String>,
    description: Option<String>,
    owner: Option<Linked>,
    services: String,
    important: u64,
    orphans: u64,
    spark: Option<String>,
    changes: String,
    lead: Option<String>,
    /// How many of its services are on a golden path, of those that one is for.
    paths: Option<Share>,
    /// Which levels its services hold, the highest first, and the parts of a bar of 100.
    levels: Vec<Level>,
}

/// A level as a part of a bar.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Level {
    words: String,
    shade: usize,
    x: u64,
    width: u64,
}

impl Multiple {
    /// The picture of a system.
    pub fn new(site: &Site<'_>, reference: &EntityRef, links: &Links) -> Self {
        let entity = site.portal.entity(reference);
        let services = entity.map(|entity| system::services(site, entity)).unwrap_or_default();
        let (spark, changes) = changes(site, &services);
        Self {
            name: display_name(site.portal, reference).to_owned(),
            href: site.places.address(reference).map(|address| links.to(address)),
            description: entity.and_then(|entity| entity.description.clone()),
            owner: entity.and_then(|entity| owner_of(site, entity, links)),
            services: wording::counted(services.len() as u64, "service", "services"),
            important: services.iter().filter(|facts| facts.tier == Some("1")).count() as u64,
            orphans: services.iter().filter(|facts| facts.owner.is_none()).count() as u64,
            spark,
            changes,
            lead: lead(site, reference),
            paths: paths(site, &services),
            levels: levels(services.iter().filter_map(|facts| {
                let rung = facts.rung?;
                Some((usize::from(rung.rank), usize::from(rung.of), facts.level.map_or("No level", |(name, _)| name)))
            })),
        }
    }
}

/// What was changed in the last weeks, as a line and in words.
fn changes(site: &Site<'_>, services: &[&ServiceFacts<'_>]) -> (Option<String>, String) {
    let (sum, unknown) = weekly(site, services);
    let weeks = sum.len().min(sparkline::WEEKS);
    let total: u64 = sum[sum.len() - weeks..].iter().map(|count| u64::from(*count)).sum();
    let known = services.len() as u64 - unknown;
    let words = match (known, unknown) {
        (0, _) => "Changes are not known.".to_owned(),
        (_, 0) => format!("{} in {weeks} weeks", wording::counted(total, "change", "changes")),
        _ => format!("{} in {weeks} weeks, known of {known} services", wording::counted(total, "change", "changes")),
    };
    (if known > 0 { sparkline::draw(&sum) } else { None }, words)
}

/// The changes of all services together, week by week, and of how many services they are not known.
fn weekly(site: &Site<'_>, services: &[&ServiceFacts<'_>]) -> (Vec<u32>, u64) {
    let (mut sum, mut unknown) = (Vec::new(), 0);
    for facts in services {
        match site.portal.figures(facts.service).map(|figures| &figures.activity.changes) {
            Some(Measurement::Known { value, .. }) => {
                sum.resize(value.len().max(sum.len()), 0);
                sum.iter_mut().zip(value).for_each(|(sum, count)| *sum += count);
            }
            _ => unknown += 1,
        }
    }
    (sum, unknown)
}

/// How long changes of its median service take.
fn lead(site: &Site<'_>, system: &EntityRef) -> Option<String> {
    let five: &Five = FIVE.iter().find(|five| five.id == "change_lead_time")?;
    let distribution = site.portal.measurements.delivery.systems.get(system)?.get(Span::Days90, five.id)?;
    Some(five.unit().text(distribution.median?))
}

fn paths(site: &Site<'_>, services: &[&ServiceFacts<'_>]) -> Option<Share> {
    let mut count = Count::default();
    let standing = services.iter().filter_map(|facts| site.portal.adoption.service(&facts.service.reference)?.overall.last());
    standing.for_each(|state| count.add(*state));
    (count.eligible() > 0).then(|| Share::new(count.covered().into(), count.eligible().into()))
}

/// The levels of services, each with its place and how many levels its scorecard has.
fn levels<'n>(services: impl Iterator<Item = (usize, usize, &'n str)>) -> Vec<Level> {
    let mut counts: BTreeMap<Reverse<usize>, BTreeMap<&str, (usize, u64)>> = BTreeMap::new();
    for (rank, of, name) in services {
        counts.entry(Reverse(rank)).or_default().entry(name).or_insert((of, 0)).1 += 1;
    }
    let all: u64 = counts.values().flat_map(BTreeMap::values).map(|(_, count)| count).sum();
    let mut below = 0;
    let level = |(rank, name, of, count): (usize, &str, usize, u64)| {
        let x = below * 100 / all;
        below += count;
        Level { words: format!("{} {name}", wording::number(count)), shade: mix::shade(rank, of), x, width: below * 100 / all - x }
    };
    let each = counts.iter().flat_map(|(rank, named)| named.iter().map(|(name, (of, count))| (rank.0, *name, *of, *count)));
    each.map(level).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_fill_a_bar_from_the_highest_to_none() {
        let found = levels([(0, 3, "No level"), (2, 3, "Silver"), (0, 3, "No level"), (1, 3, "Bronze")].into_iter());
        let told: Vec<_> = found.iter().map(|level| (level.words.as_str(), level.shade, level.x, level.width)).collect();
        assert_eq!(told, [("1 Silver", 3, 0, 25), ("1 Bronze", 2, 25, 25), ("2 No level", 1, 50, 50)]);
        assert!(levels(std::iter::empty()).is_empty(), "without a scorecard there is no bar");
    }
}
