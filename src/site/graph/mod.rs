//! Who needs whom, over the whole catalog: the relations as edges between places in a list.

mod reach;

use crate::portal::Portal;
use milepost_model::{Entity, EntityKind, EntityRef, Relation, RelationKind};
use std::collections::{BTreeMap, HashMap};

/// One thing needs another.
#[derive(Debug, Clone, Copy)]
pub struct Edge<'a> {
    /// The place of the thing that needs.
    pub from: usize,
    /// The place of the thing that is needed.
    pub to: usize,
    /// The API through which it is needed, where there is one.
    pub via: Option<&'a EntityRef>,
    /// Whether it is declared as a dependency, and not only as the use of an API.
    pub is_declared: bool,
    /// The relation that says so.
    pub relation: &'a Relation,
    /// Whose relation that is.
    pub said_by: &'a EntityRef,
}

/// Everything that needs or is needed, and how.
#[derive(Debug, Default)]
pub struct Graph<'a> {
    /// The things, sorted by name; some are named by others and in no catalog.
    pub things: Vec<&'a EntityRef>,
    /// What needs what, sorted by both ends, each pair once.
    pub edges: Vec<Edge<'a>>,
    /// The system that each thing is part of.
    pub systems: Vec<Option<&'a EntityRef>>,
    places: HashMap<&'a EntityRef, usize>,
    needs: Vec<Vec<usize>>,
    needed: Vec<Vec<usize>>,
}

impl<'a> Graph<'a> {
    /// The graph of a portal.
    pub fn of(portal: &'a Portal) -> Self {
        let entities = &portal.catalog.entities;
        let mut found: BTreeMap<(&EntityRef, &EntityRef), Edge<'a>> = BTreeMap::new();
        for entity in entities.values() {
            for relation in &entity.relations {
                for (from, to, via) in pairs(entities, entity, relation) {
                    let is_declared = via.is_none();
                    let edge = Edge { from: 0, to: 0, via, is_declared, relation, said_by: &entity.reference };
                    let known = found.entry((from, to)).or_insert(edge);
                    known.via = known.via.or(via);
                    if is_declared && !known.is_declared {
                        (known.is_declared, known.relation, known.said_by) = (true, relation, &entity.reference);
                    }
                }
            }
        }
        let mut things: Vec<&EntityRef> = found.keys().flat_map(|(from, to)| [*from, *to]).collect();
        things.sort();
        things.dedup();
        let places: HashMap<&EntityRef, usize> = things.iter().enumerate().map(|(place, thing)| (*thing, place)).collect();
        let edges: Vec<Edge<'a>> =
            found.into_iter().map(|((from, to), edge)| Edge { from: places[from], to: places[to], ..edge }).collect();
        let systems = things.iter().map(|thing| entities.get(*thing).and_then(system_of)).collect();
        let (mut needs, mut needed) = (vec![Vec::new(); things.len()], vec![Vec::new(); things.len()]);
        for (number, edge) in edges.iter().enumerate() {
            needs[edge.from].push(number);
            needed[edge.to].push(number);
        }
        Self { things, edges, systems, places, needs, needed }
    }

    /// The place of a thing, where it needs or is needed at all.
    pub fn place(&self, thing: &EntityRef) -> Option<usize> {
        self.places.get(thing).copied()
    }

    /// What the thing at a place needs.
    pub fn needs(&self, place: usize) -> impl Iterator<Item = &Edge<'a>> {
        self.needs[place].iter().map(|number| &self.edges[*number])
    }

    /// What needs the thing at a place.
    pub fn needed_by(&self, place: usize) -> impl Iterator<Item = &Edge<'a>> {
        self.needed[place].iter().map(|number| &self.edges[*number])
    }

    /// How many things a thing needs, and how many need it.
    pub fn degrees(&self, thing: &EntityRef) -> (usize, usize) {
        self.place(thing).map_or((0, 0), |place| (self.needs[place].len(), self.needed[place].len()))
    }
}

/// Who needs whom by a relation. The use of an API needs those that provide it; without any, the API itself.
fn pairs<'a>(
    entities: &'a BTreeMap<EntityRef, Entity>,
    entity: &'a Entity,
    relation: &'a Relation,
) -> Vec<(&'a EntityRef, &'a EntityRef, Option<&'a EntityRef>)> {
    let (me, other) = (&entity.reference, &relation.target);
    match relation.kind {
        _ if me == other => Vec::new(),
        RelationKind::DependsOn => vec![(me, other, None)],
        // The opposite of a relation to something that is not there stands nowhere else.
        RelationKind::DependencyOf if relation.dangling => vec![(other, me, None)],
        RelationKind::ConsumesApi => {
            let provided = entities.get(other).into_iter().flat_map(|api| &api.relations);
            let providers: Vec<&EntityRef> =
                provided.filter(|found| found.kind == RelationKind::ApiProvidedBy && !found.dangling).map(|found| &found.target).collect();
            if providers.is_empty() {
                return vec![(me, other, Some(other))];
            }
            providers.into_iter().filter(|provider| *provider != me).map(|provider| (me, provider, Some(other))).collect()
        }
        _ => Vec::new(),
    }
}

/// The system that an entity is part of.
pub fn system_of(entity: &Entity) -> Option<&EntityRef> {
    let is_system = |relation: &&Relation| relation.kind == RelationKind::PartOf && relation.target.kind == EntityKind::SYSTEM;
    entity.relations.iter().find(is_system).map(|relation| &relation.target)
}

/// Whether it is what pages call a service.
pub fn is_service(thing: &EntityRef) -> bool {
    thing.kind == EntityKind::COMPONENT
}
