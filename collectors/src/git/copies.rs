//! Which commits beside the default branch are copies of commits on it, or the other way round.
//!
//! What is picked onto a release branch, or rebased, has another id and mostly the author's date or the first line of
//! the original. Only such pairs are looked into, and two commits are copies only where they change the same: that
//! is what their patch ids say, which nobody else's commits are given. A message that names the original is enough.

use super::cursor::State;
use super::past::{Note, Past};
use super::patch_id::PatchIds;
use super::reader::Reader;
use gix::ObjectId;
use std::collections::{BTreeMap, HashMap};

/// Commits beside the default branch that are looked into, the newest first.
const MOST: usize = 2_000;
/// Commits of the default branch that one of them is compared with.
const MOST_ALIKE: usize = 4;
/// First lines that say less than this are those of many commits.
const TELLING: usize = 16;

/// What was found.
#[derive(Debug, Default)]
pub struct Copies {
    /// The patch id of each commit that has a copy or is one.
    pub patch_ids: BTreeMap<ObjectId, String>,
    /// Contents that would have to be fetched to say more.
    pub lacking: Vec<ObjectId>,
}

impl Copies {
    /// Looks for copies in a stretch of history.
    pub fn of(reader: &Reader, past: &Past) -> Self {
        let asked: Vec<&Note> = past.aside.iter().rev().filter(|note| may_be_a_copy(note)).take(MOST).collect();
        if asked.is_empty() {
            return Self::default();
        }
        let alike = Alike::of(past, &asked);
        let mut patches = PatchIds::new(reader);
        let mut found = Self::default();
        for note in asked {
            let own: Vec<&Note> = alike.with(note);
            if own.is_empty() {
                continue;
            }
            let Some(patch) = patches.of(note) else { continue };
            if let Some(original) = own.into_iter().find(|other| patches.of(other).as_ref() == Some(&patch)) {
                found.patch_ids.insert(original.id, patch.clone());
                found.patch_ids.insert(note.id, patch);
            }
        }
        found.lacking = patches.into_lacking();
        found
    }

    /// When the newest commits beside the default branch were written, for the next run: a copy of one says the same.
    pub fn dates(past: &Past, earlier: Option<&State>) -> Vec<i64> {
        let new = past.aside.iter().filter(|note| may_be_a_copy(note)).filter_map(|note| note.authored);
        let mut dates: Vec<i64> = earlier.into_iter().flat_map(|state| state.copied_at.iter().copied()).chain(new).collect();
        dates.sort_unstable();
        dates.dedup();
        dates.split_off(dates.len().saturating_sub(MOST))
    }
}

/// Whether a commit can be a copy whose original nothing names.
fn may_be_a_copy(note: &Note) -> bool {
    note.parents.len() == 1 && note.message.cherry_of.is_none()
}

/// Whether a commit was written at another time than it got its place, as copies are.
pub fn was_moved(note: &Note) -> bool {
    may_be_a_copy(note) && note.authored != note.committed
}

/// The commits of the default branch by what copies of them have in common with them.
struct Alike<'a> {
    by_date: HashMap<i64, Vec<&'a Note>>,
    by_title: HashMap<&'a str, Vec<&'a Note>>,
}

impl<'a> Alike<'a> {
    fn of(past: &'a Past, asked: &[&'a Note]) -> Self {
        let mut by_date: HashMap<i64, Vec<&Note>> = asked.iter().filter_map(|note| Some((note.authored?, Vec::new()))).collect();
        let mut by_title: HashMap<&str, Vec<&Note>> = asked.iter().filter_map(|note| Some((title(note)?, Vec::new()))).collect();
        for note in past.notes().filter(|note| note.parents.len() == 1) {
            if let Some(same) = note.authored.and_then(|at| by_date.get_mut(&at)) {
                same.push(note);
            }
            if let Some(same) = title(note).and_then(|title| by_title.get_mut(title)) {
                same.push(note);
            }
        }
        Self { by_date, by_title }
    }

    /// Those that a commit may be a copy of, the likeliest first.
    fn with(&self, note: &Note) -> Vec<&'a Note> {
        let same_date = note.authored.and_then(|at| self.by_date.get(&at)).into_iter().flatten();
        let same_title = title(note).and_then(|title| self.by_title.get(title)).into_iter().flatten();
        let mut found: Vec<&Note> = Vec::new();
        for other in same_date.take(MOST_ALIKE).chain(same_title.take(MOST_ALIKE)) {
            if !found.iter().any(|known| known.id == other.id) {
                found.push(other);
            }
        }
        found
    }
}

/// The first line as it was before tools added numbers and branches to it: `[3.2] Fix rates (backport #7) (#12)`.
fn title(note: &Note) -> Option<&str> {
    let mut title = note.message.subject.as_deref()?.trim();
    while let Some((start, _)) = title.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")).filter(|(_, end)| end.contains('#')) {
        title = start.trim_end();
    }
    if let Some((_, rest)) = title.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        title = rest.trim_start();
    }
    (title.len() >= TELLING).then_some(title)
}

#[cfg(test)]
mod tests {
    use super::super::message::Message;
    use super::super::proposal::Proposal;
    use super::*;

    fn note(subject: &str) -> Note {
        Note {
            id: ObjectId::null(gix::hash::Kind::Sha1),
            parents: Vec::new(),
            tree: ObjectId::null(gix::hash::Kind::Sha1),
            authored: None,
            committed: None,
            message: Message { subject: Some(subject.to_owned()), ..Message::default() },
            proposal: Proposal::default(),
            author: None,
            is_bot: false,
        }
    }

    #[test]
    fn a_title_is_the_same_with_and_without_what_tools_add() {
        for (subject, expected) in [
            ("Round surcharges up", Some("Round surcharges up")),
            ("Round surcharges up (#7)", Some("Round surcharges up")),
            ("[3.2] Round surcharges up (backport #7) (#12)", Some("Round surcharges up")),
            ("Round surcharges up (again)", Some("Round surcharges up (again)")),
            ("Release 1.2", None),
            ("[x]", None),
        ] {
            assert_eq!(title(&note(subject)), expected, "{subject}");
        }
    }
}
