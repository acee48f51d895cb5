//! The older deployments of a service, a page a year, or a month where there are many.

use super::service_head::{ServiceHead, tab_head};
use super::tab_delivery::{older, shown};
use super::{Page, Sheet, Shown};
use crate::site::Site;
use crate::site::delivery::anchors::Shelves;
use crate::site::delivery::evidence::{DeploymentRow, Lists};
use crate::site::links::Links;
use crate::site::rows::{Linked, service_address};
use crate::site::weights::Weights;
use crate::site::wording;
use serde::Serialize;
use tera::Value;

/// `/catalog/<slug>/delivery/deployments/<yyyy>/`
pub struct TabDeployments;

#[derive(Serialize)]
struct View {
    head: ServiceHead,
    title: String,
    count: String,
    rows: Vec<DeploymentRow>,
    newer: String,
    older: Vec<Linked>,
}

impl Page for TabDeployments {
    fn template(&self) -> &'static str {
        "pages/tab-deployments.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let mut sheets = Vec::new();
        for (which, facts) in site.facts.iter().enumerate() {
            let Some(delivery) = shown(site, facts) else { continue };
            let shelves = Shelves::of(&facts.service.slug, &delivery.evidence);
            sheets.extend(shelves.pages().iter().map(|shelf| Sheet { address: shelf.address.clone(), which }));
        }
        sheets
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let facts = &site.facts[sheet.which];
        let delivery = shown(site, facts).expect("because a sheet was made for it");
        let shelves = Shelves::of(&facts.service.slug, &delivery.evidence);
        let shelf = shelves.pages().iter().find(|shelf| shelf.address == sheet.address).expect("because a sheet was made for it");
        let lists = Lists { evidence: &delivery.evidence, shelves: &shelves, repository: facts.repository, links };
        let view = View {
            head: ServiceHead::new(site, facts, "Delivery", links),
            title: shelf.title.clone(),
            count: wording::counted(shelf.range.len() as u64, "deployment", "deployments"),
            rows: lists.deployments(shelf.range.clone()),
            newer: links.to(&format!("{}delivery/#evidence", service_address(&facts.service.slug))),
            older: older(&shelves, links),
        };
        let mut head = tab_head(site, facts, "Delivery", format!("The deployments of {} in {}.", facts.name, shelf.title));
        if let Some(last) = head.crumbs.last_mut() {
            last.1 = Some(format!("{}delivery/", service_address(&facts.service.slug)));
        }
        head.crumbs.push((shelf.title.clone(), None));
        head.title = format!("Deployments in {}, {}", shelf.title, head.title);
        head.newest = shelf.range.clone().filter_map(|place| delivery.evidence.deployments.get(place)).map(|one| one.finished).max();
        Shown { head, view: Value::from_serializable(&view) }
    }
}
