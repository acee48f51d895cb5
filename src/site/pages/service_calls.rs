//! What a service calls and what calls it, from the relations of the catalog.

use super::service_parts::service_link;
use crate::site::Site;
use crate::site::charts::neighbours::{self, Neighbour};
use crate::site::facts::{ServiceFacts, display_name};
use crate::site::links::Links;
use milepost_model::{EntityKind, EntityRef, RelationKind};
use serde::Serialize;
use std::collections::BTreeMap;

/// The neighbours of a service, drawn and as a table.
#[derive(Serialize)]
pub struct Calls {
    drawing: Option<String>,
    rows: Vec<CallRow>,
    count: usize,
    has_other: bool,
    has_missing: bool,
}

#[derive(Serialize)]
struct CallRow {
    direction: &'static str,
    name: String,
    href: Option<String>,
    kind: String,
    how: &'static str,
    via: Option<String>,
    owner: Option<String>,
    is_missing: bool,
}

/// One neighbour with how it was found; several ways to one neighbour are one.
struct Edge<'a> {
    target: &'a EntityRef,
    how: &'static str,
    via: Option<String>,
    is_missing: bool,
}

type Edges<'a> = BTreeMap<&'a EntityRef, Edge<'a>>;

/// The neighbours of a service.
pub fn calls(site: &Site<'_>, facts: &ServiceFacts<'_>, links: &Links) -> Calls {
    let (mut callers, mut called) = (Edges::new(), Edges::new());
    let relations = facts.entity.map(|entity| entity.relations.as_slice()).unwrap_or_default();
    for relation in relations {
        let edge = |how| Edge { target: &relation.target, how, via: None, is_missing: relation.dangling };
        match relation.kind {
            RelationKind::DependsOn => drop(called.entry(&relation.target).or_insert_with(|| edge("depends on it"))),
            RelationKind::ConsumesApi => drop(called.entry(&relation.target).or_insert_with(|| edge("uses the API"))),
            RelationKind::DependencyOf => drop(callers.entry(&relation.target).or_insert_with(|| edge("depends on it"))),
            RelationKind::ProvidesApi => add_consumers(site, &relation.target, &mut callers),
            _ => {}
        }
    }
    callers.remove(&facts.service.reference);
    called.remove(&facts.service.reference);
    let nodes = |edges: &Edges<'_>| edges.values().map(|edge| node(site, edge, links)).collect::<Vec<_>>();
    let row = |direction| move |edge: &Edge<'_>| row(site, direction, edge, links);
    let (left, right) = (nodes(&callers), nodes(&called));
    let rows: Vec<CallRow> = callers.values().map(row("calls it")).chain(called.values().map(row("is called"))).collect();
    Calls {
        drawing: neighbours::draw(facts.name, &left, &right, "#calls-table"),
        count: rows.len(),
        has_other: left.iter().chain(&right).any(|node| !node.is_service && !node.is_missing),
        has_missing: rows.iter().any(|row| row.is_missing),
        rows,
    }
}

/// Those that use an API of the service call the service.
fn add_consumers<'a>(site: &Site<'a>, api: &EntityRef, callers: &mut Edges<'a>) {
    let Some(entity) = site.portal.entity(api) else { return };
    for relation in entity.relations.iter().filter(|relation| relation.kind == RelationKind::ApiConsumedBy) {
        callers.entry(&relation.target).or_insert_with(|| Edge {
            target: &relation.target,
            how: "uses the API",
            via: Some(display_name(site.portal, &entity.reference).to_owned()),
            is_missing: relation.dangling,
        });
    }
}

fn node(site: &Site<'_>, edge: &Edge<'_>, links: &Links) -> Neighbour {
    Neighbour {
        name: display_name(site.portal, edge.target).to_owned(),
        href: service_link(site, edge.target, links),
        is_service: edge.target.kind == EntityKind::COMPONENT,
        is_missing: edge.is_missing,
    }
}

fn row(site: &Site<'_>, direction: &'static str, edge: &Edge<'_>, links: &Links) -> CallRow {
    let kind = match edge.target.kind.as_str() {
        EntityKind::COMPONENT => "service",
        other => other,
    };
    CallRow {
        direction,
        name: display_name(site.portal, edge.target).to_owned(),
        href: service_link(site, edge.target, links),
        kind: kind.to_owned(),
        how: edge.how,
        via: edge.via.clone(),
        owner: site.facts_of(edge.target).and_then(|facts| facts.owner).map(|owner| owner.name.to_owned()),
        is_missing: edge.is_missing,
    }
}
