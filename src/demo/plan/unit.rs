//! The plan of one repository.

use super::{Awkward, GoldenPath, Journey, Person};
use milepost_model::Instant;

/// What a service is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::demo) enum Language {
    /// Rust.
    Rust,
    /// Go.
    Go,
    /// Python.
    Python,
    /// TypeScript.
    TypeScript,
    /// Java.
    Java,
}

impl Language {
    /// Its name for people.
    pub(in crate::demo) fn name(self) -> &'static str {
        match self {
            Self::Rust => "Rust",
            Self::Go => "Go",
            Self::Python => "Python",
            Self::TypeScript => "TypeScript",
            Self::Java => "Java",
        }
    }

    /// The golden path that is meant for it; there is none for Java.
    pub(in crate::demo) fn path(self) -> Option<GoldenPath> {
        match self {
            Self::Rust => Some(GoldenPath::Rust),
            Self::Go => Some(GoldenPath::Go),
            Self::Python => Some(GoldenPath::Python),
            Self::TypeScript => Some(GoldenPath::Web),
            Self::Java => None,
        }
    }
}

/// Whom the descriptor names as its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::demo) enum Owner {
    /// The team that it belongs to.
    Team,
    /// Nobody.
    Nobody,
    /// A team that nobody described.
    Unknown(&'static str),
    /// A team that everybody has left.
    Left(&'static str),
}

/// Which file describes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::demo) enum Descriptor {
    /// `catalog-info.yaml`
    Backstage,
    /// `compass.yml`
    Compass,
    /// `cortex.yaml`
    Cortex,
    /// `milepost.yaml`
    Milepost,
    /// `opslevel.yml`
    OpsLevel,
    /// `port.yml`
    Port,
    /// Only CODEOWNERS says whose it is.
    Codeowners,
    /// Nothing does.
    Nothing,
}

/// Which descriptions of APIs it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::demo) enum Apis {
    /// None.
    Nothing,
    /// `openapi.yaml`
    OpenApi,
    /// `asyncapi.yaml`
    Events,
    /// `openapi.yaml` and `asyncapi.yaml`
    Both,
    /// A `.proto` file.
    Grpc,
    /// `schema.graphql`
    GraphQl,
}

/// How much of it its people have written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::demo) enum Writing {
    /// A book of pages, from a tutorial to a runbook.
    Book,
    /// A README, and a runbook for the night.
    Runbook,
    /// A README.
    Readme,
}

/// How fast and how safely its people work.
#[derive(Debug, Clone, Copy)]
pub(in crate::demo) struct Pace {
    /// Changes in an ordinary week.
    pub(in crate::demo) per_week: f64,
    /// The median hours from first commit to production.
    pub(in crate::demo) lead_hours: f64,
    /// The share of production deployments that go wrong.
    pub(in crate::demo) fails: f64,
}

/// One service of a repository.
#[derive(Debug, Clone)]
pub(in crate::demo) struct Part {
    /// Its name in the catalog.
    pub(in crate::demo) name: String,
    /// A longer name for people.
    pub(in crate::demo) title: Option<String>,
    /// What it is, in a sentence.
    pub(in crate::demo) says: String,
    /// Its folder with a slash at the end, or nothing where it has the whole repository.
    pub(in crate::demo) folder: String,
    /// `service`, `website`, `library` or `job`.
    pub(in crate::demo) kind: &'static str,
    /// What it is written in.
    pub(in crate::demo) language: Language,
    /// The things that it deals with: singular, lower case, with a regular plural.
    pub(in crate::demo) nouns: [&'static str; 3],
    /// The services that it calls.
    pub(in crate::demo) needs: Vec<String>,
    /// Its APIs.
    pub(in crate::demo) apis: Apis,
}

/// One repository.
#[derive(Debug, Clone)]
pub(in crate::demo) struct Unit {
    /// Its number.
    pub(in crate::demo) index: usize,
    /// Its name.
    pub(in crate::demo) name: String,
    /// Its services; one, except in a monorepo.
    pub(in crate::demo) parts: Vec<Part>,
    /// The short name of the team that works on it.
    pub(in crate::demo) team: String,
    /// The people of that team.
    pub(in crate::demo) people: Vec<Person>,
    /// Whom its descriptor names.
    pub(in crate::demo) owner: Owner,
    /// How much depends on it; 1 is the most.
    pub(in crate::demo) tier: u8,
    /// The system that it is part of.
    pub(in crate::demo) system: String,
    /// `production`, `experimental` or `deprecated`.
    pub(in crate::demo) lifecycle: &'static str,
    /// Which file describes it.
    pub(in crate::demo) descriptor: Descriptor,
    /// Its way along a golden path.
    pub(in crate::demo) journey: Journey,
    /// How its people work.
    pub(in crate::demo) pace: Pace,
    /// When it was created.
    pub(in crate::demo) created: Instant,
    /// Why it is in the demo, beyond being ordinary.
    pub(in crate::demo) awkward: Vec<Awkward>,
}

impl Unit {
    /// Whether it is this awkward case.
    pub(in crate::demo) fn is(&self, case: Awkward) -> bool {
        self.awkward.contains(&case)
    }

    /// Where it was cloned from.
    pub(in crate::demo) fn origin(&self) -> String {
        origin(&self.name)
    }

    /// Whether it has a name and a story of its own.
    pub(in crate::demo) fn is_named(&self) -> bool {
        self.index < super::NAMED
    }

    /// How much its people have written down: those with a story everything, most others no more than a README.
    pub(in crate::demo) fn writing(&self) -> Writing {
        match self.index % 10 {
            _ if self.is_named() => Writing::Book,
            0 => Writing::Book,
            1..=3 => Writing::Runbook,
            _ => Writing::Readme,
        }
    }

    /// The first of its services.
    pub(in crate::demo) fn main(&self) -> &Part {
        &self.parts[0]
    }

    /// The environments that production consists of.
    pub(in crate::demo) fn production(&self) -> &'static [&'static str] {
        if self.is_named() && self.tier == 1 { &["production-eu", "production-us"] } else { &["production"] }
    }
}

/// The address of a repository of Lumen Freight.
pub(in crate::demo) fn origin(name: &str) -> String {
    format!("{}/{name}", crate::demo::ORGANISATION_URL)
}
