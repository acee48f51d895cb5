//! What stands above every tab of a service: its name, what it is, whose it is, and the tabs.

use super::service_tabs::{TabView, tabs};
use super::tab_actions::{self, Urgent};
use crate::site::Site;
use crate::site::adoption::path_address;
use crate::site::adoption::standing::StateView;
use crate::site::facts::{ServiceFacts, distinct_name};
use crate::site::layout::Head;
use crate::site::leaving;
use crate::site::links::Links;
use crate::site::rows::{self, Linked, service_address};
use crate::site::scorecards::level::LevelView;
use crate::site::{safe_url, source_links};
use serde::Serialize;

/// What `partials/service-head.html` shows.
#[derive(Serialize)]
pub struct ServiceHead {
    name: String,
    plain_name: Option<String>,
    description: Option<String>,
    owner: Option<Linked>,
    is_inferred: bool,
    lifecycle: Option<String>,
    lifecycle_tone: &'static str,
    tier: Option<String>,
    level: Option<LevelView>,
    path: Option<Linked>,
    kind: Option<String>,
    language: Option<String>,
    actions: Vec<Urgent>,
    repository_href: Option<String>,
    docs_button: Option<String>,
    tabs: Vec<TabView>,
}

impl ServiceHead {
    /// The head as seen from one of the tabs, by its label.
    pub fn new(site: &Site<'_>, facts: &ServiceFacts<'_>, current: &str, links: &Links) -> Self {
        Self {
            name: facts.name.to_owned(),
            plain_name: facts.entity.map(|entity| entity.name.clone()).filter(|name| name != facts.name),
            description: facts.description.map(str::to_owned),
            owner: rows::owner(facts, links),
            is_inferred: facts.service.is_inferred,
            lifecycle: facts.lifecycle.map(capitalised),
            lifecycle_tone: lifecycle_tone(facts.lifecycle),
            tier: facts.tier.map(str::to_owned),
            level: level(site, facts),
            path: path(site, facts, links),
            kind: facts.kind.map(capitalised),
            language: facts.language.map(str::to_owned),
            actions: tab_actions::in_a_hurry(site, facts, links),
            repository_href: facts.repository.and_then(source_links::repository),
            docs_button: docs_button(facts),
            tabs: tabs(site, facts, current, links),
        }
    }
}

/// The level on the first scorecard that is for it.
fn level(site: &Site<'_>, facts: &ServiceFacts<'_>) -> Option<LevelView> {
    let standing = site.portal.scores.services.get(&facts.service.reference)?.cards.first()?;
    Some(LevelView::new(&site.portal.scores.cards[standing.card], standing.reached))
}

/// Where it stands on the best of the golden paths that are for it.
fn path(site: &Site<'_>, facts: &ServiceFacts<'_>, links: &Links) -> Option<Linked> {
    let adoption = &site.portal.adoption;
    let standings = &adoption.service(&facts.service.reference)?.paths;
    let moments = standings.iter().filter_map(|(which, standing)| Some((*which, standing.moments.last()?)));
    let (which, moment) =
        moments.filter(|(_, moment)| moment.state.is_eligible()).min_by_key(|(which, moment)| (moment.state.rank(), *which))?;
    let settings = &adoption.paths[which].settings;
    Some(Linked { text: format!("{}: {}", settings.title, StateView::new(moment).text), href: Some(links.to(&path_address(&settings.id))) })
}

/// What a tab below the overview says of itself; the label is that of the tab.
pub fn tab_head(site: &Site<'_>, facts: &ServiceFacts<'_>, label: &str, description: String) -> Head {
    Head {
        title: format!("{} of {}", label, distinct_name(facts)),
        description,
        crumbs: vec![
            ("Home".to_owned(), Some(String::new())),
            ("Catalog".to_owned(), Some("catalog/".to_owned())),
            (facts.name.to_owned(), Some(service_address(&facts.service.slug))),
            (label.to_owned(), None),
        ],
        nav: Some("Catalog"),
        newest: site.portal.figures(facts.service).and_then(|figures| figures.newest_record_at),
        ..Head::default()
    }
}

/// Documentation elsewhere, where the descriptor names some: the tab has what its repository holds.
fn docs_button(facts: &ServiceFacts<'_>) -> Option<String> {
    let declared = facts.entity.and_then(|entity| entity.links.iter().find(|link| link.kind == "docs"));
    declared.and_then(|link| safe_url::href(&link.url))
}

/// The tone of a lifecycle's chip.
pub fn lifecycle_tone(lifecycle: Option<&str>) -> &'static str {
    match lifecycle.map(str::to_lowercase).as_deref() {
        Some("production") => "ok",
        Some(_) if leaving::is_over(lifecycle) => "bad",
        Some(_) => "info",
        None => "",
    }
}

/// A word with a capital in front.
pub fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
