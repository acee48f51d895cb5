//! A small vocabulary of every kind and several tiers, for the tests of rules.

use super::fact::{Fact, FactKind, Reading, Tier, Vocabulary};
use super::known::Facts;
use super::probe::Probes;

pub(super) struct Sample(&'static str, FactKind, Tier);

impl Fact for Sample {
    fn name(&self) -> &'static str {
        self.0
    }
    fn kind(&self) -> FactKind {
        self.1
    }
    fn tier(&self) -> Tier {
        self.2
    }
    fn doc(&self) -> &'static str {
        "A fact of the tests."
    }
    fn example(&self) -> &'static str {
        "owner == \"payments\""
    }
}

pub(super) const FACTS: &[&dyn Fact] = &[
    &Sample("owner", FactKind::Text, Tier::Entity),
    &Sample("tier", FactKind::Int, Tier::Entity),
    &Sample("tags", FactKind::Texts, Tier::Entity),
    &Sample("labels", FactKind::Named, Tier::Entity),
    &Sample("repository.is_archived", FactKind::Bool, Tier::Repository),
    &Sample("repository.created_at", FactKind::Time, Tier::Repository),
    &Sample("delivery.lead_time", FactKind::Duration, Tier::Delivery),
    &Sample("delivery.fail_rate", FactKind::Number, Tier::Delivery),
    &Sample("level.rank", FactKind::Int, Tier::Level),
];

pub(super) fn vocabulary() -> Vocabulary {
    Vocabulary::new(FACTS, Tier::Delivery)
}

/// These readings; whatever is not among them was not read.
pub(super) fn known<'p>(readings: &[(&str, Reading)], files: &'p dyn Probes) -> Facts<'p> {
    Facts::read(vocabulary(), files, |place| {
        let name = FACTS[place].name();
        readings
            .iter()
            .find(|(known, _)| *known == name)
            .map_or(Reading::Unknown(milepost_model::Unknown::NotCollected), |(_, reading)| reading.clone())
    })
}
