//! The tables of the configuration, one per file: what each says, and what the program makes of it.

pub mod actions;
pub mod band;
pub mod campaign;
mod card;
pub mod catalog;
pub mod delivery;
pub mod delivery_rule;
pub mod environment_links;
pub mod feedback;
pub mod golden_path;
pub mod navigation;
pub mod organisation;
pub mod owner;
pub mod platform;
pub mod privacy;
pub mod publish;
pub mod rule;
pub mod scorecard;
pub mod search;
mod signal;
pub mod site;
pub mod source;
pub mod start;
pub mod store;

use super::language::Table;

/// Every table, in the order in which the manual shows them.
pub(super) const TABLES: &[&Table] = &[
    &organisation::TABLE,
    &site::TABLE,
    &navigation::TABLE,
    &start::TABLE,
    &feedback::TABLE,
    &search::TABLE,
    &store::TABLE,
    &publish::TABLE,
    &privacy::TABLE,
    &catalog::TABLE,
    &owner::TABLE,
    &source::TABLE,
    &actions::TABLE,
    &delivery::TABLE,
    &delivery_rule::TABLE,
    &band::TABLE,
    &environment_links::TABLE,
    &golden_path::TABLE,
    &platform::TABLE,
    &rule::TABLE,
    &scorecard::TABLE,
    &campaign::TABLE,
];
