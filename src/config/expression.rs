//! Expressions of the configuration, checked against the facts that their place may ask for.

use super::reader::Reader;
use crate::rules::{FACTS, Rule, Tier, Vocabulary};
use std::ops::Range;

/// Whether an expression can be asked; else the reader knows why not, with the place inside of it.
pub(super) fn check(reader: &mut Reader<'_>, tier: Tier, text: &str, span: Range<usize>, path: &str) -> bool {
    let Err(problem) = Rule::compile(text, Vocabulary::new(FACTS, tier)) else { return true };
    // An expression that stands there as it is has its places there, too; one with escapes has only its beginning.
    let written = reader.written(span.clone());
    let at = written.find(text).map_or(span.start, |begin| span.start + begin + problem.span.0.min(text.len()));
    let help = problem.help.clone().unwrap_or_else(|| "docs/reference/facts.md lists the facts and functions".to_owned());
    reader.complain("config/bad-expression", at..at + 1, format!("{path}: {}", problem.message), help);
    false
}
