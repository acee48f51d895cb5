//! The commits of a repository in columns: an id becomes a number once, and everything else is numbers.

use crate::metrics::delivery::evidence::{ByCommit, Sha};
use foldhash::{HashMap, HashMapExt};
use milepost_model::record::Commit;

/// The commits of a repository.
#[derive(Debug, Default)]
pub(in crate::metrics) struct Commits {
    places: ByCommit<u32>,
    /// The end of each commit's parents in `parents`.
    ends: Vec<u32>,
    parents: Vec<u32>,
    /// How many parents each commit names; more than are known where history is cut short.
    named: Vec<u8>,
    /// When each was written, in seconds since 1970.
    pub(in crate::metrics) authored: Vec<i64>,
    /// When each got its place in the history.
    pub(in crate::metrics) committed: Vec<i64>,
    /// The commits that bots wrote.
    is_bot: Vec<bool>,
    /// The commits that were picked from another, and that other.
    pub(in crate::metrics) picked: HashMap<u32, u32>,
    /// The commits that take another back, and that other.
    pub(in crate::metrics) reverting: HashMap<u32, u32>,
    /// Place in the records that it was made from, for titles and paths.
    pub(in crate::metrics) record: Vec<u32>,
}

impl Commits {
    /// Puts commits in columns, in the order of their ids, so that the order of the records is nothing.
    pub(in crate::metrics) fn of(records: &[Commit]) -> Self {
        let mut order: Vec<(Sha, u32)> = records.iter().zip(0..).map(|(record, at)| (Sha::of(&record.sha), at)).collect();
        order.sort_unstable_by(|a, b| {
            a.0.start().cmp(&b.0.start()).then_with(|| a.0.cmp(&b.0)).then_with(|| records[a.1 as usize].id.cmp(&records[b.1 as usize].id))
        });
        order.dedup_by_key(|(sha, _)| *sha);
        let mut commits = Self { places: ByCommit::with_capacity(order.len()), ..Self::default() };
        for ((sha, _), place) in order.iter().zip(0..) {
            commits.places.insert(*sha, place);
        }
        for (_, at) in &order {
            commits.push(&records[*at as usize], *at);
        }
        commits.link(records);
        commits
    }

    fn push(&mut self, record: &Commit, at: u32) {
        let known = record.parents.iter().filter_map(|parent| self.places.get(&Sha::of(parent)).copied());
        self.parents.extend(known);
        self.ends.push(u32::try_from(self.parents.len()).unwrap_or(u32::MAX));
        self.named.push(u8::try_from(record.parents.len()).unwrap_or(u8::MAX));
        self.authored.push(record.authored_at.timestamp());
        self.committed.push(record.committed_at.timestamp());
        self.is_bot.push(record.is_bot == Some(true));
        self.record.push(at);
    }

    /// Finds what was picked from what: as the message says, else by what it changes.
    fn link(&mut self, records: &[Commit]) {
        let mut first_with: HashMap<&str, u32> = HashMap::new();
        for place in 0..self.len() {
            if let Some(patch) = records[self.record[place as usize] as usize].patch_id.as_deref() {
                let first = first_with.entry(patch).or_insert(place);
                if (self.committed[place as usize], place) < (self.committed[*first as usize], *first) {
                    *first = place;
                }
            }
        }
        for place in 0..self.len() {
            let record = &records[self.record[place as usize] as usize];
            let said = record.cherry_of.as_deref().and_then(|sha| self.place(&Sha::of(sha)));
            let same = || first_with.get(record.patch_id.as_deref()?).copied();
            if let Some(original) = said.or_else(same).filter(|original| *original != place) {
                self.picked.insert(place, original);
            }
            if let Some(reverted) = record.reverts.as_deref().and_then(|sha| self.place(&Sha::of(sha))) {
                self.reverting.insert(place, reverted);
            }
        }
    }

    /// How many there are.
    pub(in crate::metrics) fn len(&self) -> u32 {
        u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }

    /// The place of a commit.
    pub(in crate::metrics) fn place(&self, sha: &Sha) -> Option<u32> {
        self.places.get(sha).copied()
    }

    /// The parents that are known, the first first.
    pub(in crate::metrics) fn parents(&self, place: u32) -> &[u32] {
        let place = place as usize;
        let start = if place == 0 { 0 } else { self.ends[place - 1] as usize };
        &self.parents[start..self.ends[place] as usize]
    }

    /// Whether it has several parents, known or not.
    pub(in crate::metrics) fn is_merge(&self, place: u32) -> bool {
        self.named[place as usize] > 1
    }

    /// Whether it names a parent that is not known.
    pub(in crate::metrics) fn is_cut(&self, place: u32) -> bool {
        usize::from(self.named[place as usize]) > self.parents(place).len()
    }

    /// Whether a bot wrote it.
    pub(in crate::metrics) fn is_bot(&self, place: u32) -> bool {
        self.is_bot[place as usize]
    }

    /// The original of a commit that was picked, through several picks if need be.
    pub(in crate::metrics) fn original(&self, place: u32) -> Option<u32> {
        let mut found = *self.picked.get(&place)?;
        // Messages can claim a circle.
        for _ in 0..8 {
            match self.picked.get(&found) {
                Some(further) if *further != place => found = *further,
                _ => break,
            }
        }
        Some(found)
    }
}
