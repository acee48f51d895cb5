//! The tabs of a service: links to pages where a tab has one, to a panel of the overview where it has not.

use crate::site::Site;
use crate::site::facts::ServiceFacts;
use crate::site::links::Links;
use crate::site::rows::service_address;
use serde::Serialize;

/// A tab, in a line of [`TABS`].
struct Tab {
    label: &'static str,
    /// How much there is behind it, where that is a number.
    count: fn(&Site<'_>, &ServiceFacts<'_>) -> Option<u64>,
    place: fn(&Site<'_>, &ServiceFacts<'_>) -> Place,
}

/// Where a tab leads: a tab with nothing behind it has no page of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A page below the service's, such as `dependencies/`; the overview's own is empty.
    Page(&'static str),
    /// A panel of the overview, by its id.
    Panel(&'static str),
    /// A page of another entity, by its address.
    Elsewhere(String),
}

/// The tabs in their order. They never vanish, so that hands remember where they are.
const TABS: &[Tab] = &[
    Tab { label: "Overview", count: |_, _| None, place: |_, _| Place::Page("") },
    Tab {
        label: "Docs",
        count: |site, facts| Some(docs(site, facts)),
        place: |site, facts| match site.docs.shown_for(&facts.service.reference) {
            Some(shelved) if shelved.book.owner == facts.service.reference => Place::Page("docs/"),
            Some(shelved) => Place::Elsewhere(shelved.address.clone()),
            None => Place::Panel("ap"),
        },
    },
    Tab {
        label: "API",
        count: |site, facts| Some(super::interfaces::count(site, facts)),
        place: |site, facts| super::interfaces::place(site, facts),
    },
    Tab {
        label: "Dependencies",
        count: |site, facts| Some(super::service_calls::count(site, facts)),
        place: |site, facts| super::service_calls::place(site, facts),
    },
    Tab {
        label: "Delivery",
        count: |_, _| None,
        place: |site, facts| super::tab_delivery::shown(site, facts).map_or(Place::Panel("delivery"), |_| Place::Page("delivery/")),
    },
    Tab {
        label: "Scorecard",
        count: |_, _| None,
        place: |site, facts| super::tab_scorecard::shown(site, facts).map_or(Place::Panel("level"), |_| Place::Page("scorecard/")),
    },
    Tab {
        label: "Environments",
        count: |site, facts| Some(environments(site, facts)),
        place: |site, facts| super::tab_environments::shown(site, facts).map_or(Place::Panel("env"), |_| Place::Page("environments/")),
    },
    Tab {
        label: "Actions",
        count: |site, facts| Some(super::tab_actions::of(site, facts).count() as u64),
        place: |site, facts| if super::tab_actions::is_shown(site, facts) { Place::Page("actions/") } else { Place::Panel("sa") },
    },
];

/// A tab as the page shows it.
#[derive(Serialize)]
pub struct TabView {
    label: &'static str,
    count: Option<String>,
    href: String,
    is_current: bool,
}

/// The tabs as seen from one of them, by its label.
pub fn tabs(site: &Site<'_>, facts: &ServiceFacts<'_>, current: &str, links: &Links) -> Vec<TabView> {
    let home = service_address(&facts.service.slug);
    let view = |tab: &Tab| TabView {
        label: tab.label,
        count: (tab.count)(site, facts).map(|count| count.to_string()).or_else(|| share(tab, site, facts)),
        href: links.to(&match (tab.place)(site, facts) {
            Place::Page(below) => format!("{home}{below}"),
            Place::Panel(id) => format!("{home}#{id}"),
            Place::Elsewhere(address) => address,
        }),
        is_current: tab.label == current,
    };
    TABS.iter().map(view).collect()
}

/// How much of it there is, where that is a part of a whole.
fn share(tab: &Tab, site: &Site<'_>, facts: &ServiceFacts<'_>) -> Option<String> {
    (tab.label == "Scorecard").then(|| super::tab_scorecard::count(site, facts)).flatten()
}

/// The tabs that have pages of their own below the overview: the label and the folder.
pub fn pages(site: &Site<'_>, facts: &ServiceFacts<'_>) -> Vec<(&'static str, &'static str)> {
    let page = |tab: &Tab| match (tab.place)(site, facts) {
        Place::Page(below) if !below.is_empty() => Some((tab.label, below)),
        _ => None,
    };
    TABS.iter().filter_map(page).collect()
}

fn docs(site: &Site<'_>, facts: &ServiceFacts<'_>) -> u64 {
    site.docs.shown_for(&facts.service.reference).map_or(0, |shelved| shelved.book.pages.len() as u64)
}

fn environments(site: &Site<'_>, facts: &ServiceFacts<'_>) -> u64 {
    site.portal.figures(facts.service).map_or(0, |figures| figures.deployed.len() as u64 + figures.environments.more)
}
