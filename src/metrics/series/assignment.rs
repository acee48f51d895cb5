//! Which change came with which deployment.

use super::lead_time::{begun, first_commit};
use super::rollout::Series;
use crate::metrics::delivery::evidence::{Change, Class, Method, NoLeadTime, Sha};
use crate::metrics::history::{ChangeFacts, Changes, Commits, Walk, names_a_change};
use foldhash::{HashSet, HashSetExt};
use milepost_model::record::Commit;
use milepost_model::{Instant, instant::from_unix};

/// Changes that wait or were not found are listed up to so many.
const MOST_LISTED: usize = 500;

/// What assigning needs.
#[derive(Clone, Copy)]
pub(in crate::metrics) struct Assigning<'a> {
    pub(in crate::metrics) commits: &'a Commits,
    pub(in crate::metrics) records: &'a [Commit],
    pub(in crate::metrics) changes: &'a Changes<'a>,
    /// Whether a change, or a commit that was pushed directly, is the service's.
    pub(in crate::metrics) takes_change: &'a dyn Fn(u32) -> bool,
    pub(in crate::metrics) takes_commit: &'a dyn Fn(u32) -> bool,
    pub(in crate::metrics) default_branch: Option<&'a str>,
    pub(in crate::metrics) counts_bots: bool,
    pub(in crate::metrics) is_hotfix: &'a dyn Fn(&str) -> bool,
    pub(in crate::metrics) is_rework: &'a dyn Fn(&str) -> bool,
}

/// What assigning found beside what it writes into the deployments.
#[derive(Debug, Default)]
pub(in crate::metrics) struct Assigned {
    /// The changes of all deployments, then those that wait or were not found.
    pub(in crate::metrics) changes: Vec<Change>,
    /// Places of changes that should have been deployed and were not found.
    pub(in crate::metrics) not_deployed: Vec<u32>,
    /// How many those are, listed or not, and the bots' changes.
    pub(in crate::metrics) not_deployed_count: u64,
    /// Pairs of a deployment and an earlier one of which it takes something back.
    pub(in crate::metrics) taken_back: Vec<(u32, u32)>,
    /// For each change of the repository the deployment that brought it.
    pub(in crate::metrics) deployment_of_change: Vec<u32>,
    /// For each commit the first deployment that had it.
    pub(in crate::metrics) deployment_of_commit: Vec<u32>,
}

/// In no deployment.
pub(in crate::metrics) const NONE: u32 = u32::MAX;

/// Assigns every change of the service to the first deployment that has it.
pub(in crate::metrics) fn assign(series: &mut Series, how: Assigning<'_>) -> Assigned {
    let mut assigner = Assigner {
        how,
        walk: Walk::new(how.commits),
        has_reached: false,
        copied: HashSet::new(),
        found: Assigned {
            deployment_of_change: vec![NONE; how.changes.all.len()],
            deployment_of_commit: vec![NONE; how.commits.len() as usize],
            ..Assigned::default()
        },
        batch: Vec::new(),
    };
    for place in 0..series.deployments.len() {
        assigner.deployment(series, place as u32);
    }
    assigner.left_over(series);
    assigner.found
}

struct Assigner<'a> {
    how: Assigning<'a>,
    walk: Walk<'a>,
    /// Whether any deployment's commit was known so far.
    has_reached: bool,
    /// Commits of which a copy was deployed before they were.
    copied: HashSet<u32>,
    found: Assigned,
    batch: Vec<Change>,
}

/// The deployment whose changes are gathered.
#[derive(Clone, Copy)]
struct Target {
    place: u32,
    finished: Instant,
    /// Only what was merged after this is new, where commits do not tell.
    merged_after: Option<i64>,
}

impl Assigner<'_> {
    fn deployment(&mut self, series: &mut Series, place: u32) {
        let at = place as usize;
        let commit = series.commits[at];
        match series.deployments[at].class {
            Class::Redeploy => return,
            Class::Baseline | Class::Rollback => {
                if let Some(tip) = commit {
                    self.pass(tip, place);
                }
                return;
            }
            Class::Forward => {}
        }
        let before = at.checked_sub(1).map(|before| &series.deployments[before]);
        let since = before.map(|before| before.started.unwrap_or(before.finished).timestamp());
        let started = series.deployments[at].started.unwrap_or(series.deployments[at].finished).timestamp();
        let finished = series.deployments[at].finished;
        let by_time = commit.is_none() || !self.has_reached;
        let target = Target { place, finished, merged_after: since.filter(|_| by_time) };
        if let Some(tip) = commit {
            self.ancestry(tip, target, series);
        }
        self.time(since, started, commit.is_none(), target, series);
        let start = self.found.changes.len() as u32;
        self.batch.sort_by(|a, b| (a.merged_at, a.merge_sha, &a.id).cmp(&(b.merged_at, b.merge_sha, &b.id)));
        self.found.changes.append(&mut self.batch);
        let deployment = &mut series.deployments[at];
        deployment.changes = start..self.found.changes.len() as u32;
        deployment.is_hotfix |= series.is_named_hotfix[at];
        if by_time {
            deployment.method = Method::Time;
        }
    }

    /// Remembers what a deployment had without asking what was new.
    fn pass(&mut self, tip: u32, place: u32) {
        let reached = self.walk.reach(tip);
        self.has_reached = true;
        for commit in reached.steps.iter().map(|step| step.commit).chain(reached.side) {
            self.found.deployment_of_commit[commit as usize] = place;
        }
    }

    fn ancestry(&mut self, tip: u32, target: Target, series: &mut Series) {
        let reached = self.walk.reach(tip);
        self.has_reached = true;
        for commit in reached.steps.iter().map(|step| step.commit).chain(reached.side.iter().copied()) {
            self.found.deployment_of_commit[commit as usize] = target.place;
        }
        for step in &reached.steps {
            let side = &reached.side[step.side.0 as usize..step.side.1 as usize];
            let is_change = self.how.changes.of_commit(step.commit).any(|change| self.is_here(change, target));
            for commit in side {
                self.commit(*commit, &[], is_change, target, series);
            }
            self.commit(step.commit, side, false, target, series);
        }
    }

    /// Whether a deployment that has some commit of a change has the change: it was merged there, or all of it came
    /// now, before it was merged. Else it came in parts, as with a branch that is kept alive, released from, and merged
    /// back later: then each commit counts by itself.
    fn is_here(&self, change: u32, target: Target) -> bool {
        let facts = &self.how.changes.all[change as usize];
        let came_now = |commit: &u32| self.found.deployment_of_commit[*commit as usize] == target.place;
        facts.merge.is_none_or(|merge| self.walk.has(merge)) || facts.commits.iter().all(came_now)
    }

    fn commit(&mut self, commit: u32, side: &[u32], is_of_a_change: bool, target: Target, series: &mut Series) {
        if self.how.commits.reverting.contains_key(&commit) && (self.how.takes_commit)(commit) {
            let reverted = self.how.commits.reverting[&commit];
            self.takes_back(self.found.deployment_of_commit[reverted as usize], target.place, series);
        }
        if self.copied.contains(&commit) {
            return;
        }
        let changes = self.how.changes;
        let own: Vec<u32> = changes.of_commit(commit).filter(|change| self.is_here(*change, target)).collect();
        if let Some(original) = self.original(commit, &own) {
            if !self.walk.has(original) && self.copied.insert(original) {
                let start = self.batch.len();
                match changes.of_commit(original).find(|change| !changes.all[*change as usize].is_part) {
                    Some(change) => self.change(change, &[], target, series),
                    None => self.direct(original, target),
                }
                self.batch[start..].iter_mut().for_each(|change| change.is_cherry_pick = true);
            }
            return;
        }
        let mut is_alone = true;
        for change in own {
            is_alone = false;
            if !changes.all[change as usize].is_part {
                self.change(change, side, target, series);
            }
        }
        if is_alone && !is_of_a_change && !self.how.commits.is_merge(commit) {
            self.direct(commit, target);
        }
    }

    /// The original of a copied commit, unless it came with a change that holds more than copies.
    fn original(&self, commit: u32, own: &[u32]) -> Option<u32> {
        let original = self.how.commits.original(commit)?;
        let is_copy = |other: &u32| self.how.commits.picked.contains_key(other);
        let holds_more = own.iter().any(|change| !self.how.changes.all[*change as usize].commits.iter().all(is_copy));
        (!holds_more).then_some(original)
    }

    fn change(&mut self, change: u32, side: &[u32], target: Target, series: &mut Series) {
        let facts = &self.how.changes.all[change as usize];
        if self.found.deployment_of_change[change as usize] != NONE || !(self.how.takes_change)(change) {
            return;
        }
        self.found.deployment_of_change[change as usize] = target.place;
        if target.merged_after.is_some_and(|since| facts.merged_at() <= since) {
            return;
        }
        let finished = target.finished.timestamp();
        // What an earlier deployment had of it counted there.
        let came_before = |commit: &u32| self.found.deployment_of_commit[*commit as usize] < target.place;
        let (before, mut own): (Vec<u32>, Vec<u32>) = facts.commits.iter().copied().partition(came_before);
        if !before.is_empty() {
            // A merge inside it brings nothing by itself.
            own.retain(|commit| !self.how.commits.is_merge(*commit));
        }
        if !before.is_empty() && own.is_empty() && facts.is_whole {
            return;
        }
        let first = first_commit(facts, &own, side, self.how.commits, finished);
        let mut row = row(facts, self.how.counts_bots);
        settle(&mut row, first, finished);
        self.batch.push(row);
        if let Some(reverted) = facts.reverts {
            let by_commit = self.how.changes.all[reverted as usize].merge.map(|merge| self.found.deployment_of_commit[merge as usize]);
            let by_change = Some(self.found.deployment_of_change[reverted as usize]);
            let earlier = by_change.into_iter().chain(by_commit).find(|place| *place != NONE);
            self.takes_back(earlier.unwrap_or(NONE), target.place, series);
        }
        let deployment = &mut series.deployments[target.place as usize];
        let heads = facts.records().filter_map(|record| record.head.as_deref());
        let labels = || facts.records().flat_map(|record| &record.labels).map(String::as_str);
        deployment.is_hotfix |= labels().chain(heads).any(|word| (self.how.is_hotfix)(word));
        deployment.is_rework |= labels().any(|label| (self.how.is_rework)(label));
    }

    fn takes_back(&mut self, earlier: u32, place: u32, series: &mut Series) {
        if earlier < place {
            series.deployments[place as usize].is_revert = true;
            self.found.taken_back.push((place, earlier));
        }
    }

    /// A commit that no change tells of.
    fn direct(&mut self, commit: u32, target: Target) {
        let merged = self.how.commits.committed[commit as usize];
        if !(self.how.takes_commit)(commit) || target.merged_after.is_some_and(|since| merged <= since) {
            return;
        }
        let record = &self.how.records[self.how.commits.record[commit as usize] as usize];
        let is_bot = self.how.commits.is_bot(commit);
        let finished = target.finished.timestamp();
        let begun = begun(commit, self.how.commits, merged, finished);
        // A squashed commit that no change tells of hides when the work began like any other.
        let is_squash = record.subject.as_deref().is_some_and(names_a_change);
        let first = match begun <= finished {
            _ if is_squash => Err(NoLeadTime::SquashWithoutApi),
            true => Ok(begun),
            false => Err(NoLeadTime::ClockSkew),
        };
        let mut row = Change {
            id: None,
            number: None,
            title: record.subject.as_deref().map(Into::into),
            merge_sha: Sha::of(&record.sha),
            first_commit_at: None,
            created_at: None,
            first_review_at: None,
            merged_at: record.committed_at,
            lead_time: None,
            left_out: (is_bot && !self.how.counts_bots).then_some(NoLeadTime::Bot),
            is_bot,
            is_cherry_pick: false,
            is_matched_by_time: false,
            url: None,
        };
        settle(&mut row, first, finished);
        self.batch.push(row);
    }

    /// Matches by time what commits cannot tell: all changes where the deployment's commit is not known,
    /// else those whose own commit is gone.
    fn time(&mut self, since: Option<i64>, started: i64, is_unknown: bool, target: Target, series: &mut Series) {
        let all = &self.how.changes.all;
        let start = since.map_or(0, |since| all.partition_point(|facts| facts.merged_at() <= since));
        let end = all.partition_point(|facts| facts.merged_at() <= started);
        for (place, facts) in all.iter().enumerate().take(end).skip(start) {
            let is_gone = facts.merge.is_none();
            let is_deployed = facts.merge.is_some_and(|merge| self.walk.has(merge) || self.copied.contains(&merge));
            if facts.is_part || is_deployed || !(is_unknown || is_gone) || !self.is_on_the_branch(facts) {
                continue;
            }
            let begins = self.batch.len();
            self.change(place as u32, &[], target, series);
            self.batch[begins..].iter_mut().for_each(|change| change.is_matched_by_time = true);
        }
    }

    fn is_on_the_branch(&self, facts: &ChangeFacts<'_>) -> bool {
        match (facts.record.base.as_deref(), self.how.default_branch) {
            (Some(base), Some(branch)) => base == branch,
            _ => true,
        }
    }

    /// Lists the changes that are in no deployment: merged before the newest began, or after.
    fn left_over(&mut self, series: &Series) {
        let begun = |at: usize| series.deployments.get(at).map(|found| found.started.unwrap_or(found.finished).timestamp());
        let (Some(first), Some(last)) = (begun(0), begun(series.deployments.len().wrapping_sub(1))) else { return };
        let all = &self.how.changes.all;
        let is_left = |place: &usize| {
            let facts = &all[*place];
            let is_reached = facts.merge.is_some_and(|merge| self.walk.has(merge) || self.copied.contains(&merge));
            let is_counted = self.how.counts_bots || !facts.is_bot();
            !facts.is_part
                && !is_reached
                && is_counted
                && self.found.deployment_of_change[*place] == NONE
                && (self.how.takes_change)(*place as u32)
        };
        let start = all.partition_point(|facts| facts.merged_at() <= first);
        let left: Vec<usize> = (start..all.len()).filter(is_left).collect();
        let split = left.partition_point(|place| all[*place].merged_at() <= last);
        self.found.not_deployed_count = split as u64;
        let (missing, waiting) = left.split_at(split);
        let newest = |places: &'_ [usize]| places[places.len().saturating_sub(MOST_LISTED)..].to_vec();
        for (place, is_missing) in newest(missing).into_iter().map(|p| (p, true)).chain(newest(waiting).into_iter().map(|p| (p, false))) {
            if is_missing {
                self.found.not_deployed.push(self.found.changes.len() as u32);
            }
            let mut change = row(&all[place], self.how.counts_bots);
            let first = first_commit(&all[place], &all[place].commits, &[], self.how.commits, i64::MAX).ok();
            change.first_commit_at = first.and_then(from_unix);
            self.found.changes.push(change);
        }
    }
}

fn settle(row: &mut Change, first: Result<i64, NoLeadTime>, finished: i64) {
    match first {
        Ok(at) => {
            row.first_commit_at = from_unix(at);
            row.lead_time = Some(finished - at);
        }
        Err(why) => row.left_out = row.left_out.or(Some(why)),
    }
}

fn row(facts: &ChangeFacts<'_>, counts_bots: bool) -> Change {
    let told = |text: fn(&milepost_model::record::Change) -> Option<&str>| facts.records().find_map(text).map(Into::into);
    Change {
        id: Some(facts.record.id.as_str().into()),
        number: facts.record.number.and_then(|number| u32::try_from(number).ok()),
        title: told(|record| record.title.as_deref()),
        merge_sha: facts.sha,
        first_commit_at: None,
        created_at: facts.records().find_map(|record| record.created_at),
        first_review_at: facts.records().find_map(|record| record.first_review_at),
        merged_at: facts.record.merged_at,
        lead_time: None,
        left_out: (facts.is_bot() && !counts_bots).then_some(NoLeadTime::Bot),
        is_bot: facts.is_bot(),
        is_cherry_pick: false,
        is_matched_by_time: false,
        url: told(|record| record.url.as_deref()),
    }
}
