//! The figures of many services: always a distribution over them, never one pool.

use super::Span;
use milepost_model::{Unknown, Window};

/// How the services of a team or of the organisation are distributed.
#[derive(Debug, Clone, Default)]
pub struct Rollup {
    /// How many services there are.
    pub services: u32,
    /// For each window and metric, windows in the order of [`Span::ALL`], metrics by id.
    pub distributions: Vec<(Span, Vec<Distribution>)>,
    /// For each metric the distribution of each week, one entry for each of `Delivery::weeks`.
    pub weekly: Vec<(&'static str, Vec<Spread>)>,
}

impl Rollup {
    /// The distribution of a metric in a window.
    pub fn get(&self, span: Span, metric: &str) -> Option<&Distribution> {
        let (_, all) = self.distributions.iter().find(|(found, _)| *found == span)?;
        all.iter().find(|found| found.metric == metric)
    }

    /// The weeks of a metric.
    pub fn weeks(&self, metric: &str) -> Option<&[Spread]> {
        self.weekly.iter().find(|(id, _)| *id == metric).map(|(_, weeks)| weeks.as_slice())
    }
}

/// One metric over many services.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    /// The metric's id.
    pub metric: &'static str,
    /// The window.
    pub window: Window,
    /// The services with a figure, from the smallest headline to the largest, ties by name.
    pub ranked: Vec<Ranked>,
    /// How many of them rest on too few records to be placed.
    pub too_few: u32,
    /// How many services fall into each of DORA's six answers, slowest first.
    pub buckets: [u32; 6],
    /// How many services have no figure, by reason, most frequent first.
    pub unknown: Vec<(Unknown, u32)>,
    /// The headline of the median service, in the metric's own unit ([`super::Value::headline`]).
    pub median: Option<i64>,
    /// A quarter of the services is at most here.
    pub p25: Option<i64>,
    /// Three quarters of the services are at most here.
    pub p75: Option<i64>,
    /// What adds up over services: how many deployments, changes or failures the figures rest on.
    pub records: u64,
}

/// A service in a distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranked {
    /// Its place in `Delivery::services`.
    pub service: u32,
    /// Its figure as one number, in the metric's own unit ([`super::Value::headline`]). Every service stands in many lists.
    pub headline: i64,
}

/// One week of one metric over many services: the spread of their values, in the metric's own unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spread {
    /// How many services have a value.
    pub services: u32,
    /// What adds up over them.
    pub records: u64,
    /// A quarter of the services is at most here.
    pub p25: Option<i64>,
    /// The median service.
    pub p50: Option<i64>,
    /// Three quarters of the services are at most here.
    pub p75: Option<i64>,
}
