//! Where a service stands, as a shape and words.

use crate::portal::adoption::{Moment, State};
use crate::site::wording;
use serde::Serialize;

/// A state as pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StateView {
    /// `ok`, `warn`, `bad` or `off`.
    pub tone: &'static str,
    /// The icon.
    pub icon: &'static str,
    /// The words.
    pub text: String,
}

/// A state in words, for lists of states.
pub fn name(state: State) -> &'static str {
    match state {
        State::Current => "On the current version",
        State::On => "On the path",
        State::Behind => "On an older version",
        State::Unsupported => "Past support",
        State::Drifted => "Drifted",
        State::Left => "Left the path",
        State::Off => "Not on the path",
        State::Exempt => "Exempt",
        State::Unknown(_) => "Not known",
        State::Outside(_) => "Not counted",
    }
}

impl StateView {
    /// A moment as a table shows it.
    pub fn new(moment: &Moment) -> Self {
        let version = moment.version.as_deref();
        let (tone, icon) = match moment.state {
            State::Current | State::On => ("ok", "pass"),
            State::Behind | State::Drifted => ("warn", "warn"),
            State::Unsupported | State::Left => ("bad", "fail"),
            State::Off | State::Exempt | State::Unknown(_) | State::Outside(_) => ("off", "none"),
        };
        let text = match (moment.state, version) {
            (State::Current, Some(version)) => format!("{version}, current"),
            (State::On, Some(version)) => format!("On {version}"),
            (State::Behind, Some(version)) => {
                format!("{version}, {} behind", moment.behind.map_or("some".to_owned(), |n| wording::number(n.into())))
            }
            (State::Unsupported, Some(version)) => format!("{version}, past support"),
            (State::Drifted, Some(version)) => format!("Drifted from {version}"),
            (State::Unknown(why), _) => format!("Not known: {}", why.words()),
            (State::Outside(why), _) => format!("Not counted: {}", why.words()),
            (state, _) => name(state).to_owned(),
        };
        Self { tone, icon, text }
    }
}
