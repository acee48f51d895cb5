//! What every metric is: its definition, and how it is measured.

use super::case::Case;
use super::delivery::Figure;
use super::delivery::survey::Scale;
use milepost_model::Window;

/// A metric. Each is a file beside this one and a line in [`METRICS`](super::METRICS).
pub trait Metric: Sync {
    /// What it means, in words that pages and the manual print.
    fn about(&self) -> &'static About;

    /// Its figure for a service in a window.
    fn measure(&self, case: &Case<'_>, window: Window) -> Figure;
}

/// What a metric means.
#[derive(Debug)]
pub struct About {
    /// Its id in data and in addresses, such as `change_lead_time`.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// Whose it is, and what it tells.
    pub family: Family,
    /// What its figures are.
    pub unit: Unit,
    /// What it measures, in one sentence.
    pub definition: &'static str,
    /// How it is computed, in sentences.
    pub formula: &'static str,
    /// The kinds of records that it is computed from.
    pub sources: &'static [&'static str],
    /// By which instant a sample belongs to a window.
    pub counts_by: &'static str,
    /// What it cannot tell.
    pub limits: &'static str,
    /// DORA's own words, where it is one of DORA's five.
    pub dora: Option<&'static str>,
    /// How its figures are placed among DORA's answers.
    pub scale: Option<Scale>,
}

/// Whose a metric is, and what it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// DORA's, of how much gets through.
    Throughput,
    /// DORA's, of how much goes wrong.
    Instability,
    /// A part of the lead time.
    Stage,
    /// Not DORA's, and shown beside.
    Beside,
}

impl Family {
    /// What it is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::Throughput => "DORA, throughput",
            Self::Instability => "DORA, instability",
            Self::Stage => "stage of the lead time",
            Self::Beside => "not DORA's",
        }
    }
}

/// What a metric's figures are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Lengths of time, in seconds.
    Duration,
    /// A part of a whole.
    Ratio,
    /// How often.
    Frequency,
}
