//! Which commits lie between two versions: those that the one builds on and the other does not.
//!
//! The walk begins at both and goes down side by side, a commit only after everything that is known to
//! build on it. It ends where all that is left is below both, so that it costs what the versions differ
//! by and not what the repository holds.

use super::Commits;
use super::ancestry::generations;
use crate::metrics::drift::NoDrift;
use foldhash::{HashMap, HashMapExt};
use std::cell::{Cell, OnceCell};
use std::collections::BinaryHeap;

/// Commits between two versions that are looked at; further apart nobody reads a count.
const MOST_APART: u32 = 20_000;
/// Commits that all questions about one repository look at together, so that a hostile history ends too.
const MOST_TOGETHER: u64 = 5_000_000;

const LEFT: u8 = 1;
const RIGHT: u8 = 2;
const BOTH: u8 = LEFT | RIGHT;

/// Answers what lies between two commits of a repository.
#[derive(Debug)]
pub(in crate::metrics) struct Distances<'a> {
    commits: &'a Commits,
    generations: OnceCell<Vec<u32>>,
    steps: Cell<u64>,
}

/// What lies between two commits.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::metrics) struct Between {
    /// What the first builds on and the second does not, itself included.
    pub(in crate::metrics) ahead: Vec<u32>,
    /// What the second builds on and the first does not, itself included.
    pub(in crate::metrics) behind: Vec<u32>,
}

/// Commits that wait to be looked at, those that nothing waiting builds on first.
struct Open<'a> {
    generations: &'a [u32],
    heap: BinaryHeap<(u32, u32)>,
    sides: HashMap<u32, u8>,
    /// How many of them are below one of the two alone, as far as is known.
    undecided: u32,
}

impl Open<'_> {
    fn reach(&mut self, place: u32, from: u8) {
        if let Some(sides) = self.sides.get_mut(&place) {
            if *sides != BOTH && (*sides | from) == BOTH {
                self.undecided -= 1;
            }
            *sides |= from;
        } else {
            self.sides.insert(place, from);
            self.heap.push((self.generations[place as usize], place));
            self.undecided += u32::from(from != BOTH);
        }
    }
}

impl<'a> Distances<'a> {
    pub(in crate::metrics) fn of(commits: &'a Commits) -> Self {
        Self { commits, generations: OnceCell::new(), steps: Cell::new(0) }
    }

    /// What lies between two commits; why not, where not all of it was read.
    pub(in crate::metrics) fn between(&self, first: u32, second: u32) -> Result<Between, NoDrift> {
        let mut found = Between::default();
        if first == second {
            return Ok(found);
        }
        let generations = self.generations.get_or_init(|| generations(self.commits));
        let mut open = Open { generations, heap: BinaryHeap::new(), sides: HashMap::new(), undecided: 0 };
        open.reach(first, LEFT);
        open.reach(second, RIGHT);
        let mut looked_at = 0;
        while open.undecided > 0 {
            let Some((generation, place)) = open.heap.pop() else { break };
            // Records can claim a circle of parents, in which nothing comes first.
            if generation == 0 {
                return Err(NoDrift::HistoryNotWhole);
            }
            looked_at += 1;
            self.steps.set(self.steps.get() + 1);
            if looked_at > MOST_APART || self.steps.get() > MOST_TOGETHER {
                return Err(NoDrift::TooFar);
            }
            let sides = open.sides[&place];
            if sides != BOTH {
                // What is missing below may be below the other as well, so the count would be a guess.
                if self.commits.is_cut(place) {
                    return Err(NoDrift::HistoryNotWhole);
                }
                open.undecided -= 1;
                let side = if sides == LEFT { &mut found.ahead } else { &mut found.behind };
                side.push(place);
            }
            for parent in self.commits.parents(place) {
                open.reach(*parent, sides);
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::record::Commit;
    use std::collections::BTreeSet;

    fn sha(name: &str) -> String {
        blake3::hash(name.as_bytes()).to_hex()[..40].to_owned()
    }

    fn commits(rows: &[(&str, &[&str])]) -> Commits {
        let commit = |(name, parents): &(&str, &[&str])| Commit {
            sha: sha(name),
            parents: parents.iter().map(|p| sha(p)).collect(),
            ..Commit::default()
        };
        Commits::of(&rows.iter().map(commit).collect::<Vec<_>>())
    }

    fn place(commits: &Commits, name: &str) -> u32 {
        commits.place(&crate::metrics::delivery::evidence::Sha::of(&sha(name))).expect(name)
    }

    fn counts(table: &Commits, first: &str, second: &str) -> Result<(usize, usize), NoDrift> {
        let found = Distances::of(table).between(place(table, first), place(table, second))?;
        Ok((found.ahead.len(), found.behind.len()))
    }

    /// a - b - c - m - n, with s - t from b merged at m; x - y beside it from b; h where a clone was cut; p and q a circle.
    fn history() -> Commits {
        commits(&[
            ("a", &[]),
            ("b", &["a"]),
            ("c", &["b"]),
            ("s", &["b"]),
            ("t", &["s"]),
            ("m", &["c", "t"]),
            ("n", &["m"]),
            ("x", &["b"]),
            ("y", &["x"]),
            ("h", &["gone"]),
            ("i", &["h"]),
            ("j", &["i", "n"]),
            ("p", &["q"]),
            ("q", &["p"]),
            ("r", &["q"]),
            ("o", &[]),
        ])
    }

    #[test]
    fn what_one_builds_on_and_the_other_does_not_lies_between() {
        let table = history();
        for (first, second, expected) in [
            ("n", "n", (0, 0)),
            ("n", "m", (1, 0)),
            ("b", "n", (0, 5)),
            ("n", "c", (4, 0)),
            // The merged branch counts with its merge, as `git rev-list c..m` has it.
            ("m", "c", (3, 0)),
            // A branch that was pushed by force, or a fix beside the main line: both have something of their own.
            ("y", "n", (2, 5)),
            ("y", "c", (2, 1)),
            // Nothing in common at all.
            ("o", "a", (1, 1)),
        ] {
            assert_eq!(counts(&table, first, second), Ok(expected), "{first} {second}");
            assert_eq!(counts(&table, second, first), Ok((expected.1, expected.0)), "{second} {first}");
        }
    }

    #[test]
    fn below_a_cut_or_in_a_circle_nothing_is_counted() {
        let table = history();
        for (first, second) in [("i", "n"), ("h", "a"), ("r", "a"), ("p", "q"), ("n", "j")] {
            assert_eq!(counts(&table, first, second), Err(NoDrift::HistoryNotWhole), "{first} {second}");
        }
        assert_eq!(counts(&table, "i", "h"), Ok((1, 0)), "the cut is below both");
    }

    #[test]
    fn versions_too_far_apart_are_not_counted() {
        let names: Vec<String> = (0..MOST_APART + 2).map(|n| n.to_string()).collect();
        let rows: Vec<(&str, Vec<&str>)> = names
            .iter()
            .enumerate()
            .map(|(n, name)| (name.as_str(), n.checked_sub(1).map(|n| names[n].as_str()).into_iter().collect()))
            .collect();
        let rows: Vec<(&str, &[&str])> = rows.iter().map(|(name, parents)| (*name, parents.as_slice())).collect();
        let table = commits(&rows);
        assert_eq!(counts(&table, &names[names.len() - 1], "0"), Err(NoDrift::TooFar));
        assert_eq!(counts(&table, "9", "0"), Ok((9, 0)));
    }

    /// Any history at all: what is between two commits is what sets of ancestors say.
    #[test]
    fn it_agrees_with_the_sets_of_all_ancestors() {
        for seed in 0..60_u64 {
            let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
            let mut next = |end: usize| {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                usize::try_from(random % end.max(1) as u64).expect("because it is small")
            };
            let names: Vec<String> = (0..14).map(|n| format!("{seed}-{n}")).collect();
            let parents: Vec<BTreeSet<usize>> = (0..names.len()).map(|n| (0..next(3).min(n)).map(|_| next(n)).collect()).collect();
            let named: Vec<Vec<&str>> = parents.iter().map(|of| of.iter().map(|parent| names[*parent].as_str()).collect()).collect();
            let rows: Vec<(&str, &[&str])> = names.iter().zip(&named).map(|(name, of)| (name.as_str(), of.as_slice())).collect();
            let table = commits(&rows);
            let mut below: Vec<BTreeSet<usize>> = Vec::new();
            for (n, of) in parents.iter().enumerate() {
                let mut all: BTreeSet<usize> = of.iter().flat_map(|parent| below[*parent].clone()).collect();
                all.insert(n);
                below.push(all);
            }
            let distances = Distances::of(&table);
            for first in 0..names.len() {
                for second in 0..names.len() {
                    let found =
                        distances.between(place(&table, &names[first]), place(&table, &names[second])).expect("because nothing is cut");
                    let only = |one: usize, other: usize| -> BTreeSet<u32> {
                        below[one].difference(&below[other]).map(|n| place(&table, &names[*n])).collect()
                    };
                    assert_eq!(found.ahead.into_iter().collect::<BTreeSet<_>>(), only(first, second), "{seed}: {first} {second}");
                    assert_eq!(found.behind.into_iter().collect::<BTreeSet<_>>(), only(second, first), "{seed}: {first} {second}");
                }
            }
        }
    }
}
