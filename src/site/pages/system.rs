//! A system: what it is for, what it consists of, and what goes in and out.

use super::entities::{self, EntityRow};
use super::pictures::{self, Pictured};
use super::{Page, Sheet, Shown, by, entity};
use crate::site::delivery::tile::{self, Tile};
use crate::site::facts::{ServiceFacts, display_name};
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::{Linked, Row, owner_of};
use crate::site::weights::Weights;
use crate::site::{Site, exports, safe_url, wording};
use milepost_model::{Entity, EntityKind, EntityRef, RelationKind};
use serde::Serialize;
use std::collections::BTreeSet;
use tera::Value;

/// How many services, APIs and resources are listed before a link leads to all of them.
const MOST: usize = 100;
const MOST_OTHERS: usize = 40;

/// `/systems/<slug>/`
pub struct System;

#[derive(Serialize)]
struct View {
    name: String,
    description: Option<String>,
    owner: Option<Linked>,
    domain: Option<Linked>,
    facts: Vec<Fact>,
    lowest_level: Option<String>,
    delivery: Vec<Tile>,
    count: String,
    rows: Vec<Row>,
    all: Option<Linked>,
    shows_owner: bool,
    picture: Pictured,
    exposed: Vec<Exposed>,
    resources: Vec<EntityRow>,
    resources_more: u64,
    links: Vec<Linked>,
    data: String,
}

/// A figure with its name.
#[derive(Serialize)]
pub struct Fact {
    label: &'static str,
    value: String,
}

/// An API that others use.
#[derive(Serialize)]
struct Exposed {
    api: Linked,
    provided_by: Option<Linked>,
    consumers: String,
    outside: u64,
}

impl Page for System {
    fn template(&self) -> &'static str {
        "pages/system.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let all = site.places.of_kind(EntityKind::SYSTEM).iter().enumerate();
        all.filter_map(|(which, reference)| Some(Sheet { address: site.places.address(reference)?.to_owned(), which })).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let reference = site.places.of_kind(EntityKind::SYSTEM)[sheet.which];
        let entity = site.portal.entity(reference).expect("because only what the catalog has is listed");
        let name = display_name(site.portal, reference);
        let services = services(site, entity);
        let newest = services.iter().filter_map(|facts| site.portal.figures(facts.service)?.newest_record_at).max();
        let head = Head {
            title: entity::title(name, reference),
            description: entity.description.clone().unwrap_or_else(|| format!("{name}: its services, APIs and dependencies.")),
            crumbs: vec![
                ("Home".to_owned(), Some(String::new())),
                ("Systems".to_owned(), Some("systems/".to_owned())),
                (name.to_owned(), None),
            ],
            nav: Some("Catalog"),
            newest,
            scripts: vec!["graph"],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view(site, entity, &services, links)) }
    }
}

fn view(site: &Site<'_>, entity: &Entity, services: &[&ServiceFacts<'_>], links: &Links) -> View {
    let reference = &entity.reference;
    let parts = |kind: &'static str| {
        let parts = entity.relations.iter().filter(move |relation| relation.kind == RelationKind::HasPart && relation.target.kind == kind);
        parts.map(|relation| &relation.target)
    };
    let resources: Vec<&EntityRef> = parts(EntityKind::RESOURCE).collect();
    let owners: BTreeSet<&str> = services.iter().filter_map(|facts| facts.owner.map(|owner| owner.name)).collect();
    let important = services.iter().filter(|facts| facts.tier == Some("1")).count();
    let fact = |label, value: usize| Fact { label, value: wording::number(value as u64) };
    let name = display_name(site.portal, reference);
    View {
        name: name.to_owned(),
        description: entity.description.clone(),
        owner: owner_of(site, entity, links),
        domain: pictures::domain(site, reference).map(|domain| site.linked(domain, links)),
        facts: vec![
            fact("Services", services.len()),
            fact("Tier 1", important),
            fact("Teams", owners.len()),
            fact("APIs", parts(EntityKind::API).count()),
            fact("Resources", resources.len()),
        ],
        lowest_level: lowest_level(site, services),
        // Each service's row leads to its own figures and their records.
        delivery: tile::of_group(site.portal.measurements.delivery.systems.get(reference), "#sv"),
        count: wording::counted(services.len() as u64, "service", "services"),
        rows: services.iter().take(MOST).map(|facts| Row::new(facts, links)).collect(),
        shows_owner: true,
        all: (services.len() > MOST).then(|| Linked {
            text: format!("All {}", wording::number(services.len() as u64)),
            href: Some(links.to(&by::address("system", name, 1))),
        }),
        picture: pictures::of_system(site, reference, links),
        exposed: exposed(site, reference, parts(EntityKind::API).collect(), links),
        resources_more: resources.len().saturating_sub(MOST_OTHERS) as u64,
        resources: resources.into_iter().take(MOST_OTHERS).filter_map(|resource| entities::row(site, resource, links)).collect(),
        links: entity.links.iter().map(|link| Linked { text: link.title.clone(), href: safe_url::href(&link.url) }).collect(),
        data: links.to(&exports::entity_path(reference)),
    }
}

/// The lowest of its services' levels, on the first scorecard that is for each.
fn lowest_level(site: &Site<'_>, services: &[&ServiceFacts<'_>]) -> Option<String> {
    let standing = |facts: &&ServiceFacts<'_>| site.portal.scores.services.get(&facts.service.reference)?.cards.first();
    let lowest = services.iter().filter_map(standing).min_by_key(|standing| standing.reached.level)?;
    let name = site.portal.scores.cards[lowest.card].level_name(lowest.reached.level);
    Some(name.unwrap_or("No level").to_owned())
}

/// The services that are part of an entity, by name.
pub fn services<'s, 'a>(site: &'s Site<'a>, entity: &Entity) -> Vec<&'s ServiceFacts<'a>> {
    let parts = entity.relations.iter().filter(|relation| relation.kind == RelationKind::HasPart);
    let mut found: Vec<&ServiceFacts<'a>> = parts.filter_map(|relation| site.facts_of(&relation.target)).collect();
    found.sort_by_cached_key(|facts| facts.name.to_lowercase());
    found
}

/// The APIs of a system, those that are used from outside first.
fn exposed(site: &Site<'_>, system: &EntityRef, apis: Vec<&EntityRef>, links: &Links) -> Vec<Exposed> {
    let of_one = |reference: &EntityRef| {
        let api = site.portal.entity(reference)?;
        let consumers: Vec<&EntityRef> =
            api.relations.iter().filter(|relation| relation.kind == RelationKind::ApiConsumedBy).map(|relation| &relation.target).collect();
        let is_outside = |consumer: &&&EntityRef| {
            site.portal.entity(consumer).and_then(crate::site::graph::system_of).is_none_or(|other| other != system)
        };
        let provider = api.relations.iter().find(|relation| relation.kind == RelationKind::ApiProvidedBy);
        Some(Exposed {
            api: site.linked(reference, links),
            provided_by: provider.map(|relation| site.linked(&relation.target, links)),
            consumers: wording::number(consumers.len() as u64),
            outside: consumers.iter().filter(is_outside).count() as u64,
        })
    };
    let mut found: Vec<Exposed> = apis.into_iter().filter_map(of_one).collect();
    found.sort_by_key(|exposed| (std::cmp::Reverse(exposed.outside), exposed.api.text.to_lowercase()));
    found.truncate(MOST_OTHERS);
    found
}
