//! A service: how to run it, deploy it and fix it, and everything that is known of it.

use super::actions::ActionRow;
use super::home::ChartPanel;
use super::service_about::{self, About};
use super::service_calls::{Calls, calls};
use super::service_delivery_panel::DeliveryPanel;
use super::service_head::ServiceHead;
use super::service_parts::{Complaint, DocView, How, ReleaseView, SourceView};
use super::service_path::PathPanel;
use super::{Page, Sheet, Shown, catalog, service_parts, tab_actions, tab_environments};
use crate::site::Site;
use crate::site::environments::{self, EnvironmentRow};
use crate::site::facts::{ServiceFacts, distinct_name};
use crate::site::layout::Head;
use crate::site::leaving::Leaving;
use crate::site::links::Links;
use crate::site::people::{self, OnCallView};
use crate::site::rows::{Linked, service_address};
use crate::site::source_links;
use crate::site::weights::Weights;
use crate::site::wording::{self, When};
use crate::site::{exports, safe_url};
use milepost_model::{Measurement, Unknown};
use serde::Serialize;
use tera::Value;

/// So many actions stand on the overview, those that are run most.
const MOST_ACTIONS: usize = 6;

/// `/catalog/<slug>/`
pub struct Service;

#[derive(Serialize)]
struct View {
    head: ServiceHead,
    owner_fix: String,
    owner_files: Option<Linked>,
    leaving: Option<Leaving>,
    not_read: Option<NotReadView>,
    how: How,
    on_call: Vec<OnCallView>,
    incidents: Vec<IncidentView>,
    deployed: Vec<EnvironmentRow>,
    passing: Option<String>,
    environments: Option<String>,
    deployed_words: &'static str,
    releases: Vec<ReleaseView>,
    delivery: DeliveryPanel,
    charts: Vec<ChartPanel>,
    data: String,
    calls: Calls,
    about: About,
    actions: Vec<ActionRow>,
    actions_all: String,
    actions_more: usize,
    level: Option<super::tab_scorecard::Summary>,
    path: Option<PathPanel>,
    docs: Vec<DocView>,
    docs_more: u64,
    docs_href: String,
    docs_elsewhere: String,
    apis: Vec<DocView>,
    sources: Vec<SourceView>,
    complaints: Vec<Complaint>,
    complaints_more: u64,
}

/// Why not everything of its repository was read.
#[derive(Serialize)]
struct NotReadView {
    is_partial: bool,
    reason: String,
    shown: When,
    health: String,
}

/// An incident that is open.
#[derive(Serialize)]
pub struct IncidentView {
    title: String,
    severity: Option<String>,
    since: When,
    href: Option<String>,
}

impl Page for Service {
    fn template(&self) -> &'static str {
        "pages/service.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let all = site.facts.iter().enumerate();
        all.map(|(which, facts)| Sheet { address: service_address(&facts.service.slug), which }).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let facts = &site.facts[sheet.which];
        let what = facts.description.unwrap_or("owner, how to run, deploy and fix it");
        let head = Head {
            title: distinct_name(facts),
            description: format!("{}: {what}", facts.name),
            crumbs: vec![
                ("Home".to_owned(), Some(String::new())),
                ("Catalog".to_owned(), Some("catalog/".to_owned())),
                (facts.name.to_owned(), None),
            ],
            nav: Some("Catalog"),
            newest: site.portal.figures(facts.service).and_then(|figures| figures.newest_record_at),
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view(site, facts, links)) }
    }
}

fn view(site: &Site<'_>, facts: &ServiceFacts<'_>, links: &Links) -> View {
    let owner = facts.owner;
    let teams: Vec<&str> = owner.iter().flat_map(|owner| [Some(owner.name), owner.slug]).flatten().collect();
    let (docs, docs_more) = service_parts::docs(site, facts, links);
    let (complaints, complaints_more) = service_parts::complaints(site, facts);
    let delivery = DeliveryPanel::new(site, facts, links);
    let actions = tab_actions::rows(site, facts, links);
    View {
        head: ServiceHead::new(site, facts, "Overview", links),
        owner_fix: owner_fix(facts),
        owner_files: descriptor_link(facts),
        leaving: Leaving::of(site, facts.entity, facts.repository, links),
        not_read: not_read(site, facts, links),
        how: service_parts::how(site, facts, links),
        on_call: people::on_call(site.portal, &[&facts.service.reference.name, &facts.service.slug], &teams),
        incidents: incidents(site, facts),
        deployed: environments::rows(site, facts, links),
        passing: passing(site, facts),
        environments: tab_environments::shown(site, facts).map(|_| links.to(&tab_environments::address(facts))),
        deployed_words: deployed_words(site, facts),
        releases: service_parts::releases(site, facts),
        // Where deployments are known, delivery says more than weekly counts.
        charts: if delivery.is_shown() { Vec::new() } else { charts(site, facts) },
        delivery,
        data: links.to(&exports::entity_path(&facts.service.reference)),
        calls: calls(site, facts, links),
        about: service_about::about(site, facts, links),
        actions_more: actions.len().saturating_sub(MOST_ACTIONS),
        actions: actions.into_iter().take(MOST_ACTIONS).collect(),
        actions_all: links.to(&tab_actions::address(site, facts)),
        level: super::tab_scorecard::summary(site, facts, links),
        path: PathPanel::new(site, facts, links),
        docs,
        docs_more,
        docs_href: links.to(&format!("{}docs/", service_address(&facts.service.slug))),
        docs_elsewhere: links.to("docs/"),
        apis: service_parts::apis(site, facts, links),
        sources: service_parts::sources(site, facts),
        complaints,
        complaints_more,
    }
}

fn not_read(site: &Site<'_>, facts: &ServiceFacts<'_>, links: &Links) -> Option<NotReadView> {
    let repository = facts.repository?;
    let found = site.portal.health.not_read.iter().find(|one| one.name == repository.full_name)?;
    Some(NotReadView {
        is_partial: found.is_partial,
        reason: found.reason.trim_end_matches('.').to_owned(),
        shown: When::new(repository.observed_at),
        health: links.to("health/#nr"),
    })
}

/// What to write, and where, so that the service has an owner.
fn owner_fix(facts: &ServiceFacts<'_>) -> String {
    let line = match facts.service.folder.as_str() {
        "" => "*".to_owned(),
        folder => format!("/{folder}/"),
    };
    let descriptor = facts.service.files.descriptor.as_deref().unwrap_or("milepost.yaml");
    format!("Add an owner to {descriptor}, or a line for {line} to CODEOWNERS.")
}

fn descriptor_link(facts: &ServiceFacts<'_>) -> Option<Linked> {
    let path = facts.service.files.descriptor.as_ref().or(facts.service.files.codeowners.as_ref())?;
    let href = facts.repository.and_then(|repository| source_links::file(repository, path, None))?;
    Some(Linked { text: path.clone(), href: Some(href) })
}

/// The open incidents that concern a service.
pub fn incidents(site: &Site<'_>, facts: &ServiceFacts<'_>) -> Vec<IncidentView> {
    let reference = &facts.service.reference;
    let is_meant = |name: &String| *name == reference.to_string() || name.eq_ignore_ascii_case(&reference.name);
    let concerned = site.portal.open_incidents.iter().filter(|incident| {
        incident.services.iter().any(is_meant)
            || incident.services.is_empty() && incident.repo.is_some() && incident.repo == facts.service.repo
    });
    let view = |incident: &milepost_model::record::Incident| IncidentView {
        title: incident.title.clone().unwrap_or_else(|| "An incident without a title".to_owned()),
        severity: incident.severity.clone(),
        since: When::new(incident.opened_at),
        href: incident.url.as_deref().and_then(safe_url::href),
    };
    concerned.map(view).collect()
}

/// How many environments there are that come and go.
fn passing(site: &Site<'_>, facts: &ServiceFacts<'_>) -> Option<String> {
    let figures = site.portal.figures(facts.service)?;
    let count = figures.deployed.iter().filter(|deployed| deployed.is_ephemeral()).count() as u64 + figures.environments.more;
    (count > 0).then(|| wording::counted(count, "preview", "previews"))
}

/// Why nothing is deployed, as far as that is known.
pub fn deployed_words(site: &Site<'_>, facts: &ServiceFacts<'_>) -> &'static str {
    match site.portal.figures(facts.service).map(|figures| &figures.activity.deployments) {
        Some(Measurement::Unknown(reason)) => reason.words(),
        Some(Measurement::Known { .. }) => Unknown::NoEventsInWindow.words(),
        None => Unknown::NotCollected.words(),
    }
}

fn charts(site: &Site<'_>, facts: &ServiceFacts<'_>) -> Vec<ChartPanel> {
    let Some(figures) = site.portal.figures(facts.service) else { return Vec::new() };
    let shared = [figures.shares_changes, figures.shares_deployments];
    let panels = ChartPanel::both(site, &figures.activity, true).into_iter().zip(shared);
    let words = |is_shared| if is_shared { "Of its whole repository, since nothing tells whose they are." } else { "" };
    panels.map(|(panel, is_shared)| panel.with_note(words(is_shared))).collect()
}

/// The catalog's address with one filter, as seen from a page.
pub fn filter(links: &Links, key: &str, value: &str) -> String {
    catalog::filtered(links, &[(key, value)])
}
