//! One metric of one service on its page: the figure, where it stands, its chart, what it means.

use super::anchors::Shelves;
use super::bands::BandView;
use super::five::about;
use super::meter::{self, Answer, Axis10, Meter};
use super::reading::{Delta, Read};
use super::strips::Mark;
use super::trends::{self, Panel, Time};
use super::{Five, finding, tile};
use crate::portal::delivery::{ServiceDelivery, Span, Value};
use crate::site::Site;
use crate::site::links::Links;
use crate::site::wording;
use serde::Serialize;

/// A metric of a service as its section shows it.
#[derive(Debug, Serialize)]
pub struct Section {
    id: &'static str,
    anchor: &'static str,
    name: &'static str,
    definition: &'static str,
    read: Read,
    delta: Option<Delta>,
    meter: Option<Meter>,
    answers: Vec<Answer>,
    axis: Option<Axis10>,
    band: Option<BandView>,
    panel: Panel,
    mark: Option<Mark>,
    finding: Option<String>,
    flags: Vec<String>,
    quarters: Option<Quarters>,
    method: String,
    evidence: String,
}

/// The ends of the middle half.
#[derive(Debug, Serialize)]
struct Quarters {
    low: String,
    high: String,
    most: String,
}

/// What a section is made for.
pub struct Place<'a> {
    /// The site.
    pub site: &'a Site<'a>,
    /// The service's name.
    pub name: &'a str,
    /// Its delivery.
    pub delivery: &'a ServiceDelivery,
    /// Where its evidence stands.
    pub shelves: &'a Shelves,
    /// Links from the page.
    pub links: &'a Links,
}

impl Section {
    /// The section of a metric.
    pub fn new(five: &Five, place: &Place<'_>) -> Self {
        let Place { site, delivery, links, .. } = *place;
        let span = Span::Days90;
        let figure = delivery.figure(span, five.id);
        let about = about(five.id);
        let placed = figure.filter(|figure| !figure.is_too_few);
        let standing = placed.and_then(|figure| figure.standing);
        let time = Time { weeks: &site.portal.measurements.delivery.weeks, as_of: site.portal.as_of };
        Self {
            id: five.id,
            anchor: five.anchor,
            name: five.name,
            definition: about.definition,
            read: Read::new(five, figure),
            delta: Delta::between(five, delivery.figure(tile::before(span), five.id), figure),
            meter: standing.map(|standing| Meter::new(about, standing)),
            answers: about.scale.map(|scale| meter::answers(scale, standing.and_then(|standing| standing.bucket))).unwrap_or_default(),
            axis: standing.map(|standing| Axis10::new(five.id, standing)),
            band: placed.and_then(|figure| site.settings.bands.as_ref()?.of(five.id, about.scale, figure.headline()?)),
            panel: trends::of_service(five, delivery, time),
            mark: Mark::new(five, figure, place.name, links),
            finding: finding::of_metric(five, delivery, span),
            flags: figure.map(|figure| figure.flags.iter().map(|flag| wording::capitalised(&flag.words())).collect()).unwrap_or_default(),
            quarters: figure.and_then(|figure| match figure.value.value()? {
                Value::Duration(found) => Some(Quarters {
                    low: wording::duration(found.p25),
                    high: wording::duration(found.p75),
                    most: wording::duration(found.p90),
                }),
                _ => None,
            }),
            method: links.to(&format!("delivery/method/#{}", five.id)),
            evidence: evidence_words(five, place.shelves),
        }
    }
}

/// What the link to the records says.
fn evidence_words(five: &Five, shelves: &Shelves) -> String {
    let where_else = if shelves.pages().is_empty() { "" } else { " and the pages of earlier years" };
    match five.anchor {
        "lead" => format!("the changes of the forward deployments in the list below{where_else}"),
        "recovery" => format!("the repaired deployments in the list below{where_else}"),
        "rework" => format!("the forward deployments and rollbacks in the list below{where_else}"),
        _ => format!("the forward deployments in the list below{where_else}"),
    }
}
