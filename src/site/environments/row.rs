//! What runs in each environment of a service, as its pages show it.

use super::{StateView, anchor, onward, version};
use crate::portal::Deployed;
use crate::portal::delivery::evidence::RecordAt;
use crate::site::actions::protected;
use crate::site::delivery::anchors::Shelves;
use crate::site::facts::ServiceFacts;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::wording::When;
use crate::site::{Site, safe_url, source_links};
use serde::Serialize;

/// What runs in an environment of a service.
#[derive(Debug, Serialize)]
pub struct EnvironmentRow {
    anchor: String,
    environment: String,
    /// The page of the environment over all services.
    href: Option<String>,
    /// Where the deployed thing answers.
    open: Option<String>,
    is_production: bool,
    version: Option<String>,
    sha: String,
    sha_href: Option<String>,
    since: When,
    actor: Option<String>,
    /// Where it is shown how it came there: the record on the Delivery tab, else what the host shows.
    evidence: Option<String>,
    state: StateView,
    /// How what others are compared with stands to the default branch.
    branch: Option<StateView>,
    attempt: Option<StateView>,
    protection: Option<String>,
    links: Vec<Linked>,
}

/// What runs in the environments of a service that stay, production first.
pub fn rows(site: &Site<'_>, facts: &ServiceFacts<'_>, links: &Links) -> Vec<EnvironmentRow> {
    let Some(figures) = site.portal.figures(facts.service) else { return Vec::new() };
    let arrivals = Arrivals::of(site, facts);
    let lasting = figures.deployed.iter().filter(|deployed| !deployed.is_ephemeral());
    lasting.map(|deployed| EnvironmentRow::new(site, facts, deployed, &arrivals, links)).collect()
}

impl EnvironmentRow {
    /// One environment of a service.
    pub fn new(site: &Site<'_>, facts: &ServiceFacts<'_>, deployed: &Deployed, arrivals: &Arrivals, links: &Links) -> Self {
        let figures = site.portal.figures(facts.service);
        let compared_with = figures.and_then(|figures| figures.environments.compared_with.as_deref());
        Self {
            anchor: anchor(&deployed.environment),
            environment: deployed.environment.clone(),
            href: site.environments.address(&deployed.environment).map(|address| links.to(&address)),
            open: deployed.url.as_deref().filter(|url| deployed.record_url.as_deref() != Some(*url)).and_then(safe_url::href),
            is_production: deployed.tier == "production",
            version: deployed.version.clone(),
            sha: version(None, &deployed.sha),
            sha_href: facts.repository.and_then(|repository| source_links::commit(repository, &deployed.sha)),
            since: When::new(deployed.since),
            actor: deployed.actor.clone(),
            evidence: arrivals
                .address(&deployed.id)
                .map(|address| links.to(address))
                .or_else(|| deployed.record_url.as_deref().and_then(safe_url::href)),
            branch: figures
                .filter(|_| compared_with == Some(deployed.environment.as_str()))
                .and_then(|figures| figures.environments.unreleased.as_ref())
                .map(StateView::of_unreleased),
            state: StateView::of(deployed, compared_with),
            attempt: StateView::of_attempt(deployed),
            protection: protected(facts.repository, &deployed.environment),
            links: onward(site, facts, deployed),
        }
    }
}

/// Where the records of deployments stand on a service's Delivery tab.
pub struct Arrivals {
    by_id: std::collections::BTreeMap<String, String>,
}

impl Arrivals {
    /// Of one service: those records that its environments rest on.
    pub fn of(site: &Site<'_>, facts: &ServiceFacts<'_>) -> Self {
        let mut by_id = std::collections::BTreeMap::new();
        let (Some(delivery), Some(figures)) = (crate::site::pages::delivery_shown(site, facts), site.portal.figures(facts.service)) else {
            return Self { by_id };
        };
        let wanted: std::collections::BTreeSet<&str> = figures.deployed.iter().map(|deployed| deployed.id.as_str()).collect();
        let shelves = Shelves::of(&facts.service.slug, &delivery.evidence);
        for (place, deployment) in (0..).zip(&delivery.evidence.deployments) {
            for arrival in deployment.arrivals.iter().filter(|arrival| wanted.contains(arrival.id.as_ref())) {
                if let Some(address) = shelves.address(RecordAt::Deployment(place)) {
                    by_id.insert(arrival.id.to_string(), address);
                }
            }
        }
        Self { by_id }
    }

    fn address(&self, id: &str) -> Option<&str> {
        self.by_id.get(id).map(String::as_str)
    }
}

/// An environment that comes and goes.
#[derive(Debug, Serialize)]
pub struct PreviewRow {
    service: Linked,
    team: Option<Linked>,
    environment: String,
    open: Option<String>,
    sha: String,
    sha_href: Option<String>,
    since: When,
    first: When,
    actor: Option<String>,
    state: StateView,
    merged: Option<When>,
}

/// Environments that come and go, as their list shows them.
pub fn previews<'a>(site: &Site<'_>, all: impl Iterator<Item = &'a super::Preview<'a>>, links: &Links) -> Vec<PreviewRow> {
    let row = |preview: &super::Preview<'_>| {
        let facts = &site.facts[preview.service];
        let deployed = preview.deployed;
        let tab = super::super::pages::environments_address(site, facts);
        PreviewRow {
            service: Linked { text: facts.name.to_owned(), href: Some(links.to(&tab)) },
            team: crate::site::rows::owner(facts, links),
            environment: deployed.environment.clone(),
            open: deployed.url.as_deref().and_then(safe_url::href),
            sha: version(deployed.version.as_deref(), &deployed.sha),
            sha_href: facts.repository.and_then(|repository| source_links::commit(repository, &deployed.sha)),
            since: When::new(deployed.since),
            first: When::new(deployed.first),
            actor: deployed.actor.clone(),
            state: StateView::of_drift(&deployed.drift),
            merged: deployed.merged.map(When::new),
        }
    };
    all.map(row).collect()
}
