//! The example organisation, generated.
#![allow(dead_code, unused_imports)]

mod calendar;
mod content;
mod git;
mod plan;
mod random;

/// Where the organisation's code is said to be.
const ORGANISATION_URL: &str = "https://github.com/lumenfreight";
