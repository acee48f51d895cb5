//! The starter golden paths of `examples/`: whole by our own rules, and by the tools that others hold them against.

mod linted;
mod rendered;
mod shelf;
mod whole;
