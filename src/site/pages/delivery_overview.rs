//! Delivery of the organisation and of each team: distributions over services, never a pool.

use super::tab_delivery::Stretch;
use super::{Page, Sheet, Shown};
use crate::portal::delivery::{Distribution, Rollup, ServiceDelivery, Span};
use crate::site::Site;
use crate::site::delivery::meter::{self, Answer, Axis10};
use crate::site::delivery::multiples::{self, TeamView, team_address};
use crate::site::delivery::quality::{self, Excluded};
use crate::site::delivery::reading::{Delta, Reading};
use crate::site::delivery::strips::Strip;
use crate::site::delivery::tile::{self, Tile};
use crate::site::delivery::trends::{self, Panel, Time};
use crate::site::delivery::{FIVE, Five, finding, five, recent};
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::weights::Weights;
use crate::site::wording;
use serde::Serialize;
use tera::Value;

/// `/delivery/`, `/delivery/28d/`, `/delivery/teams/<team>/` and `/delivery/teams/<team>/28d/`
pub struct DeliveryOverview;

/// The windows: the default one, and the others with their folders.
const WINDOWS: [(Span, &str, &str); 2] = [(Span::Days28, "28d/", "28 days"), (Span::Days90, "", "90 days")];

/// How many of the newest deployments are listed.
const NEWEST: usize = 12;
/// So many teams stand beside the organisation as chips; more are behind one link, so that figures come first.
const MOST_SCOPES: usize = 20;

#[derive(Serialize)]
struct View {
    title: String,
    lede: String,
    window: Option<Stretch>,
    windows: Vec<WindowLink>,
    scopes: Vec<Scope>,
    /// All teams, where they are too many for chips: folded on the organisation’s page, elsewhere a link to there.
    all_scopes: Vec<Scope>,
    all_scopes_link: Option<Linked>,
    csv: String,
    method: String,
    tiles: Vec<Tile>,
    sections: Vec<Section>,
    stages: Panel,
    services: Option<recent::ServiceTable>,
    newest: Vec<recent::Row>,
    excluded: Vec<Excluded>,
    unknown: Vec<String>,
    is_team: bool,
    team_page: Option<String>,
}

#[derive(Serialize)]
struct WindowLink {
    text: &'static str,
    href: String,
    is_current: bool,
}

#[derive(Serialize)]
struct Scope {
    to: Linked,
    is_current: bool,
}

/// One metric of many services.
#[derive(Serialize)]
struct Section {
    id: &'static str,
    anchor: &'static str,
    name: &'static str,
    definition: &'static str,
    known: Option<Reading>,
    of: String,
    unknown: Option<&'static str>,
    delta: Option<Delta>,
    answers: Vec<Answer>,
    axis: Option<Axis10>,
    panel: Panel,
    strip: Option<Strip>,
    finding: String,
    teams: Vec<TeamView>,
    all: String,
    records: String,
}

/// Whether a team has a Delivery page.
pub fn has_team(site: &Site<'_>, slug: &str) -> bool {
    let delivery = &site.portal.measurements.delivery;
    site.portal.catalog.teams.iter().any(|team| team.slug == slug && delivery.teams.contains_key(&team.reference))
}

impl Page for DeliveryOverview {
    fn template(&self) -> &'static str {
        "pages/delivery-overview.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let organisation = WINDOWS.iter().enumerate().map(|(which, (_, folder, _))| Sheet { address: format!("delivery/{folder}"), which });
        let teams = site.portal.catalog.teams.iter().enumerate().filter(|(_, team)| has_team(site, &team.slug));
        let teams = teams.flat_map(|(place, team)| {
            let sheet = move |(window, (_, folder, _)): (usize, &(Span, &str, &str))| Sheet {
                address: format!("{}{folder}", team_address(&team.slug)),
                which: (place + 1) * WINDOWS.len() + window,
            };
            WINDOWS.iter().enumerate().map(sheet)
        });
        organisation.chain(teams).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let (span, _, window) = WINDOWS[sheet.which % WINDOWS.len()];
        let team = (sheet.which / WINDOWS.len()).checked_sub(1).map(|place| &site.portal.catalog.teams[place]);
        let delivery = &site.portal.measurements.delivery;
        let rollup = team.and_then(|team| delivery.teams.get(&team.reference)).unwrap_or(&delivery.organisation);
        let whole = Whole { site, rollup, team, span, links };
        let organisation = &site.portal.organisation.name;
        let name = team.map_or(organisation, |team| &team.name);
        let mut crumbs = vec![("Home".to_owned(), Some(String::new()))];
        match team {
            Some(team) => {
                crumbs.push(("Delivery".to_owned(), Some("delivery/".to_owned())));
                crumbs.push((team.name.clone(), None));
            }
            None => crumbs.push(("Delivery".to_owned(), None)),
        }
        let of_team = team.map(|team| format!(" of {}", team.name)).unwrap_or_default();
        let of_window = if span == Span::Days90 { String::new() } else { format!(", {window}") };
        let head = Head {
            title: format!("Delivery{of_team}{of_window}"),
            description: format!("DORA’s five metrics of {name}, as distributions over its services, {window}."),
            crumbs,
            nav: Some("Delivery"),
            newest: whole.services().filter_map(|service| service.newest_record_at).max(),
            is_global: team.is_none(),
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&whole.view()) }
    }
}

/// What a page is about.
struct Whole<'a> {
    site: &'a Site<'a>,
    rollup: &'a Rollup,
    team: Option<&'a crate::portal::Team>,
    span: Span,
    links: &'a Links,
}

impl<'a> Whole<'a> {
    /// The services that it is about.
    fn services(&self) -> impl Iterator<Item = &'a ServiceDelivery> {
        let team = self.team;
        let all = self.site.portal.measurements.delivery.services.iter();
        all.filter(move |(name, _)| team.is_none_or(|team| team.services.contains(name))).map(|(_, service)| service)
    }

    fn view(&self) -> View {
        let Self { site, rollup, team, span, links } = *self;
        let delivery = &site.portal.measurements.delivery;
        let address = team.map_or("delivery/".to_owned(), |team| team_address(&team.slug));
        let window = delivery.window(span);
        let known = rollup.get(span, FIVE[0].id).map_or(0, |distribution| distribution.ranked.len() as u64);
        let of = wording::counted(u64::from(rollup.services), "service", "services");
        let all_scopes = self.scopes();
        let teams = wording::counted(all_scopes.len().saturating_sub(1) as u64, "team", "teams");
        let is_folded = all_scopes.len() > MOST_SCOPES;
        let (scopes, rest): (Vec<_>, Vec<_>) =
            all_scopes.into_iter().enumerate().partition(|(place, scope)| !is_folded || *place == 0 || scope.is_current);
        let [scopes, rest] = [scopes, rest].map(|kept| kept.into_iter().map(|(_, scope)| scope).collect::<Vec<_>>());
        View {
            title: team.map_or("Delivery".to_owned(), |team| format!("Delivery of {}", team.name)),
            lede: format!("DORA’s five metrics: {} of {of} have deployments that were read.", wording::number(known)),
            window: window.map(Stretch::new),
            windows: WINDOWS
                .iter()
                .map(|(other, folder, text)| WindowLink { text, href: links.to(&format!("{address}{folder}")), is_current: *other == span })
                .collect(),
            scopes,
            all_scopes_link: is_folded
                .then(|| Linked { text: format!("All {teams}"), href: Some(links.to("delivery/#scopes")) })
                .filter(|_| team.is_some()),
            all_scopes: if is_folded && team.is_none() { rest } else { Vec::new() },
            csv: links.to("data/delivery.csv"),
            method: links.to("delivery/method/"),
            tiles: tile::of_many(rollup, span, |five| format!("#{}", five.anchor)),
            sections: FIVE.iter().map(|five| self.section(five)).collect(),
            stages: trends::stages_of_many(rollup, span),
            services: team.map(|team| recent::services(site, team, span, links)),
            newest: recent::newest(site, team, NEWEST, links),
            excluded: quality::of_many(self.services()),
            unknown: rollup.get(span, FIVE[0].id).map(unknown_words).unwrap_or_default(),
            is_team: team.is_some(),
            team_page: team.map(|team| links.to(&crate::site::rows::team_address(&team.slug))),
        }
    }

    fn scopes(&self) -> Vec<Scope> {
        let Self { site, team, span, links, .. } = *self;
        let folder = WINDOWS.iter().find(|(other, ..)| *other == span).map_or("", |(_, folder, _)| folder);
        let scope = |text: &str, address: String, is_current| Scope {
            to: Linked { text: text.to_owned(), href: Some(links.to(&format!("{address}{folder}"))) },
            is_current,
        };
        // A team may be called like the organisation.
        let everybody = format!("All of {}", site.portal.organisation.name);
        let mut scopes = vec![scope(&everybody, "delivery/".to_owned(), team.is_none())];
        let teams = site.portal.catalog.teams.iter().filter(|one| has_team(site, &one.slug));
        let mut teams: Vec<_> = teams.collect();
        teams.sort_by_cached_key(|team| team.name.to_lowercase());
        let is_same = |one: &crate::portal::Team| team.is_some_and(|team| team.reference == one.reference);
        scopes.extend(teams.into_iter().map(|one| scope(&one.name, team_address(&one.slug), is_same(one))));
        scopes
    }

    fn section(&self, five: &Five) -> Section {
        let Self { site, rollup, team, span, links } = *self;
        let time = Time { weeks: &site.portal.measurements.delivery.weeks, as_of: site.portal.as_of };
        let about = five::about(five.id);
        let distribution = rollup.get(span, five.id);
        let median = distribution.and_then(|distribution| distribution.median);
        let earlier = rollup.get(tile::before(span), five.id).and_then(|distribution| distribution.median);
        let placed = distribution.filter(|distribution| distribution.buckets.iter().any(|count| *count > 0));
        Section {
            id: five.id,
            anchor: five.anchor,
            name: five.name,
            definition: about.definition,
            known: median.map(|median| Reading::new(five.unit(), median)),
            of: distribution.map(|distribution| format!("median of {}", tile::services(distribution))).unwrap_or_default(),
            unknown: median
                .is_none()
                .then(|| distribution.and_then(|found| found.unknown.first()).map_or("it was not read", |(why, _)| why.words())),
            delta: earlier.and_then(|earlier| Some(Delta::new(five, earlier, median?))),
            answers: placed.zip(about.scale).map(|(found, scale)| meter::counted(scale, &found.buckets)).unwrap_or_default(),
            axis: distribution.and_then(tile::standing).map(|standing| Axis10::new(five.id, standing)),
            panel: trends::of_many(five, rollup, time),
            strip: distribution.and_then(|distribution| Strip::new(five, distribution)),
            finding: distribution.map(|distribution| finding::of_many(five, distribution)).unwrap_or_default(),
            teams: if team.is_none() { multiples::teams(site.portal, five, span, links) } else { Vec::new() },
            all: links.to(&five.address()),
            records: distribution.map(|found| wording::counted(found.records, five.sample.0, five.sample.1)).unwrap_or_default(),
        }
    }
}

/// How many services have no figure, by reason.
fn unknown_words(distribution: &Distribution) -> Vec<String> {
    let row = |(why, count): &(milepost_model::Unknown, u32)| {
        format!("{}: {}", wording::counted(u64::from(*count), "service", "services"), why.words())
    };
    distribution.unknown.iter().map(row).collect()
}
