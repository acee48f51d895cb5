//! What a rule may ask, in words: a fact's name, kind, place and meaning.

use super::subject::{Known, Subject};
use super::value::FactValue;
use milepost_model::Unknown;

/// Something that rules may ask of a service. Each is a file in `facts` and a line in [`FACTS`](super::FACTS).
pub trait Fact: Sync {
    /// What it is called and what it means.
    fn about(&self) -> &'static About;

    /// What is known of it. Facts that no subject holds, such as a form's inputs, are set by whoever asks.
    fn read(&self, subject: &Subject<'_>) -> Reading;
}

/// What a fact is called and what it means.
#[derive(Debug)]
pub struct About {
    /// Its name in rules, such as `repository.is_archived`.
    pub name: &'static str,
    /// What it is called where its value is told to people: a few words, a colon and the value follow.
    pub title: &'static str,
    /// What kind of value it has.
    pub kind: FactKind,
    /// When it is known.
    pub tier: Tier,
    /// What it says, as sentences for the manual.
    pub doc: &'static str,
    /// A rule that asks it.
    pub example: &'static str,
}

/// The kinds of values that facts have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactKind {
    /// True or false.
    Bool,
    /// A whole number.
    Int,
    /// A number with decimals.
    Number,
    /// Text.
    Text,
    /// A list of texts.
    Texts,
    /// Texts by name.
    Named,
    /// An instant.
    Time,
    /// A length of time.
    Duration,
}

impl FactKind {
    /// The kind's name in the manual, in CEL's words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Number => "double",
            Self::Text => "string",
            Self::Texts => "list(string)",
            Self::Named => "map(string, string)",
            Self::Time => "timestamp",
            Self::Duration => "duration",
        }
    }
}

/// When a fact is known, in the order of the stages.
///
/// A rule that decides something early must not ask for what is found out later: a golden path's scope
/// cannot ask for the level, which is computed from the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// From the clock, which is known before anything is read.
    Now,
    /// From the descriptor.
    Entity,
    /// From the repository's own record.
    Repository,
    /// From the files in the repository.
    Files,
    /// From what was deployed and what went wrong.
    Delivery,
    /// From golden paths.
    Path,
    /// From scorecards.
    Level,
    /// From a form that somebody filled in.
    Inputs,
    /// From who asks.
    Actor,
}

impl Tier {
    /// What the tier rests on, for people: "what was deployed".
    pub fn words(self) -> &'static str {
        match self {
            Self::Now => "the clock",
            Self::Entity => "the descriptor",
            Self::Repository => "the repository",
            Self::Files => "the files in the repository",
            Self::Delivery => "what was deployed",
            Self::Path => "golden paths",
            Self::Level => "scorecards",
            Self::Inputs => "a form's inputs",
            Self::Actor => "who asks",
        }
    }
}

/// What is known of a fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// This is its value.
    Known(FactValue),
    /// There is no value, and this is why.
    Unknown(Unknown),
}

impl Reading {
    /// What is known, in words for people.
    pub fn words(&self) -> String {
        match self {
            Self::Known(value) => value.words(),
            Self::Unknown(reason) => format!("unknown, {}", reason.words()),
        }
    }

    /// A value that may not be known.
    pub fn of<T: Into<FactValue>>(known: Known<T>) -> Self {
        known.map_or_else(Self::Unknown, |value| Self::Known(value.into()))
    }
}

impl<T: Into<FactValue>> From<T> for Reading {
    fn from(value: T) -> Self {
        Self::Known(value.into())
    }
}

/// The facts that rules of one place may ask for.
#[derive(Clone, Copy)]
pub struct Vocabulary {
    facts: &'static [&'static dyn Fact],
    latest: Tier,
}

impl Vocabulary {
    /// Of all these facts, those that are known at that tier.
    pub const fn new(facts: &'static [&'static dyn Fact], latest: Tier) -> Self {
        Self { facts, latest }
    }

    /// The latest tier that may be asked.
    pub fn latest(self) -> Tier {
        self.latest
    }

    /// Every fact, whether its tier may be asked or not, by its place in the list.
    pub fn facts(self) -> &'static [&'static dyn Fact] {
        self.facts
    }

    /// The place of the fact of that name.
    pub(super) fn place(self, name: &str) -> Option<usize> {
        self.facts.iter().position(|fact| fact.about().name == name)
    }

    /// Whether some fact's name begins with this group, such as `repository`.
    pub(super) fn is_group(self, group: &str) -> bool {
        self.facts.iter().any(|fact| fact.about().name.strip_prefix(group).is_some_and(|rest| rest.starts_with('.')))
    }
}
