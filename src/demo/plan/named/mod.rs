//! The forty repositories that have names and stories of their own.
//!
//! Their order is the order in which `--services` counts: the first dozen tell most of the story, and
//! none needs one that comes much later.

mod commerce;
mod movement;
mod network;
mod oddities;
mod row;

use super::Unit;
use crate::demo::calendar::Calendar;
use row::Row;

/// How many there are.
pub(in crate::demo) const NAMED: usize = 40;

/// The plan of one of them.
pub(in crate::demo) fn unit(index: usize, seed: u64, calendar: Calendar) -> Unit {
    rows().swap_remove(index).unit(index, seed, calendar)
}

fn rows() -> Vec<Row> {
    [movement::rows(), commerce::rows(), network::rows(), oddities::rows()].concat()
}

#[cfg(test)]
mod tests {
    use super::super::Awkward;
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn there_are_as_many_as_said_and_each_has_a_name_of_its_own() {
        let names: BTreeSet<&str> = rows().iter().map(|row| row.name).collect();
        assert_eq!((rows().len(), names.len()), (NAMED, NAMED));
    }

    #[test]
    fn every_noun_has_a_plain_plural() {
        let calendar = Calendar::new("2026-11-20T06:40:00Z".parse().expect("because it is valid"), 53);
        for index in 0..NAMED + 200 {
            for part in super::super::unit(index, 7, calendar).parts {
                for noun in part.nouns {
                    let is_irregular = ["s", "x", "ch", "sh", "lf", "ty", "ly", "ry"].iter().any(|end| noun.ends_with(end));
                    assert!(!is_irregular, "{}: {noun}", part.name);
                }
            }
        }
    }

    #[test]
    fn every_awkward_case_has_somebody_who_is_it() {
        let rows = rows();
        for case in Awkward::ALL {
            assert!(rows.iter().any(|row| row.awkward.contains(&case)), "{case:?}");
        }
    }
}
