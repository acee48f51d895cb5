//! Where a team stands among the others: what is above it, what is below it, and what those own.

use super::service_calls::kind_word;
use crate::portal::{Standing, Team};
use crate::site::Site;
use crate::site::facts::ServiceFacts;
use crate::site::links::Links;
use crate::site::rows::{Linked, Row, team_address};
use crate::site::wording;
use milepost_model::{EntityKind, EntityRef, RelationKind};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How many teams below, services of theirs, and other things are listed.
const MOST: usize = 60;
/// How far up the way to the top is followed.
const HIGHEST: usize = 12;

/// What the page of a team says of its place.
#[derive(Serialize)]
pub struct Tree {
    /// From the top to the one right above.
    above: Vec<Linked>,
    below: Vec<Below>,
    below_more: u64,
    inherited: Vec<Row>,
    inherited_count: String,
    inherited_more: u64,
    owned: Vec<Owned>,
    standing: Option<&'static str>,
}

/// A team below.
#[derive(Serialize)]
struct Below {
    team: Linked,
    count: String,
}

/// Things of a kind that the team owns besides services.
#[derive(Serialize)]
struct Owned {
    kind: String,
    things: Vec<Linked>,
    more: u64,
}

/// The place of a team.
pub fn tree(site: &Site<'_>, team: &Team, links: &Links) -> Tree {
    let below = everything_below(site, team);
    let mut inherited: Vec<&ServiceFacts<'_>> =
        below.iter().flat_map(|team| &team.services).filter_map(|service| site.facts_of(service)).collect();
    inherited.sort_by_cached_key(|facts| (facts.name.to_lowercase(), facts.service.slug.clone()));
    inherited.dedup_by_key(|facts| &facts.service.reference);
    let mut children: Vec<&Team> = team.children.iter().filter_map(|child| site.team(child)).collect();
    children.sort_by_cached_key(|child| child.name.to_lowercase());
    Tree {
        above: above(site, team, links),
        below_more: children.len().saturating_sub(MOST) as u64,
        below: children
            .iter()
            .take(MOST)
            .map(|child| Below { team: linked(child, links), count: wording::counted(child.services.len() as u64, "service", "services") })
            .collect(),
        inherited_count: wording::number(inherited.len() as u64),
        inherited_more: inherited.len().saturating_sub(MOST) as u64,
        inherited: inherited.iter().take(MOST).map(|facts| Row::new(facts, links)).collect(),
        owned: owned(site, team, links),
        standing: standing_words(team.standing),
    }
}

fn linked(team: &Team, links: &Links) -> Linked {
    Linked { text: team.name.clone(), href: Some(links.to(&team_address(&team.slug))) }
}

fn above(site: &Site<'_>, team: &Team, links: &Links) -> Vec<Linked> {
    let mut way = Vec::new();
    let mut seen = BTreeSet::from([&team.reference]);
    let mut next = team.parent.as_ref();
    while let Some(parent) = next.filter(|parent| way.len() < HIGHEST && seen.insert(parent)) {
        way.push(site.linked(parent, links));
        next = site.team(parent).and_then(|parent| parent.parent.as_ref());
    }
    way.reverse();
    way
}

/// The teams below a team, however far.
fn everything_below<'a>(site: &Site<'a>, team: &'a Team) -> Vec<&'a Team> {
    let mut seen = BTreeSet::from([&team.reference]);
    let mut found: Vec<&Team> = Vec::new();
    let mut open = vec![team];
    while let Some(here) = open.pop() {
        for child in here.children.iter().filter_map(|child| site.team(child)) {
            if seen.insert(&child.reference) {
                found.push(child);
                open.push(child);
            }
        }
    }
    found
}

/// What the team owns that is no service: systems, APIs, databases.
fn owned(site: &Site<'_>, team: &Team, links: &Links) -> Vec<Owned> {
    let Some(entity) = site.portal.entity(&team.reference) else { return Vec::new() };
    let mut kinds: BTreeMap<&str, Vec<&EntityRef>> = BTreeMap::new();
    let owned = entity.relations.iter().filter(|relation| relation.kind == RelationKind::OwnerOf);
    for relation in owned.filter(|relation| relation.target.kind != EntityKind::COMPONENT) {
        kinds.entry(&relation.target.kind).or_default().push(&relation.target);
    }
    let view = |(kind, things): (&str, Vec<&EntityRef>)| Owned {
        kind: super::service_head::capitalised(kind_word(kind)),
        more: things.len().saturating_sub(MOST) as u64,
        things: things.into_iter().take(MOST).map(|thing| site.linked(thing, links)).collect(),
    };
    kinds.into_iter().map(view).collect()
}

/// What is wrong with an owner, as a sentence.
pub fn standing_words(standing: Standing) -> Option<&'static str> {
    match standing {
        Standing::Missing => Some("Named as an owner, and described by nothing, though other teams are described."),
        Standing::Empty => Some("Described, and nobody is in it or in a team below it."),
        Standing::Retired => Some("All that it owns is archived."),
        Standing::Staffed | Standing::Unknown => None,
    }
}
