//! Commits as records.

use super::changed_paths::changed_paths;
use super::past::{Calendar, Note, Step};
use super::reader::Reader;
use super::stamp::Stamp;
use gix::ObjectId;
use milepost_model::record::Commit;
use std::collections::BTreeMap;

/// How commits are written down.
#[derive(Clone, Copy)]
pub struct CommitWriter<'a> {
    /// What every record bears.
    pub stamp: &'a Stamp,
    /// Which dates can be.
    pub calendar: Calendar,
    /// Where paths are read from, and how many of one commit, if they are wanted.
    pub paths: Option<(&'a Reader, usize)>,
    /// What those change that were copied.
    pub patch_ids: &'a BTreeMap<ObjectId, String>,
}

impl CommitWriter<'_> {
    /// The commits of a step: its own and those that it merged.
    pub fn write(&self, step: &Step, out: &mut Vec<Commit>) {
        out.push(self.commit(&step.note, step.at, true));
        out.extend(step.side.iter().map(|note| self.commit(note, step.at, false)));
    }

    /// The commits of a step that was handed over before, of which more is known now.
    pub fn write_copied(&self, step: &Step, out: &mut Vec<Commit>) {
        let is_copied = |note: &Note| self.patch_ids.contains_key(&note.id);
        if is_copied(&step.note) {
            out.push(self.commit(&step.note, step.at, true));
        }
        out.extend(step.side.iter().filter(|note| is_copied(note)).map(|note| self.commit(note, step.at, false)));
    }

    /// What only tags and release branches reach. A date that cannot be is taken to be that of the commit before.
    pub fn write_aside(&self, aside: &[Note], first: i64, out: &mut Vec<Commit>) {
        let mut before = first;
        for note in aside {
            before = self.calendar.credible(note.committed).unwrap_or(before);
            out.push(self.commit(note, before, false));
        }
    }

    /// How many of a step's commits have a date that cannot be.
    pub fn odd_dates(&self, step: &Step) -> u64 {
        let is_odd = |note: &&Note| self.calendar.credible(note.committed).is_none() || self.calendar.credible(note.authored).is_none();
        std::iter::once(&step.note).chain(&step.side).filter(is_odd).count() as u64
    }

    fn commit(&self, note: &Note, step_at: i64, is_of_line: bool) -> Commit {
        let committed = self.calendar.credible(note.committed).unwrap_or(step_at);
        let authored = self.calendar.credible(note.authored).unwrap_or(committed);
        let sha = note.id.to_string();
        Commit {
            id: self.stamp.id("commit", &sha),
            rev: self.stamp.rev(),
            observed_at: self.stamp.now,
            provenance: self.stamp.provenance(),
            repo: self.stamp.repo.clone(),
            sha,
            authored_at: self.stamp.instant(authored),
            committed_at: self.stamp.instant(committed),
            subject: note.message.subject.clone(),
            cherry_of: note.message.cherry_of.clone(),
            patch_id: self.patch_ids.get(&note.id).cloned(),
            reverts: note.message.reverts.clone(),
            is_bot: Some(note.is_bot),
            parents: note.parents.iter().map(ToString::to_string).collect(),
            trailers: note.message.trailers.clone(),
            paths: self.paths.map(|(reader, limit)| changed_paths(reader, note, is_of_line, limit)).unwrap_or_default(),
            ..Commit::default()
        }
    }
}
