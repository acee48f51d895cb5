//! One environment: what runs there, newest first, what failed there, and what is wrong with it now.

use super::service::{IncidentView, incidents};
use super::tab_environments::{TriedRow, tried};
use super::{Page, Sheet, Shown, environments_address};
use crate::site::Site;
use crate::site::environments::{Arrivals, Environment as Place, EnvironmentRow, LIST, environment_address};
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::paging::{Paging, of_sheet, title_suffix};
use crate::site::rows::Linked;
use crate::site::weights::Weights;
use crate::site::wording;
use serde::Serialize;
use std::collections::BTreeSet;
use tera::Value;

/// `/environments/<env>/`, with further pages of services below
pub struct Environment;

/// How many services a page holds.
const ROWS: usize = 100;
/// How many open incidents and failed attempts it lists.
const MOST: usize = 25;

#[derive(Serialize)]
struct View {
    name: String,
    lede: String,
    rows: Vec<Row>,
    has_links: bool,
    pages: Vec<Linked>,
    is_first: bool,
    is_production: bool,
    incidents: Vec<Incident>,
    incidents_more: usize,
    failed: Vec<Failed>,
    failed_more: usize,
    json: String,
}

#[derive(Serialize)]
struct Row {
    service: Linked,
    team: Option<Linked>,
    here: EnvironmentRow,
}

#[derive(Serialize)]
struct Incident {
    service: Linked,
    incident: IncidentView,
}

#[derive(Serialize)]
struct Failed {
    service: Linked,
    /// What runs there meanwhile; none where nothing ever arrived.
    here: Option<EnvironmentRow>,
    tried: Option<TriedRow>,
}

impl Page for Environment {
    fn template(&self) -> &'static str {
        "pages/environment.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let all = site.environments.lasting.iter().enumerate().filter(|(_, place)| place.has_page);
        all.flat_map(|(list, place)| paging(place).sheets(&environment_address(&place.key), list)).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let (list, page) = of_sheet(sheet);
        let place = site.environments.lasting.get(list).expect("because a sheet was made for it");
        let head = Head {
            title: format!("{}{}", place.name, title_suffix(page)),
            description: format!("Which version of which service runs in {}, newest first.", place.name),
            crumbs: vec![
                ("Home".to_owned(), Some(String::new())),
                ("Environments".to_owned(), Some(LIST.to_owned())),
                (place.name.to_owned(), None),
            ],
            is_global: true,
            styles: vec!["environments"],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view(site, place, page, links)) }
    }
}

fn paging(place: &Place<'_>) -> Paging {
    Paging { rows: place.here.len(), per_page: ROWS }
}

fn view(site: &Site<'_>, place: &Place<'_>, page: usize, links: &Links) -> View {
    let service = |which: usize| {
        let facts = &site.facts[which];
        Linked { text: facts.name.to_owned(), href: Some(links.to(&environments_address(site, facts))) }
    };
    let here = |one: &crate::site::environments::Here<'_>| {
        let facts = &site.facts[one.service];
        EnvironmentRow::new(site, facts, one.deployed, &Arrivals::of(site, facts), links)
    };
    let row = |one: &crate::site::environments::Here<'_>| Row {
        service: service(one.service),
        team: crate::site::rows::owner(&site.facts[one.service], links),
        here: here(one),
    };
    let is_first = page == 1;
    let is_production = place.tier == "production";
    let (incidents, incidents_more) = if is_first && is_production { open(site, place, &service) } else { (Vec::new(), 0) };
    let failing: Vec<_> = place.here.iter().filter(|one| one.deployed.newest_attempt.is_some()).collect();
    let failed = failing.iter().map(|one| Failed { service: service(one.service), here: Some(here(one)), tried: None });
    let never = place.tried.iter().map(|(which, one)| Failed { service: service(*which), here: None, tried: Some(tried(one)) });
    View {
        name: place.name.to_owned(),
        lede: format!(
            "{}. {} here, what was deployed last first.",
            wording::capitalised(place.tier),
            wording::counted(place.here.len() as u64, "service runs", "services run")
        ),
        rows: place.here[paging(place).range(page)].iter().map(row).collect(),
        has_links: !site.settings.environment_links.is_empty(),
        pages: paging(place).links(&environment_address(&place.key), page, links),
        failed: if is_first { failed.chain(never).take(MOST).collect() } else { Vec::new() },
        failed_more: (failing.len() + place.tried.len()).saturating_sub(MOST),
        is_first,
        is_production,
        incidents,
        incidents_more,
        json: links.to("data/environments.json"),
    }
}

/// The open incidents of what runs here, one for each service that it concerns.
fn open(site: &Site<'_>, place: &Place<'_>, service: &dyn Fn(usize) -> Linked) -> (Vec<Incident>, usize) {
    if site.portal.open_incidents.is_empty() {
        return (Vec::new(), 0);
    }
    let here: BTreeSet<usize> = place.here.iter().map(|one| one.service).collect();
    let of = |which: usize| {
        let found = incidents(site, &site.facts[which]);
        found.into_iter().map(move |incident| (which, incident)).collect::<Vec<_>>()
    };
    let mut all: Vec<_> = here.into_iter().flat_map(of).collect();
    let more = all.len().saturating_sub(MOST);
    all.truncate(MOST);
    (all.into_iter().map(|(which, incident)| Incident { service: service(which), incident }).collect(), more)
}
