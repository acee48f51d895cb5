//! What runs where, over all services: the environments that stay, those that come and go, and what nobody knows.

use super::key;
use crate::portal::{Counted, Deployed, Portal, Tried};
use crate::site::facts::ServiceFacts;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// So many environments have pages: those that most services are in.
const MOST_PAGES: usize = 300;

/// What runs where.
#[derive(Debug, Default)]
pub struct Environments<'a> {
    /// The environments that stay, production first and then those of most services.
    pub lasting: Vec<Environment<'a>>,
    /// Those that come and go with a branch or a change, by family, the newest first.
    pub passing: BTreeMap<&'a str, Vec<Preview<'a>>>,
    /// The services that are in any environment that stays, by their places.
    pub services: Vec<usize>,
    /// The services of which nobody knows where they run, by why.
    pub without: BTreeMap<Without, Vec<usize>>,
}

/// An environment that stays, and what runs there.
#[derive(Debug)]
pub struct Environment<'a> {
    /// Its name, as most services write it.
    pub name: &'a str,
    /// What it is known by, however it is written.
    pub key: String,
    /// What it is for, as most services say.
    pub tier: &'a str,
    /// What runs there, what was deployed last first.
    pub here: Vec<Here<'a>>,
    /// What was tried there and never arrived, by the services' places.
    pub tried: Vec<(usize, &'a Tried)>,
    /// Whether it has a page.
    pub has_page: bool,
}

/// A service in an environment.
#[derive(Debug, Clone, Copy)]
pub struct Here<'a> {
    /// The service, by its place.
    pub service: usize,
    /// What runs.
    pub deployed: &'a Deployed,
}

/// An environment that comes and goes.
pub type Preview<'a> = Here<'a>;

/// Why nobody knows where a service runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Without {
    /// Everything was read, and there was nothing.
    NothingDeployed,
    /// Releases stand in for deployments.
    OnlyReleases,
    /// Deployments were not read, or not all of them.
    NotRead,
}

impl Without {
    /// Its word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::NothingDeployed => "nothing_deployed",
            Self::OnlyReleases => "only_releases",
            Self::NotRead => "not_read",
        }
    }

    /// The reason as a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::NothingDeployed => "Every deployment was read, and there was none.",
            Self::OnlyReleases => "Only releases and tags are known, which do not say where they run.",
            Self::NotRead => "Deployments were not read, or not all of them.",
        }
    }
}

/// How often each spelling and each purpose is met, before it is settled.
#[derive(Default)]
struct Draft<'a> {
    names: BTreeMap<&'a str, usize>,
    tiers: BTreeMap<&'a str, usize>,
    here: Vec<Here<'a>>,
    tried: Vec<(usize, &'a Tried)>,
}

impl<'a> Environments<'a> {
    /// Gathers what is known of all services.
    pub fn of(portal: &'a Portal, facts: &[ServiceFacts<'a>]) -> Self {
        let mut found = Self::default();
        let mut drafts: BTreeMap<String, Draft<'a>> = BTreeMap::new();
        for (service, facts) in facts.iter().enumerate() {
            let Some(figures) = portal.figures(facts.service) else {
                found.without.entry(Without::NotRead).or_default().push(service);
                continue;
            };
            let mut is_anywhere = false;
            for deployed in &figures.deployed {
                if let Some(family) = deployed.family {
                    found.passing.entry(family).or_default().push(Here { service, deployed });
                    continue;
                }
                is_anywhere = true;
                let draft = drafts.entry(key(&deployed.environment)).or_default();
                *draft.names.entry(deployed.environment.trim()).or_default() += 1;
                *draft.tiers.entry(&deployed.tier).or_default() += 1;
                draft.here.push(Here { service, deployed });
            }
            for tried in &figures.environments.tried {
                is_anywhere = true;
                let draft = drafts.entry(key(&tried.environment)).or_default();
                *draft.names.entry(tried.environment.trim()).or_default() += 1;
                *draft.tiers.entry(&tried.tier).or_default() += 1;
                draft.tried.push((service, tried));
            }
            if is_anywhere {
                found.services.push(service);
            } else if figures.deployed.is_empty() {
                found.without.entry(why(portal, facts)).or_default().push(service);
            }
        }
        found.lasting = drafts.into_iter().map(|(key, draft)| draft.settled(key)).collect();
        found.lasting.sort_by_cached_key(|one| (rank(one.tier) > 0, Reverse(one.here.len()), rank(one.tier), one.key.clone()));
        found.lasting.iter_mut().skip(MOST_PAGES).for_each(|one| one.has_page = false);
        for previews in found.passing.values_mut() {
            previews.sort_by_key(|one| (Reverse(one.deployed.since), one.service));
        }
        found
    }

    /// The environment of that name.
    pub fn named(&self, name: &str) -> Option<&Environment<'a>> {
        let key = key(name);
        self.lasting.iter().find(|one| one.key == key)
    }

    /// The address of the page of an environment, where it has one.
    pub fn address(&self, name: &str) -> Option<String> {
        self.named(name).filter(|one| one.has_page).map(|one| super::environment_address(&one.key))
    }
}

impl<'a> Draft<'a> {
    fn settled(mut self, key: String) -> Environment<'a> {
        let most = |counts: &BTreeMap<&'a str, usize>| {
            counts.iter().max_by_key(|(word, count)| (**count, Reverse(rank(word)))).map(|(word, _)| *word)
        };
        self.here.sort_by_key(|one| (Reverse(one.deployed.since), one.service));
        Environment {
            name: most(&self.names).unwrap_or_default(),
            tier: most(&self.tiers).unwrap_or_default(),
            key,
            here: self.here,
            tried: self.tried,
            has_page: true,
        }
    }
}

/// The order of what environments are for.
pub(super) fn rank(tier: &str) -> usize {
    ["production", "staging", "testing", "development"].iter().position(|known| *known == tier).unwrap_or(4)
}

fn why(portal: &Portal, facts: &ServiceFacts<'_>) -> Without {
    let Some(figures) = portal.figures(facts.service) else { return Without::NotRead };
    if figures.activity.deployments_are == Counted::Releases && !figures.releases.is_empty() {
        Without::OnlyReleases
    } else if figures.environments.read.is_some() {
        Without::NothingDeployed
    } else {
        Without::NotRead
    }
}
