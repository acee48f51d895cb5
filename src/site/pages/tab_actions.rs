//! What people may start for a service, with its name filled in.

use super::actions::ActionRow;
use super::service_head::{ServiceHead, tab_head};
use super::{Page, Sheet, Shown};
use crate::portal::actions::{Action, Intent};
use crate::site::Site;
use crate::site::actions::action_address;
use crate::site::facts::ServiceFacts;
use crate::site::links::Links;
use crate::site::rows::service_address;
use crate::site::weights::Weights;
use serde::Serialize;
use tera::Value;

/// `/catalog/<slug>/actions/`
pub struct TabActions;

#[derive(Serialize)]
struct View {
    head: ServiceHead,
    groups: Vec<Group>,
    all: String,
    history: String,
}

#[derive(Serialize)]
struct Group {
    id: &'static str,
    heading: &'static str,
    rows: Vec<ActionRow>,
}

/// What people may start for a service: what asks for a service, and what its own repository offers.
pub fn of<'s>(site: &'s Site<'_>, facts: &'s ServiceFacts<'_>) -> impl Iterator<Item = &'s Action> {
    let is_meant = |action: &&Action| {
        let is_about = action.service_field().is_some() || Some(&action.repo) == facts.service.repo.as_ref();
        is_about && action.is_shown_to(&facts.service.reference)
    };
    site.portal.actions.iter().filter(is_meant)
}

/// Whether there is anything to start.
pub fn is_shown(site: &Site<'_>, facts: &ServiceFacts<'_>) -> bool {
    of(site, facts).next().is_some()
}

/// The address of the tab; without anything to start, that of the list of all actions.
pub fn address(site: &Site<'_>, facts: &ServiceFacts<'_>) -> String {
    if is_shown(site, facts) { format!("{}actions/", service_address(&facts.service.slug)) } else { "actions/".to_owned() }
}

/// The same as rows, what its own repository offers first, and then what is run most.
pub fn rows(site: &Site<'_>, facts: &ServiceFacts<'_>, links: &Links) -> Vec<ActionRow> {
    sorted(site, facts).into_iter().map(|action| row(site, facts, action, links)).collect()
}

/// What is pressed in a hurry.
#[derive(Serialize)]
pub struct Urgent {
    /// What it does, without its object where that is the service itself.
    title: String,
    /// The service, where the title leaves it out.
    object: Option<String>,
    href: String,
    icon: &'static str,
    is_main: bool,
}

/// What is pressed in a hurry, for the head of every tab: what deploys and what rolls back, of each the one that is run most.
/// What nobody ever deployed, and no pipeline does, has neither.
pub fn in_a_hurry(site: &Site<'_>, facts: &ServiceFacts<'_>, links: &Links) -> Vec<Urgent> {
    let is_archived = facts.repository.is_some_and(|repository| repository.is_archived == Some(true));
    let is_deployed = facts.deployed.is_some() || facts.service.pipelines.iter().any(|pipeline| !pipeline.environments.is_empty());
    if is_archived || !is_deployed {
        return Vec::new();
    }
    let all = sorted(site, facts);
    let changes = |icon: &'static str| {
        let action = all.iter().find(|action| action.intent == Intent::Change && action.icon_name() == icon)?;
        let short = short(&action.title);
        Some(Urgent {
            title: short.unwrap_or(&action.title).to_owned(),
            object: short.map(|_| facts.name.to_owned()),
            href: links.to(&format!("{}{}", action_address(&action.slug), query(facts, action))),
            icon,
            is_main: icon == "rocket",
        })
    };
    // Where nothing runs there is nothing to go back to.
    let icons = if facts.deployed.is_some() { &["rocket", "undo"][..] } else { &["rocket"] };
    icons.iter().filter_map(|icon| changes(icon)).collect()
}

/// The title of an action as a button on the page of the service that it is about.
fn short(title: &str) -> Option<&str> {
    [" a service", " the service", " this service"].iter().find_map(|end| title.strip_suffix(end)).filter(|title| !title.is_empty())
}

fn sorted<'s>(site: &'s Site<'_>, facts: &'s ServiceFacts<'_>) -> Vec<&'s Action> {
    let mut own: Vec<&Action> = of(site, facts).collect();
    // What its own repository offers is about it alone.
    let is_foreign = |action: &Action| Some(&action.repo) != facts.service.repo.as_ref();
    own.sort_by_key(|action| {
        (is_foreign(action), std::cmp::Reverse(action.runs.recent.asked), action.title.to_lowercase(), action.slug.clone())
    });
    own
}

fn row(site: &Site<'_>, facts: &ServiceFacts<'_>, action: &Action, links: &Links) -> ActionRow {
    ActionRow::new(site, action, &query(facts, action), links)
}

/// What the form of an action is to hold: the service.
fn query(facts: &ServiceFacts<'_>, action: &Action) -> String {
    let query = action.service_field().map(|field| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        format!("?{}", query.append_pair(&field.name, &field.written(&facts.service.reference)).finish())
    });
    query.unwrap_or_default()
}

impl Page for TabActions {
    fn template(&self) -> &'static str {
        "pages/tab-actions.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let all = site.facts.iter().enumerate().filter(|(_, facts)| is_shown(site, facts));
        all.map(|(which, facts)| Sheet { address: address(site, facts), which }).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let facts = &site.facts[sheet.which];
        let own = sorted(site, facts);
        let group = |intent: Intent| Group {
            id: intent.word(),
            heading: intent.heading(),
            rows: own.iter().filter(|action| action.intent == intent).map(|action| row(site, facts, action, links)).collect(),
        };
        let view = View {
            head: ServiceHead::new(site, facts, "Actions", links),
            groups: Intent::ALL.into_iter().map(group).filter(|group| !group.rows.is_empty()).collect(),
            all: links.to("actions/"),
            history: links.to("actions/history/"),
        };
        let mut head = tab_head(site, facts, "Actions", format!("What people may start for {}, with its name filled in.", facts.name));
        head.styles = vec!["actions"];
        Shown { head, view: Value::from_serializable(&view) }
    }
}
