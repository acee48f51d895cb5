//! What counts as a deployment of a service: records become events, by one rule of several.

mod choice;
mod deployments;
mod duplicates;
mod event;
mod owners;
mod releases;
mod runs;

pub(super) use event::{Event, LeftOuts, Sifted};
pub(super) use owners::Owners;
pub(super) use runs::are_needed;

use super::coverage::Covered;
use super::delivery::{Chosen, Recognition, Rule, Unfit};
use super::repository::RepositoryRecords;
use crate::config::{Delivery, Pattern};
use milepost_model::{Instant, Unknown};

/// The events of one service, and why they are these.
#[derive(Debug, Default)]
pub(super) struct Recognised<'a> {
    /// The active rule, and what each would have counted. Detectors are not known here.
    pub(super) recognition: Recognition,
    /// Why no rule is active.
    pub(super) unknown: Option<Unknown>,
    /// What ended in production, well or not, by when it ended and then by id.
    pub(super) sifted: Sifted<'a>,
    /// Whether deployments count for several services, since nothing tells them apart.
    pub(super) is_shared: bool,
}

/// Everything that recognising needs besides the records.
pub(super) struct Means<'a> {
    pub(super) settings: &'a Delivery,
    /// Whose each record is.
    pub(super) owners: &'a Owners<'a>,
    /// What was read of deployments, runs and releases.
    pub(super) covered: [&'a Covered; 3],
    pub(super) created_at: Option<Instant>,
    pub(super) is_shallow: bool,
    pub(super) as_of: Instant,
}

/// Finds the events of a service, by its place among those of the repository.
pub(super) fn recognise<'a>(records: &'a RepositoryRecords, service: usize, means: &Means<'a>) -> Recognised<'a> {
    let (pattern, _) = means.owners.pattern(service);
    let mut by_rule: [Sifted<'a>; 5] = Default::default();
    deployments::sift(records, service, means, &mut by_rule);
    runs::sift(records, service, means, &mut by_rule[Rule::Run as usize]);
    releases::sift(records, service, means, &mut by_rule);
    let mut seen = [0_u32; 5];
    for (count, sifted) in seen.iter_mut().zip(&by_rule) {
        let is_recent = |event: &&Event<'_>| event.finished > means.as_of - choice::YEAR && event.finished <= means.as_of;
        *count = u32::try_from(sifted.events.iter().filter(is_recent).count()).unwrap_or(u32::MAX);
    }
    let (rule, chosen, unknown) = match configured(pattern) {
        Some(rule) => (Some(rule), Some(Chosen::ByConfiguration), None),
        None => match choice::first_with_events(&seen, means) {
            Ok(rule) => (Some(rule), Some(Chosen::AsFirstWithEvents), None),
            Err(reason) => (None, None, Some(reason)),
        },
    };
    let is_shared = rule.is_some_and(|rule| by_rule[rule as usize].is_shared);
    Recognised { recognition: Recognition { rule, chosen, seen, detectors: Vec::new() }, unknown, sifted: join(by_rule, rule), is_shared }
}

fn configured(pattern: &Pattern) -> Option<Rule> {
    let word = pattern.rule.as_deref()?;
    Rule::ALL.iter().copied().find(|rule| rule.word() == word)
}

/// The events of the active rule and the imported ones beside them; what others would count is left out.
fn join(by_rule: [Sifted<'_>; 5], active: Option<Rule>) -> Sifted<'_> {
    let mut joined = Sifted::default();
    for (rule, sifted) in Rule::ALL.iter().zip(by_rule) {
        let counts = active.is_some_and(|active| *rule == active || *rule == Rule::External);
        if counts {
            joined.events.extend(sifted.events);
            joined.left_out.take(sifted.left_out);
        } else {
            if active.is_none() {
                joined.left_out.take(sifted.left_out);
            }
            sifted.events.iter().for_each(|event| joined.left_out.add(Unfit::OtherRule, &event.id, event.finished));
        }
    }
    duplicates::remove(&mut joined);
    joined
}
