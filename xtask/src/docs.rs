//! The generated pages of docs/: written anew by the test that otherwise compares them.

use crate::step::{self, Context, Outcome};

/// Runs the test of the manual as its writer. The list of generated pages stands in tests/manual.rs
/// alone, where it is also compared, so that a page cannot be written and not be checked.
pub fn refresh(context: &Context) -> Vec<Outcome> {
    let manual = context.cargo(&["test", "--workspace", "--test", "manual"]).with("MILEPOST_REFRESH", "1");
    vec![step::program("docs", &manual)]
}
