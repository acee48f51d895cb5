//! What counts as a deployment of a service, what tells that one failed, and how far the records reach.

use super::FIVE;
use crate::portal::delivery::{Chosen, Detector, Rule, ServiceDelivery, Span};
use crate::site::wording;
use serde::Serialize;

/// What counts, in words.
#[derive(Debug, Serialize)]
pub struct RuleView {
    /// What counts as a deployment; none where nothing was found.
    counts: Option<&'static str>,
    /// Why this rule.
    chosen: &'static str,
    /// What the other rules would have counted.
    others: Vec<String>,
    /// What tells that a deployment failed.
    detectors: Vec<&'static str>,
    /// What is known that would tell, and is not in use.
    missing: Vec<&'static str>,
    /// Since when everything was read.
    covered: Option<String>,
    /// What to know about the figures, each once.
    flags: Vec<String>,
}

impl RuleView {
    /// What counts for a service.
    pub fn new(delivery: &ServiceDelivery) -> Self {
        let recognition = &delivery.recognition;
        let others = Rule::ALL.iter().filter(|rule| recognition.rule != Some(**rule) && recognition.seen(**rule) > 0);
        let other = |rule: &Rule| {
            let seen = wording::number(u64::from(recognition.seen(*rule)));
            format!("{}: {seen} in the year, not counted", wording::capitalised(rule.words()))
        };
        let figures = FIVE.iter().filter_map(|five| delivery.figure(Span::Days90, five.id));
        let mut flags: Vec<String> =
            figures.clone().flat_map(|figure| &figure.flags).map(|flag| wording::capitalised(&flag.words())).collect();
        flags.sort();
        flags.dedup();
        // A service is known as far back as the least known of its figures.
        let covered = figures.filter(|figure| figure.value.value().is_some()).filter_map(|figure| figure.covered_since).max();
        Self {
            counts: recognition.rule.map(Rule::words),
            chosen: match recognition.chosen {
                Some(Chosen::ByConfiguration) => "as the configuration says",
                Some(Chosen::AsFirstWithEvents) => "the first kind of record that told of one in the last 365 days",
                None => "",
            },
            others: others.map(other).collect(),
            detectors: recognition.detectors.iter().map(|detector| detector.words()).collect(),
            missing: Detector::ALL.iter().filter(|known| !recognition.detectors.contains(known)).map(|missing| missing.words()).collect(),
            covered: covered.map(wording::day),
            flags,
        }
    }
}
