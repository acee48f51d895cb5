//! One deployment that several records tell of counts once.

use super::event::{Event, Sifted};
use crate::metrics::delivery::{Rule, Unfit};
use milepost_model::Outcome;
use std::collections::BTreeMap;

/// Records of two sources without a run in common are of one deployment when they end so close together.
const SAME_SECONDS: i64 = 600;

/// Puts the events in order and keeps one for each deployment.
pub(super) fn remove(sifted: &mut Sifted<'_>) {
    let mut events = std::mem::take(&mut sifted.events);
    events.sort_by(|a, b| (a.finished, &a.id).cmp(&(b.finished, &b.id)));
    let mut runs: BTreeMap<(u64, &str), Vec<Event<'_>>> = BTreeMap::new();
    let mut kept: Vec<Event<'_>> = Vec::with_capacity(events.len());
    for event in events {
        match event.run {
            Some(run) => runs.entry((run, event.environment)).or_default().push(event),
            None => kept.push(event),
        }
    }
    for attempts in runs.into_values() {
        let (one, others) = of_run(attempts);
        for other in others {
            sifted.left_out.add(Unfit::Duplicate, &other.id, other.finished);
        }
        kept.push(one);
    }
    kept.sort_by(|a, b| (a.finished, &a.id).cmp(&(b.finished, &b.id)));
    let told: Vec<bool> = (0..kept.len()).map(|place| is_told_elsewhere(&kept, place)).collect();
    for (event, is_told) in kept.into_iter().zip(told) {
        if is_told {
            sifted.left_out.add(Unfit::Duplicate, &event.id, event.finished);
        } else {
            sifted.events.push(event);
        }
    }
}

/// The attempts of one run, in order, are one deployment: how the last of them ended, when the first success did.
fn of_run(mut attempts: Vec<Event<'_>>) -> (Event<'_>, Vec<Event<'_>>) {
    if attempts.iter().any(|event| event.rule == Rule::External) {
        // What was imported is said on purpose.
        let place = attempts.iter().position(|event| event.rule == Rule::External).unwrap_or_default();
        let one = attempts.remove(place);
        return (one, attempts);
    }
    let last = attempts.len() - 1;
    let is_success = |event: &Event<'_>| event.outcome == Outcome::Success;
    let place = if is_success(&attempts[last]) { attempts.iter().position(is_success).unwrap_or(last) } else { last };
    let one = attempts.remove(place);
    (one, attempts)
}

/// Whether an imported record tells of the same commit in the same environment at nearly the same time.
fn is_told_elsewhere(events: &[Event<'_>], place: usize) -> bool {
    let event = &events[place];
    let is_near = |other: &&Event<'_>| (other.finished - event.finished).num_seconds().abs() <= SAME_SECONDS;
    let before = events[..place].iter().rev().take_while(is_near);
    let after = events[place + 1..].iter().take_while(is_near);
    let is_same = |other: &Event<'_>| {
        other.rule == Rule::External
            && other.sha == event.sha
            && other.environment == event.environment
            && (other.run.is_none() || event.run.is_none())
    };
    event.rule != Rule::External && before.chain(after).any(is_same)
}
