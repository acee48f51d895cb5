//! Something that ended in production.

use crate::metrics::delivery::evidence::Sha;
use crate::metrics::delivery::{LeftOut, Rule, Unfit};
use milepost_model::{Instant, Outcome};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Something that ended in production, well or not.
#[derive(Debug, Clone)]
pub(in crate::metrics) struct Event<'a> {
    /// The id of its record.
    pub(in crate::metrics) id: Cow<'a, str>,
    /// Which rule counts it.
    pub(in crate::metrics) rule: Rule,
    /// What was deployed.
    pub(in crate::metrics) sha: Sha,
    /// Where to.
    pub(in crate::metrics) environment: &'a str,
    /// When it started.
    pub(in crate::metrics) started: Option<Instant>,
    /// When it ended, or when it was asked for where its end is not known.
    pub(in crate::metrics) finished: Instant,
    /// Whether its end is known.
    pub(in crate::metrics) has_end: bool,
    /// How it ended: success or failure.
    pub(in crate::metrics) outcome: Outcome,
    /// The run that did it.
    pub(in crate::metrics) run: Option<u64>,
    /// Its version.
    pub(in crate::metrics) version: Option<&'a str>,
    /// The branch or tag that was asked for.
    pub(in crate::metrics) reference: Option<&'a str>,
    /// Where people see it.
    pub(in crate::metrics) url: Option<&'a str>,
}

/// What a rule found, and what it left out.
#[derive(Debug, Default)]
pub(in crate::metrics) struct Sifted<'a> {
    pub(in crate::metrics) events: Vec<Event<'a>>,
    pub(in crate::metrics) left_out: LeftOuts,
    /// Whether any of the events counts for several services, since nothing tells whose it is.
    pub(in crate::metrics) is_shared: bool,
}

/// Whether something that ended so is an event, and if not why.
pub(super) fn fitness(outcome: Outcome) -> Result<(), Unfit> {
    match outcome {
        Outcome::Success | Outcome::Failure => Ok(()),
        Outcome::Cancelled | Outcome::Skipped => Err(Unfit::Cancelled),
        Outcome::Running => Err(Unfit::NotEnded),
        Outcome::Unknown => Err(Unfit::NoOutcome),
    }
}

/// How many, and the newest of them, newest first.
type Counted = (u64, Vec<(Instant, Box<str>)>);

/// What is left out, by reason, with the newest ids of each.
#[derive(Debug, Default)]
pub(in crate::metrics) struct LeftOuts {
    by_reason: BTreeMap<Unfit, Counted>,
}

impl LeftOuts {
    /// Leaves a record out.
    pub(in crate::metrics) fn add(&mut self, why: Unfit, id: &str, at: Instant) {
        let (count, ids) = self.by_reason.entry(why).or_default();
        *count += 1;
        // Millions may be left out of which a few are named.
        let is_newer = ids.len() < LeftOut::EXAMPLES || ids.last().is_some_and(|(last, name)| (at, id) > (*last, name));
        if is_newer {
            let place = ids.partition_point(|(other, name)| (*other, name.as_ref()) > (at, id));
            ids.insert(place, (at, id.into()));
            ids.truncate(LeftOut::EXAMPLES);
        }
    }

    /// Takes another's over.
    pub(in crate::metrics) fn take(&mut self, other: Self) {
        for (why, (count, ids)) in other.by_reason {
            let own = self.by_reason.entry(why).or_default();
            own.0 += count;
            own.1.extend(ids);
            own.1.sort_by(|a, b| b.cmp(a));
            own.1.truncate(LeftOut::EXAMPLES);
        }
    }

    /// The lists, by reason.
    pub(in crate::metrics) fn lists(self) -> Vec<LeftOut> {
        let list = |(why, (count, ids)): (Unfit, Counted)| LeftOut { why, count, ids: ids.into_iter().map(|(_, id)| id).collect() };
        self.by_reason.into_iter().map(list).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_counted_and_the_newest_are_named() {
        let mut left_out = LeftOuts::default();
        let at = |n: i64| Instant::from_timestamp(n, 0).expect("because it is in the calendar");
        for n in [5, 3, 40, 9].into_iter().chain(100..130) {
            left_out.add(Unfit::Bot, &n.to_string(), at(n));
        }
        let lists = left_out.lists();
        assert_eq!((lists[0].count, lists[0].ids.len(), lists[0].ids[0].as_ref(), lists[0].ids[19].as_ref()), (34, 20, "129", "110"));
    }
}
