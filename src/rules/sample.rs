//! A small vocabulary of every kind and several tiers, for the tests of rules.

use super::fact::{About, Fact, FactKind, Reading, Tier, Vocabulary};
use super::known::Facts;
use super::probe::Probes;
use super::subject::Subject;

pub(super) struct Sample(About);

const fn sample(name: &'static str, kind: FactKind, tier: Tier) -> Sample {
    Sample(About { name, title: "A fact", kind, tier, doc: "A fact of the tests.", example: "owner == \"payments\"" })
}

impl Fact for Sample {
    fn about(&self) -> &'static About {
        let found = SAMPLES.iter().find(|sample| sample.0.name == self.0.name);
        &found.expect("because only these are made").0
    }

    fn read(&self, _subject: &Subject<'_>) -> Reading {
        Reading::Unknown(milepost_model::Unknown::NotCollected)
    }
}

static SAMPLES: [Sample; 9] = [
    sample("owner", FactKind::Text, Tier::Entity),
    sample("tier", FactKind::Int, Tier::Entity),
    sample("tags", FactKind::Texts, Tier::Entity),
    sample("labels", FactKind::Named, Tier::Entity),
    sample("repository.is_archived", FactKind::Bool, Tier::Repository),
    sample("repository.created_at", FactKind::Time, Tier::Repository),
    sample("delivery.lead_time", FactKind::Duration, Tier::Delivery),
    sample("delivery.fail_rate", FactKind::Number, Tier::Delivery),
    sample("level.rank", FactKind::Int, Tier::Level),
];

pub(super) static FACTS: &[&dyn Fact] =
    &[&SAMPLES[0], &SAMPLES[1], &SAMPLES[2], &SAMPLES[3], &SAMPLES[4], &SAMPLES[5], &SAMPLES[6], &SAMPLES[7], &SAMPLES[8]];

pub(super) fn vocabulary() -> Vocabulary {
    Vocabulary::new(FACTS, Tier::Delivery)
}

/// These readings; whatever is not among them was not read.
pub(super) fn known<'p>(readings: &[(&str, Reading)], files: &'p dyn Probes) -> Facts<'p> {
    Facts::read(vocabulary(), files, |place| {
        let name = FACTS[place].about().name;
        readings
            .iter()
            .find(|(known, _)| *known == name)
            .map_or(Reading::Unknown(milepost_model::Unknown::NotCollected), |(_, reading)| reading.clone())
    })
}
