//! milepost: a static internal developer portal from the repositories that an organisation already has.
//!
//! Read `pipeline` first: it is the whole design in one function.

pub mod actions;
pub mod adoption;
pub mod buckets;
pub mod catalog;
pub mod cli;
pub mod config;
pub mod demo;
pub mod docs;
pub mod mcp;
pub mod metrics;
pub mod pipeline;
pub mod portal;
pub mod publish;
pub mod reading;
pub mod report;
pub mod rubrics;
pub mod rules;
pub mod scorecards;
pub mod serve;
pub mod site;
pub mod store;
pub mod yaml;
