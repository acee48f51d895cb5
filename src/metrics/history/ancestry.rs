//! Which commits a deployment reaches and no earlier one did.
//!
//! A walk remembers what it has seen, so that all deployments of a series together look at each commit
//! once, however many there are.

use super::Commits;
use foldhash::HashMap;
use std::cell::RefCell;

/// Steps that all questions about ancestry of one series may take together.
///
/// A hostile history could make each question walk all of it; honest ones need a few steps each.
const MOST_STEPS: u64 = 50_000_000;

/// Answers whether one commit builds on another.
#[derive(Debug)]
pub(in crate::metrics) struct Ancestry<'a> {
    commits: &'a Commits,
    /// For each commit a number above those of all its ancestors.
    generations: Vec<u32>,
    known: RefCell<Known>,
}

#[derive(Debug, Default)]
struct Known {
    answers: HashMap<(u32, u32), bool>,
    /// Commits that a question has seen bear its number.
    seen: Vec<u32>,
    question: u32,
    steps: u64,
}

impl<'a> Ancestry<'a> {
    pub(in crate::metrics) fn of(commits: &'a Commits) -> Self {
        Self { commits, generations: generations(commits), known: RefCell::default() }
    }

    /// Whether `descendant` builds on `ancestor`; a commit does not build on itself.
    pub(in crate::metrics) fn is_proper_ancestor(&self, ancestor: u32, descendant: u32) -> bool {
        let generation = |place: u32| self.generations[place as usize];
        if ancestor == descendant || generation(ancestor) >= generation(descendant) {
            return false;
        }
        let mut known = self.known.borrow_mut();
        if let Some(answer) = known.answers.get(&(ancestor, descendant)) {
            return *answer;
        }
        let answer = self.search(ancestor, descendant, &mut known);
        known.answers.insert((ancestor, descendant), answer);
        answer
    }

    fn search(&self, ancestor: u32, descendant: u32, known: &mut Known) -> bool {
        let least = self.generations[ancestor as usize];
        known.seen.resize(self.generations.len(), 0);
        known.question += 1;
        let mut open = vec![descendant];
        while let Some(place) = open.pop() {
            known.steps += 1;
            if known.steps > MOST_STEPS {
                return false;
            }
            for parent in self.commits.parents(place) {
                if *parent == ancestor {
                    return true;
                }
                if self.generations[*parent as usize] > least && known.seen[*parent as usize] != known.question {
                    known.seen[*parent as usize] = known.question;
                    open.push(*parent);
                }
            }
        }
        false
    }
}

/// One more than the largest of the parents'. Records can claim a circle; what is in one has 0.
pub(super) fn generations(commits: &Commits) -> Vec<u32> {
    let count = commits.len() as usize;
    let mut children_of: Vec<u32> = vec![0; count + 1];
    for place in 0..commits.len() {
        for parent in commits.parents(place) {
            children_of[*parent as usize + 1] += 1;
        }
    }
    for place in 0..count {
        children_of[place + 1] += children_of[place];
    }
    let mut next = children_of.clone();
    let mut children = vec![0_u32; children_of[count] as usize];
    let mut waiting: Vec<u32> = Vec::with_capacity(count);
    for place in 0..commits.len() {
        for parent in commits.parents(place) {
            children[next[*parent as usize] as usize] = place;
            next[*parent as usize] += 1;
        }
        waiting.push(u32::try_from(commits.parents(place).len()).unwrap_or(u32::MAX));
    }
    let mut generations = vec![0_u32; count];
    let mut ready: Vec<u32> = (0..commits.len()).filter(|place| waiting[*place as usize] == 0).collect();
    for place in &ready {
        generations[*place as usize] = 1;
    }
    while let Some(place) = ready.pop() {
        let own = generations[place as usize];
        for child in &children[children_of[place as usize] as usize..children_of[place as usize + 1] as usize] {
            let child = *child as usize;
            generations[child] = generations[child].max(own + 1);
            waiting[child] -= 1;
            if waiting[child] == 0 {
                ready.push(child as u32);
            }
        }
    }
    for (generation, left) in generations.iter_mut().zip(&waiting) {
        if *left > 0 {
            *generation = 0;
        }
    }
    generations
}

/// What a series of deployments has reached so far.
#[derive(Debug)]
pub(in crate::metrics) struct Walk<'a> {
    commits: &'a Commits,
    reached: Vec<u64>,
}

/// Commits that were reached anew.
#[derive(Debug, Default)]
pub(in crate::metrics) struct Reached {
    /// Commits of the deployed line, oldest first, each with those that it merged.
    pub(in crate::metrics) steps: Vec<Step>,
    /// The commits that were merged, step by step.
    pub(in crate::metrics) side: Vec<u32>,
    /// Whether history is cut below any of them, so that there may be more.
    pub(in crate::metrics) is_cut: bool,
}

/// A commit of the deployed line.
#[derive(Debug, Clone, Copy)]
pub(in crate::metrics) struct Step {
    /// The commit.
    pub(in crate::metrics) commit: u32,
    /// Where in `Reached::side` the commits that it merged begin and end.
    pub(in crate::metrics) side: (u32, u32),
}

impl<'a> Walk<'a> {
    pub(in crate::metrics) fn new(commits: &'a Commits) -> Self {
        Self { commits, reached: vec![0; (commits.len() as usize).div_ceil(64)] }
    }

    /// Whether a commit was reached.
    pub(in crate::metrics) fn has(&self, place: u32) -> bool {
        self.reached[place as usize / 64] >> (place % 64) & 1 == 1
    }

    fn mark(&mut self, place: u32) {
        self.reached[place as usize / 64] |= 1 << (place % 64);
    }

    /// Reaches a commit and all below it; says which of them are new.
    pub(in crate::metrics) fn reach(&mut self, tip: u32) -> Reached {
        let mut found = Reached::default();
        let mut line = Vec::new();
        let mut next = Some(tip);
        while let Some(place) = next.filter(|place| !self.has(*place)) {
            self.mark(place);
            line.push(place);
            found.is_cut |= self.commits.is_cut(place);
            next = self.commits.parents(place).first().copied();
        }
        for commit in line.into_iter().rev() {
            let start = found.side.len() as u32;
            let mut open: Vec<u32> = self.commits.parents(commit).iter().skip(1).copied().collect();
            while let Some(place) = open.pop() {
                if !self.has(place) {
                    self.mark(place);
                    found.is_cut |= self.commits.is_cut(place);
                    found.side.push(place);
                    open.extend(self.commits.parents(place));
                }
            }
            found.steps.push(Step { commit, side: (start, found.side.len() as u32) });
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::record::Commit;

    fn commits(rows: &[(&str, &[&str])]) -> Commits {
        let commit = |(sha, parents): &(&str, &[&str])| Commit {
            sha: sha40(sha),
            parents: parents.iter().map(|p| sha40(p)).collect(),
            ..Commit::default()
        };
        Commits::of(&rows.iter().map(commit).collect::<Vec<_>>())
    }

    fn sha40(name: &str) -> String {
        blake3::hash(name.as_bytes()).to_hex()[..40].to_owned()
    }

    fn place(commits: &Commits, name: &str) -> u32 {
        commits.place(&crate::metrics::delivery::evidence::Sha::of(&sha40(name))).expect(name)
    }

    #[test]
    fn only_what_is_below_is_an_ancestor() {
        let table = commits(&[("a", &[]), ("b", &["a"]), ("c", &["a"]), ("m", &["b", "c"]), ("n", &["m"]), ("x", &["lost"])]);
        let ancestry = Ancestry::of(&table);
        for (above, below, expected) in [
            ("a", "n", true),
            ("c", "m", true),
            ("b", "c", false),
            ("n", "a", false),
            ("a", "a", false),
            ("a", "x", false),
            ("x", "n", false),
        ] {
            assert_eq!(ancestry.is_proper_ancestor(place(&table, above), place(&table, below)), expected, "{above} {below}");
        }
    }

    #[test]
    fn each_commit_is_reached_once_and_belongs_to_the_merge_that_brought_it() {
        let table = commits(&[("a", &[]), ("s", &["a"]), ("t", &["s"]), ("b", &["a"]), ("m", &["b", "t"]), ("n", &["m"])]);
        let mut walk = Walk::new(&table);
        assert_eq!(walk.reach(place(&table, "b")).steps.len(), 2);
        let found = walk.reach(place(&table, "n"));
        assert_eq!(found.steps.iter().map(|step| step.commit).collect::<Vec<_>>(), [place(&table, "m"), place(&table, "n")]);
        assert_eq!((found.steps[0].side, found.steps[1].side), ((0, 2), (2, 2)));
        assert!(walk.reach(place(&table, "m")).steps.is_empty());
    }

    #[test]
    fn a_circle_of_parents_ends() {
        let table = commits(&[("a", &["b"]), ("b", &["a"]), ("c", &["a"])]);
        let ancestry = Ancestry::of(&table);
        assert!(!ancestry.is_proper_ancestor(place(&table, "c"), place(&table, "a")));
        assert_eq!(Walk::new(&table).reach(place(&table, "c")).steps.len(), 3);
    }
}
