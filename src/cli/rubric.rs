//! `milepost rubric`: scorecards of other portals as rules.

use super::args::Rubric;
use super::failure::Failure;
use super::{Context, Ended};
use crate::rubrics;
use milepost_model::Place;
use std::io::Write as _;

/// Larger files hold no scorecards.
const MOST_BYTES: usize = 4 * 1024 * 1024;

pub(super) fn run(options: &Rubric, context: &Context<'_>) -> Result<Ended, Failure> {
    let (mut out, mut taken, mut left) = (String::new(), 0, 0);
    for path in &options.files {
        let bytes =
            std::fs::read(path).map_err(|error| Failure::with_help(format!("{}: {error}", path.display()), "name files that exist"))?;
        let text = String::from_utf8(bytes).ok().filter(|text| text.len() <= MOST_BYTES);
        let text = text.ok_or_else(|| Failure::with_help(format!("{} is no text of 4 MB or less", path.display()), "export it again"))?;
        let place = Place::file(path.display().to_string());
        let found = rubrics::read(&text, &place).map_err(|problems| {
            let first = problems.iter().next().map(|problem| problem.message.clone()).unwrap_or_default();
            Failure::with_help(format!("{} cannot be read: {first}", path.display()), "it must be YAML, JSON or Terraform")
        })?;
        if found.is_empty() {
            return Err(Failure::with_help(
                format!("{} has no scorecard of Port, Cortex or OpsLevel", path.display()),
                "docs/reference/scorecards.md says which files are read",
            ));
        }
        for rubric in &found {
            taken += rubric.rules.len();
            left += rubric.left.len();
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&rubrics::toml(rubric));
        }
    }
    // What was asked for is no chatter, so that --quiet does not take it away.
    let _ = anstream::stdout().write_all(out.as_bytes());
    if !context.global.quiet {
        let _ = writeln!(anstream::stderr(), "{taken} rules were taken over, {left} were not: they stand in the comments.");
    }
    Ok(Ended::Done)
}
