//! Everything that has to be green before a change lands.

use crate::step::{self, Context, Outcome};
use crate::{dependencies, test};

/// Runs every step, also after one has failed: a change is mended once, not step by step.
pub fn run(context: &Context) -> Vec<Outcome> {
    let clippy = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    let docs = ["doc", "--workspace", "--no-deps", "--document-private-items"];
    let mut outcomes = vec![
        step::program("fmt", &context.cargo(&["fmt", "--all", "--", "--check"])),
        step::check("dependencies", || dependencies::check(context)),
        step::program("clippy", &context.cargo(&clippy)),
        step::program("docs", &context.cargo(&docs).with("RUSTDOCFLAGS", "-D warnings")),
    ];
    // That the generated pages of docs/ are up to date is one of the tests: tests/manual.rs.
    outcomes.extend(test::run(context, &[], None));
    outcomes
}
