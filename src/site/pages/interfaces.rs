//! The APIs of a service: what each can do, and the way to its reference.

use super::service_head::{ServiceHead, tab_head};
use super::service_tabs::Place;
use super::{Page, Sheet, Shown};
use crate::portal::api::Operation;
use crate::site::Site;
use crate::site::apis::{OperationLine, Shelf, group_lines, raw_places};
use crate::site::facts::ServiceFacts;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::{Linked, service_address};
use crate::site::weights::Weights;
use crate::site::wording;
use milepost_model::{EntityKind, EntityRef, RelationKind};
use serde::Serialize;
use tera::Value;

/// How many operations of one API the page lists; the reference has all of them.
const MOST_OPERATIONS: usize = 60;

/// `/catalog/<slug>/api/`
pub struct Interfaces;

#[derive(Serialize)]
struct View {
    head: ServiceHead,
    apis: Vec<ApiView>,
    undescribed: Vec<Linked>,
    consumed: Vec<Linked>,
}

#[derive(Serialize)]
struct ApiView {
    id: String,
    title: String,
    href: String,
    format: String,
    version: Option<String>,
    counts: String,
    deprecated: u64,
    findings: u64,
    is_broken: bool,
    groups: Vec<GroupLines>,
    more: u64,
    callers: Vec<Linked>,
    raw: Option<String>,
}

#[derive(Serialize)]
struct GroupLines {
    name: String,
    operations: Vec<OperationLine>,
}

impl Page for Interfaces {
    fn template(&self) -> &'static str {
        "pages/interfaces.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let with_page = site.facts.iter().enumerate().filter(|(_, facts)| matches!(place(site, facts), Place::Page(_)));
        with_page.map(|(which, facts)| Sheet { address: format!("{}api/", service_address(&facts.service.slug)), which }).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let facts = &site.facts[sheet.which];
        let apis: Vec<ApiView> =
            site.apis.of_service(&facts.service.reference).enumerate().map(|(at, shelf)| view(site, at, shelf, links)).collect();
        let description = format!("{} of {} and what they can do.", wording::counted(apis.len() as u64, "API", "APIs"), facts.name);
        let view = View {
            head: ServiceHead::new(site, facts, "API", links),
            undescribed: related(facts, RelationKind::ProvidesApi)
                .filter(|reference| site.apis.of_entity(reference).is_none())
                .map(|reference| site.linked(reference, links))
                .collect(),
            consumed: related(facts, RelationKind::ConsumesApi)
                .map(|reference| match site.apis.of_entity(reference) {
                    Some(shelf) => Linked { text: shelf.api.title.clone(), href: Some(links.to(&shelf.address)) },
                    None => site.linked(reference, links),
                })
                .collect(),
            apis,
        };
        let head = Head { styles: vec!["api"], ..tab_head(site, facts, "API", description) };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

/// Where the tab leads: without a described API to the panel of the overview that says how to describe one.
pub fn place(site: &Site<'_>, facts: &ServiceFacts<'_>) -> Place {
    if site.apis.of_service(&facts.service.reference).next().is_some() { Place::Page("api/") } else { Place::Panel("ap") }
}

/// How many APIs a service has: those that are described, and those that it only names.
pub fn count(site: &Site<'_>, facts: &ServiceFacts<'_>) -> u64 {
    let named = related(facts, RelationKind::ProvidesApi).filter(|reference| site.apis.of_entity(reference).is_none());
    (site.apis.of_service(&facts.service.reference).count() + named.count()) as u64
}

fn related<'s>(facts: &ServiceFacts<'s>, kind: RelationKind) -> impl Iterator<Item = &'s EntityRef> {
    let relations = facts.entity.map(|entity| entity.relations.as_slice()).unwrap_or_default();
    relations
        .iter()
        .filter(move |relation| relation.kind == kind && relation.target.kind == EntityKind::API)
        .map(|relation| &relation.target)
}

fn view(site: &Site<'_>, at: usize, shelf: &Shelf<'_>, links: &Links) -> ApiView {
    let api = shelf.api;
    let described = api.described.as_ref().ok();
    let to = |operation: &Operation| links.to(&shelf.operation_address(operation));
    let mut left = MOST_OPERATIONS;
    let mut groups = Vec::new();
    for group in described.iter().flat_map(|description| &description.groups) {
        let mut operations = group_lines(group, &to);
        operations.truncate(left);
        left -= operations.len();
        if !operations.is_empty() {
            groups.push(GroupLines { name: group.name.clone(), operations });
        }
    }
    let total = api.operation_count();
    let relations = api
        .entity
        .as_ref()
        .and_then(|reference| site.portal.entity(reference))
        .map(|entity| entity.relations.as_slice())
        .unwrap_or_default();
    let callers = relations.iter().filter(|relation| relation.kind == RelationKind::ApiConsumedBy);
    let deprecated =
        described.map_or(0, |description| description.operations().filter(|(_, operation)| operation.deprecation.is_some()).count());
    ApiView {
        id: format!("api-{}", at + 1),
        title: api.title.clone(),
        href: links.to(&shelf.address),
        format: described.map_or_else(|| api.format.name().to_owned(), |found| format!("{} {}", api.format.name(), found.format_version)),
        version: described.and_then(|description| description.version.clone()),
        counts: match described {
            Some(description) if total == 0 => wording::counted(description.types.len() as u64, "type", "types"),
            _ => wording::counted(total as u64, "operation", "operations"),
        },
        deprecated: deprecated as u64,
        findings: described.map_or(0, |description| description.findings.iter().map(|finding| 1 + finding.others).sum()),
        is_broken: described.is_none(),
        groups,
        more: total.saturating_sub(MOST_OPERATIONS) as u64,
        callers: callers.map(|relation| site.linked(&relation.target, links)).collect(),
        raw: raw_places(shelf).first().map(|place| links.to(place)),
    }
}
