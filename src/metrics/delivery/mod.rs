//! What is known of how services are delivered: figures, series, and the records behind each of them.
//!
//! Nothing here computes: these are the words in which the engine answers and pages, exports and the
//! command line speak. An unknown figure has a reason; a known one has its definition, its sample and
//! its window; whatever counts can be looked up in [`Evidence`].

mod cross_check;
mod decimal;
pub mod evidence;
mod figure;
pub mod json;
pub mod newcomers;
mod quality;
mod recognition;
mod rollup;
mod series;
pub mod survey;

pub use cross_check::{CrossCheck, CrossChecks};
pub use decimal::Decimal;
pub use evidence::Evidence;
pub use figure::{Figure, Figures, Flag, Frequency, Quantiles, StillOpen, Value};
pub use newcomers::{Newcomers, NoFigure};
pub use quality::{LeftOut, Quality, Unfit};
pub use recognition::{Chosen, Detector, Recognition, Rule};
pub use rollup::{Distribution, Ranked, Rollup, Spread};
pub use series::{Short, Trailing, Week, Weekly};

use milepost_model::{EntityRef, Instant, Window};
use std::collections::BTreeMap;

/// How everything is delivered.
#[derive(Debug, Clone, Default)]
pub struct Delivery {
    /// Complete ISO weeks, oldest first, that every series follows.
    pub weeks: Vec<Window>,
    /// The windows that figures are given for, in the order of [`Span::ALL`].
    pub spans: Vec<(Span, Window)>,
    /// Every service, by its name. [`Ranked::service`] is a place in this list.
    pub services: Vec<(EntityRef, ServiceDelivery)>,
    /// The distribution over all services.
    pub organisation: Rollup,
    /// What hosts reckoned themselves, beside milepost's figures.
    pub cross_checks: CrossChecks,
    /// How long newcomers take to their first deployment.
    pub newcomers: Newcomers,
    /// The distribution over the services of each team, by the team's name.
    pub teams: BTreeMap<EntityRef, Rollup>,
    /// The distribution over the services of each system, by the system's name.
    pub systems: BTreeMap<EntityRef, Rollup>,
    /// The distribution over the services of each domain, those of its systems and of the domains in it, by the domain's name.
    pub domains: BTreeMap<EntityRef, Rollup>,
}

impl Delivery {
    /// How a service is delivered.
    pub fn service(&self, reference: &EntityRef) -> Option<&ServiceDelivery> {
        let place = self.services.binary_search_by(|(found, _)| found.cmp(reference)).ok()?;
        self.services.get(place).map(|(_, service)| service)
    }

    /// The window of a span.
    pub fn window(&self, span: Span) -> Option<Window> {
        self.spans.iter().find(|(found, _)| *found == span).map(|(_, window)| *window)
    }
}

/// How one service is delivered.
#[derive(Debug, Clone, Default)]
pub struct ServiceDelivery {
    /// What counts as a deployment of it, and why.
    pub recognition: Recognition,
    /// The figures of each window, in the order of [`Span::ALL`].
    pub figures: Vec<(Span, Figures)>,
    /// Each metric week by week.
    pub weekly: Weekly,
    /// A few metrics as they stood at the end of each week.
    pub trailing: Trailing,
    /// The records behind the figures.
    pub evidence: Evidence,
    /// What was seen and does not count, and why.
    pub quality: Quality,
    /// When the newest thing that its figures rest on happened.
    pub newest_record_at: Option<Instant>,
}

impl ServiceDelivery {
    /// The figures of a window.
    pub fn figures(&self, span: Span) -> Option<&Figures> {
        self.figures.iter().find(|(found, _)| *found == span).map(|(_, figures)| figures)
    }

    /// One figure of a window, by the metric's id, such as `change_lead_time`.
    pub fn figure(&self, span: Span, metric: &str) -> Option<&Figure> {
        self.figures(span)?.get(metric)
    }
}

/// A stretch of time that figures are given for. Each ends before the day that is not over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Span {
    /// The last 90 days: the default everywhere but on Home.
    Days90,
    /// The 90 days before them.
    Before90,
    /// The last 28 days.
    Days28,
    /// The 28 days before them.
    Before28,
    /// The last 180 days, which DORA's question about rework speaks of.
    Days180,
    /// The days that somebody asked for.
    Asked,
}

impl Span {
    /// Every span that is always given.
    pub const ALL: &'static [Self] = &[Self::Days90, Self::Before90, Self::Days28, Self::Before28, Self::Days180];

    /// Its name in data: `90d`, `90d_before`, `28d`, `28d_before`, `180d`, `asked`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Days90 => "90d",
            Self::Before90 => "90d_before",
            Self::Days28 => "28d",
            Self::Before28 => "28d_before",
            Self::Days180 => "180d",
            Self::Asked => "asked",
        }
    }

    /// Its window, seen from an instant; none for the one that was asked for.
    pub fn window(self, as_of: Instant) -> Option<Window> {
        let (days, before) = match self {
            Self::Days90 => (90, 0),
            Self::Before90 => (90, 90),
            Self::Days28 => (28, 0),
            Self::Before28 => (28, 28),
            Self::Days180 => (180, 0),
            Self::Asked => return None,
        };
        Some(Window::last_days(days, as_of - chrono::Duration::days(before)))
    }
}
