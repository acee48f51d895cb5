//! Everything of one kind: systems, domains, APIs, resources, and whatever kinds an organisation has besides.

use super::service_calls::kind_word;
use super::{Page, Sheet, Shown};
use crate::site::facts::display_name;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::paging::{self, Paging};
use crate::site::places::folder;
use crate::site::rows::{Linked, owner_of};
use crate::site::weights::Weights;
use crate::site::{Site, wording};
use milepost_model::{Entity, EntityKind, EntityRef, RelationKind};
use serde::Serialize;
use std::collections::BTreeSet;
use tera::Value;

/// How many rows a page holds.
const PER_PAGE: usize = 200;

/// `/systems/`, `/domains/`, `/apis/`, `/resources/`, `/entities/<kind>/`
pub struct EntityList;

#[derive(Serialize)]
struct View {
    title: String,
    lede: String,
    rows: Vec<EntityRow>,
    counted: &'static str,
    part_of: &'static str,
    /// Whether any of them says of which type it is.
    has_types: bool,
    pages: Vec<Linked>,
    none: &'static str,
    kinds: String,
}

/// An entity as lists show it.
#[derive(Serialize)]
pub struct EntityRow {
    name: String,
    href: Option<String>,
    description: Option<String>,
    kind: Option<String>,
    owner: Option<Linked>,
    part_of: Option<Linked>,
    count: String,
}

/// The kinds that have a list: those that every portal has, and those that this one has besides.
pub fn kinds<'a>(site: &'a Site<'_>) -> Vec<&'a str> {
    let always = [EntityKind::API, EntityKind::DOMAIN, EntityKind::RESOURCE, EntityKind::SYSTEM];
    let all: BTreeSet<&str> = always.into_iter().chain(site.places.kinds()).collect();
    all.into_iter().collect()
}

impl Page for EntityList {
    fn template(&self) -> &'static str {
        "pages/entities.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let list = |(list, kind): (usize, &str)| paging_of(site, kind).sheets(&folder(kind), list).collect::<Vec<_>>();
        kinds(site).into_iter().enumerate().flat_map(list).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let (list, page) = paging::of_sheet(sheet);
        let kind = kinds(site)[list];
        let all = in_order(site, kind);
        let paging = paging_of(site, kind);
        let name = plural(kind);
        let view = View {
            title: name.clone(),
            lede: lede(site, kind, all.len()),
            rows: all[paging.range(page)].iter().filter_map(|reference| row(site, reference, links)).collect(),
            counted: counted(kind),
            part_of: if kind == EntityKind::DOMAIN || kind == EntityKind::SYSTEM { "Domain" } else { "System" },
            has_types: all.iter().any(|reference| site.portal.entity(reference).is_some_and(|entity| entity.entity_type.is_some())),
            pages: paging.links(&folder(kind), page, links),
            none: none(kind),
            kinds: links.to("entities/"),
        };
        let head = Head {
            title: format!("{name}{}", paging::title_suffix(page)),
            description: format!("{name} of {}: what they are, whose they are, and who uses them.", site.portal.organisation.name),
            crumbs: vec![("Home".to_owned(), Some(String::new())), ("Everything".to_owned(), Some("entities/".to_owned())), (name, None)],
            nav: Some("Catalog"),
            is_global: true,
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

fn paging_of(site: &Site<'_>, kind: &str) -> Paging {
    Paging { rows: site.places.of_kind(kind).len(), per_page: PER_PAGE }
}

/// The entities of a kind by their names for people.
fn in_order<'a>(site: &Site<'a>, kind: &str) -> Vec<&'a EntityRef> {
    let mut all = site.places.of_kind(kind).to_vec();
    all.sort_by_cached_key(|reference| (display_name(site.portal, reference).to_lowercase(), (*reference).clone()));
    all
}

/// An entity as a row.
pub fn row(site: &Site<'_>, reference: &EntityRef, links: &Links) -> Option<EntityRow> {
    let entity = site.portal.entity(reference)?;
    let whole = entity.relations.iter().find(|relation| relation.kind == RelationKind::PartOf);
    Some(EntityRow {
        name: display_name(site.portal, reference).to_owned(),
        href: site.places.address(reference).map(|address| links.to(address)),
        description: entity.description.clone(),
        kind: entity.entity_type.as_deref().map(sort_word),
        owner: owner_of(site, entity, links),
        part_of: whole.map(|relation| site.linked(&relation.target, links)),
        count: wording::number(count(site, entity)),
    })
}

/// What sort of its kind something is, for people: formats of APIs are written as their makers write them.
pub fn sort_word(sort: &str) -> String {
    const FORMATS: [(&str, &str); 5] =
        [("openapi", "OpenAPI"), ("asyncapi", "AsyncAPI"), ("graphql", "GraphQL"), ("grpc", "gRPC"), ("trpc", "tRPC")];
    FORMATS.iter().find(|(written, _)| *written == sort).map_or(sort, |(_, shown)| shown).to_owned()
}

/// How much an entity matters, as [`counted`] calls it.
fn count(site: &Site<'_>, entity: &Entity) -> u64 {
    let of = |kind: RelationKind| entity.relations.iter().filter(move |relation| relation.kind == kind);
    let parts = |kind: &'static str| of(RelationKind::HasPart).filter(move |relation| relation.target.kind == kind).count();
    let count = match &*entity.reference.kind {
        EntityKind::SYSTEM => parts(EntityKind::COMPONENT),
        EntityKind::DOMAIN => parts(EntityKind::SYSTEM),
        EntityKind::API => of(RelationKind::ApiConsumedBy).count(),
        EntityKind::RESOURCE => site.graph.degrees(&entity.reference).1,
        _ => entity.relations.len(),
    };
    count as u64
}

/// What the count of a kind is called.
pub fn counted(kind: &str) -> &'static str {
    match kind {
        EntityKind::SYSTEM => "Services",
        EntityKind::DOMAIN => "Systems",
        EntityKind::API => "Consumers",
        EntityKind::RESOURCE => "Used by",
        _ => "Relations",
    }
}

/// A kind's name for several.
pub fn plural(kind: &str) -> String {
    match kind {
        EntityKind::API => "APIs".to_owned(),
        EntityKind::USER => "People without a team".to_owned(),
        other => {
            let word = super::service_head::capitalised(kind_word(other));
            let stem = word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o']));
            stem.map_or_else(|| if word.ends_with('s') { word.clone() } else { format!("{word}s") }, |stem| format!("{stem}ies"))
        }
    }
}

fn lede(site: &Site<'_>, kind: &str, count: usize) -> String {
    let name = &site.portal.organisation.name;
    match (count, plural(kind)) {
        (0, _) => format!("None at {name} so far."),
        (1, _) => format!("One at {name}."),
        (count, plural) => format!("{} {} at {name}.", wording::number(count as u64), lower(&plural)),
    }
}

/// A word in the middle of a sentence: `APIs` stays as it is.
fn lower(word: &str) -> String {
    if word.chars().nth(1).is_some_and(char::is_uppercase) { word.to_owned() } else { word.to_lowercase() }
}

/// What to do so that there is one.
fn none(kind: &str) -> &'static str {
    match kind {
        EntityKind::SYSTEM => "No system yet. Write system: in a service’s descriptor, and describe the system once with kind: System.",
        EntityKind::DOMAIN => "No domain yet. Describe one with kind: Domain, and name it in spec.domain of its systems.",
        EntityKind::API => {
            "No API entity yet. Describe one with kind: API, and name it in spec.providesApis of the service that offers it."
        }
        EntityKind::RESOURCE => {
            "No resource yet. Describe a database, a queue or a bucket with kind: Resource, and name it in spec.dependsOn of what needs it."
        }
        _ => "None yet.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_plurals() {
        for (kind, expected) in [
            ("system", "Systems"),
            ("api", "APIs"),
            ("capability", "Capabilities"),
            ("airesource", "Airesources"),
            ("bus", "Bus"),
            ("key", "Keys"),
        ] {
            assert_eq!(plural(kind), expected);
        }
    }
}
