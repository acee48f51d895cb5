//! What guardrails ask of a service: facts as they are now, and what scorecards say of it.

use super::rubric::Rubric;
use super::verdict::Verdict;
use super::{ServiceScore, Told};
use crate::rules::{FactValue, Facts, Reading, Vocabulary};

/// What is known of it. Without scorecards nothing is known of levels.
pub(super) fn of(rubric: &Rubric, facts: &Facts<'_>, score: &ServiceScore) -> Told {
    let value = |place: usize| match Vocabulary::PATHS.facts()[place].about().name {
        name @ "scorecards.levels" => Some((name, FactValue::Named(levels(rubric, score)?))),
        name @ "scorecards.failing" => Some((name, FactValue::Texts(failing(rubric, score)?))),
        name => match facts.reading(place) {
            Reading::Known(value) => Some((name, value.clone())),
            Reading::Unknown(_) => None,
        },
    };
    rubric.told.iter().filter_map(|place| value(*place)).map(|(name, value)| (name.to_owned(), value)).collect()
}

fn levels(rubric: &Rubric, score: &ServiceScore) -> Option<std::collections::BTreeMap<String, String>> {
    let level = |standing: &super::CardStanding| {
        let card = &rubric.cards[standing.card].settings;
        let place = usize::from(standing.reached.level).checked_sub(1);
        let name = place.and_then(|place| card.levels.get(place)).map(|level| level.name.clone());
        (card.id.clone(), name.unwrap_or_default())
    };
    (!rubric.cards.is_empty()).then(|| score.cards.iter().map(level).collect())
}

fn failing(rubric: &Rubric, score: &ServiceScore) -> Option<Vec<String>> {
    let failed = score.results.iter().filter(|result| result.verdict == Verdict::Fail);
    (!rubric.rules.is_empty()).then(|| failed.map(|result| rubric.rules[result.rule].settings.id.clone()).collect())
}
