//! Merged changes: what came into the default branch, one for each of its own commits.

use super::bots::is_bot_branch;
use super::past::{Calendar, Past, Step};
use super::stamp::Stamp;
use gix::ObjectId;
use gix::hashtable::HashMap;
use milepost_model::record::Change;
use milepost_model::record::change::Via;
use std::collections::BTreeMap;

/// Which change a commit or a number belongs to, by the step at which it came.
#[derive(Debug, Default)]
pub struct ChangeIndex {
    by_commit: HashMap<ObjectId, usize>,
    /// Oldest first: titles can quote another repository's number, so one number can stand several times.
    by_number: BTreeMap<u64, Vec<usize>>,
    /// The merge commit of each step.
    merges: Vec<ObjectId>,
}

/// What a step takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reverted {
    /// Nothing.
    Nothing,
    /// The change that this commit brought.
    Change(ObjectId),
    /// One that did not come in this stretch of history.
    Elsewhere,
}

impl ChangeIndex {
    /// Learns the changes of a stretch of history.
    pub fn of(past: &Past) -> Self {
        let mut index = Self { merges: past.steps.iter().map(|step| step.note.id).collect(), ..Self::default() };
        for (place, step) in past.steps.iter().enumerate() {
            index.by_commit.extend(std::iter::once(&step.note).chain(&step.side).map(|note| (note.id, place)));
            if let Some(number) = step.note.proposal.number {
                index.by_number.entry(number).or_default().push(place);
            }
        }
        index
    }

    /// The merge commit of the change that a step takes back, which came before it.
    pub fn reverted_by(&self, place: usize, step: &Step) -> Reverted {
        let message = &step.note.message;
        let number = message.reverts_number.or_else(|| reverting_branch(step.note.proposal.head.as_deref()?));
        let named = message.reverts.as_ref().and_then(|sha| ObjectId::from_hex(sha.as_bytes()).ok());
        let by_commit = named.and_then(|id| self.by_commit.get(&id)).filter(|at| **at < place);
        let by_number = || self.by_number.get(&number?)?.iter().rev().find(|at| **at < place);
        match by_commit.or_else(by_number) {
            Some(at) => Reverted::Change(self.merges[*at]),
            None if message.reverts.is_some() || number.is_some() => Reverted::Elsewhere,
            None => Reverted::Nothing,
        }
    }
}

/// The number in the name of the branch that GitHub's revert button makes: `revert-12-fix-rates`.
fn reverting_branch(head: &str) -> Option<u64> {
    let digits: String = head.strip_prefix("revert-")?.chars().take_while(char::is_ascii_digit).take(12).collect();
    digits.parse().ok()
}

/// The id of the change that a commit of the default branch brought.
pub fn change_id(stamp: &Stamp, merge: &str) -> String {
    stamp.id("change", merge)
}

/// The change that a step brought in; `reverted` is the merge commit of the one that it takes back.
pub fn change(stamp: &Stamp, calendar: Calendar, step: &Step, base: Option<&str>, reverted: Option<ObjectId>) -> Change {
    let (note, proposal) = (&step.note, &step.note.proposal);
    let merge_sha = note.id.to_string();
    let is_merge = note.parents.len() > 1;
    let via = if proposal.number.is_some() { Via::PullRequest } else { Via::Direct };
    // A squash commit is written when it is merged: when its work began only the forge knows.
    let first_commit = if is_merge {
        step.side.iter().filter_map(|note| calendar.credible(note.authored)).min()
    } else if via == Via::Direct {
        calendar.credible(note.authored)
    } else {
        None
    };
    let is_of_bots = !step.side.is_empty() && step.side.iter().all(|note| note.is_bot);
    let is_bot = proposal.head.as_deref().is_some_and(is_bot_branch) || if is_merge { is_of_bots } else { note.is_bot };
    Change {
        id: change_id(stamp, &merge_sha),
        rev: stamp.rev(),
        observed_at: stamp.now,
        provenance: stamp.provenance(),
        repo: stamp.repo.clone(),
        via,
        merged_at: stamp.instant(step.at),
        merge_sha,
        number: proposal.number,
        title: proposal.title.clone(),
        base: base.map(str::to_owned),
        head: proposal.head.clone(),
        first_commit_at: first_commit.map(|at| stamp.instant(at)),
        is_bot: Some(is_bot),
        reverts_change: reverted.map(|merge| change_id(stamp, &merge.to_string())),
        url: proposal.number.and_then(|number| stamp.origin.as_ref()?.change_url(number)),
        commit_shas: if is_merge { step.side.iter().map(|note| note.id.to_string()).collect() } else { Vec::new() },
        ..Change::default()
    }
}
