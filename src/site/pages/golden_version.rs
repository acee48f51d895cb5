//! One version of a golden path: when it came out, who is on it, and who took it first.

use super::{Page, Sheet, Shown};
use crate::portal::adoption::{PathAdoption, Release, ServiceAdoption};
use crate::portal::delivery::ServiceDelivery;
use crate::site::Site;
use crate::site::adoption::standing::StateView;
use crate::site::adoption::{path_address, version_address};
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::safe_url;
use crate::site::weights::Weights;
use crate::site::wording::{self, When};
use serde::Serialize;
use tera::Value;

/// `/golden-paths/<path>/<version>/`
pub struct GoldenVersion;

/// How many versions of a path have a page: the newest ones.
const VERSIONS: usize = 50;

/// How many of the first are listed.
const FIRST: usize = 8;

/// How many services the page lists; the data hold all.
const SERVICES: usize = 250;

#[derive(Serialize)]
struct View {
    title: String,
    lede: String,
    tag: Option<Linked>,
    services: Vec<ServiceRow>,
    services_more: usize,
    csv: String,
    first: Vec<FirstRow>,
    newer: Vec<Linked>,
}

#[derive(Serialize)]
struct ServiceRow {
    service: Linked,
    owner: Option<Linked>,
    state: StateView,
    since: Option<When>,
}

/// A service that took the version early, and how it was delivered before and after.
#[derive(Serialize)]
struct FirstRow {
    service: Linked,
    owner: Option<Linked>,
    at: When,
    after_days: String,
    before: String,
    after: String,
}

fn releases(path: &PathAdoption, site: &Site<'_>) -> Vec<Release> {
    path.releases.all().iter().rev().filter(|release| release.at <= site.portal.as_of).take(VERSIONS).cloned().collect()
}

impl Page for GoldenVersion {
    fn template(&self) -> &'static str {
        "pages/golden-version.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let paths = site.portal.adoption.paths.iter().enumerate();
        let sheet = |(place, path): (usize, &PathAdoption)| {
            let id = path.settings.id.clone();
            let releases = releases(path, site).into_iter().enumerate();
            releases
                .map(move |(release, found)| Sheet {
                    address: version_address(&id, &found.version.to_string()),
                    which: place * VERSIONS + release,
                })
                .collect::<Vec<_>>()
        };
        paths.flat_map(sheet).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let which = sheet.which / VERSIONS;
        let path = &site.portal.adoption.paths[which];
        let release = &releases(path, site)[sheet.which % VERSIONS];
        let title = format!("{} {}", path.settings.title, release.version);
        let head = Head {
            description: format!("Who is on {title}, and who took it first."),
            crumbs: vec![
                ("Home".to_owned(), Some(String::new())),
                ("Golden paths".to_owned(), Some("golden-paths/".to_owned())),
                (path.settings.title.clone(), Some(path_address(&path.settings.id))),
                (release.version.to_string(), None),
            ],
            title: title.clone(),
            nav: Some("Golden paths"),
            is_global: true,
            styles: vec!["adoption"],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view(site, (which, path), release, title, links)) }
    }
}

fn view(site: &Site<'_>, (which, path): (usize, &PathAdoption), release: &Release, title: String, links: &Links) -> View {
    let adoption = &site.portal.adoption;
    let version = release.version.to_string();
    let on: Vec<ServiceRow> = adoption.services.iter().filter_map(|service| row(site, which, service, &version, links)).collect();
    let newer = path.releases.newer(&release.version, site.portal.as_of);
    let newer = newer.iter().rev().map(|newer| {
        let version = newer.version.to_string();
        Linked { href: Some(links.to(&version_address(&path.settings.id, &version))), text: version }
    });
    View {
        lede: format!("Out since {}. {} on it.", wording::day(release.at), wording::counted(on.len() as u64, "service is", "services are")),
        title,
        tag: Some(Linked { text: release.tag.clone(), href: release.url.as_deref().and_then(safe_url::href) }),
        services_more: on.len().saturating_sub(SERVICES),
        services: on.into_iter().take(SERVICES).collect(),
        csv: links.to("data/adoption.csv"),
        first: first(site, which, release, links),
        newer: newer.collect(),
    }
}

fn row(site: &Site<'_>, which: usize, service: &ServiceAdoption, version: &str, links: &Links) -> Option<ServiceRow> {
    let standing = service.on(which)?;
    let moment = standing.moments.last().filter(|moment| moment.version.as_deref() == Some(version))?;
    if !moment.state.is_on() && moment.state != crate::portal::adoption::State::Unsupported {
        return None;
    }
    Some(ServiceRow {
        service: site.linked(&service.reference, links),
        owner: service.owner.as_ref().map(|owner| site.linked(owner, links)),
        state: StateView::new(moment),
        since: taken(site, service, which, version).map(|place| When::new(site.portal.adoption.instants[place])),
    })
}

/// The place of the first instant at which a service was on a version, if it was not on it from the start.
fn taken(site: &Site<'_>, service: &ServiceAdoption, which: usize, version: &str) -> Option<usize> {
    let moments = &service.on(which)?.moments;
    let first = moments.iter().position(|moment| moment.version.as_deref() == Some(version) && moment.state.is_on())?;
    (first > 0 && first < site.portal.adoption.instants.len()).then_some(first)
}

/// Who took the version first, with the median lead time of the eight weeks before and after.
fn first(site: &Site<'_>, which: usize, release: &Release, links: &Links) -> Vec<FirstRow> {
    let adoption = &site.portal.adoption;
    let version = release.version.to_string();
    let mut found: Vec<(usize, &ServiceAdoption)> =
        adoption.services.iter().filter_map(|service| Some((taken(site, service, which, &version)?, service))).collect();
    found.sort_by_key(|(place, service)| (*place, service.reference.clone()));
    let row = |(place, service): (usize, &ServiceAdoption)| {
        let at = adoption.instants[place];
        let delivery = site.portal.measurements.delivery.service(&service.reference);
        let (before, after) = delivery.map_or_else(Default::default, |delivery| around(delivery, at));
        FirstRow {
            service: site.linked(&service.reference, links),
            owner: service.owner.as_ref().map(|owner| site.linked(owner, links)),
            at: When::new(at),
            after_days: wording::counted((at - release.at).num_days().max(0).unsigned_abs(), "day", "days"),
            before,
            after,
        }
    };
    found.into_iter().take(FIRST).map(row).collect()
}

/// The median lead time of the changes that were deployed in the eight weeks before and after an instant.
fn around(delivery: &ServiceDelivery, at: milepost_model::Instant) -> (String, String) {
    let weeks = chrono::Duration::weeks(8);
    let median = |from, to| {
        let deployments = delivery.evidence.deployments.iter().filter(|one| one.finished >= from && one.finished < to);
        let changes = deployments.flat_map(|deployment| delivery.evidence.changes_of(deployment));
        let values: Vec<i64> = changes.filter(|change| change.left_out.is_none()).filter_map(|change| change.lead_time).collect();
        match crate::portal::adoption::Quartiles::of(values) {
            Some(found) => format!("{}, n = {}", wording::duration(found.p50), found.n),
            None => "no change".to_owned(),
        }
    };
    (median(at - weeks, at), median(at, at + weeks))
}
