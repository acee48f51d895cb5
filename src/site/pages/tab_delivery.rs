//! How a service is delivered: DORA's five, and the records behind each of them.

use super::service_head::{ServiceHead, tab_head};
use super::{Page, Sheet, Shown};
use crate::portal::delivery::{ServiceDelivery, Span};
use crate::site::Site;
use crate::site::delivery::anchors::Shelves;
use crate::site::delivery::beside::{self, AttemptRow, BesideRow, IncidentRow};
use crate::site::delivery::evidence::{ChangeRow, DeploymentRow, Lists};
use crate::site::delivery::quality::{self, Excluded};
use crate::site::delivery::rule::RuleView;
use crate::site::delivery::section::{Place, Section};
use crate::site::delivery::tile::{self, Tile};
use crate::site::delivery::trends::{self, Panel};
use crate::site::delivery::{FIVE, finding};
use crate::site::exports;
use crate::site::facts::ServiceFacts;
use crate::site::links::Links;
use crate::site::rows::{Linked, service_address};
use crate::site::weights::Weights;
use crate::site::wording::{self, When};
use milepost_model::Window;
use serde::Serialize;
use tera::Value;

/// `/catalog/<slug>/delivery/`
pub struct TabDelivery;

/// How many deployments are seen before one asks for the others of the page.
const SEEN: usize = 20;
/// The most changes without a deployment that the page lists.
const MOST_WAITING: usize = 20;

#[derive(Serialize)]
struct View {
    head: ServiceHead,
    window: Stretch,
    tiles: Vec<Tile>,
    finding: Option<String>,
    rule: RuleView,
    sections: Vec<Section>,
    stages: Panel,
    beside: Vec<BesideRow>,
    rows: Vec<DeploymentRow>,
    earlier: Vec<DeploymentRow>,
    shown: usize,
    total: String,
    older: Vec<Linked>,
    incidents: Vec<IncidentRow>,
    attempts: Vec<AttemptRow>,
    waiting: Vec<ChangeRow>,
    waiting_more: u64,
    excluded: Vec<Excluded>,
    csv: String,
    json: String,
    method: String,
    team: Option<Linked>,
}

/// A window in words and for machines.
#[derive(Debug, Clone, Serialize)]
pub struct Stretch {
    from: When,
    to: When,
    /// The last day inside.
    last: String,
    days: i64,
}

impl Stretch {
    /// The forms of a window.
    pub fn new(window: Window) -> Self {
        Self {
            from: When::new(window.from),
            to: When::new(window.to),
            last: wording::day(window.to - chrono::Duration::days(1)),
            days: (window.to - window.from).num_days(),
        }
    }
}

/// The delivery of a service, where there is anything to show of it.
pub fn shown<'a>(site: &'a Site<'_>, facts: &ServiceFacts<'_>) -> Option<&'a ServiceDelivery> {
    site.portal
        .delivery(facts.service)
        .filter(|delivery| !delivery.evidence.deployments.is_empty() || !delivery.evidence.attempts.is_empty())
}

impl Page for TabDelivery {
    fn template(&self) -> &'static str {
        "pages/tab-delivery.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let all = site.facts.iter().enumerate().filter(|(_, facts)| shown(site, facts).is_some());
        all.map(|(which, facts)| Sheet { address: format!("{}delivery/", service_address(&facts.service.slug)), which }).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let facts = &site.facts[sheet.which];
        let delivery = shown(site, facts).expect("because a sheet was made for it");
        let mut head =
            tab_head(site, facts, "Delivery", format!("How {} is delivered: DORA’s five metrics and their records.", facts.name));
        head.newest = delivery.newest_record_at.or(head.newest);
        Shown { head, view: Value::from_serializable(&view(site, facts, delivery, links)) }
    }
}

fn view(site: &Site<'_>, facts: &ServiceFacts<'_>, delivery: &ServiceDelivery, links: &Links) -> View {
    let shelves = Shelves::of(&facts.service.slug, &delivery.evidence);
    let lists = Lists { evidence: &delivery.evidence, shelves: &shelves, repository: facts.repository, links };
    let place = Place { site, name: facts.name, delivery, shelves: &shelves, links };
    let window = delivery.figures(Span::Days90).map(|figures| figures.window).or(site.portal.measurements.delivery.window(Span::Days90));
    let waiting = lists.not_deployed(MOST_WAITING);
    let team = facts.owner.and_then(|owner| {
        let address = crate::site::delivery::multiples::team_address(owner.slug?);
        Some(Linked { text: owner.name.to_owned(), href: Some(links.to(&address)) })
    });
    let mut rows = lists.deployments(shelves.on_tab());
    let shown = rows.len();
    // A fold for a few rows hides more than it saves.
    let earlier = if shown > SEEN + SEEN / 2 { rows.split_off(SEEN) } else { Vec::new() };
    View {
        head: ServiceHead::new(site, facts, "Delivery", links),
        window: Stretch::new(window.unwrap_or_else(|| Window::last_days(90, site.portal.as_of))),
        tiles: tile::of_service(site, delivery, Span::Days90, |five| format!("#{}", five.anchor)),
        finding: finding::of_service(delivery),
        rule: RuleView::new(delivery),
        sections: FIVE.iter().map(|five| Section::new(five, &place)).collect(),
        stages: trends::stages_of_service(delivery, Span::Days90),
        beside: beside::metrics(delivery, Span::Days90),
        rows,
        earlier,
        shown,
        total: wording::counted(delivery.evidence.deployments.len() as u64, "deployment", "deployments"),
        older: older(&shelves, links),
        incidents: beside::incidents(delivery, &shelves, links),
        attempts: beside::attempts(delivery),
        waiting_more: (delivery.evidence.not_deployed.len() - waiting.len()) as u64,
        waiting,
        excluded: quality::of_service(delivery),
        csv: links.to(&exports::deployments_path(&facts.service.slug)),
        json: links.to(&exports::entity_path(&facts.service.reference)),
        method: links.to("delivery/method/"),
        team: team
            .filter(|_| facts.owner.is_some_and(|owner| owner.slug.is_some_and(|slug| super::delivery_overview::has_team(site, slug)))),
    }
}

/// Links to the pages of older deployments.
pub fn older(shelves: &Shelves, links: &Links) -> Vec<Linked> {
    shelves.pages().iter().map(|shelf| Linked { text: shelf.title.clone(), href: Some(links.to(&shelf.address)) }).collect()
}
