//! From verdicts to a level.

use super::verdict::Verdict;

/// A rule as a scorecard asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    /// The rule's place among all rules.
    pub rule: usize,
    /// The level that asks for it first, as its place in the scorecard's levels.
    pub level: usize,
    /// The rule's points.
    pub weight: u64,
}

/// Where a service stands on a scorecard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reached {
    /// How many levels it has for certain; 0 is none.
    pub level: u8,
    /// How many it would have if everything unknown passed.
    pub possible: u8,
}

impl Reached {
    /// Whether nothing that is unknown could change it.
    pub fn is_certain(self) -> bool {
        self.level == self.possible
    }
}

/// The highest level whose rules, and those of all below, allow it; `verdict` is nothing for rules that do not count yet.
pub fn climb(levels: usize, rungs: &[Rung], verdict: impl Fn(&Rung) -> Option<Verdict>) -> Reached {
    let mut reached = Reached { level: small(levels), possible: small(levels) };
    for rung in rungs {
        let Some(verdict) = verdict(rung) else { continue };
        if !verdict.allows_level() {
            reached.level = reached.level.min(small(rung.level));
        }
        if verdict == Verdict::Fail {
            reached.possible = reached.possible.min(small(rung.level));
        }
    }
    reached
}

/// Points that were collected, and points that were there to collect. What is unknown is in neither.
pub fn points(rungs: &[Rung], verdict: impl Fn(&Rung) -> Option<Verdict>) -> (u64, u64) {
    let mut sum = (0, 0);
    for rung in rungs {
        match verdict(rung) {
            Some(Verdict::Pass) => sum = (sum.0 + rung.weight, sum.1 + rung.weight),
            Some(Verdict::Fail) => sum.1 += rung.weight,
            _ => {}
        }
    }
    sum
}

/// The level of so many points, and the one that they would be if everything unknown passed.
pub fn by_points(from: &[u64], rungs: &[Rung], verdict: impl Fn(&Rung) -> Option<Verdict>) -> Reached {
    let (got, of) = points(rungs, &verdict);
    let unknown: u64 = rungs.iter().filter(|rung| verdict(rung) == Some(Verdict::Unknown)).map(|rung| rung.weight).sum();
    // A level is certain only if it is reached even with everything unknown failing.
    let least = level_of(from, got, of + unknown);
    Reached { level: least, possible: level_of(from, got + unknown, of + unknown).max(least) }
}

fn level_of(from: &[u64], got: u64, of: u64) -> u8 {
    if of == 0 {
        return 0;
    }
    small(from.iter().take_while(|from| got * 10_000 >= **from * of).count())
}

fn small(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VERDICTS: [Verdict; 5] = [Verdict::Pass, Verdict::Fail, Verdict::Unknown, Verdict::Exempt, Verdict::NotApplicable];

    fn rung(rule: usize, level: usize) -> Rung {
        Rung { rule, level, weight: 1 }
    }

    #[test]
    fn a_level_needs_every_rule_of_it_and_of_those_below() {
        use Verdict::{Exempt, Fail, NotApplicable, Pass, Unknown};
        let rungs = [rung(0, 0), rung(1, 1), rung(2, 2)];
        for (verdicts, level, possible) in [
            ([Pass, Pass, Pass], 3, 3),
            ([Fail, Pass, Pass], 0, 0),
            ([Pass, Fail, Pass], 1, 1),
            ([Pass, NotApplicable, Exempt], 3, 3),
            ([Pass, Unknown, Pass], 1, 3),
            ([Unknown, Fail, Pass], 0, 1),
        ] {
            assert_eq!(climb(3, &rungs, |rung| Some(verdicts[rung.rule])), Reached { level, possible }, "{verdicts:?}");
        }
        assert_eq!(climb(3, &rungs, |_| None), Reached { level: 3, possible: 3 }, "rules that do not count yet");
        assert_eq!(climb(2, &[rung(0, 1)], |_| Some(Fail)), Reached { level: 1, possible: 1 }, "a floor without rules");
    }

    #[test]
    fn points_leave_out_what_is_unknown_and_levels_do_not_count_on_it() {
        use Verdict::{Fail, NotApplicable, Pass, Unknown};
        let rungs = [Rung { rule: 0, level: 0, weight: 6 }, Rung { rule: 1, level: 0, weight: 3 }, Rung { rule: 2, level: 0, weight: 1 }];
        for (verdicts, sum, level, possible) in [
            ([Pass, Pass, Fail], (9, 10), 2, 2),
            ([Pass, Unknown, Fail], (6, 7), 1, 2),
            ([NotApplicable, NotApplicable, Pass], (1, 1), 2, 2),
            ([Unknown, Unknown, Unknown], (0, 0), 0, 2),
            ([NotApplicable, NotApplicable, NotApplicable], (0, 0), 0, 0),
        ] {
            let verdict = |rung: &Rung| Some(verdicts[rung.rule]);
            assert_eq!(points(&rungs, verdict), sum, "{verdicts:?}");
            assert_eq!(by_points(&[5_000, 9_000], &rungs, verdict), Reached { level, possible }, "{verdicts:?}");
        }
    }

    proptest! {
        #[test]
        fn the_order_of_rules_makes_no_difference(
            rungs in proptest::collection::vec((0_usize..3, 0_usize..5, 1_u64..9), 0..20),
            turn in 0_usize..20,
        ) {
            let ladder: Vec<Rung> = rungs.iter().enumerate().map(|(rule, (level, _, weight))| Rung { rule, level: *level, weight: *weight }).collect();
            let verdict = |rung: &Rung| Some(VERDICTS[rungs[rung.rule].1]);
            let mut turned = ladder.clone();
            turned.rotate_left(if ladder.is_empty() { 0 } else { turn % ladder.len() });
            prop_assert_eq!(climb(3, &ladder, verdict), climb(3, &turned, verdict));
            prop_assert_eq!(by_points(&[3_000, 6_000, 9_000], &ladder, verdict), by_points(&[3_000, 6_000, 9_000], &turned, verdict));
            let reached = climb(3, &ladder, verdict);
            prop_assert!(reached.level <= reached.possible);
        }

        #[test]
        fn learning_more_never_leaves_the_bounds(
            rungs in proptest::collection::vec((0_usize..3, 0_usize..5), 1..20),
            passes in any::<bool>(),
        ) {
            let ladder: Vec<Rung> = rungs.iter().enumerate().map(|(rule, (level, _))| rung(rule, *level)).collect();
            let before = climb(3, &ladder, |rung| Some(VERDICTS[rungs[rung.rule].1]));
            let learnt = if passes { Verdict::Pass } else { Verdict::Fail };
            let after = climb(3, &ladder, |rung| Some(match VERDICTS[rungs[rung.rule].1] { Verdict::Unknown => learnt, other => other }));
            prop_assert!(after.is_certain() && before.level <= after.level && after.level <= before.possible);
        }
    }
}
