//! Home: a question, my team, what changed, and how it goes.

use super::actions::ActionRow;
use super::catalog::filtered;
use super::home_paths::PathsPanel;
use super::teams::{TeamRow, rows};
use super::{Page, Sheet, Shown};
use crate::portal::delivery::Span;
use crate::portal::{Activity, ByWeek, Counted, Event, EventKind, Share};
use crate::site::Site;
use crate::site::charts::frame::{Drawn, Point};
use crate::site::charts::weekly::{Of, Weekly};
use crate::site::delivery::tile::{self, Tile as Tile5};
use crate::site::facts::display_name;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::{Linked, service_address};
use crate::site::safe_url;
use crate::site::weights::Weights;
use crate::site::wording;
use milepost_model::{EntityKind, Measurement};
use serde::Serialize;
use tera::Value;

/// How many events the feed tells, so that it ends where the chart beside it does.
const MOST_EVENTS: usize = 6;
/// How many teams fit beside the feed before a link tells of the rest.
const MOST_TEAMS: usize = 15;
/// How many actions stand beside the teams, those that are run most.
const MOST_ACTIONS: usize = 5;

/// `/`
pub struct Home;

#[derive(Serialize)]
struct View {
    counts: String,
    examples: Vec<Example>,
    teams: Vec<TeamRow>,
    teams_href: String,
    teams_more: u64,
    events: Vec<EventView>,
    tiles: Vec<Tile>,
    delivery: Vec<Tile5>,
    delivery_href: String,
    method: String,
    paths: Option<PathsPanel>,
    actions: Vec<ActionRow>,
    actions_all: Option<Linked>,
    charts: Vec<ChartPanel>,
    csv: String,
    verdict: super::health::Verdict,
    health: String,
    action: String,
    start: String,
}

#[derive(Serialize)]
struct Example {
    text: String,
    href: String,
}

/// Something that happened, as a feed tells it.
#[derive(Serialize)]
pub struct EventView {
    icon: &'static str,
    tone: &'static str,
    name: String,
    href: Option<String>,
    words: &'static str,
    detail: Option<String>,
    others: u32,
    url: Option<String>,
    iso: String,
    day: String,
}

#[derive(Serialize)]
struct Tile {
    label: &'static str,
    value: String,
    small: String,
    href: String,
    is_bad: bool,
}

/// A chart, or why there is none.
#[derive(Serialize)]
pub struct ChartPanel {
    id: &'static str,
    title: &'static str,
    chart: Option<Drawn>,
    unknown: Option<&'static str>,
    note: String,
}

impl ChartPanel {
    /// The panels of weekly activity: changes, and what was counted as deployments.
    pub fn both(site: &Site<'_>, activity: &Activity, is_half: bool) -> Vec<Self> {
        let deployments = match activity.deployments_are {
            Counted::Deployments => "Deployments to production",
            Counted::Releases => "Releases",
            Counted::Both => "Deployments and releases",
        };
        let note = match activity.deployments_are {
            Counted::Deployments => "",
            Counted::Releases => "No deployment is recorded, so releases count.",
            Counted::Both => "Where a repository records no deployment, its releases count.",
        };
        vec![
            Self::new(site, ("changes", "Changes merged"), (&activity.changes, &activity.changes_by_week), is_half),
            Self::new(site, ("deployments", deployments), (&activity.deployments, &activity.deployments_by_week), is_half).with_note(note),
        ]
    }

    fn new(
        site: &Site<'_>,
        (id, title): (&'static str, &'static str),
        (series, weeks): (&Measurement<Vec<u32>>, &ByWeek),
        is_half: bool,
    ) -> Self {
        // Weeks that are known of some repositories are drawn, and marked where others tell of more.
        let point = |count: &Option<u32>| count.map_or(Point::Unknown, Point::Known);
        let values: Vec<Point<u32>> = weeks.counts.iter().map(point).collect();
        let of = (weeks.known_of.len() == values.len()).then_some(Of { counts: &weeks.known_of, noun: "repositories" });
        let measured = &site.portal.measurements;
        let weekly = Weekly { id, what: title, weeks: &measured.weeks, values: &values, as_of: site.portal.as_of, of };
        let chart = if is_half { weekly.draw_half() } else { weekly.draw() };
        let unknown = series.reason().map(milepost_model::Unknown::words).filter(|_| chart.is_none());
        let unknown = unknown.or(if chart.is_none() { Some("no complete week was read") } else { None });
        Self { id, title, chart, unknown, note: String::new() }
    }

    /// The same panel with one more sentence below its chart.
    #[must_use]
    pub fn with_note(mut self, sentence: &str) -> Self {
        if !self.note.is_empty() && !sentence.is_empty() {
            self.note.push(' ');
        }
        self.note.push_str(sentence);
        self
    }
}

/// Says of how many repositories a sum is, where it is not of all.
fn known_words(share: Share) -> String {
    if share.known >= share.of {
        return String::new();
    }
    format!("Known of {} of {}.", wording::number(share.known), wording::counted(share.of, "repository", "repositories"))
}

impl Page for Home {
    fn template(&self) -> &'static str {
        "pages/home.html"
    }

    fn sheets(&self, _: &Site<'_>) -> Vec<Sheet> {
        Sheet::only("")
    }

    fn show(&self, site: &Site<'_>, _: &Sheet, links: &Links, _: &Weights) -> Shown {
        let mut teams = rows(site, links);
        let all_teams = teams.len();
        // Nobody picks a department that only holds teams; where no team has a service yet, all are shown.
        if teams.iter().any(TeamRow::has_services) {
            teams.retain(TeamRow::has_services);
        }
        teams.truncate(MOST_TEAMS);
        let measured = &site.portal.measurements;
        let known = [measured.changes_known, measured.deployments_known].map(known_words);
        let delivery = delivery_tiles(site, links);
        // Where deployments are known, delivery says more than weekly counts.
        let charts = if delivery.is_empty() { ChartPanel::both(site, &measured.organisation, false) } else { Vec::new() };
        let charts = charts.into_iter().zip(known).map(|(panel, words)| panel.with_note(&words)).collect();
        let view = View {
            counts: counts(site),
            examples: examples(site, links),
            teams_more: (all_teams - teams.len()) as u64,
            teams,
            teams_href: links.to("teams/"),
            events: events(site, links, |_| true, MOST_EVENTS),
            tiles: tiles(site, links),
            delivery,
            delivery_href: links.to("delivery/28d/"),
            method: links.to("delivery/method/"),
            paths: PathsPanel::new(site, links),
            actions: actions(site, links),
            actions_all: all_actions(site, links),
            charts,
            csv: links.to("data/activity.csv"),
            verdict: super::health::Verdict::of(site),
            health: links.to("health/"),
            action: links.to("catalog/"),
            start: links.to("start/"),
        };
        let head = Head {
            title: "Home".to_owned(),
            description: format!("Find a service of {}, its owner, its documents and how to run it.", site.portal.organisation.name),
            crumbs: vec![("Home".to_owned(), None)],
            is_global: true,
            scripts: vec!["home"],
            has_own_search: true,
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

/// What is run most, and can be started about anything.
fn actions(site: &Site<'_>, links: &Links) -> Vec<ActionRow> {
    let mut all: Vec<_> = site.portal.actions.iter().collect();
    all.sort_by_key(|action| (std::cmp::Reverse(action.runs.recent.asked), action.title.to_lowercase(), action.slug.clone()));
    all.into_iter().take(MOST_ACTIONS).map(|action| ActionRow::new(site, action, "", links)).collect()
}

fn all_actions(site: &Site<'_>, links: &Links) -> Option<Linked> {
    let count = site.portal.actions.len();
    (count > 0).then(|| Linked { text: format!("All {}", wording::number(count as u64)), href: Some(links.to("actions/")) })
}

/// DORA's five over 28 days; none where no service has any.
fn delivery_tiles(site: &Site<'_>, links: &Links) -> Vec<Tile5> {
    let rollup = &site.portal.measurements.delivery.organisation;
    let is_known = |id: &str| rollup.get(Span::Days28, id).is_some_and(|found| found.median.is_some());
    if !crate::site::delivery::FIVE.iter().any(|five| is_known(five.id)) {
        return Vec::new();
    }
    tile::of_many(rollup, Span::Days28, |five| links.to(&format!("delivery/28d/#{}", five.anchor)))
}

fn counts(site: &Site<'_>) -> String {
    let apis = site.portal.catalog.entities.keys().filter(|reference| reference.kind == EntityKind::API).count() as u64;
    let mut parts = vec![wording::counted(site.facts.len() as u64, "service", "services")];
    parts.push(wording::counted(site.portal.catalog.teams.len() as u64, "team", "teams"));
    if apis > 0 {
        parts.push(wording::counted(apis, "API", "APIs"));
    }
    parts.join(", ")
}

/// Searches that find something here, so that people see what the field understands.
fn examples(site: &Site<'_>, links: &Links) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut add = |terms: &[(&str, &str)], text: String| examples.push(Example { text, href: filtered(links, terms) });
    let largest = site.portal.catalog.teams.iter().max_by_key(|team| (team.services.len(), std::cmp::Reverse(&team.slug)));
    if let Some(team) = largest.filter(|team| !team.services.is_empty()) {
        add(&[("owner", &team.slug)], format!("owner:{}", team.slug));
    }
    let tier = site.facts.iter().filter_map(|facts| facts.tier).min();
    if let Some(tier) = tier.filter(|_| site.facts.iter().any(|facts| facts.has.runbook)) {
        add(&[("tier", tier), ("has", "runbook")], format!("tier:{tier} has:runbook"));
    }
    if site.facts.iter().any(|facts| facts.deployed.is_some()) {
        add(&[("deployed", "<30d")], "deployed:<30d".to_owned());
    }
    if let Some(language) = site.facts.iter().find_map(|facts| facts.language) {
        let word = language.to_lowercase();
        add(&[("lang", &word)], format!("lang:{word}"));
    }
    examples
}

fn tiles(site: &Site<'_>, links: &Links) -> Vec<Tile> {
    let total = site.facts.len() as u64;
    let count = |test: &dyn Fn(&crate::site::facts::ServiceFacts<'_>) -> bool| site.facts.iter().filter(|facts| test(facts)).count() as u64;
    let month = site.portal.as_of - chrono::Duration::days(30);
    let share = |part: u64| wording::percent(part, total).map(|share| format!("{share}%")).unwrap_or_default();
    let orphans = count(&|facts| facts.owner.is_none());
    let runbooks = count(&|facts| facts.has.runbook);
    let deployed = count(&|facts| facts.deployed.is_some_and(|(since, _)| since > month));
    let incidents = site.portal.open_incidents.len() as u64;
    let tile = |label, value: u64, small: String, href: String, is_bad| Tile { label, value: wording::number(value), small, href, is_bad };
    let mut tiles = vec![
        tile("Services", total, "in the catalog".to_owned(), links.to("catalog/"), false),
        tile("Deployed in 30 days", deployed, share(deployed), filtered(links, &[("deployed", "<30d")]), false),
        tile("With a runbook", runbooks, share(runbooks), filtered(links, &[("has", "runbook")]), false),
        tile("Without an owner", orphans, share(orphans), filtered(links, &[("owner", "none")]), orphans > 0),
    ];
    if incidents > 0 {
        tiles.push(tile("Open incidents", incidents, "at this moment".to_owned(), links.to("health/#incidents"), true));
    } else {
        let described = count(&|facts| facts.has.descriptor);
        tiles.push(tile("With a descriptor", described, share(described), filtered(links, &[("has", "descriptor")]), false));
    }
    tiles
}

/// The newest events that pass a test.
pub fn events(site: &Site<'_>, links: &Links, test: impl Fn(&Event) -> bool, most: usize) -> Vec<EventView> {
    let view = |event: &Event| {
        let facts = site.facts_of(&event.service);
        let name = facts.map_or_else(|| display_name(site.portal, &event.service), |facts| facts.name);
        let detail = event.detail.as_deref().map(|detail| without_name(detail, name).to_owned());
        let (icon, tone, words) = words(event.kind, detail.is_some());
        EventView {
            icon,
            tone,
            name: name.to_owned(),
            href: facts.map(|facts| links.to(&service_address(&facts.service.slug))),
            words,
            detail,
            others: event.others,
            url: event.url.as_deref().and_then(safe_url::href),
            iso: wording::iso(event.at),
            day: wording::weekday(event.at),
        }
    };
    site.portal.measurements.events.iter().filter(|event| test(event)).take(most).map(view).collect()
}

/// What a text says beside the name that already stands before it, as titles of incidents often begin.
fn without_name<'a>(text: &'a str, name: &str) -> &'a str {
    let rest = text.strip_prefix(name).and_then(|rest| [": ", " – ", " — ", " - "].iter().find_map(|mark| rest.strip_prefix(mark)));
    rest.map(str::trim).filter(|rest| !rest.is_empty()).unwrap_or(text)
}

fn words(kind: EventKind, has_detail: bool) -> (&'static str, &'static str, &'static str) {
    match kind {
        EventKind::Created => ("plus", "good", "was created"),
        EventKind::Released => ("tag", "calm", "released"),
        EventKind::Deployed => ("rocket", "good", "was deployed"),
        EventKind::DeploymentFailed => ("fail", "bad", "could not be deployed"),
        EventKind::Archived => ("archive", "calm", "was archived"),
        EventKind::IncidentOpened => ("warn", "warn", if has_detail { "has an incident:" } else { "has an incident" }),
        EventKind::IncidentResolved => ("pass", "good", if has_detail { "is well again:" } else { "is well again" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incident_does_not_say_its_services_name_twice() {
        for (text, expected) in [
            ("pricing: rates are stale", "rates are stale"),
            ("pricing – down", "down"),
            ("pricing-engine down", "pricing-engine down"),
            ("pricing:", "pricing:"),
            ("Rates are stale", "Rates are stale"),
        ] {
            assert_eq!(without_name(text, "pricing"), expected);
        }
    }
}
