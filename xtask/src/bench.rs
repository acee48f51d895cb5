//! The benchmarks, in release.

use crate::step::{self, Context, Outcome};

/// Runs those whose name holds the filter, or all.
pub fn run(context: &Context, filter: Option<&str>) -> Vec<Outcome> {
    let bench = context.cargo(&["bench", "--workspace", "--benches"]);
    vec![step::program("bench", &filter.into_iter().fold(bench, |bench, filter| bench.args(&["--", filter])))]
}
