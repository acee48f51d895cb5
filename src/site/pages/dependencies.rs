//! What a service needs and what needs it, near and far: what breaks when it breaks.

use super::service_calls::{CallRow, Neighbours, kind_word, neighbours, row};
use super::service_head::{ServiceHead, tab_head};
use super::service_tabs::Place;
use super::{Page, Sheet, Shown, service_calls};
use crate::site::charts::layers::{self, Arrow, Node, Picture, Tone};
use crate::site::charts::neighbours::{self as near, Neighbour};
use crate::site::exports;
use crate::site::facts::{ServiceFacts, display_name};
use crate::site::graph::is_service;
use crate::site::links::Links;
use crate::site::rows::{Linked, service_address};
use crate::site::weights::Weights;
use crate::site::{Site, wording};
use milepost_model::EntityRef;
use serde::Serialize;
use std::collections::BTreeSet;
use tera::Value;

/// How many rows a direction has before the data tell of the rest.
const MOST: usize = 100;
/// How many names the sentence of the blast radius lists.
const MOST_NAMES: usize = 6;

/// `/catalog/<slug>/dependencies/`
pub struct Dependencies;

#[derive(Serialize)]
struct View {
    head: ServiceHead,
    radius: Radius,
    circle: Vec<Linked>,
    near: Option<String>,
    far: Option<String>,
    far_words: String,
    sides: Vec<Side>,
    has_missing: bool,
    has_other: bool,
    data: String,
}

/// A direction: what calls it, or what it calls.
#[derive(Serialize)]
struct Side {
    id: &'static str,
    title: &'static str,
    count: String,
    rows: Vec<CallRow>,
    more: String,
    none: &'static str,
}

/// What would notice if the service broke, and what it rests on.
#[derive(Serialize)]
struct Radius {
    reached: String,
    important: Vec<Linked>,
    important_more: u64,
    rests: String,
}

impl Page for Dependencies {
    fn template(&self) -> &'static str {
        "pages/dependencies.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let all = site.facts.iter().enumerate();
        let with_page = all.filter(|(_, facts)| matches!(service_calls::place(site, facts), Place::Page(_)));
        with_page.map(|(which, facts)| Sheet { address: format!("{}dependencies/", service_address(&facts.service.slug)), which }).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let facts = &site.facts[sheet.which];
        let me = &facts.service.reference;
        let found = neighbours(site, me);
        let place = site.graph.place(me).unwrap_or_default();
        let things = &site.graph.things;
        let callers = found.callers.iter().take(MOST).map(|edge| row(site, edge, things[edge.from], links)).collect();
        let called = found.called.iter().take(MOST).map(|edge| row(site, edge, things[edge.to], links)).collect();
        let sides = vec![
            side("callers", "Called by", callers, found.callers.len(), "Nothing is known to call it."),
            side("called", "Calls", called, found.called.len(), "It names nothing that it calls."),
        ];
        let radius = radius(site, facts, place, links);
        let (far, far_words) = far(site, facts, place, links);
        let view = View {
            head: ServiceHead::new(site, facts, "Dependencies", links),
            circle: circle(site, place, links),
            near: drawing(site, facts, &found, links),
            far,
            far_words,
            has_missing: sides.iter().any(|side| side.rows.iter().any(|row| row.is_missing)),
            has_other: sides.iter().any(|side| side.rows.iter().any(|row| row.is_other)),
            sides,
            radius,
            data: links.to(&exports::entity_path(me)),
        };
        let words = format!("What {} calls, what calls it, and what would notice if it broke.", facts.name);
        Shown { head: tab_head(site, facts, "Dependencies", words), view: Value::from_serializable(&view) }
    }
}

fn side(id: &'static str, title: &'static str, rows: Vec<CallRow>, count: usize, none: &'static str) -> Side {
    let more = count.saturating_sub(rows.len()) as u64;
    let more = if more > 0 { format!("{} are in the data.", wording::counted(more, "more", "more")) } else { String::new() };
    Side { id, title, count: wording::number(count as u64), rows, more, none }
}

/// `31 services of 4 teams need it, directly or through others; 2 of them are tier 1.`
fn radius(site: &Site<'_>, facts: &ServiceFacts<'_>, place: usize, links: &Links) -> Radius {
    let things = &site.graph.things;
    let services = |places: &[usize]| places.iter().map(|place| things[*place]).filter(|thing| is_service(thing)).collect::<Vec<_>>();
    let reached = services(&site.graph.everything_that_needs(place).places);
    let rests = services(&site.graph.everything_needed_by(place).places);
    let of = |thing: &&EntityRef| site.facts_of(thing);
    let teams: BTreeSet<&str> = reached.iter().filter_map(of).filter_map(|facts| facts.owner.map(|owner| owner.name)).collect();
    let important: Vec<&&EntityRef> = reached.iter().filter(|thing| of(thing).is_some_and(|facts| facts.tier == Some("1"))).collect();
    let reached_words = match reached.len() as u64 {
        0 => format!("No service is known to need {}.", facts.name),
        count => {
            let verb = if count == 1 { "needs" } else { "need" };
            let teams = match teams.len() as u64 {
                0 => String::new(),
                teams => format!(" of {}", wording::counted(teams, "team", "teams")),
            };
            let tier = match important.len() as u64 {
                0 => "none of them is tier 1".to_owned(),
                1 => "one of them is tier 1".to_owned(),
                many => format!("{} of them are tier 1", wording::number(many)),
            };
            let services = wording::counted(count, "service", "services");
            format!("{services}{teams} {verb} {}, directly or through others; {tier}.", facts.name)
        }
    };
    let rests = match rests.len() as u64 {
        0 => "It needs no other service.".to_owned(),
        count => format!("It needs {} itself, directly or through others.", wording::counted(count, "service", "services")),
    };
    Radius {
        reached: reached_words,
        important: important.iter().take(MOST_NAMES).map(|thing| site.linked(thing, links)).collect(),
        important_more: important.len().saturating_sub(MOST_NAMES) as u64,
        rests,
    }
}

fn circle(site: &Site<'_>, place: usize, links: &Links) -> Vec<Linked> {
    let way = site.graph.circle(place).unwrap_or_default();
    way.iter().map(|place| site.linked(site.graph.things[*place], links)).collect()
}

/// One step each way.
fn drawing(site: &Site<'_>, facts: &ServiceFacts<'_>, found: &Neighbours<'_, '_>, links: &Links) -> Option<String> {
    let things = &site.graph.things;
    let node = |thing: &EntityRef| Neighbour {
        name: display_name(site.portal, thing).to_owned(),
        href: site.places.address(thing).map(|address| links.to(address)),
        is_service: is_service(thing),
        is_missing: site.portal.entity(thing).is_none(),
    };
    let left: Vec<Neighbour> = found.callers.iter().map(|edge| node(things[edge.from])).collect();
    let right: Vec<Neighbour> = found.called.iter().map(|edge| node(things[edge.to])).collect();
    near::draw(facts.name, &left, &right, "#callers")
}

/// Two steps each way, where the second step finds anything; and what the picture leaves out.
fn far(site: &Site<'_>, facts: &ServiceFacts<'_>, place: usize, links: &Links) -> (Option<String>, String) {
    let graph = &site.graph;
    let (near_left, near_right) = graph.around(place, 1);
    let (left, right) = graph.around(place, 2);
    if left.places.len() == near_left.places.len() && right.places.len() == near_right.places.len() {
        return (None, String::new());
    }
    let mut shown: Vec<usize> = vec![place];
    // Near ones first from both sides, so that what is left out is far away.
    let far_left = left.places.iter().skip(near_left.places.len());
    let far_right = right.places.iter().skip(near_right.places.len());
    for other in near_left.places.iter().chain(&near_right.places).chain(far_left).chain(far_right) {
        if !shown.contains(other) {
            shown.push(*other);
        }
    }
    let left_out = shown.len().saturating_sub(layers::MOST) as u64;
    shown.truncate(layers::MOST);
    let nodes = shown.iter().map(|other| node(site, *other, *other == place, links)).collect();
    let mut arrows: Vec<Arrow> = Vec::new();
    for (from, thing) in shown.iter().enumerate() {
        let edges = graph.needs(*thing).filter_map(|edge| shown.iter().position(|other| *other == edge.to));
        arrows.extend(edges.map(|to| Arrow { from, to }));
    }
    arrows.sort_unstable();
    let title = format!("What is within two steps of {}; an arrow points at what is needed", facts.name);
    let words = if left_out > 0 { format!("{} are left out here.", wording::counted(left_out, "more", "more")) } else { String::new() };
    (layers::draw(&Picture { id: "far", title, nodes, arrows }), words)
}

/// A thing as a box.
pub fn node(site: &Site<'_>, place: usize, is_me: bool, links: &Links) -> Node {
    let thing = site.graph.things[place];
    let entity = site.portal.entity(thing);
    let owner = site.facts_of(thing).and_then(|facts| facts.owner).map(|owner| format!(", {}", owner.name)).unwrap_or_default();
    let label = display_name(site.portal, thing).to_owned();
    let what = if entity.is_none() { "not in the catalog" } else { kind_word(&thing.kind) };
    Node {
        title: format!("{label}: {what}{owner}"),
        label,
        href: site.places.address(thing).filter(|_| !is_me).map(|address| links.to(address)),
        tone: match (is_me, entity.is_none(), is_service(thing)) {
            (true, ..) => Tone::Me,
            (_, true, _) => Tone::Gone,
            (_, _, false) => Tone::Other,
            _ => Tone::Service,
        },
        count: None,
        key: thing.name.clone(),
    }
}
