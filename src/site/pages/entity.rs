//! Anything in the catalog that has no richer page: an API, a database, a location, a kind that only this organisation has.

use super::entities::{plural, sort_word};
use super::service_calls::{CallRow, kind_word, neighbours, row as call_row};
use super::service_head::{capitalised, lifecycle_tone};
use super::service_parts::{SourceView, sources_of};
use super::{Page, Sheet, Shown};
use crate::site::charts::neighbours::{self as near, Neighbour};
use crate::site::facts::display_name;
use crate::site::graph::is_service;
use crate::site::layout::Head;
use crate::site::leaving::Leaving;
use crate::site::links::Links;
use crate::site::places::folder;
use crate::site::rows::{Linked, owner_of};
use crate::site::weights::Weights;
use crate::site::{Site, exports, safe_url, wording};
use milepost_model::{Entity, EntityKind, EntityRef, RelationKind};
use serde::Serialize;
use serde_json::Value as Json;
use tera::Value;

/// How many relations of a sort are listed before the data tell of the rest.
const MOST: usize = 100;
/// How many other fields are listed, and how many letters of each.
const MOST_FIELDS: usize = 40;
const MOST_LETTERS: usize = 240;

/// `/apis/<slug>/`, `/resources/<slug>/`, `/entities/<kind>/<slug>/`
pub struct Entities;

#[derive(Serialize)]
struct View {
    name: String,
    plain_name: String,
    kind: String,
    description: Option<String>,
    owner: Option<Linked>,
    lifecycle: Option<String>,
    lifecycle_tone: &'static str,
    leaving: Option<Leaving>,
    entity_type: Option<String>,
    descriptor: Option<Linked>,
    api_reference: Option<String>,
    drawing: Option<String>,
    callers: Vec<CallRow>,
    called: Vec<CallRow>,
    more_calls: String,
    relations: Vec<RelationView>,
    more_relations: String,
    fields: Vec<Field>,
    links: Vec<Linked>,
    tags: Vec<String>,
    sources: Vec<SourceView>,
    data: String,
}

/// How it relates to another.
#[derive(Serialize)]
pub struct RelationView {
    words: &'static str,
    target: Linked,
    kind: String,
    owner: Option<Linked>,
    is_missing: bool,
}

#[derive(Serialize)]
struct Field {
    key: String,
    value: String,
}

impl Page for Entities {
    fn template(&self) -> &'static str {
        "pages/entity.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let sheet = |(which, reference): (usize, &EntityRef)| Some(Sheet { address: site.places.address(reference)?.to_owned(), which });
        site.plain.iter().copied().enumerate().filter_map(sheet).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let reference = site.plain[sheet.which];
        let entity = site.portal.entity(reference).expect("because only what the catalog has is listed");
        let name = display_name(site.portal, reference);
        let kind = kind_word(&reference.kind);
        let head = Head {
            title: title(name, reference),
            description: entity.description.clone().unwrap_or_else(|| format!("{name}: {kind} of {}.", site.portal.organisation.name)),
            crumbs: vec![
                ("Home".to_owned(), Some(String::new())),
                ("Everything".to_owned(), Some("entities/".to_owned())),
                (plural(&reference.kind), Some(folder(&reference.kind))),
                (name.to_owned(), None),
            ],
            nav: Some("Catalog"),
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view(site, entity, links)) }
    }
}

/// The entities that have plain pages, as their sheets number them.
pub fn plain<'a>(places: &crate::site::places::Places<'a>) -> Vec<&'a EntityRef> {
    let kinds = places.kinds().filter(|kind| !matches!(*kind, EntityKind::SYSTEM | EntityKind::DOMAIN));
    kinds.flat_map(|kind| places.of_kind(kind).iter().copied()).collect()
}

/// `rates-db, resource`; outside the default namespace with that, so that no two windows have one title.
pub fn title(name: &str, reference: &EntityRef) -> String {
    let kind = kind_word(&reference.kind);
    let plain = if name.to_lowercase() == reference.name { String::new() } else { format!(" ({})", reference.name) };
    match &*reference.namespace {
        milepost_model::entity_ref::DEFAULT_NAMESPACE => format!("{name}{plain}, {kind}"),
        namespace => format!("{name}{plain}, {kind} in {namespace}"),
    }
}

fn view(site: &Site<'_>, entity: &Entity, links: &Links) -> View {
    let reference = &entity.reference;
    let found = neighbours(site, reference);
    let things = &site.graph.things;
    let callers: Vec<CallRow> = found.callers.iter().take(MOST).map(|edge| call_row(site, edge, things[edge.from], links)).collect();
    let called: Vec<CallRow> = found.called.iter().take(MOST).map(|edge| call_row(site, edge, things[edge.to], links)).collect();
    let left_out = (found.callers.len() + found.called.len() - callers.len() - called.len()) as u64;
    let node = |thing: &EntityRef| Neighbour {
        name: display_name(site.portal, thing).to_owned(),
        href: site.places.address(thing).map(|address| links.to(address)),
        is_service: is_service(thing),
        is_missing: site.portal.entity(thing).is_none(),
    };
    let left: Vec<Neighbour> = found.callers.iter().map(|edge| node(things[edge.from])).collect();
    let right: Vec<Neighbour> = found.called.iter().map(|edge| node(things[edge.to])).collect();
    let name = display_name(site.portal, reference);
    let (relations, more) = relations(site, entity, links);
    let place = entity.sources.get("name").and_then(|source| source.place.as_ref());
    View {
        name: name.to_owned(),
        plain_name: reference.to_string(),
        kind: capitalised(kind_word(&reference.kind)),
        description: entity.description.clone(),
        owner: owner_of(site, entity, links),
        lifecycle: entity.lifecycle.as_deref().map(capitalised),
        lifecycle_tone: lifecycle_tone(entity.lifecycle.as_deref()),
        leaving: Leaving::of(site, Some(entity), None, links),
        entity_type: entity.entity_type.as_deref().map(sort_word),
        descriptor: place.map(|place| site.place_linked(place)),
        api_reference: site.apis.of_entity(reference).map(|shelf| links.to(&shelf.address)),
        drawing: near::draw(name, &left, &right, "#calls"),
        callers,
        called,
        more_calls: more_words(left_out),
        relations,
        more_relations: more_words(more),
        fields: fields(entity),
        links: entity.links.iter().map(|link| Linked { text: link.title.clone(), href: safe_url::href(&link.url) }).collect(),
        tags: entity.tags.clone(),
        sources: sources_of(site, entity),
        data: links.to(&exports::entity_path(reference)),
    }
}

fn more_words(more: u64) -> String {
    if more > 0 { format!("{} are in the data.", wording::counted(more, "more", "more")) } else { String::new() }
}

/// The relations that no other part of a page tells of, and how many more there are.
pub fn relations(site: &Site<'_>, entity: &Entity, links: &Links) -> (Vec<RelationView>, u64) {
    // Who owns it stands at the top, who needs it in a table of its own.
    let told = [RelationKind::OwnedBy, RelationKind::DependsOn, RelationKind::DependencyOf];
    let shown: Vec<_> = entity.relations.iter().filter(|relation| !told.contains(&relation.kind)).collect();
    let more = shown.len().saturating_sub(MOST) as u64;
    let view = |relation: &&milepost_model::Relation| RelationView {
        words: relation_words(relation.kind),
        target: site.linked(&relation.target, links),
        kind: kind_word(&relation.target.kind).to_owned(),
        owner: site.portal.entity(&relation.target).and_then(|entity| owner_of(site, entity, links)),
        is_missing: relation.dangling,
    };
    (shown.iter().take(MOST).map(view).collect(), more)
}

/// A relation as a sentence says it.
pub fn relation_words(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::OwnedBy => "is owned by",
        RelationKind::OwnerOf => "owns",
        RelationKind::PartOf => "is part of",
        RelationKind::HasPart => "consists of",
        RelationKind::ProvidesApi => "provides",
        RelationKind::ApiProvidedBy => "is provided by",
        RelationKind::ConsumesApi => "uses",
        RelationKind::ApiConsumedBy => "is used by",
        RelationKind::DependsOn => "depends on",
        RelationKind::DependencyOf => "is needed by",
        RelationKind::MemberOf => "is a member of",
        RelationKind::HasMember => "has the member",
        RelationKind::ChildOf => "is below",
        RelationKind::ParentOf => "is above",
        RelationKind::ReplacedBy => "is replaced by",
        RelationKind::Replaces => "replaces",
    }
}

/// What the descriptor says beyond what the page shows elsewhere.
fn fields(entity: &Entity) -> Vec<Field> {
    let extra = entity.extra.iter().map(|(key, value)| (key.clone(), in_words(value)));
    let labels = entity.labels.iter().chain(&entity.annotations).map(|(key, value)| (key.clone(), value.clone()));
    let short = |(key, value): (String, String)| Field { key: cut(&key), value: cut(&value) };
    extra.chain(labels).take(MOST_FIELDS).map(short).collect()
}

/// A value as people would write it in a line: `path: openapi.yaml`, and no braces.
fn in_words(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(values) => values.iter().map(in_words).collect::<Vec<_>>().join(", "),
        Json::Object(map) => map.iter().map(|(key, value)| format!("{key}: {}", in_words(value))).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
