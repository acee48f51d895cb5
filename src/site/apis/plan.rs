//! How the reference of an API is spread over pages: one where that is light enough, else a page for each group.

use crate::portal::api::{ApiReference, Content, Description, Operation, Schema, Shape, Type, TypeId};
use crate::site::links::path_segment;
use std::collections::HashMap;

/// How heavy a page may be before it is split, in bytes of HTML. Compressed it is about a tenth of that.
const HEAVIEST: usize = 360_000;
/// What an operation weighs before anything that it takes or gives, and what a row of a table or list weighs.
const OPERATION: usize = 900;
const ROW: usize = 260;
/// How many rows of fields stand at an operation itself; what is deeper stands at its type.
pub const ROWS_AT_OPERATION: usize = 40;

/// An API and its pages.
#[derive(Debug)]
pub struct Shelf<'a> {
    /// The API.
    pub api: &'a ApiReference,
    /// The folder of its first page.
    pub address: String,
    /// Its pages, the first first.
    pub leaves: Vec<Leaf>,
    operations: HashMap<&'a str, usize>,
    types: Vec<usize>,
}

/// One page of a reference.
#[derive(Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Its folder.
    pub address: String,
    /// What it is called beside the API's name; empty for the first.
    pub title: String,
    /// What stands there.
    pub holds: Holds,
}

/// What stands on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Everything.
    Everything,
    /// What the API is, and the way to the other pages.
    Contents,
    /// Operations of a group: which group, from which to before which.
    Operations(usize, usize, usize),
    /// Types: from which to before which.
    Types(usize, usize),
}

impl Shelf<'_> {
    /// The address of an operation's section.
    pub fn operation_address(&self, operation: &Operation) -> String {
        let leaf = self.operations.get(operation.anchor.as_str()).copied().unwrap_or_default();
        format!("{}#{}", self.leaves[leaf].address, operation.anchor)
    }

    /// The address of a type's section.
    pub fn type_address(&self, id: TypeId, found: &Type) -> String {
        let leaf = self.types.get(id.0).copied().unwrap_or_default();
        format!("{}#{}", self.leaves[leaf].address, found.anchor)
    }

    /// The page on which a type stands.
    pub fn leaf_of_type(&self, id: TypeId) -> usize {
        self.types.get(id.0).copied().unwrap_or_default()
    }
}

/// Spreads the reference of an API over pages.
pub fn plan(api: &ApiReference, address: String) -> Shelf<'_> {
    let mut shelf = Shelf {
        api,
        address: address.clone(),
        leaves: vec![Leaf { address, title: String::new(), holds: Holds::Everything }],
        operations: HashMap::new(),
        types: Vec::new(),
    };
    let Ok(description) = &api.described else { return shelf };
    let operations: usize = description.operations().map(|(_, operation)| weight(description, operation)).sum();
    let types: usize = description.types.iter().map(type_weight).sum();
    shelf.types = vec![0; description.types.len()];
    if operations + types <= HEAVIEST {
        shelf.operations = description.operations().map(|(_, operation)| (operation.anchor.as_str(), 0)).collect();
        return shelf;
    }
    shelf.leaves[0].holds = Holds::Contents;
    let mut names = HashMap::new();
    for (place, group) in description.groups.iter().enumerate() {
        let weights: Vec<usize> = group.operations.iter().map(|operation| weight(description, operation)).collect();
        let parts = packed(&weights);
        let count = parts.len();
        for (part, (from, to)) in parts.into_iter().enumerate() {
            let title = if count > 1 { format!("{}, part {} of {count}", group.name, part + 1) } else { group.name.clone() };
            let leaf = shelf.add(&mut names, &group.slug, title, Holds::Operations(place, from, to));
            shelf.operations.extend(group.operations[from..to].iter().map(|operation| (operation.anchor.as_str(), leaf)));
        }
    }
    let weights: Vec<usize> = description.types.iter().map(type_weight).collect();
    let parts = packed(&weights);
    let count = parts.len();
    for (part, (from, to)) in parts.into_iter().enumerate() {
        let title = if count > 1 { format!("Types, part {} of {count}", part + 1) } else { "Types".to_owned() };
        let leaf = shelf.add(&mut names, "types", title, Holds::Types(from, to));
        shelf.types[from..to].fill(leaf);
    }
    shelf
}

impl Shelf<'_> {
    /// Adds a page below the first; of several with one name each has its number.
    fn add(&mut self, names: &mut HashMap<String, usize>, name: &str, title: String, holds: Holds) -> usize {
        let mut segment = path_segment(name);
        loop {
            let count = names.entry(segment.clone()).or_insert(0);
            *count += 1;
            if *count == 1 {
                break;
            }
            segment = format!("{}~{count}", path_segment(name));
        }
        let address = format!("{}{segment}/", self.leaves[0].address);
        self.leaves.push(Leaf { address, title, holds });
        self.leaves.len() - 1
    }
}

/// Neighbours put together until the next would make a page too heavy.
fn packed(weights: &[usize]) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let (mut from, mut sum) = (0, 0);
    for (at, weight) in weights.iter().enumerate() {
        if at > from && sum + weight > HEAVIEST {
            parts.push((from, at));
            (from, sum) = (at, 0);
        }
        sum += weight;
    }
    if from < weights.len() {
        parts.push((from, weights.len()));
    }
    parts
}

fn weight(description: &Description, operation: &Operation) -> usize {
    let content = |content: &Content| {
        let examples: usize = content.examples.iter().map(|example| example.text.len()).sum();
        let made = if content.examples.is_empty() && content.schema.is_some() { 900 } else { 0 };
        300 + examples + made + content.schema.as_ref().map_or(0, |schema| rows(description, schema, 4).min(ROWS_AT_OPERATION)) * ROW
    };
    let prose = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let request: usize = operation.request.iter().flat_map(|request| &request.contents).map(content).sum();
    let responses: usize = operation
        .responses
        .iter()
        .map(|response| {
            200 + prose(&response.description) + response.headers.len() * ROW + response.contents.iter().map(content).sum::<usize>()
        })
        .sum();
    let parameters: usize = operation
        .parameters
        .iter()
        .map(|parameter| ROW + prose(&parameter.description) + rows(description, &parameter.schema, 1) * 60)
        .sum();
    OPERATION + prose(&operation.description) + request + responses + parameters
}

fn type_weight(found: &Type) -> usize {
    let own = match &found.schema.shape {
        Shape::Choice(choices) => choices.len() * 60,
        _ => 0,
    };
    300 + own + found.schema.description().map_or(0, str::len) + inline_rows(&found.schema) * ROW
}

/// How many rows of fields a type has by itself.
fn inline_rows(schema: &Schema) -> usize {
    match &schema.shape {
        Shape::Object(fields) => fields
            .iter()
            .map(|field| 1 + field.arguments.len() + field.schema.description().map_or(0, str::len) / ROW + inline_rows(&field.schema))
            .sum(),
        Shape::List(inner) | Shape::Map(inner) => inline_rows(inner),
        Shape::Combined(_, parts) => parts.iter().map(|part| 1 + inline_rows(part)).sum(),
        Shape::Choice(choices) => choices.len() / 6,
        _ => 0,
    }
}

/// How many rows of fields a schema has at an operation, as far as that matters.
fn rows(description: &Description, schema: &Schema, depth: usize) -> usize {
    match &schema.shape {
        Shape::Object(fields) => {
            let mut count = 0;
            for field in fields {
                count += 1 + rows(description, &field.schema, depth);
                if count >= ROWS_AT_OPERATION {
                    break;
                }
            }
            count
        }
        Shape::List(inner) | Shape::Map(inner) => rows(description, inner, depth),
        Shape::Combined(_, parts) => parts.iter().take(ROWS_AT_OPERATION).map(|part| 1 + rows(description, part, depth)).sum(),
        Shape::Named(id) if depth > 0 => description.types.get(id.0).map_or(0, |found| rows(description, &found.schema, depth - 1)),
        Shape::Choice(choices) => choices.len() / 6,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portal::api::{Format, Group};
    use proptest::prelude::*;

    fn api(groups: usize, operations: usize) -> ApiReference {
        let operation =
            |group: usize, at: usize| Operation { anchor: format!("op-{group}-{at}"), path: format!("/{at}"), ..Operation::default() };
        let group = |at: usize| Group {
            name: format!("Group {at}"),
            slug: format!("group-{at}"),
            operations: (0..operations).map(|one| operation(at, one)).collect(),
            ..Group::default()
        };
        ApiReference {
            service: None,
            entity: None,
            slug: "x".into(),
            title: "X".into(),
            format: Format::OpenApi,
            repo: None,
            files: Vec::new(),
            described: Ok(Description { groups: (0..groups).map(group).collect(), ..Description::default() }),
        }
    }

    #[test]
    fn a_small_api_is_one_page_and_a_large_one_a_page_for_each_group() {
        let (small, large) = (api(3, 10), api(4, 200));
        assert_eq!(plan(&small, "a/".into()).leaves.len(), 1);
        let shelf = plan(&large, "a/".into());
        assert_eq!((shelf.leaves.len(), shelf.leaves[0].holds), (5, Holds::Contents));
        assert_eq!(shelf.leaves[1].address, "a/group-0/");
    }

    proptest! {
        #[test]
        fn every_operation_stands_on_exactly_one_page(groups in 0_usize..6, operations in 0_usize..600) {
            let api = api(groups, operations);
            let shelf = plan(&api, "a/".into());
            let described = api.described.as_ref().expect("because it is described");
            let mut seen = 0;
            for leaf in &shelf.leaves {
                seen += match leaf.holds {
                    Holds::Everything => described.operations().count(),
                    Holds::Operations(_, from, to) => to - from,
                    _ => 0,
                };
            }
            prop_assert_eq!(seen, groups * operations);
            for (_, operation) in described.operations() {
                let address = shelf.operation_address(operation);
                prop_assert!(address.ends_with(&operation.anchor), "{}", address);
            }
            let addresses: std::collections::BTreeSet<&String> = shelf.leaves.iter().map(|leaf| &leaf.address).collect();
            prop_assert_eq!(addresses.len(), shelf.leaves.len());
        }
    }
}
