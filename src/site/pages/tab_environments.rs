//! What of a service runs where, what ran there in the last month, and how far the environments are apart.

use super::service_about::{self, Objective};
use super::service_head::{ServiceHead, tab_head};
use super::{Page, Sheet, Shown};
use crate::portal::{Deployed, NAMED_COMMITS, ServiceFigures, TOLD_DAYS};
use crate::site::Site;
use crate::site::charts::frame::Drawn;
use crate::site::charts::lanes::{self, Lane, Lanes, Stay};
use crate::site::environments::{EnvironmentRow, GapView, PreviewRow, StateView, declared, gaps, previews, rows, version};
use crate::site::exports;
use crate::site::facts::ServiceFacts;
use crate::site::links::Links;
use crate::site::rows::{Linked, service_address};
use crate::site::weights::Weights;
use crate::site::wording::{self, When};
use milepost_model::Window;
use serde::Serialize;
use tera::Value;

/// `/catalog/<slug>/environments/`
pub struct TabEnvironments;

#[derive(Serialize)]
struct View {
    head: ServiceHead,
    rows: Vec<EnvironmentRow>,
    has_links: bool,
    compared_with: Option<String>,
    timeline: Timeline,
    gaps: Vec<GapView>,
    is_level: bool,
    named: usize,
    previews: Vec<PreviewRow>,
    previews_more: u64,
    tried: Vec<TriedRow>,
    declared: Vec<Linked>,
    objectives: Vec<Objective>,
    read: Option<(When, When)>,
    shares: bool,
    data: String,
}

/// The chart of versions, as its partial shows it.
#[derive(Serialize)]
struct Timeline {
    id: &'static str,
    chart: Option<Drawn>,
    unknown: &'static str,
    days: i64,
    left_out: usize,
    is_cut: bool,
}

/// An environment that nothing ever reached.
#[derive(Debug, Serialize)]
pub struct TriedRow {
    environment: String,
    state: StateView,
    at: When,
    href: Option<String>,
}

/// What is known of a service's environments, where there is any.
pub fn shown<'s>(site: &'s Site<'_>, facts: &ServiceFacts<'_>) -> Option<&'s ServiceFigures> {
    site.portal.figures(facts.service).filter(|figures| !figures.deployed.is_empty() || !figures.environments.tried.is_empty())
}

/// The address of the tab.
pub fn address(facts: &ServiceFacts<'_>) -> String {
    format!("{}environments/", service_address(&facts.service.slug))
}

impl Page for TabEnvironments {
    fn template(&self) -> &'static str {
        "pages/tab-environments.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let all = site.facts.iter().enumerate().filter(|(_, facts)| shown(site, facts).is_some());
        all.map(|(which, facts)| Sheet { address: address(facts), which }).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let facts = &site.facts[sheet.which];
        let figures = shown(site, facts).expect("because a sheet was made for it");
        let mut head = tab_head(
            site,
            facts,
            "Environments",
            format!("Which version of {} runs where, and how far the environments are apart.", facts.name),
        );
        head.styles = vec!["environments"];
        Shown { head, view: Value::from_serializable(&view(site, facts, figures, links)) }
    }
}

fn view(site: &Site<'_>, facts: &ServiceFacts<'_>, figures: &ServiceFigures, links: &Links) -> View {
    let passing: Vec<_> = figures
        .deployed
        .iter()
        .filter(|deployed| deployed.is_ephemeral())
        .map(|deployed| crate::site::environments::Here { service: site.place_of(facts), deployed })
        .collect();
    let gaps = gaps(facts, figures);
    let known = &figures.environments;
    View {
        head: ServiceHead::new(site, facts, "Environments", links),
        rows: rows(site, facts, links),
        has_links: !site.settings.environment_links.is_empty(),
        compared_with: known.compared_with.clone(),
        timeline: timeline(site, figures),
        is_level: gaps.is_empty() && known.compared_with.is_some(),
        gaps,
        named: NAMED_COMMITS,
        previews: previews(site, passing.iter(), links),
        previews_more: known.more,
        tried: known.tried.iter().map(tried).collect(),
        declared: declared(facts),
        objectives: service_about::objectives(site, facts),
        read: known.read.map(|(from, to)| (When::new(from), When::new(to))),
        shares: figures.shares_deployments,
        data: links.to(&exports::entity_path(&facts.service.reference)),
    }
}

fn timeline(site: &Site<'_>, figures: &ServiceFigures) -> Timeline {
    let lane = |deployed: &Deployed| Lane {
        name: deployed.environment.clone(),
        stays: deployed
            .past
            .iter()
            .map(|arrived| Stay { at: arrived.at, version: version(arrived.version.as_deref(), &arrived.sha.hex().unwrap_or_default()) })
            .collect(),
    };
    let all: Vec<Lane> = figures.deployed.iter().filter(|deployed| !deployed.is_ephemeral()).map(lane).collect();
    // To the end of the day, so that builds of one day draw the same.
    let to = milepost_model::window::start_of_day(site.portal.as_of) + chrono::Duration::days(1);
    let window = Window { from: to - chrono::Duration::days(TOLD_DAYS), to };
    let lanes = Lanes { id: "lanes", window, all: &all };
    Timeline {
        id: "lanes",
        chart: lanes.draw(),
        is_cut: lanes.is_cut(),
        unknown: "nothing runs in an environment that stays",
        days: TOLD_DAYS,
        left_out: all.len().saturating_sub(lanes::MOST),
    }
}

/// An environment that nothing ever reached, as a row.
pub fn tried(tried: &crate::portal::Tried) -> TriedRow {
    let (tone, icon) = if tried.outcome == milepost_model::Outcome::Failure { ("bad", "fail") } else { ("warn", "warn") };
    let words = wording::capitalised(tried.outcome.word());
    TriedRow {
        environment: tried.environment.clone(),
        state: StateView { word: "attempt", tone, icon, short: words.clone(), words },
        at: When::new(tried.at),
        href: tried.url.as_deref().and_then(crate::site::safe_url::href),
    }
}
