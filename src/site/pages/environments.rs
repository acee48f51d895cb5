//! What runs where: services by environments, what has been in production longest, and what comes and goes.

use super::{Page, Sheet, Shown, environments_address};
use crate::portal::Deployed;
use crate::site::Site;
use crate::site::environments::{Here, LIST, PreviewRow, StateView, anchor, key, previews, version};
use crate::site::facts::ServiceFacts;
use crate::site::layout::Head;
use crate::site::links::{Links, path_segment};
use crate::site::paging::{Paging, of_sheet, title_suffix};
use crate::site::rows::Linked;
use crate::site::weights::Weights;
use crate::site::wording::{self, When};
use milepost_model::Instant;
use serde::Serialize;
use std::collections::BTreeMap;
use tera::Value;

/// `/environments/` and `/environments/by/team/<team>/`, with further pages of services below
pub struct Environments;

/// How many services a page holds.
const ROWS: usize = 100;
/// How many environments have a column: those that most services are in.
const COLUMNS: usize = 6;
/// How many services the list of what has been in production longest names.
const OLDEST: usize = 10;
/// How many environments that come and go a page lists.
const PREVIEWS: usize = 15;
/// How many services are named of which nobody knows where they run, and how many environments are listed.
const NAMED: usize = 40;

#[derive(Serialize)]
struct View {
    team: Option<String>,
    lede: String,
    columns: Vec<Column>,
    columns_more: usize,
    rows: Vec<Row>,
    pages: Vec<Linked>,
    teams: Vec<Linked>,
    all: String,
    is_first: bool,
    list: Vec<ListRow>,
    list_more: usize,
    oldest: Vec<OldRow>,
    families: Vec<Family>,
    previews_more: usize,
    without: Vec<WithoutView>,
    csv: String,
    json: String,
}

#[derive(Serialize)]
struct Column {
    name: String,
    href: Option<String>,
    count: String,
}

#[derive(Serialize)]
struct Row {
    name: String,
    href: String,
    team: Option<Linked>,
    cells: Vec<Cell>,
}

/// A service in an environment; without a version nothing was ever seen there.
#[derive(Serialize, Default)]
struct Cell {
    version: Option<String>,
    href: Option<String>,
    since: Option<When>,
    state: Option<StateView>,
    /// Why there is no version.
    missing: &'static str,
}

#[derive(Serialize)]
struct ListRow {
    name: Linked,
    tier: String,
    services: u64,
    newest: Option<When>,
    behind: u64,
    ahead: u64,
    unknown: u64,
}

#[derive(Serialize)]
struct OldRow {
    service: Linked,
    team: Option<Linked>,
    environment: String,
    version: String,
    since: When,
    state: Option<StateView>,
}

#[derive(Serialize)]
struct Family {
    name: String,
    count: String,
    rows: Vec<PreviewRow>,
}

#[derive(Serialize)]
struct WithoutView {
    words: &'static str,
    count: u64,
    services: Vec<Linked>,
    more: usize,
}

/// A list of services: all of them, or those of a team.
struct Group {
    /// The name and the place in addresses; none of all.
    team: Option<(String, String)>,
    /// The services in any environment, by their places.
    services: Vec<usize>,
}

/// All services, and then those of each team.
fn groups(site: &Site<'_>) -> Vec<Group> {
    let mut teams: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for service in &site.environments.services {
        let owner = site.facts[*service].owner.and_then(|owner| Some((owner.name.to_owned(), owner.slug?.to_owned())));
        teams.entry(owner.unwrap_or_else(|| ("No team".to_owned(), "-".to_owned()))).or_default().push(*service);
    }
    let all = Group { team: None, services: site.environments.services.clone() };
    std::iter::once(all).chain(teams.into_iter().map(|(team, services)| Group { team: Some(team), services })).collect()
}

impl Group {
    fn address(&self) -> String {
        match &self.team {
            None => LIST.to_owned(),
            Some((_, slug)) => format!("{LIST}by/team/{}/", path_segment(slug)),
        }
    }

    fn paging(&self) -> Paging {
        Paging { rows: self.services.len(), per_page: ROWS }
    }
}

impl Page for Environments {
    fn template(&self) -> &'static str {
        "pages/environments.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        groups(site).iter().enumerate().flat_map(|(list, group)| group.paging().sheets(&group.address(), list)).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let (list, page) = of_sheet(sheet);
        let all = groups(site);
        let group = all.get(list).expect("because a sheet was made for it");
        let mut crumbs = vec![("Home".to_owned(), Some(String::new())), ("Environments".to_owned(), None)];
        // A catalog may hold environments, too, whose list is called like them.
        let mut title = format!("Environments, what runs where{}", title_suffix(page));
        if let Some((name, _)) = &group.team {
            title = format!("Environments of {name}{}", title_suffix(page));
            crumbs[1].1 = Some(LIST.to_owned());
            crumbs.push((name.clone(), None));
        }
        let head = Head {
            title,
            description: "Which version of which service runs where, and how far it is from production.".to_owned(),
            crumbs,
            is_global: true,
            styles: vec!["environments"],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view(site, &all, group, page, links)) }
    }
}

fn view(site: &Site<'_>, groups: &[Group], group: &Group, page: usize, links: &Links) -> View {
    let known = &site.environments;
    let columns = &known.lasting[..known.lasting.len().min(COLUMNS)];
    let is_its = |service: &usize| group.team.is_none() || group.services.contains(service) || is_of(site, group, *service);
    let is_first = page == 1;
    let (families, previews_more) = if is_first { families(site, &is_its, links) } else { (Vec::new(), 0) };
    let is_all = group.team.is_none() && is_first;
    View {
        team: group.team.as_ref().map(|(name, _)| name.clone()),
        lede: lede(site, group),
        columns: columns
            .iter()
            .map(|one| Column {
                name: one.name.to_owned(),
                href: known.address(one.name).map(|address| links.to(&address)),
                count: wording::counted(one.here.len() as u64, "service", "services"),
            })
            .collect(),
        columns_more: known.lasting.len() - columns.len(),
        rows: group.services[group.paging().range(page)].iter().map(|service| row(site, *service, links)).collect(),
        pages: group.paging().links(&group.address(), page, links),
        teams: groups
            .iter()
            .filter_map(|other| Some((other, other.team.as_ref()?)))
            .map(|(other, (name, _))| Linked {
                text: format!("{name} ({})", other.services.len()),
                href: (other.team != group.team).then(|| links.to(&other.address())),
            })
            .collect(),
        all: links.to(LIST),
        is_first,
        list: if is_all { known.lasting.iter().take(NAMED).map(|one| list_row(site, one, links)).collect() } else { Vec::new() },
        list_more: known.lasting.len().saturating_sub(NAMED),
        oldest: if is_first { oldest(site, &group.services, links) } else { Vec::new() },
        families,
        previews_more,
        without: if is_all { without(site, links) } else { Vec::new() },
        csv: links.to("data/environments.csv"),
        json: links.to("data/environments.json"),
    }
}

/// Whether a service that is in previews alone is the team's.
fn is_of(site: &Site<'_>, group: &Group, service: usize) -> bool {
    let owner = site.facts[service].owner.and_then(|owner| owner.slug).unwrap_or("-");
    group.team.as_ref().is_some_and(|(_, slug)| slug == owner)
}

fn lede(site: &Site<'_>, group: &Group) -> String {
    let services = wording::counted(group.services.len() as u64, "service", "services");
    let known = &site.environments;
    if known.lasting.is_empty() {
        return "No deployment is known yet.".to_owned();
    }
    match &group.team {
        Some((name, _)) => format!("{services} of {name}: what runs where, and how far it is from production."),
        None => format!(
            "{services} in {}: what runs where, and how far it is from production.",
            wording::counted(known.lasting.len() as u64, "environment", "environments")
        ),
    }
}

fn row(site: &Site<'_>, service: usize, links: &Links) -> Row {
    let facts = &site.facts[service];
    let tab = environments_address(site, facts);
    let figures = site.portal.figures(facts.service);
    let compared_with = figures.and_then(|figures| figures.environments.compared_with.as_deref());
    let cell = |column: &crate::site::environments::Environment<'_>| {
        let deployed =
            figures.and_then(|figures| figures.deployed.iter().find(|one| !one.is_ephemeral() && key(&one.environment) == column.key));
        let Some(deployed) = deployed else {
            let tried = figures.is_some_and(|figures| figures.environments.tried.iter().any(|one| key(&one.environment) == column.key));
            let is_read = figures.is_some_and(|figures| figures.environments.read.is_some());
            let missing = match (tried, is_read) {
                (true, _) => "tried, never arrived",
                (false, true) => "never seen here",
                (false, false) => "not known",
            };
            return Cell { missing, ..Cell::default() };
        };
        let state = StateView::of(deployed, compared_with);
        Cell {
            version: Some(version(deployed.version.as_deref(), &deployed.sha)),
            href: Some(links.to(&format!("{tab}#{}", anchor(&deployed.environment)))),
            since: Some(When::new(deployed.since)),
            state: Some(state).filter(|state| state.word != "reference"),
            missing: "",
        }
    };
    let columns = site.environments.lasting.iter().take(COLUMNS);
    Row {
        name: facts.name.to_owned(),
        href: links.to(&tab),
        team: crate::site::rows::owner(facts, links),
        cells: columns.map(cell).collect(),
    }
}

fn list_row(site: &Site<'_>, one: &crate::site::environments::Environment<'_>, links: &Links) -> ListRow {
    let states: Vec<StateView> = one.here.iter().map(|here| state(site, here)).collect();
    let count = |words: &[&str]| states.iter().filter(|state| words.contains(&state.word)).count() as u64;
    ListRow {
        name: Linked { text: one.name.to_owned(), href: site.environments.address(one.name).map(|address| links.to(&address)) },
        tier: wording::capitalised(one.tier),
        services: one.here.len() as u64,
        newest: one.here.first().map(|here| When::new(here.deployed.since)),
        behind: count(&["behind", "apart"]),
        ahead: count(&["ahead"]),
        unknown: count(&["unknown"]),
    }
}

fn state(site: &Site<'_>, here: &Here<'_>) -> StateView {
    let figures = site.portal.figures(site.facts[here.service].service);
    StateView::of(here.deployed, figures.and_then(|figures| figures.environments.compared_with.as_deref()))
}

/// The services whose newest version in production is the oldest; what is archived is meant to be old.
fn oldest(site: &Site<'_>, services: &[usize], links: &Links) -> Vec<OldRow> {
    let live = |facts: &&ServiceFacts<'_>| facts.repository.is_none_or(|repository| repository.is_archived != Some(true));
    let newest = |service: &usize| -> Option<(Instant, usize, &Deployed)> {
        let facts = Some(&site.facts[*service]).filter(live)?;
        let figures = site.portal.figures(facts.service)?;
        let name = figures.environments.compared_with.as_deref()?;
        let deployed = figures.deployed.iter().find(|deployed| deployed.environment == name)?;
        Some((deployed.since, *service, deployed))
    };
    let mut all: Vec<_> = services.iter().filter_map(newest).collect();
    all.sort_by_key(|(since, service, _)| (*since, *service));
    let row = |(since, service, deployed): (Instant, usize, &Deployed)| {
        let facts = &site.facts[service];
        let main = site.portal.figures(facts.service).and_then(|figures| figures.environments.unreleased.as_ref());
        OldRow {
            service: Linked { text: facts.name.to_owned(), href: Some(links.to(&environments_address(site, facts))) },
            team: crate::site::rows::owner(facts, links),
            environment: deployed.environment.clone(),
            version: version(deployed.version.as_deref(), &deployed.sha),
            since: When::new(since),
            state: main.map(StateView::of_unreleased),
        }
    };
    all.into_iter().take(OLDEST).map(row).collect()
}

fn families(site: &Site<'_>, is_its: &dyn Fn(&usize) -> bool, links: &Links) -> (Vec<Family>, usize) {
    let mut room = PREVIEWS;
    let mut more = 0;
    let mut found = Vec::new();
    for (name, all) in &site.environments.passing {
        let own: Vec<_> = all.iter().filter(|preview| is_its(&preview.service)).collect();
        let shown = own.len().min(room);
        room -= shown;
        more += own.len() - shown;
        if shown > 0 {
            found.push(Family {
                name: (*name).to_owned(),
                count: wording::counted(own.len() as u64, "environment", "environments"),
                rows: previews(site, own.into_iter().take(shown), links),
            });
        }
    }
    (found, more)
}

fn without(site: &Site<'_>, links: &Links) -> Vec<WithoutView> {
    let view = |(why, services): (&crate::site::environments::Without, &Vec<usize>)| WithoutView {
        words: why.words(),
        count: services.len() as u64,
        services: services
            .iter()
            .take(NAMED)
            .map(|service| {
                let facts = &site.facts[*service];
                Linked { text: facts.name.to_owned(), href: Some(links.to(&environments_address(site, facts))) }
            })
            .collect(),
        more: services.len().saturating_sub(NAMED),
    };
    site.environments.without.iter().map(view).collect()
}
