//! Sums over services: how many pass each rule, and how many have which level.

use super::ground::Ground;
use super::rubric::Rubric;
use super::verdict::{Tally, Verdict};
use super::{CardScore, Mix, RuleScore, Scores, ServiceScore, asking, campaign};
use milepost_model::{EntityRef, Instant};
use std::collections::BTreeMap;

/// Everything that the scores of services add up to.
pub(super) fn sum_up(rubric: &Rubric, ground: &Ground<'_>, instants: Vec<Instant>, services: BTreeMap<EntityRef, ServiceScore>) -> Scores {
    let mut tallies = vec![vec![Tally::default(); instants.len()]; rubric.rules.len()];
    let mut mixes: Vec<Vec<Mix>> = rubric
        .cards
        .iter()
        .map(|card| vec![Mix { levels: vec![0; card.settings.levels.len() + 1], uncertain: 0 }; instants.len()])
        .collect();
    for score in services.values() {
        for result in &score.results {
            for (tally, verdict) in tallies[result.rule].iter_mut().zip(&result.history) {
                tally.add(*verdict);
            }
        }
        for standing in &score.cards {
            for (mix, reached) in mixes[standing.card].iter_mut().zip(&standing.history) {
                match reached {
                    Some(reached) if reached.is_certain() => mix.levels[usize::from(reached.level)] += 1,
                    Some(_) => mix.uncertain += 1,
                    None => {}
                }
            }
        }
    }
    let rules = rubric.rules.iter().zip(tallies).enumerate().map(|(place, (asked, tally))| RuleScore {
        cards: rubric
            .cards
            .iter()
            .enumerate()
            .filter_map(|(card, asked)| Some((card, asked.rungs.iter().find(|rung| rung.rule == place)?.level)))
            .collect(),
        counts: asking::counts(asked, ground.as_of),
        rule: asked.settings.clone(),
        tally,
    });
    let cards = rubric.cards.iter().zip(mixes).map(|(asked, mix)| CardScore {
        card: asked.settings.clone(),
        rules: asked.rungs.iter().map(|rung| (rung.rule, rung.level)).collect(),
        mix,
    });
    let campaigns = rubric.campaigns.iter().map(|asked| campaign::of(asked, ground, &instants, &services)).collect();
    Scores { rules: rules.collect(), cards: cards.collect(), campaigns, services, instants, ..Scores::default() }
}

/// Whether every one of these rules lets a service be done with a campaign.
pub(super) fn is_done(verdicts: impl Iterator<Item = Verdict>) -> bool {
    let mut verdicts = verdicts.peekable();
    verdicts.peek().is_some() && verdicts.all(|verdict| verdict.allows_level() && verdict != Verdict::Outside)
}
