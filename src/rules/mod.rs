//! Rules: CEL expressions over documented facts, compiled once, bounded, and evaluated.
//!
//! A rule is text that somebody wrote into a configuration file, so it is checked whole before it is
//! run: its size, the facts that it names, the patterns that it matches. What it may ask is a
//! [`Vocabulary`], a list of [`Fact`]s; what it is asked about is a set of [`Facts`]. A fact that is
//! not known makes an answer unknown, unless the rest of the rule decides without it.

mod bounds;
mod compile;
mod evaluate;
mod fact;
mod facts;
mod json;
mod known;
pub mod manual;
mod nearest;
mod portable;
mod probe;
mod problem;
mod rewrite;
#[cfg(test)]
mod sample;
mod subject;
#[cfg(test)]
mod tests;
mod value;

pub use compile::Rule;
pub use evaluate::{Answer, Missing};
pub use fact::{About, Fact, FactKind, Reading, Tier, Vocabulary};
pub use facts::FACTS;
pub use known::Facts;
pub use probe::{Probe, Probes};
pub use problem::RuleProblem;
pub use subject::{DeliveryPart, EntityPart, FilesPart, Known, PathPart, RepositoryPart, Subject, WorkflowPart};
pub use value::FactValue;
