//! The graph: which systems need which, and the way to each system's own picture.

use super::pictures::{self, Pictured};
use super::{Page, Sheet, Shown};
use crate::site::facts::display_name;
use crate::site::graph::is_service;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::weights::Weights;
use crate::site::{Site, wording};
use milepost_model::{EntityKind, EntityRef};
use serde::Serialize;
use std::collections::BTreeMap;
use tera::Value;

/// How many systems, and how many things that much rests on, are listed.
const MOST: usize = 60;
const MOST_NEEDED: usize = 12;

/// `/graph/`
pub struct Graph;

#[derive(Serialize)]
struct View {
    lede: String,
    picture: Pictured,
    systems: Vec<Linked>,
    systems_more: u64,
    all_systems: String,
    needed: Vec<Needed>,
    data: String,
}

#[derive(Serialize)]
struct Needed {
    name: Linked,
    owner: Option<Linked>,
    direct: String,
    all: String,
}

impl Page for Graph {
    fn template(&self) -> &'static str {
        "pages/graph.html"
    }

    fn sheets(&self, _: &Site<'_>) -> Vec<Sheet> {
        Sheet::only("graph/")
    }

    fn show(&self, site: &Site<'_>, _: &Sheet, links: &Links, _: &Weights) -> Shown {
        let graph = &site.graph;
        let mut systems: Vec<&EntityRef> = site.places.of_kind(EntityKind::SYSTEM).to_vec();
        systems.sort_by_cached_key(|system| display_name(site.portal, system).to_lowercase());
        let picture = |system: &&EntityRef| Linked {
            text: display_name(site.portal, system).to_owned(),
            href: site.places.address(system).map(|address| links.to(&format!("{address}#graph"))),
        };
        let view = View {
            lede: if graph.edges.is_empty() {
                "What needs what, as descriptors and APIs tell of it.".to_owned()
            } else {
                format!(
                    "{} between {}, as descriptors and APIs tell of them.",
                    wording::counted(graph.edges.len() as u64, "edge", "edges"),
                    wording::counted(graph.things.len() as u64, "thing", "things")
                )
            },
            picture: pictures::of_systems(site, links),
            systems_more: systems.len().saturating_sub(MOST) as u64,
            systems: systems.iter().take(MOST).map(picture).collect(),
            all_systems: links.to("systems/"),
            needed: needed(site, links),
            data: links.to("data/graph.json"),
        };
        let head = Head {
            title: "Dependencies".to_owned(),
            description: format!("Which systems of {} need which, and what most rests on.", site.portal.organisation.name),
            crumbs: vec![("Home".to_owned(), Some(String::new())), ("Dependencies".to_owned(), None)],
            nav: Some("Catalog"),
            is_global: true,
            scripts: vec!["graph"],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

/// The services that most others need, directly.
fn needed(site: &Site<'_>, links: &Links) -> Vec<Needed> {
    let graph = &site.graph;
    let mut degrees: BTreeMap<usize, usize> = BTreeMap::new();
    for edge in graph.edges.iter().filter(|edge| site.facts_of(graph.things[edge.to]).is_some()) {
        *degrees.entry(edge.to).or_default() += 1;
    }
    let mut sorted: Vec<(usize, usize)> = degrees.into_iter().collect();
    sorted.sort_by_key(|(place, degree)| (std::cmp::Reverse(*degree), *place));
    let row = |(place, degree): &(usize, usize)| {
        let thing = graph.things[*place];
        let all = graph.everything_that_needs(*place).places;
        Needed {
            name: site.linked(thing, links),
            owner: site.facts_of(thing).and_then(|facts| crate::site::rows::owner(facts, links)),
            direct: wording::number(*degree as u64),
            all: wording::number(all.iter().filter(|place| is_service(graph.things[**place])).count() as u64),
        }
    };
    sorted.iter().take(MOST_NEEDED).map(row).collect()
}
