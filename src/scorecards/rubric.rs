//! The configuration of scorecards, compiled once.

use super::ladder::Rung;
use crate::config::{self, Campaign, Config, Scorecard};
use crate::rules::{Rule, Vocabulary};
use std::collections::BTreeSet;

/// Rules, scorecards and campaigns, ready to be asked.
#[derive(Debug, Default)]
pub struct Rubric {
    pub(super) rules: Vec<AskedRule>,
    pub(super) cards: Vec<AskedCard>,
    pub(super) campaigns: Vec<AskedCampaign>,
    /// The facts that any of them reads, by their places.
    pub(super) facts: Vec<usize>,
    /// The facts that are told of each service besides, by their places.
    pub(super) told: Vec<usize>,
}

#[derive(Debug)]
pub(super) struct AskedRule {
    pub(super) settings: config::Rule,
    pub(super) pass: Rule,
    pub(super) evidence: Option<Rule>,
    pub(super) scope: Option<Rule>,
}

#[derive(Debug)]
pub(super) struct AskedCard {
    pub(super) settings: Scorecard,
    pub(super) scope: Option<Rule>,
    /// Its rules, each once, with the lowest level that asks for it.
    pub(super) rungs: Vec<Rung>,
    /// From which share of the points each level is reached.
    pub(super) from: Vec<u64>,
    /// The categories of its rules, in their order.
    pub(super) categories: Vec<String>,
}

#[derive(Debug)]
pub(super) struct AskedCampaign {
    pub(super) settings: Campaign,
    pub(super) scope: Option<Rule>,
    /// Its rules, by their places.
    pub(super) rules: Vec<usize>,
}

impl Rubric {
    /// Compiles what the configuration has checked.
    pub fn of(config: &Config) -> Self {
        let compiled = |text: &str| Rule::compile(text, Vocabulary::PATHS).ok();
        let scope = |text: &Option<String>| text.as_deref().and_then(|text| Rule::compile(text, Vocabulary::FILES).ok());
        let rules: Vec<AskedRule> = config
            .rules
            .iter()
            .filter_map(|rule| {
                Some(AskedRule {
                    pass: compiled(&rule.pass)?,
                    evidence: rule.evidence.as_deref().and_then(compiled),
                    scope: scope(&rule.scope),
                    settings: rule.clone(),
                })
            })
            .collect();
        let place = |id: &String| rules.iter().position(|rule| rule.settings.id == *id);
        let cards: Vec<AskedCard> = config.scorecards.iter().map(|card| AskedCard::of(card, scope(&card.scope), &rules)).collect();
        let campaigns: Vec<AskedCampaign> = config
            .campaigns
            .iter()
            .map(|campaign| AskedCampaign {
                settings: campaign.clone(),
                scope: scope(&campaign.scope),
                rules: campaign.rules.iter().filter_map(place).collect(),
            })
            .collect();
        let all = rules.iter().flat_map(AskedRule::all).chain(cards.iter().filter_map(|card| card.scope.as_ref()));
        let all = all.chain(campaigns.iter().filter_map(|campaign| campaign.scope.as_ref()));
        let facts: BTreeSet<usize> = all.flat_map(|rule| rule.reads().iter().copied()).collect();
        Self { facts: facts.into_iter().collect(), told: Vec::new(), rules, cards, campaigns }
    }

    /// The same, which also tells these facts of every service: what guardrails ask.
    #[must_use]
    pub fn telling(mut self, names: &BTreeSet<&str>) -> Self {
        let places = Vocabulary::PATHS.facts().iter().enumerate().filter(|(_, fact)| names.contains(fact.about().name));
        self.told = places.map(|(place, _)| place).collect();
        self.facts.extend(&self.told);
        self.facts.sort_unstable();
        self.facts.dedup();
        self
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.cards.is_empty() && self.campaigns.is_empty() && self.told.is_empty()
    }

    /// Whether some rule asks for the text of a file at this path.
    pub(super) fn reads_text(&self, path: &str) -> bool {
        let probes = self.rules.iter().flat_map(AskedRule::all).flat_map(Rule::probes);
        probes.filter(|probe| probe.pattern.is_some()).any(|probe| probe.asks_for(path) || path.ends_with(&format!("/{}", probe.glob)))
    }
}

impl AskedRule {
    fn all(&self) -> impl Iterator<Item = &Rule> {
        std::iter::once(&self.pass).chain(&self.evidence).chain(&self.scope)
    }
}

impl AskedCard {
    fn of(card: &Scorecard, scope: Option<Rule>, rules: &[AskedRule]) -> Self {
        let mut rungs: Vec<Rung> = Vec::new();
        for (level, asked) in card.levels.iter().enumerate() {
            for id in &asked.rules {
                let Some(rule) = rules.iter().position(|rule| rule.settings.id == *id) else { continue };
                if !rungs.iter().any(|rung| rung.rule == rule) {
                    rungs.push(Rung { rule, level, weight: rules[rule].settings.weight });
                }
            }
        }
        let mut categories: Vec<String> = Vec::new();
        for rung in &rungs {
            if let Some(category) = rules[rung.rule].settings.category.as_ref().filter(|category| !categories.contains(category)) {
                categories.push(category.clone());
            }
        }
        let from = card.levels.iter().map(|level| level.from.unwrap_or_default()).collect();
        Self { settings: card.clone(), scope, rungs, from, categories }
    }
}
