//! The starter golden paths of `examples/`: whole by our own rules, and by the tools that others hold them against.
#![allow(clippy::disallowed_methods, reason = "the tools are named by variables")]

mod composite;
mod linted;
mod rendered;
mod shelf;
mod whole;
