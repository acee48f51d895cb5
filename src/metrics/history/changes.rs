//! The changes of a repository, each once, however many sources told of it, and their commits.

use super::{Commits, links};
use crate::metrics::delivery::evidence::Sha;
use milepost_model::record::Change;
use milepost_model::record::change::Via;

/// Commits that a rebase puts on the branch get their place within so many seconds of each other.
const REBASE_SECONDS: i64 = 60;

/// One change, whoever told of it.
#[derive(Debug)]
pub(in crate::metrics) struct ChangeFacts<'a> {
    /// The record that tells most.
    pub(in crate::metrics) record: &'a Change,
    /// Records of the same change by other sources.
    pub(in crate::metrics) others: Vec<&'a Change>,
    /// The commit that brought it in.
    pub(in crate::metrics) sha: Sha,
    /// Its place, where it is known.
    pub(in crate::metrics) merge: Option<u32>,
    /// Its own commits, as far as they are known, without a merge commit.
    pub(in crate::metrics) commits: Vec<u32>,
    /// Whether all the commits that its records name are known.
    pub(in crate::metrics) is_whole: bool,
    /// The change that it takes back.
    pub(in crate::metrics) reverts: Option<u32>,
    /// Whether it is a part of another change, which its branch was rebased for.
    pub(in crate::metrics) is_part: bool,
}

/// The changes of a repository.
#[derive(Debug, Default)]
pub(in crate::metrics) struct Changes<'a> {
    pub(in crate::metrics) all: Vec<ChangeFacts<'a>>,
    /// Each commit with each change that it belongs to, in order.
    pairs: Vec<(u32, u32)>,
}

impl<'a> Changes<'a> {
    pub(in crate::metrics) fn of(records: &'a [Change], commits: &Commits) -> Self {
        let mut changes = Self { all: united(records), pairs: Vec::new() };
        for facts in &mut changes.all {
            facts.merge = commits.place(&facts.sha);
            let mut named: Vec<Sha> = facts.records().flat_map(|record| &record.commit_shas).map(|sha| Sha::of(sha)).collect();
            named.sort_unstable();
            named.dedup();
            let known: Vec<u32> = named.iter().filter_map(|sha| commits.place(sha)).collect();
            facts.is_whole = !named.is_empty() && known.len() == named.len();
            facts.commits = known;
            facts.commits.extend(facts.merge.filter(|merge| !commits.is_merge(*merge) && named.is_empty()));
            facts.commits.sort_unstable();
        }
        changes.pair();
        changes.absorb_rebased(commits);
        let reverts: Vec<Option<u32>> = links::reverts(&changes, commits);
        for (facts, reverted) in changes.all.iter_mut().zip(reverts) {
            facts.reverts = reverted;
        }
        changes
    }

    fn pair(&mut self) {
        let own = |(place, facts): (u32, &ChangeFacts<'a>)| {
            let commits: Vec<u32> = facts.commits.iter().copied().chain(facts.merge).collect();
            commits.into_iter().map(move |commit| (commit, place))
        };
        self.pairs = (0..).zip(&self.all).flat_map(own).collect();
        self.pairs.sort_unstable();
        self.pairs.dedup();
    }

    /// The changes that a commit belongs to.
    pub(in crate::metrics) fn of_commit(&self, commit: u32) -> impl Iterator<Item = u32> + '_ {
        let start = self.pairs.partition_point(|(found, _)| *found < commit);
        self.pairs[start..].iter().take_while(move |(found, _)| *found == commit).map(|(_, change)| *change)
    }

    /// A rebased branch leaves several commits on the line, of which the last is the one that the record names.
    fn absorb_rebased(&mut self, commits: &Commits) {
        let mut absorbed: Vec<(u32, u32)> = Vec::new();
        for (place, facts) in (0..).zip(&self.all) {
            let named = facts.records().map(|record| record.commit_shas.len()).max().unwrap_or(0);
            let Some(merge) = facts.merge.filter(|merge| facts.is_proposal() && !commits.is_merge(*merge)) else { continue };
            let mut below = commits.parents(merge).first().copied();
            for _ in 1..named {
                let Some(commit) = below else { break };
                let is_near = (commits.committed[merge as usize] - commits.committed[commit as usize]).abs() <= REBASE_SECONDS;
                let is_proposed = self.of_commit(commit).any(|change| self.all[change as usize].is_proposal());
                if !is_near || is_proposed || commits.is_merge(commit) {
                    break;
                }
                absorbed.push((commit, place));
                below = commits.parents(commit).first().copied();
            }
        }
        for (commit, change) in absorbed {
            let parts: Vec<u32> = self.of_commit(commit).filter(|part| *part != change).collect();
            for part in parts {
                self.all[part as usize].is_part = true;
            }
            self.all[change as usize].commits.push(commit);
        }
        self.all.iter_mut().for_each(|facts| facts.commits.sort_unstable());
        self.pair();
    }
}

impl<'a> ChangeFacts<'a> {
    /// Its records, the one that tells most first.
    pub(in crate::metrics) fn records(&self) -> impl Iterator<Item = &'a Change> + '_ {
        std::iter::once(self.record).chain(self.others.iter().copied())
    }

    /// Whether it was proposed and not pushed.
    pub(in crate::metrics) fn is_proposal(&self) -> bool {
        self.record.via == Via::PullRequest
    }

    /// Whether a bot proposed it.
    pub(in crate::metrics) fn is_bot(&self) -> bool {
        self.records().find_map(|record| record.is_bot) == Some(true)
    }

    /// When it was merged, in seconds since 1970.
    pub(in crate::metrics) fn merged_at(&self) -> i64 {
        self.record.merged_at.timestamp()
    }
}

/// One for each change: records with the same merge commit are of one change, unless their numbers differ.
fn united(records: &[Change]) -> Vec<ChangeFacts<'_>> {
    let mut by_merge: Vec<(Sha, &Change)> = records.iter().map(|record| (Sha::of(&record.merge_sha), record)).collect();
    by_merge.sort_by(|(one, a), (other, b)| one.cmp(other).then_with(|| tells(b).cmp(&tells(a))).then_with(|| a.id.cmp(&b.id)));
    let mut all: Vec<ChangeFacts<'_>> = Vec::with_capacity(by_merge.len());
    for group in by_merge.chunk_by(|a, b| a.0 == b.0) {
        let start = all.len();
        for (sha, record) in group {
            let same = |facts: &&mut ChangeFacts<'_>| record.number.is_none() || facts.record.number == record.number;
            match all[start..].iter_mut().find(same) {
                Some(facts) => facts.others.push(record),
                None => all.push(alone(record, *sha)),
            }
        }
    }
    all.sort_by(|a, b| (a.record.merged_at, a.sha, &a.record.id).cmp(&(b.record.merged_at, b.sha, &b.record.id)));
    all
}

fn alone(record: &Change, sha: Sha) -> ChangeFacts<'_> {
    ChangeFacts { record, others: Vec::new(), sha, merge: None, commits: Vec::new(), is_whole: false, reverts: None, is_part: false }
}

/// How much a record tells: the provider knows when a change was proposed, a clone does not.
fn tells(record: &Change) -> (bool, bool, bool, usize) {
    (record.via == Via::PullRequest, record.created_at.is_some(), record.number.is_some(), record.commit_shas.len())
}
