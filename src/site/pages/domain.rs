//! A domain: the systems that it consists of, side by side.

use super::domain_system::Multiple;
use super::{Page, Sheet, Shown, entity, system};
use crate::site::delivery::tile::{self, Tile};
use crate::site::facts::{ServiceFacts, display_name};
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::{Linked, owner_of};
use crate::site::weights::Weights;
use crate::site::{Site, exports, wording};
use milepost_model::{Entity, EntityKind, EntityRef, RelationKind};
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
            systems: systems.iter().take(MOST).map(|system| Multiple::new(site, system, links)).collect(),
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
            // The shades of levels.
            styles: vec!["scorecards"],
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
