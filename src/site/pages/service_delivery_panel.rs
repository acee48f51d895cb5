//! Delivery on the overview of a service: the five tiles and one sentence.

use super::tab_delivery::shown;
use crate::portal::delivery::Span;
use crate::site::Site;
use crate::site::delivery::reading::remedy;
use crate::site::delivery::strips::Mark;
use crate::site::delivery::tile::{self, Tile};
use crate::site::delivery::{FIVE, finding};
use crate::site::facts::ServiceFacts;
use crate::site::links::Links;
use crate::site::rows::service_address;
use crate::site::wording::When;
use milepost_model::{Measurement, Unknown};
use serde::Serialize;

/// What the overview shows of delivery.
#[derive(Serialize)]
pub struct DeliveryPanel {
    tiles: Vec<Tile>,
    mark: Option<Mark>,
    finding: Option<String>,
    href: Option<String>,
    unknown: &'static str,
    remedy: &'static str,
    /// The newest deployment to production, which came before the window.
    last: Option<Last>,
    method: String,
}

/// A deployment, by its day and version.
#[derive(Serialize)]
struct Last {
    at: When,
    version: Option<String>,
}

impl DeliveryPanel {
    /// The panel of a service.
    pub fn new(site: &Site<'_>, facts: &ServiceFacts<'_>, links: &Links) -> Self {
        let method = links.to("delivery/method/#rules");
        let page = format!("{}delivery/", service_address(&facts.service.slug));
        let Some(delivery) = shown(site, facts) else {
            let figure = site.portal.delivery(facts.service).and_then(|delivery| delivery.figure(Span::Days90, FIVE[0].id));
            let why = match figure.map(|figure| &figure.value) {
                Some(Measurement::Unknown(why)) => *why,
                Some(Measurement::Known { .. }) => Unknown::NoEventsInWindow,
                None => Unknown::NotCollected,
            };
            let last = facts.deployed.map(|(at, version)| Last { at: When::new(at), version: version.map(str::to_owned) });
            let (unknown, remedy) = (why.words(), remedy(why));
            return Self { tiles: Vec::new(), mark: None, finding: None, href: None, unknown, remedy, last, method };
        };
        let lead = delivery.figure(Span::Days90, FIVE[1].id);
        Self {
            tiles: tile::of_service(site, delivery, Span::Days90, |five| links.to(&format!("{page}#{}", five.anchor))),
            mark: Mark::new(&FIVE[1], lead, facts.name, links),
            finding: finding::of_service(delivery),
            href: Some(links.to(&page)),
            unknown: "",
            remedy: "",
            last: None,
            method,
        }
    }

    /// Whether there are figures.
    pub fn is_shown(&self) -> bool {
        !self.tiles.is_empty()
    }
}
