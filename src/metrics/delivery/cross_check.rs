//! What a host says of delivery, and what milepost does.

use milepost_model::{EntityRef, Measurement, Window};

/// Figures of hosts, each beside milepost's own.
#[derive(Debug, Clone, Default)]
pub struct CrossChecks {
    /// The days that both are of.
    pub window: Option<Window>,
    /// By service and metric.
    pub all: Vec<CrossCheck>,
    /// Figures of repositories that several services share, which the host does not tell apart.
    pub shared: u64,
    /// Figures of other days, as those of an earlier run are.
    pub other_days: u64,
}

/// One figure of a host beside milepost's own, in the same unit: deployments, seconds, or tenths of a percent.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossCheck {
    /// The service.
    pub service: EntityRef,
    /// Who says so, such as `gitlab`.
    pub host: String,
    /// milepost's metric.
    pub metric: &'static str,
    /// What the host says; none where it has no figure.
    pub theirs: Option<i64>,
    /// What milepost says, or why it says nothing.
    pub ours: Measurement<i64>,
}
