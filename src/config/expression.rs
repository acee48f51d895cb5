//! Expressions of the configuration, checked against the facts that their place may ask for.

use super::reader::Reader;
use crate::rules::{FACTS, Rule, Tier, Vocabulary};
use std::ops::Range;

/// Whether an expression can be asked; else the reader knows why not, with the place inside of it.
pub(super) fn check(reader: &mut Reader<'_>, tier: Tier, text: &str, span: &Range<usize>, path: &str) -> bool {
    match Rule::compile(text, Vocabulary::new(FACTS, tier)) {
        Ok(_) => true,
        Err(problem) => {
            reader.complain_of_rule(span, path, &problem);
            false
        }
    }
}
