//! What a service calls and what calls it: the panel of its overview, and the rows that its tab lists.

use super::service_tabs::Place;
use crate::site::Site;
use crate::site::charts::neighbours::{self, Neighbour};
use crate::site::facts::{ServiceFacts, display_name};
use crate::site::graph::{Edge, is_service};
use crate::site::leaving;
use crate::site::links::Links;
use crate::site::rows::{Linked, owner_of, service_address};
use crate::site::wording::When;
use milepost_model::{EntityKind, EntityRef};
use serde::Serialize;

/// The panel of the overview.
#[derive(Serialize)]
pub struct Calls {
    drawing: Option<String>,
    count: u64,
    href: String,
    has_other: bool,
    has_missing: bool,
}

/// A neighbour as a row of a table.
#[derive(Serialize)]
pub struct CallRow {
    name: String,
    href: Option<String>,
    kind: String,
    leaving: Option<String>,
    how: &'static str,
    via: Option<Linked>,
    owner: Option<Linked>,
    tier: Option<String>,
    source: Option<Linked>,
    seen: Option<When>,
    /// Whether it is in no catalog.
    pub is_missing: bool,
    /// Whether it is in the catalog, and no service.
    pub is_other: bool,
}

/// The edges of a service in the order of names: those that call it, and those that it calls.
pub struct Neighbours<'s, 'a> {
    /// What needs it.
    pub callers: Vec<&'s Edge<'a>>,
    /// What it needs.
    pub called: Vec<&'s Edge<'a>>,
}

/// The neighbours of an entity.
pub fn neighbours<'s, 'a>(site: &'s Site<'a>, reference: &EntityRef) -> Neighbours<'s, 'a> {
    let graph = &site.graph;
    let Some(place) = graph.place(reference) else { return Neighbours { callers: Vec::new(), called: Vec::new() } };
    let name = |place: usize| (!is_service(graph.things[place]), display_name(site.portal, graph.things[place]).to_lowercase());
    let mut callers: Vec<_> = graph.needed_by(place).collect();
    callers.sort_by_cached_key(|edge| name(edge.from));
    let mut called: Vec<_> = graph.needs(place).collect();
    called.sort_by_cached_key(|edge| name(edge.to));
    Neighbours { callers, called }
}

/// How many neighbours a service has.
pub fn count(site: &Site<'_>, facts: &ServiceFacts<'_>) -> u64 {
    let (needs, needed) = site.graph.degrees(&facts.service.reference);
    (needs + needed) as u64
}

/// Where the tab of its dependencies leads.
pub fn place(site: &Site<'_>, facts: &ServiceFacts<'_>) -> Place {
    if count(site, facts) > 0 { Place::Page("dependencies/") } else { Place::Panel("dp") }
}

/// The panel of a service's overview.
pub fn calls(site: &Site<'_>, facts: &ServiceFacts<'_>, links: &Links) -> Calls {
    let href = links.to(&format!("{}dependencies/", service_address(&facts.service.slug)));
    let found = neighbours(site, &facts.service.reference);
    let things = &site.graph.things;
    let node = |thing: &EntityRef| Neighbour {
        name: display_name(site.portal, thing).to_owned(),
        href: site.places.address(thing).map(|address| links.to(address)),
        is_service: is_service(thing),
        is_missing: site.portal.entity(thing).is_none(),
    };
    let left: Vec<Neighbour> = found.callers.iter().map(|edge| node(things[edge.from])).collect();
    let right: Vec<Neighbour> = found.called.iter().map(|edge| node(things[edge.to])).collect();
    Calls {
        drawing: neighbours::draw(facts.name, &left, &right, &href),
        count: (left.len() + right.len()) as u64,
        has_other: left.iter().chain(&right).any(|node| !node.is_service && !node.is_missing),
        has_missing: left.iter().chain(&right).any(|node| node.is_missing),
        href,
    }
}

/// A neighbour as a row; `other` is the end of the edge that is not the page's own.
pub fn row(site: &Site<'_>, edge: &Edge<'_>, other: &EntityRef, links: &Links) -> CallRow {
    let entity = site.portal.entity(other);
    let said_by = site.portal.entity(edge.said_by).and_then(|entity| site.portal.catalog.repositories.get(entity.repo.as_ref()?));
    CallRow {
        name: display_name(site.portal, other).to_owned(),
        href: site.places.address(other).map(|address| links.to(address)),
        kind: kind_word(&other.kind).to_owned(),
        leaving: leaving::in_short(site, other),
        how: match (edge.is_declared, edge.via) {
            (true, Some(_)) => "depends on it, and uses",
            (true, None) => "depends on it",
            (false, _) => "uses",
        },
        via: edge.via.map(|api| site.linked(api, links)),
        owner: entity.and_then(|entity| owner_of(site, entity, links)),
        tier: entity.and_then(|entity| entity.tier.clone()),
        source: source(site, edge),
        seen: said_by.and_then(|repository| repository.pushed_at).map(When::new),
        is_missing: entity.is_none(),
        is_other: entity.is_some() && !is_service(other),
    }
}

/// Which file says that there is this edge.
fn source(site: &Site<'_>, edge: &Edge<'_>) -> Option<Linked> {
    let place = edge.relation.source.as_ref().and_then(|source| source.place.as_ref());
    place.map(|place| site.place_linked(place))
}

/// The word for a kind: what Backstage calls a component is a service to people.
pub fn kind_word(kind: &str) -> &str {
    match kind {
        EntityKind::COMPONENT => "service",
        EntityKind::API => "API",
        EntityKind::GROUP => "team",
        EntityKind::USER => "person",
        other => other,
    }
}
