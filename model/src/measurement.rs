//! A figure, or the reason why there is none.

use serde::{Deserialize, Serialize};

/// Why a figure is not known. Unknown is a value, never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// No source for it is configured.
    NotConfigured,
    /// The source refused to show it.
    NoSourcePermission,
    /// It was not read, or not all of it.
    NotCollected,
    /// All was read, and nothing happened in the window.
    NoEventsInWindow,
    /// No source of incidents is configured.
    NoIncidentSource,
    /// There is only a first deployment, which has nothing before it.
    BaselineOnly,
    /// The history is cut short, so what lies before is not visible.
    ShallowHistory,
    /// A squash commit hides when its work began, and only the provider's API tells.
    SquashWithoutApi,
}

impl Unknown {
    /// The reason as a sentence part for people: "not read".
    pub fn words(self) -> &'static str {
        match self {
            Self::NotConfigured => "no source is configured",
            Self::NoSourcePermission => "the source refused to show it",
            Self::NotCollected => "it was not read",
            Self::NoEventsInWindow => "nothing happened in this window",
            Self::NoIncidentSource => "no source of incidents is configured",
            Self::BaselineOnly => "there is only a first deployment",
            Self::ShallowHistory => "the clone's history is cut short",
            Self::SquashWithoutApi => "squash commits hide when the work began",
        }
    }
}

/// A figure together with what it rests on, or the reason why it is unknown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measurement<T> {
    /// The figure and how many records it was computed from.
    Known {
        /// The figure itself.
        value: T,
        /// How many records it rests on.
        n: u64,
    },
    /// There is no figure, and this is why.
    Unknown(Unknown),
}

impl<T> Measurement<T> {
    /// The figure, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Known { value, .. } => Some(value),
            Self::Unknown(_) => None,
        }
    }

    /// The reason, if there is no figure.
    pub fn reason(&self) -> Option<Unknown> {
        match self {
            Self::Known { .. } => None,
            Self::Unknown(reason) => Some(*reason),
        }
    }
}
