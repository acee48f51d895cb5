//! A service as a row of a table.

use super::Site;
use super::charts::sparkline;
use super::facts::ServiceFacts;
use super::links::Links;
use super::wording::When;
use crate::portal::Portal;
use milepost_model::{Entity, Measurement};
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
    kind: Option<String>,
    lifecycle: Option<String>,
    language: Option<String>,
    tier: Option<String>,
    changed: Option<When>,
    deployed: Option<When>,
    version: Option<String>,
    spark: Option<String>,
}

impl Row {
    /// The row as seen from a page.
    pub fn new(facts: &ServiceFacts<'_>, links: &Links) -> Self {
        let text = |value: Option<&str>| value.map(str::to_owned);
        Self {
            href: links.to(&service_address(&facts.service.slug)),
            name: facts.name.to_owned(),
            description: text(facts.description),
            owner: owner(facts, links),
            kind: text(facts.kind),
            lifecycle: text(facts.lifecycle),
            language: text(facts.language),
            tier: text(facts.tier),
            changed: facts.changed.map(When::new),
            deployed: facts.deployed.map(|(since, _)| When::new(since)),
            version: facts.deployed.and_then(|(_, version)| text(version)),
            spark: None,
        }
    }

    /// The same row with the line of its changes over the last weeks.
    #[must_use]
    pub fn with_spark(mut self, portal: &Portal, facts: &ServiceFacts<'_>) -> Self {
        self.spark = portal.figures(facts.service).and_then(|figures| match &figures.activity.changes {
            Measurement::Known { value, .. } => sparkline::draw(value),
            Measurement::Unknown(_) => None,
        });
        self
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
