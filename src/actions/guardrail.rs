//! What must hold before an action runs.

use crate::rules::Rule;
use milepost_model::Instant;
use std::sync::Arc;

/// Something that must hold.
#[derive(Debug, Clone)]
pub struct Guardrail {
    /// Its name in results and annotations.
    pub id: String,
    /// What it asks for.
    pub title: String,
    /// What the person reads, and what to do instead.
    pub message: Option<String>,
    /// What it looks at.
    pub guard: Guard,
}

impl Guardrail {
    /// The rule that it rests on, if it has one.
    pub fn rule(&self) -> Option<&Rule> {
        match &self.guard {
            Guard::Deny(rule) | Guard::Approve { rule, .. } => Some(rule),
            Guard::Freeze { when, .. } => when.as_deref(),
            Guard::Quota(_) | Guard::Unread => None,
        }
    }
}

/// What a guardrail looks at.
#[derive(Debug, Clone)]
pub enum Guard {
    /// The run is refused where this holds.
    Deny(Arc<Rule>),
    /// The run is refused in these stretches of time, where the condition holds.
    Freeze {
        /// The stretches, the earliest first.
        windows: Vec<FreezeWindow>,
        /// For which runs; for all without it.
        when: Option<Arc<Rule>>,
    },
    /// More runs than this are refused.
    Quota(Quota),
    /// Somebody must approve where this holds.
    Approve {
        /// Where.
        rule: Arc<Rule>,
        /// Who may.
        by: Approver,
    },
    /// Nobody can tell: it is written wrongly, and refuses every run.
    Unread,
}

/// A stretch of time in which nothing changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreezeWindow {
    /// The first instant.
    pub from: Instant,
    /// The first instant after it.
    pub until: Instant,
    /// Why, in words.
    pub why: Option<String>,
}

impl FreezeWindow {
    /// Whether an instant lies in it.
    pub fn holds(&self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }
}

/// How often an action may run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// At most so many runs.
    pub count: u64,
    /// In this time.
    pub per: Span,
    /// For each value of this input; for the whole action without it.
    pub by: Option<String>,
}

/// A stretch of time that quotas count in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// The last hour.
    Hour,
    /// The last 24 hours.
    Day,
    /// The last seven days.
    Week,
}

impl Span {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Hour, Self::Day, Self::Week];

    /// The word that files use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
        }
    }

    /// How long it is.
    pub fn length(self) -> chrono::Duration {
        match self {
            Self::Hour => chrono::Duration::hours(1),
            Self::Day => chrono::Duration::days(1),
            Self::Week => chrono::Duration::weeks(1),
        }
    }
}

/// Who may approve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Approver {
    /// Whoever owns the service that it is about.
    OwnerOfService,
    /// This team or person, as it is written.
    Named(String),
}

impl Approver {
    /// Who that is, in words.
    pub fn words(&self) -> &str {
        match self {
            Self::OwnerOfService => "the service’s owner",
            Self::Named(name) => name,
        }
    }
}
