//! Pictures of systems: what of a catalog becomes a box, and what is folded into one with a count.

use super::dependencies::node;
use crate::site::Site;
use crate::site::charts::layers::{self, Arrow, MOST, Node, Picture, Tone};
use crate::site::facts::display_name;
use crate::site::graph::is_service;
use crate::site::links::{Links, catalog_query};
use crate::site::rows::Linked;
use crate::site::wording;
use milepost_model::{EntityKind, EntityRef, RelationKind};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The most arrows that a picture can have and still be followed.
const MOST_ARROWS: usize = 160;
/// The most boxes that stand for what is outside.
const MOST_OUTSIDE: usize = 14;

/// A picture with the same edges as a table.
#[derive(Serialize, Default)]
pub struct Pictured {
    drawing: Option<String>,
    rows: Vec<ArrowRow>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct ArrowRow {
    from: Linked,
    to: Linked,
    count: String,
}

/// Boxes, and which box each thing of the graph is in.
#[derive(Default)]
struct Boxes {
    nodes: Vec<Node>,
    of: BTreeMap<usize, usize>,
    notes: Vec<String>,
}

impl Boxes {
    fn add(&mut self, node: Node, things: impl IntoIterator<Item = usize>) {
        self.of.extend(things.into_iter().map(|thing| (thing, self.nodes.len())));
        self.nodes.push(node);
    }

    /// The picture: between boxes that are connected, the arrows that stand for most edges.
    fn draw(mut self, site: &Site<'_>, id: &'static str, title: String) -> Pictured {
        let mut counts: BTreeMap<Arrow, u64> = BTreeMap::new();
        for edge in &site.graph.edges {
            if let (Some(from), Some(to)) = (self.of.get(&edge.from), self.of.get(&edge.to)) {
                // What goes on between two things outside is another picture's.
                let is_outside = [from, to].iter().all(|place| self.nodes[**place].tone == Tone::Outside);
                if from != to && !is_outside {
                    *counts.entry(Arrow { from: *from, to: *to }).or_default() += 1;
                }
            }
        }
        let mut strongest: Vec<(Arrow, u64)> = counts.into_iter().collect();
        strongest.sort_by_key(|(arrow, count)| (std::cmp::Reverse(*count), *arrow));
        if let Some(weaker) = strongest.len().checked_sub(MOST_ARROWS).filter(|weaker| *weaker > 0) {
            self.notes.push(format!("{} that stand for fewer edges are left out.", wording::counted(weaker as u64, "arrow", "arrows")));
            strongest.truncate(MOST_ARROWS);
        }
        strongest.sort_unstable();
        let used: BTreeSet<usize> = strongest.iter().flat_map(|(arrow, _)| [arrow.from, arrow.to]).collect();
        let new: BTreeMap<usize, usize> = used.iter().copied().zip(0..).collect();
        let nodes: Vec<Node> = used.iter().map(|place| self.nodes[*place].clone()).collect();
        let linked = |place: usize| Linked { text: self.nodes[place].label.clone(), href: self.nodes[place].href.clone() };
        let rows = strongest
            .iter()
            .map(|(arrow, count)| ArrowRow { from: linked(arrow.from), to: linked(arrow.to), count: wording::number(*count) })
            .collect();
        let arrows = strongest.iter().map(|(arrow, _)| Arrow { from: new[&arrow.from], to: new[&arrow.to] }).collect();
        Pictured { drawing: layers::draw(&Picture { id, title, nodes, arrows }), rows, notes: self.notes }
    }
}

/// A system with what it needs and what needs it outside.
pub fn of_system(site: &Site<'_>, system: &EntityRef, links: &Links) -> Pictured {
    let graph = &site.graph;
    let inner: Vec<usize> = (0..graph.things.len()).filter(|place| graph.systems[*place] == Some(system)).collect();
    let mut outside: BTreeMap<Option<&EntityRef>, BTreeSet<usize>> = BTreeMap::new();
    for place in &inner {
        let ends = graph.needs(*place).map(|edge| edge.to).chain(graph.needed_by(*place).map(|edge| edge.from));
        for other in ends.filter(|other| graph.systems[*other] != Some(system)) {
            outside.entry(graph.systems[other]).or_default().insert(other);
        }
    }
    let mut boxes = Boxes::default();
    let outer = outside_boxes(site, outside, links);
    let room = MOST - outer.len();
    fold(site, &mut boxes, system, inner, room, links);
    for (node, things) in outer {
        boxes.add(node, things);
    }
    let name = display_name(site.portal, system);
    boxes.draw(site, "sys", format!("Who needs whom in {name}; an arrow points at what is needed"))
}

/// What is outside, a box for each system; what is part of none stands for itself.
fn outside_boxes(site: &Site<'_>, outside: BTreeMap<Option<&EntityRef>, BTreeSet<usize>>, links: &Links) -> Vec<(Node, BTreeSet<usize>)> {
    let mut all: Vec<(Node, BTreeSet<usize>)> = Vec::new();
    for (system, things) in outside {
        let Some(system) = system else {
            let alone = |thing: usize| {
                let mut node = node(site, thing, false, links);
                if node.tone == Tone::Service {
                    node.tone = Tone::Outside;
                }
                (node, BTreeSet::from([thing]))
            };
            all.extend(things.into_iter().map(alone));
            continue;
        };
        let label = display_name(site.portal, system).to_owned();
        let count = things.len() as u64;
        let node = Node {
            title: format!("{label}: another system, {} concerned", wording::counted(count, "thing", "things")),
            href: site.places.address(system).map(|address| links.to(address)),
            tone: Tone::Outside,
            count: Some(count),
            key: system.name.clone(),
            label,
        };
        all.push((node, things));
    }
    all.sort_by_key(|(_, things)| std::cmp::Reverse(things.len()));
    if all.len() > MOST_OUTSIDE {
        let rest = all.split_off(MOST_OUTSIDE - 1);
        let things: BTreeSet<usize> = rest.into_iter().flat_map(|(_, things)| things).collect();
        let count = things.len() as u64;
        let node = Node {
            label: "others outside".to_owned(),
            title: format!("{} outside of this system", wording::counted(count, "other thing", "other things")),
            tone: Tone::Outside,
            count: Some(count),
            ..Node::default()
        };
        all.push((node, things));
    }
    all
}

/// The members as boxes of their own where there is room, else folded by who owns them.
fn fold(site: &Site<'_>, boxes: &mut Boxes, system: &EntityRef, mut inner: Vec<usize>, room: usize, links: &Links) {
    let graph = &site.graph;
    if inner.len() > room {
        // The database of one service says nothing that the service does not.
        let before = inner.len();
        inner.retain(|place| is_service(graph.things[*place]) || graph.degrees(graph.things[*place]) != (0, 1));
        let left_out = (before - inner.len()) as u64;
        if left_out > 0 {
            let what = wording::counted(left_out, "resource", "resources");
            boxes.notes.push(format!("{what} that only one service uses are left out."));
        }
    }
    if inner.len() <= room {
        for place in inner {
            boxes.add(node(site, place, false, links), [place]);
        }
        return;
    }
    let total = inner.len() as u64;
    let mut groups =
        grouped(&inner, |place| site.facts_of(graph.things[place]).and_then(|facts| facts.owner).map(|owner| owner.name.to_owned()));
    let is_by_owner = groups.len() >= 3;
    if !is_by_owner {
        let first_word = |name: &str| name.split(['-', '_', '.', ' ']).next().unwrap_or(name).to_owned();
        groups = grouped(&inner, |place| Some(first_word(&graph.things[place].name)));
    }
    let by = if is_by_owner { "by their owners" } else { "by the first word of their names" };
    boxes.notes.push(format!("{} are too many for one picture, so they are folded {by}.", wording::counted(total, "thing", "things")));
    let mut sorted: Vec<(Option<String>, Vec<usize>)> = groups.into_iter().collect();
    sorted.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
    let rest: Vec<usize> = sorted.split_off(sorted.len().min(room - 1)).into_iter().flat_map(|(_, things)| things).collect();
    for (key, things) in sorted {
        if let [only] = things[..] {
            boxes.add(node(site, only, false, links), [only]);
            continue;
        }
        boxes.add(folded(system, key, is_by_owner, things.len() as u64, links), things);
    }
    if !rest.is_empty() {
        boxes.add(folded(system, Some("others".to_owned()), false, rest.len() as u64, links), rest);
    }
}

fn grouped(things: &[usize], key: impl Fn(usize) -> Option<String>) -> BTreeMap<Option<String>, Vec<usize>> {
    let mut groups: BTreeMap<Option<String>, Vec<usize>> = BTreeMap::new();
    for place in things {
        groups.entry(key(*place)).or_default().push(*place);
    }
    groups
}

/// Several members of a system as one box, which leads to the list of them.
fn folded(system: &EntityRef, key: Option<String>, is_by_owner: bool, count: u64, links: &Links) -> Node {
    let label = key.clone().unwrap_or_else(|| "No owner".to_owned());
    let owner = key.unwrap_or_else(|| "none".to_owned()).to_lowercase();
    let query = if is_by_owner {
        catalog_query(&[("system", &system.name), ("owner", &owner)])
    } else {
        catalog_query(&[("system", &system.name)])
    };
    Node {
        title: format!("{label}: {} of this system", wording::counted(count, "thing", "things")),
        href: Some(links.to(&query)),
        tone: Tone::Service,
        count: Some(count),
        key: label.to_lowercase(),
        label,
    }
}

/// All systems; where there are too many, the domains that they are part of.
pub fn of_systems(site: &Site<'_>, links: &Links) -> Pictured {
    let graph = &site.graph;
    let mut by_system: BTreeMap<Option<&EntityRef>, Vec<usize>> = BTreeMap::new();
    for place in 0..graph.things.len() {
        by_system.entry(graph.systems[place]).or_default().push(place);
    }
    let mut boxes = Boxes::default();
    let mut groups: BTreeMap<Option<&EntityRef>, Vec<usize>> = BTreeMap::new();
    if by_system.len() <= MOST {
        groups = by_system;
    } else {
        let count = wording::number(by_system.len() as u64);
        boxes.notes.push(format!("{count} systems are too many for one picture, so they are folded into their domains."));
        for (system, things) in by_system {
            groups.entry(system.and_then(|system| domain(site, system))).or_default().extend(things);
        }
    }
    let mut sorted: Vec<(Option<&EntityRef>, Vec<usize>)> = groups.into_iter().collect();
    sorted.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
    if sorted.len() > MOST {
        let less = sorted.split_off(MOST);
        boxes.notes.push(format!("{} smaller ones are left out.", wording::number(less.len() as u64)));
    }
    for (whole, things) in sorted {
        let count = things.iter().filter(|place| is_service(graph.things[**place])).count() as u64;
        let label = whole.map_or_else(|| "In no system".to_owned(), |whole| display_name(site.portal, whole).to_owned());
        let node = Node {
            title: format!("{label}: {}", wording::counted(count, "service", "services")),
            href: whole.map_or_else(
                || Some(links.to(&catalog_query(&[("system", "none")]))),
                |whole| site.places.address(whole).map(|address| links.to(address)),
            ),
            tone: if whole.is_some() { Tone::Service } else { Tone::Other },
            count: Some(count),
            key: whole.map(|whole| whole.name.clone()).unwrap_or_default(),
            label,
        };
        boxes.add(node, things);
    }
    boxes.draw(site, "all", "Which systems need which; an arrow points at what is needed".to_owned())
}

/// The domain of a system.
pub fn domain<'a>(site: &Site<'a>, system: &EntityRef) -> Option<&'a EntityRef> {
    let entity = site.portal.entity(system)?;
    let whole = |relation: &&milepost_model::Relation| relation.kind == RelationKind::PartOf && relation.target.kind == EntityKind::DOMAIN;
    entity.relations.iter().find(whole).map(|relation| &relation.target)
}
