//! Sums over all repositories: counts add up, durations do not.

use super::repository::RepositoryFigures;
use super::{Activity, ByWeek, Counted, Share};
use milepost_model::{Measurement, Unknown};
use std::collections::BTreeMap;

/// The organisation's weekly counts, while repositories are added.
#[derive(Debug)]
pub(super) struct Sums {
    changes: Sum,
    deployments: Sum,
    counted: Option<Counted>,
}

/// One weekly count.
#[derive(Debug)]
struct Sum {
    value: Vec<u32>,
    by_week: ByWeek,
    n: u64,
    share: Share,
    reasons: BTreeMap<&'static str, (u64, Unknown)>,
}

impl Sums {
    pub(super) fn new(weeks: usize) -> Self {
        let sum = || Sum {
            value: vec![0; weeks],
            by_week: ByWeek { counts: vec![None; weeks], known_of: vec![0; weeks] },
            n: 0,
            share: Share::default(),
            reasons: BTreeMap::new(),
        };
        Self { changes: sum(), deployments: sum(), counted: None }
    }

    /// Adds one repository.
    pub(super) fn add(&mut self, figures: &RepositoryFigures) {
        let activity = &figures.activity;
        self.changes.add(&activity.changes, &activity.changes_by_week);
        self.deployments.add(&activity.deployments, &activity.deployments_by_week);
        if activity.deployments_by_week.counts.iter().any(Option::is_some) {
            let theirs = activity.deployments_are;
            self.counted = Some(self.counted.map_or(theirs, |ours| if ours == theirs { ours } else { Counted::Both }));
        }
    }

    /// The sums, and of how many repositories each is one.
    pub(super) fn finish(self) -> (Activity, Share, Share) {
        let (changes, deployments) = (self.changes.share, self.deployments.share);
        let activity = Activity {
            deployments_are: self.counted.unwrap_or_default(),
            changes_by_week: self.changes.by_week.clone(),
            deployments_by_week: self.deployments.by_week.clone(),
            changes: self.changes.finish(),
            deployments: self.deployments.finish(),
        };
        (activity, changes, deployments)
    }
}

impl Sum {
    fn add(&mut self, counts: &Measurement<Vec<u32>>, by_week: &ByWeek) {
        self.share.of += 1;
        match counts {
            Measurement::Known { value, n } => {
                self.share.known += 1;
                self.n += n;
                for (ours, theirs) in self.value.iter_mut().zip(value) {
                    *ours = ours.saturating_add(*theirs);
                }
            }
            Measurement::Unknown(reason) => self.reasons.entry(reason.words()).or_insert((0, *reason)).0 += 1,
        }
        let ours = self.by_week.counts.iter_mut().zip(&mut self.by_week.known_of);
        for ((sum, known_of), theirs) in ours.zip(&by_week.counts) {
            if let Some(count) = theirs {
                *sum = Some(sum.unwrap_or_default().saturating_add(*count));
                *known_of += 1;
            }
        }
    }

    /// The sum over those that are known; where none is, the most frequent reason.
    fn finish(self) -> Measurement<Vec<u32>> {
        if self.share.known > 0 {
            return Measurement::Known { value: self.value, n: self.n };
        }
        let reason = self.reasons.into_values().max_by_key(|(count, _)| *count);
        Measurement::Unknown(reason.map_or(Unknown::NotCollected, |(_, reason)| reason))
    }
}
