//! Rules over services: verdicts, levels, campaigns, and how all of that stood week by week.
//!
//! Rules, scorecards and campaigns are configuration. [`Rubric`] is that configuration compiled,
//! `score` asks every rule of every service at the end of each of the last weeks and now. What has a
//! history (files, deployments, who was on call) is asked as it was; what has none is unknown before it
//! was first seen. A rule is asked again only when a fact that it reads has changed.

mod aggregate;
mod asking;
mod campaign;
mod delivery;
mod entity_past;
mod exemption;
mod files;
mod files_at;
mod ground;
pub mod json;
mod ladder;
mod paths;
mod rubric;
mod score;
mod service;
mod survey;
#[cfg(test)]
mod tests;
mod told;
mod verdict;

pub use campaign::{CampaignScore, Pace, Stand};
pub use exemption::Exemption;
pub use ground::{Ground, PastSource, RepositoryPast};
pub use ladder::Reached;
pub use rubric::Rubric;
pub use score::score;
pub use verdict::{Tally, Verdict};

use crate::config;
use crate::rules::FactValue;
pub use crate::rules::Missing;
use milepost_model::{EntityRef, Instant};
use std::collections::BTreeMap;

/// What every scorecard says of everything.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    /// The ends of complete ISO weeks, oldest first, and last the present instant.
    pub instants: Vec<Instant>,
    /// The rules, in the order of the configuration.
    pub rules: Vec<RuleScore>,
    /// The scorecards, in the order of the configuration.
    pub cards: Vec<CardScore>,
    /// The campaigns, in the order of the configuration.
    pub campaigns: Vec<CampaignScore>,
    /// Every service that some scorecard or campaign is for, by its name.
    pub services: BTreeMap<EntityRef, ServiceScore>,
    /// What guardrails ask of each service, by the names of the facts; what is not known is not there.
    pub told: BTreeMap<EntityRef, Told>,
}

/// Facts by their names.
pub type Told = BTreeMap<String, FactValue>;

/// A rule, and how many services pass it.
#[derive(Debug, Clone)]
pub struct RuleScore {
    /// What it asks.
    pub rule: config::Rule,
    /// The scorecards that ask it, with the level that does first.
    pub cards: Vec<(usize, usize)>,
    /// Whether it counts yet.
    pub counts: bool,
    /// How many services it says what of, at each instant.
    pub tally: Vec<Tally>,
}

/// A scorecard, and how many services have which level.
#[derive(Debug, Clone)]
pub struct CardScore {
    /// What it is.
    pub card: config::Scorecard,
    /// The rules that it asks, by their places, with the level that asks for each first.
    pub rules: Vec<(usize, usize)>,
    /// How many services have which level, at each instant.
    pub mix: Vec<Mix>,
}

impl CardScore {
    /// The place of the level that every service should have, counted from 1.
    pub fn target(&self) -> Option<u8> {
        let target = self.card.target.as_ref()?;
        let place = self.card.levels.iter().position(|level| level.name == *target)?;
        u8::try_from(place + 1).ok()
    }

    /// The name of a level, counted from 1; nothing where none is reached.
    pub fn level_name(&self, level: u8) -> Option<&str> {
        let place = usize::from(level).checked_sub(1)?;
        self.card.levels.get(place).map(|level| level.name.as_str())
    }
}

/// How many services have which level.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mix {
    /// How many have none, the lowest and so on.
    pub levels: Vec<u32>,
    /// Those of which something unknown decides.
    pub uncertain: u32,
}

impl Mix {
    /// How many services the scorecard is for.
    pub fn all(&self) -> u32 {
        self.levels.iter().sum::<u32>() + self.uncertain
    }
}

/// What every scorecard says of one service.
#[derive(Debug, Clone, Default)]
pub struct ServiceScore {
    /// Where it stands on each scorecard that is for it, in their order.
    pub cards: Vec<CardStanding>,
    /// What each rule that is asked of it says, in their order.
    pub results: Vec<RuleResult>,
    /// The ids of the campaigns that are for it.
    pub campaigns: Vec<String>,
    /// What guardrails ask of it, until it stands with that of all services.
    told: Told,
}

impl ServiceScore {
    /// What a rule says.
    pub fn result(&self, rule: usize) -> Option<&RuleResult> {
        self.results.iter().find(|result| result.rule == rule)
    }

    /// Where it stands on a scorecard.
    pub fn card(&self, card: usize) -> Option<&CardStanding> {
        self.cards.iter().find(|standing| standing.card == card)
    }
}

/// Where a service stands on a scorecard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardStanding {
    /// The scorecard's place among all.
    pub card: usize,
    /// Its level now.
    pub reached: Reached,
    /// The level of each category, in the order in which the rules name them.
    pub categories: Vec<(String, Reached)>,
    /// The points that it has, and those that it could have; only where points are counted.
    pub points: Option<(u64, u64)>,
    /// How many rules that count pass.
    pub passed: u32,
    /// How many rules that count pass or fail.
    pub decided: u32,
    /// The rules between it and the next level, by their places: those that fail, then those that are unknown.
    pub next: Vec<usize>,
    /// Its level at each instant; nothing where the scorecard was not for it.
    pub history: Vec<Option<Reached>>,
}

/// What a rule says of a service.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleResult {
    /// The rule's place among all.
    pub rule: usize,
    /// What it says now.
    pub verdict: Verdict,
    /// What was found.
    pub evidence: String,
    /// What would need to be known.
    pub missing: Vec<Missing>,
    /// Until when, why and by whom the service may do without.
    pub exemption: Option<Exemption>,
    /// The beginning of the week in which it began to say so, where that is among the weeks that are known. A moment within the
    /// week would be a guess, and move with each build until the week is over.
    pub since: Option<Instant>,
    /// What it said at each instant.
    pub history: Vec<Verdict>,
}
