//! A domain: the systems that it consists of, side by side.

use super::{Page, Sheet, Shown, entity, system};
use crate::site::charts::sparkline;
use crate::site::delivery::tile::{self, Tile};
use crate::site::facts::{ServiceFacts, display_name};
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::{Linked, owner_of};
use crate::site::weights::Weights;
use crate::site::{Site, exports, wording};
use milepost_model::{Entity, EntityKind, EntityRef, Measurement, RelationKind};
use serde::Serialize;
use std::collections::BTreeSet;
use tera::Value;

/// How many systems are shown before the data tell of the rest.
const MOST: usize = 60;

/// `/domains/<slug>/`
pub struct Domain;

#[derive(Serialize)]
struct View {
    name: String,
    description: Option<String>,
    owner: Option<Linked>,
    parent: Option<Linked>,
    children: Vec<Linked>,
    lede: String,
    delivery: Vec<Tile>,
    systems: Vec<Multiple>,
    more: u64,
    others: Vec<Linked>,
    data: String,
}

/// A system as one of several small pictures.
#[derive(Serialize)]
struct Multiple {
    name: String,
    href: Option<String>,
    description: Option<String>,
    owner: Option<Linked>,
    services: String,
    important: u64,
    orphans: u64,
    spark: Option<String>,
    changes: String,
}

impl Page for Domain {
    fn template(&self) -> &'static str {
        "pages/domain.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let all = site.places.of_kind(EntityKind::DOMAIN).iter().enumerate();
        all.filter_map(|(which, reference)| Some(Sheet { address: site.places.address(reference)?.to_owned(), which })).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let reference = site.places.of_kind(EntityKind::DOMAIN)[sheet.which];
        let domain = site.portal.entity(reference).expect("because only what the catalog has is listed");
        let name = display_name(site.portal, reference);
        let parts = |kind: &'static str| related(domain, RelationKind::HasPart, kind);
        let systems: Vec<&EntityRef> = parts(EntityKind::SYSTEM).collect();
        let all: Vec<&ServiceFacts<'_>> =
            systems.iter().filter_map(|system| site.portal.entity(system)).flat_map(|system| system::services(site, system)).collect();
        let newest = all.iter().filter_map(|facts| site.portal.figures(facts.service)?.newest_record_at).max();
        let is_other = |relation: &&milepost_model::Relation| {
            relation.kind == RelationKind::HasPart && ![EntityKind::SYSTEM, EntityKind::DOMAIN].contains(&&*relation.target.kind)
        };
        let view = View {
            name: name.to_owned(),
            description: domain.description.clone(),
            owner: owner_of(site, domain, links),
            parent: related(domain, RelationKind::PartOf, EntityKind::DOMAIN).next().map(|parent| site.linked(parent, links)),
            children: parts(EntityKind::DOMAIN).take(MOST).map(|child| site.linked(child, links)).collect(),
            lede: lede(&systems, &all),
            // Each system's page has the services behind it, and they their records.
            delivery: tile::of_group(site.portal.measurements.delivery.domains.get(reference), "#sy"),
            more: systems.len().saturating_sub(MOST) as u64,
            systems: systems.iter().take(MOST).map(|system| multiple(site, system, links)).collect(),
            others: domain.relations.iter().filter(is_other).take(MOST).map(|relation| site.linked(&relation.target, links)).collect(),
            data: links.to(&exports::entity_path(reference)),
        };
        let head = Head {
            title: entity::title(name, reference),
            description: domain.description.clone().unwrap_or_else(|| format!("{name}: its systems, side by side.")),
            crumbs: vec![
                ("Home".to_owned(), Some(String::new())),
                ("Domains".to_owned(), Some("domains/".to_owned())),
                (name.to_owned(), None),
            ],
            nav: Some("Catalog"),
            newest,
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

fn related<'e>(entity: &'e Entity, kind: RelationKind, of: &'static str) -> impl Iterator<Item = &'e EntityRef> {
    entity.relations.iter().filter(move |relation| relation.kind == kind && relation.target.kind == of).map(|relation| &relation.target)
}

fn lede(systems: &[&EntityRef], services: &[&ServiceFacts<'_>]) -> String {
    let teams: BTreeSet<&str> = services.iter().filter_map(|facts| facts.owner.map(|owner| owner.name)).collect();
    format!(
        "{} with {} of {}.",
        wording::counted(systems.len() as u64, "system", "systems"),
        wording::counted(services.len() as u64, "service", "services"),
        wording::counted(teams.len() as u64, "team", "teams"),
    )
}

fn multiple(site: &Site<'_>, reference: &EntityRef, links: &Links) -> Multiple {
    let entity = site.portal.entity(reference);
    let services = entity.map(|entity| system::services(site, entity)).unwrap_or_default();
    let (sum, unknown) = changes(site, &services);
    let weeks = sum.len().min(sparkline::WEEKS);
    let total: u64 = sum[sum.len() - weeks..].iter().map(|count| u64::from(*count)).sum();
    let known = services.len() as u64 - unknown;
    let changes = match (known, unknown) {
        (0, _) => "Changes are not known.".to_owned(),
        (_, 0) => format!("{} in {weeks} weeks", wording::counted(total, "change", "changes")),
        _ => format!("{} in {weeks} weeks, known of {known} services", wording::counted(total, "change", "changes")),
    };
    Multiple {
        name: display_name(site.portal, reference).to_owned(),
        href: site.places.address(reference).map(|address| links.to(address)),
        description: entity.and_then(|entity| entity.description.clone()),
        owner: entity.and_then(|entity| owner_of(site, entity, links)),
        services: wording::counted(services.len() as u64, "service", "services"),
        important: services.iter().filter(|facts| facts.tier == Some("1")).count() as u64,
        orphans: services.iter().filter(|facts| facts.owner.is_none()).count() as u64,
        spark: if known > 0 { sparkline::draw(&sum) } else { None },
        changes,
    }
}

/// The changes of all services together, week by week, and of how many services they are not known.
fn changes(site: &Site<'_>, services: &[&ServiceFacts<'_>]) -> (Vec<u32>, u64) {
    let (mut sum, mut unknown) = (Vec::new(), 0);
    for facts in services {
        match site.portal.figures(facts.service).map(|figures| &figures.activity.changes) {
            Some(Measurement::Known { value, .. }) => {
                sum.resize(value.len().max(sum.len()), 0);
                sum.iter_mut().zip(value).for_each(|(sum, count)| *sum += count);
            }
            _ => unknown += 1,
        }
    }
    (sum, unknown)
}
