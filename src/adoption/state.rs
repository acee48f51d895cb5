//! Where a service stands on a golden path, in one word.

use milepost_model::Unknown;
use std::sync::Arc;

/// Where a service stands on a golden path at an instant, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// On the version to be on.
    Current,
    /// On it; nothing tells how new its version is.
    On,
    /// On an older version that is still looked after.
    Behind,
    /// On a version that is not looked after any more.
    Unsupported,
    /// A stamp is there, and too few signals hold.
    Drifted,
    /// It was on it within 26 weeks, and is neither on it nor drifted.
    Left,
    /// None of these.
    Off,
    /// It may be elsewhere for a while.
    Exempt,
    /// It cannot be told.
    Unknown(Unknown),
    /// The path is not for it, or not at that time.
    Outside(Outside),
}

/// Why a service does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outside {
    /// The path is for others.
    Scope,
    /// It did not exist yet.
    NotYet,
    /// It is archived.
    Archived,
    /// Its repository is a fork or a template.
    NotAService,
    /// Nobody changed it and nothing was deployed for 90 days.
    Inactive,
}

/// The words of the states, in their order, for what lists them all.
pub const WORDS: &[&str] = &["current", "on", "behind", "unsupported", "drifted", "left", "off", "exempt", "unknown", "not_in_scope"];

impl State {
    /// Its word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::On => "on",
            Self::Behind => "behind",
            Self::Unsupported => "unsupported",
            Self::Drifted => "drifted",
            Self::Left => "left",
            Self::Off => "off",
            Self::Exempt => "exempt",
            Self::Unknown(_) => "unknown",
            Self::Outside(_) => "not_in_scope",
        }
    }

    /// Whether it counts as being on the path.
    pub fn is_on(self) -> bool {
        matches!(self, Self::Current | Self::On | Self::Behind)
    }

    /// Whether the service counts among those that the path is for: known, in scope and not exempt.
    pub fn is_eligible(self) -> bool {
        !matches!(self, Self::Exempt | Self::Unknown(_) | Self::Outside(_))
    }

    /// How good it is, to choose among several paths: what is certain goes before what is not.
    pub fn rank(self) -> u8 {
        match self {
            Self::Current => 0,
            Self::On => 1,
            Self::Behind => 2,
            // A path that cannot be seen may be the one that it is on.
            Self::Unknown(_) => 3,
            Self::Unsupported => 4,
            Self::Drifted => 5,
            Self::Left => 6,
            Self::Off => 7,
            Self::Exempt => 8,
            Self::Outside(_) => 9,
        }
    }
}

impl Outside {
    /// Why, as a sentence part.
    pub fn words(self) -> &'static str {
        match self {
            Self::Scope => "the path is for others",
            Self::NotYet => "it did not exist yet",
            Self::Archived => "it is archived",
            Self::NotAService => "its repository is a fork or a template",
            Self::Inactive => "no change and no deployment in 90 days",
        }
    }
}

/// Where a service stands on a path at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The state.
    pub state: State,
    /// The version that it is on, where it is on one: what people call it.
    pub version: Option<Arc<str>>,
    /// How many newer versions were out.
    pub behind: Option<u32>,
    /// How many days ago the first of them came out.
    pub days_behind: Option<u32>,
}

impl Moment {
    /// A state that has no version.
    pub(super) fn plain(state: State) -> Self {
        Self { state, version: None, behind: None, days_behind: None }
    }
}

/// How many services stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// On the current version.
    pub current: u32,
    /// On it, with a version that nothing places.
    pub on: u32,
    /// On an older version.
    pub behind: u32,
    /// Past support.
    pub unsupported: u32,
    /// Drifted.
    pub drifted: u32,
    /// Left.
    pub left: u32,
    /// Never on it, or long ago.
    pub off: u32,
    /// Exempt.
    pub exempt: u32,
    /// Not known.
    pub unknown: u32,
}

impl Count {
    /// Counts one more service.
    pub fn add(&mut self, state: State) {
        match state {
            State::Current => self.current += 1,
            State::On => self.on += 1,
            State::Behind => self.behind += 1,
            State::Unsupported => self.unsupported += 1,
            State::Drifted => self.drifted += 1,
            State::Left => self.left += 1,
            State::Off => self.off += 1,
            State::Exempt => self.exempt += 1,
            State::Unknown(_) => self.unknown += 1,
            State::Outside(_) => {}
        }
    }

    /// How many are on the path.
    pub fn covered(&self) -> u32 {
        self.current + self.on + self.behind
    }

    /// Of how many that the path is for.
    pub fn eligible(&self) -> u32 {
        self.covered() + self.unsupported + self.drifted + self.left + self.off
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_where_follows_from_the_state() {
        let all = [
            (State::Current, true, true),
            (State::On, true, true),
            (State::Behind, true, true),
            (State::Unsupported, false, true),
            (State::Drifted, false, true),
            (State::Left, false, true),
            (State::Off, false, true),
            (State::Exempt, false, false),
            (State::Unknown(Unknown::NotCollected), false, false),
            (State::Outside(Outside::Inactive), false, false),
        ];
        let mut count = Count::default();
        for ((state, on, eligible), word) in all.into_iter().zip(WORDS) {
            assert_eq!((state.is_on(), state.is_eligible(), state.word()), (on, eligible, *word));
            count.add(state);
        }
        assert_eq!((count.covered(), count.eligible(), count.exempt, count.unknown), (3, 7, 1, 1));
    }
}
