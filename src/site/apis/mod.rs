//! The references of APIs: which pages there are, and what stands where.

mod plan;
mod raw;
mod schema_html;
mod view;

pub use plan::{Holds, Shelf};
pub use raw::places as raw_places;
pub use raw::write as write_raw;
pub use schema_html::Writer;
pub use view::{GroupView, OperationLine, TypeView, group_lines, operation, requirement_words, types};

use super::facts::ServiceFacts;
use super::links::path_segment;
use super::rows::service_address;
use crate::portal::Portal;
use crate::portal::api::{ApiReference, Description, Operation};
use milepost_model::EntityRef;
use rayon::prelude::*;
use std::collections::HashMap;

/// Every described API with its pages.
#[derive(Debug, Default)]
pub struct Apis<'a> {
    /// The APIs, in the portal's order.
    pub shelves: Vec<Shelf<'a>>,
    by_service: HashMap<&'a EntityRef, Vec<usize>>,
    by_entity: HashMap<&'a EntityRef, usize>,
}

/// An operation as search finds it.
#[derive(Debug)]
pub struct FoundOperation<'a> {
    /// The API that offers it.
    pub api: &'a ApiReference,
    /// The operation: its name, verb, path and summary.
    pub operation: &'a Operation,
    /// The address of its section.
    pub address: String,
}

impl<'a> Apis<'a> {
    /// The APIs of a portal.
    pub fn of(portal: &'a Portal, facts: &[ServiceFacts<'a>]) -> Self {
        let slugs: HashMap<&EntityRef, &str> = facts.iter().map(|facts| (&facts.service.reference, facts.service.slug.as_str())).collect();
        let shelf = |api: &'a ApiReference| {
            let address = match api.service.as_ref().and_then(|service| slugs.get(service)) {
                Some(slug) => format!("{}api/{}/", service_address(slug), path_segment(&api.slug)),
                // The entity has its own page one above.
                None => format!("apis/{}/reference/", path_segment(&api.slug)),
            };
            plan::plan(api, address)
        };
        let shelves: Vec<Shelf<'a>> = portal.documents.apis.par_iter().map(shelf).collect();
        let mut apis = Self { shelves, ..Self::default() };
        for (place, shelf) in apis.shelves.iter().enumerate() {
            if let Some(service) = &shelf.api.service {
                apis.by_service.entry(service).or_default().push(place);
            }
            if let Some(entity) = &shelf.api.entity {
                apis.by_entity.entry(entity).or_insert(place);
            }
        }
        apis
    }

    /// The APIs that the files of a service describe.
    pub fn of_service(&self, service: &EntityRef) -> impl Iterator<Item = &Shelf<'a>> {
        self.by_service.get(service).into_iter().flatten().map(|place| &self.shelves[*place])
    }

    /// The reference of an API entity, where it has one.
    pub fn of_entity(&self, entity: &EntityRef) -> Option<&Shelf<'a>> {
        self.by_entity.get(entity).map(|place| &self.shelves[*place])
    }

    /// Every operation of every API, for search.
    pub fn operations(&self) -> impl Iterator<Item = FoundOperation<'_>> {
        self.shelves.iter().flat_map(|shelf| {
            let described = shelf.api.described.as_ref().ok();
            let operations = described.into_iter().flat_map(Description::operations);
            operations.map(|(_, operation)| FoundOperation { api: shelf.api, operation, address: shelf.operation_address(operation) })
        })
    }
}
