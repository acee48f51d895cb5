//! The newest deployments over several services, and the table of a team's services.

use super::anchors::Shelves;
use super::evidence::{At, kind, name};
use super::reading::Read;
use super::{FIVE, reading};
use crate::portal::Team;
use crate::portal::delivery::Span;
use crate::portal::delivery::evidence::{Class, RecordAt};
use crate::site::Site;
use crate::site::links::Links;
use crate::site::rows::{Linked, service_address};
use crate::site::wording;
use milepost_model::{EntityRef, Instant};
use serde::Serialize;

/// A deployment among those of other services.
#[derive(Debug, Serialize)]
pub struct Row {
    service: Linked,
    name: String,
    href: String,
    at: At,
    kind: &'static str,
    changes: String,
    is_failed: bool,
    counts: bool,
    recovered: Option<String>,
}

/// The newest deployments of the organisation, or of a team.
pub fn newest(site: &Site<'_>, team: Option<&Team>, most: usize, links: &Links) -> Vec<Row> {
    let delivery = &site.portal.measurements.delivery;
    let is_meant = |name: &EntityRef| team.is_none_or(|team| team.services.contains(name));
    let mut found: Vec<(Instant, &EntityRef, usize)> = Vec::new();
    for (reference, service) in delivery.services.iter().filter(|(reference, _)| is_meant(reference)) {
        let all = service.evidence.deployments.iter().enumerate().rev().take(most);
        found.extend(all.map(|(place, deployment)| (deployment.finished, reference, place)));
    }
    found.sort_by(|a, b| b.cmp(a));
    found.truncate(most);
    let row = |(_, reference, place): &(Instant, &EntityRef, usize)| {
        let facts = site.facts_of(reference)?;
        let service = delivery.service(reference)?;
        let deployment = service.evidence.deployments.get(*place)?;
        let shelves = Shelves::of(&facts.service.slug, &service.evidence);
        let address = shelves.address(RecordAt::Deployment(u32::try_from(*place).ok()?))?;
        Some(Row {
            service: Linked {
                text: facts.name.to_owned(),
                href: Some(links.to(&format!("{}delivery/", service_address(&facts.service.slug)))),
            },
            name: name(deployment),
            href: links.to(&address),
            at: At::new(deployment.finished),
            kind: kind(deployment.class),
            changes: match deployment.class {
                Class::Forward => wording::number(service.evidence.changes_of(deployment).len() as u64),
                _ => String::new(),
            },
            is_failed: deployment.has_failed() && deployment.class == Class::Forward,
            counts: deployment.class == Class::Forward,
            recovered: deployment.recovered.map(|recovered| wording::duration(recovered.after)),
        })
    };
    found.iter().filter_map(row).collect()
}

/// The services of a team with their five figures.
#[derive(Debug, Serialize)]
pub struct ServiceTable {
    heads: Vec<&'static str>,
    rows: Vec<ServiceRow>,
}

#[derive(Debug, Serialize)]
struct ServiceRow {
    name: String,
    href: String,
    cells: Vec<Cell>,
}

#[derive(Debug, Serialize)]
struct Cell {
    known: Option<reading::Reading>,
    words: &'static str,
    is_few: bool,
    href: String,
    of: String,
}

/// The table of a team's services, by name.
pub fn services(site: &Site<'_>, team: &Team, span: Span, links: &Links) -> ServiceTable {
    let mut facts: Vec<_> = team.services.iter().filter_map(|reference| site.facts_of(reference)).collect();
    facts.sort_by_cached_key(|facts| facts.name.to_lowercase());
    let row = |facts: &&crate::site::facts::ServiceFacts<'_>| {
        let delivery = site.portal.delivery(facts.service);
        let page = crate::site::pages::delivery_address(site, facts);
        let cell = |five: &super::Five| {
            let read = Read::new(five, delivery.and_then(|delivery| delivery.figure(span, five.id)));
            Cell {
                is_few: read.too_few.is_some(),
                words: read.unknown.unwrap_or_default(),
                href: links.to(&format!(
                    "{}#{}",
                    page.split('#').next().unwrap_or_default(),
                    if page.contains('#') { "delivery" } else { five.anchor }
                )),
                of: read.of,
                known: read.known,
            }
        };
        ServiceRow { name: facts.name.to_owned(), href: links.to(&page), cells: FIVE.iter().map(cell).collect() }
    };
    ServiceTable { heads: FIVE.iter().map(|five| five.short).collect(), rows: facts.iter().map(row).collect() }
}
