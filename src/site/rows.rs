//! A service as a row of a table.

use super::Site;
use super::facts::{ServiceFacts, distinct_name};
use super::glance::{self, Lead, OnPath};
use super::links::Links;
use super::scorecards::level::LevelView;
use super::wording::{self, When};
use milepost_model::Entity;
use serde::Serialize;

/// A name with a link, where there is a page.
#[derive(Debug, Clone, Serialize)]
pub struct Linked {
    /// What it reads.
    pub text: String,
    /// Where it leads.
    pub href: Option<String>,
}

/// A service as tables show it.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    href: String,
    name: String,
    description: Option<String>,
    owner: Option<Linked>,
    tier: Option<String>,
    level: Option<LevelView>,
    path: Option<PathView>,
    lead: Option<LeadView>,
    changed: Option<When>,
    deployed: Option<When>,
    version: Option<String>,
}

impl Row {
    /// The row as seen from a page.
    pub fn new(facts: &ServiceFacts<'_>, links: &Links) -> Self {
        let text = |value: Option<&str>| value.map(str::to_owned);
        Self {
            href: links.to(&service_address(&facts.service.slug)),
            name: distinct_name(facts),
            description: text(facts.description),
            owner: owner(facts, links),
            tier: text(facts.tier),
            level: facts.rung.map(|rung| LevelView::of_rung(rung, facts.level.map(|(name, _)| name))),
            path: facts.path.map(|path| PathView::new(&path)),
            lead: facts.lead.map(|lead| LeadView::new(lead, &facts.lead_line)),
            changed: facts.changed.map(When::new),
            deployed: facts.deployed.map(|(since, _)| When::new(since)),
            version: facts.deployed.and_then(|(_, version)| text(version)),
        }
    }
}

/// Where a service stands on a golden path, as a row shows it.
#[derive(Debug, Clone, Serialize)]
struct PathView {
    /// Its place in the order of the column.
    order: usize,
    tone: &'static str,
    icon: &'static str,
    text: String,
}

impl PathView {
    fn new(path: &OnPath<'_>) -> Self {
        let (order, tone, icon) = path.state();
        Self { order, tone, icon, text: path.text() }
    }
}

/// How long changes of a service take, as a row shows it.
#[derive(Debug, Clone, Serialize)]
struct LeadView {
    /// None where there are too few changes.
    seconds: Option<i64>,
    text: String,
    line: Option<String>,
}

impl LeadView {
    fn new(lead: Lead, line: &str) -> Self {
        let text = lead.minutes().map_or_else(|| "too few".to_owned(), |minutes| wording::duration(i64::from(minutes) * 60));
        Self { seconds: lead.seconds(), text, line: glance::drawn(line) }
    }
}

/// Who owns a service, with a link to the team's page.
pub fn owner(facts: &ServiceFacts<'_>, links: &Links) -> Option<Linked> {
    facts.owner.map(|owner| Linked { text: owner.name.to_owned(), href: owner.slug.map(|slug| links.to(&team_address(slug))) })
}

/// The first owner of an entity, with a link to the team's page.
pub fn owner_of(site: &Site<'_>, entity: &Entity, links: &Links) -> Option<Linked> {
    entity.owners.first().map(|owner| site.linked(owner, links))
}

/// The address of a service's page.
pub fn service_address(slug: &str) -> String {
    format!("catalog/{}/", super::links::path_segment(slug))
}

/// The address of a team's page.
pub fn team_address(slug: &str) -> String {
    format!("teams/{}/", super::links::path_segment(slug))
}
