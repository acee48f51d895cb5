//! The commits that came since the last run: reached by the new head and not by the old one, or by new tags and
//! release branches and by nothing before.

use super::commit_object::CommitObject;
use super::graph::Bounds;
use super::past::{Baseline, Note, Past, Step, oldest_first};
use super::reader::Reader;
use gix::ObjectId;
use gix::hashtable::HashMap;
use gix::objs::Kind;
use std::collections::BinaryHeap;

/// Where the last run ended.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The head that it saw.
    pub head: ObjectId,
    /// When that head came.
    pub at: i64,
    /// By how many seconds at most a commit below it is older than one that it builds on.
    pub skew: i64,
    /// Commits beside it below which everything was handed over.
    pub sides: &'a [ObjectId],
}

/// Below the new head, below the old one.
const NEW: u8 = 1;
const OLD: u8 = 2;
/// Below a new tag or release branch, below an old one.
const SIDE: u8 = 4;
const OLD_SIDE: u8 = 8;

/// Whether a commit is new as far as the marks tell.
fn is_new(marks: u8) -> bool {
    marks & OLD == 0 && (marks & NEW != 0 || is_aside(marks))
}

/// Whether only a new tag or release branch reaches it.
fn is_aside(marks: u8) -> bool {
    marks == SIDE
}

struct Node {
    note: Note,
    date: i64,
    marks: u8,
    is_queued: bool,
}

struct Walk<'a> {
    reader: &'a Reader,
    bounds: Bounds<'a>,
    nodes: HashMap<ObjectId, Node>,
    queue: BinaryHeap<(i64, ObjectId)>,
    buffer: Vec<u8>,
}

/// Reads what came since; `None` where the old head is not on the new head's line, or something is lost,
/// so that only reading the whole history tells. `others` are what tags and release branches newly point at.
pub fn read_new(reader: &Reader, head: ObjectId, others: &[ObjectId], known: Known<'_>, bounds: Bounds<'_>) -> Option<Past> {
    let mut walk = Walk { reader, bounds, nodes: HashMap::default(), queue: BinaryHeap::new(), buffer: Vec::new() };
    let line = walk.line(head, known)?;
    let has_merges = line.iter().any(|id| walk.nodes[id].note.parents.len() > 1);
    let mut skew = known.skew;
    let tips = walk.tips(others)?;
    if has_merges || !tips.is_empty() {
        walk.paint(head, &tips, known)?;
    }
    let old = walk.note(known.head, false)?;
    old.marks |= OLD;
    let baseline = Baseline { id: known.head, tree: old.note.tree, at: known.at };
    let mut seen = std::collections::HashSet::new();
    let raw: Vec<_> = line.iter().map(|id| walk.nodes[id].note.committed).collect();
    let dates = bounds.calendar.monotone(raw.into_iter(), Some(known.at));
    // A line that begins before the window moves the baseline, which only the whole history tells.
    if dates.first().is_some_and(|at| *at < bounds.since) {
        return None;
    }
    let mut newest = HashMap::default();
    let mut steps = Vec::with_capacity(line.len());
    for (id, at) in line.into_iter().zip(dates) {
        seen.insert(id);
        let parents = walk.nodes[&id].note.parents.clone();
        let mut side = walk.collect(parents.get(1..).unwrap_or_default(), |marks| marks & (NEW | OLD) == NEW, &mut seen);
        oldest_first(&mut side);
        skew = skew.max(walk.skew(id, known.skew, &mut newest));
        steps.push(Step { note: walk.nodes[&id].note.clone(), at, side, is_known: false });
    }
    let (mut aside, mut side_tips) = (Vec::new(), Vec::new());
    for tip in tips {
        let found = walk.collect(&[tip], is_aside, &mut seen);
        if !found.is_empty() {
            side_tips.push(tip);
            skew = skew.max(walk.skew(tip, known.skew, &mut newest));
        }
        aside.extend(found.into_iter().filter(|note| bounds.is_of_interest(note.committed.unwrap_or(0))));
    }
    oldest_first(&mut aside);
    // What is below something new need not be remembered.
    let is_highest = |id: &&ObjectId| walk.nodes.get(*id).is_none_or(|node| node.marks & (NEW | SIDE) == 0);
    side_tips.extend(known.sides.iter().filter(is_highest));
    side_tips.sort();
    Some(Past { steps, baseline: Some(baseline), skew, aside, side_tips, ..Past::default() })
}

impl Walk<'_> {
    fn note(&mut self, id: ObjectId, is_of_line: bool) -> Option<&mut Node> {
        if !self.nodes.contains_key(&id) {
            if self.nodes.len() >= self.bounds.limit {
                return None;
            }
            let bytes = self.reader.bytes(&id, Kind::Commit, &mut self.buffer).ok()?;
            let commit = CommitObject::parse(bytes)?;
            let mut note = Note::of(id, &commit, is_of_line);
            if self.bounds.shallow.contains(&id) {
                note.parents.clear();
            }
            let date = note.committed.unwrap_or(0);
            self.nodes.insert(id, Node { note, date, marks: 0, is_queued: false });
        }
        self.nodes.get_mut(&id)
    }

    /// The new head's first parents down to, and without, the old head; oldest first.
    fn line(&mut self, head: ObjectId, known: Known<'_>) -> Option<Vec<ObjectId>> {
        let mut line = Vec::new();
        let mut next = head;
        while next != known.head {
            let below = *self.note(next, true)?.note.parents.first()?;
            line.push(next);
            next = below;
        }
        line.reverse();
        Some(line)
    }

    /// What is newly pointed at and was made within the window, newest first.
    fn tips(&mut self, others: &[ObjectId]) -> Option<Vec<ObjectId>> {
        let mut tips = Vec::new();
        for other in others {
            let date = self.note(*other, false)?.date;
            if self.bounds.is_of_interest(date) {
                tips.push((std::cmp::Reverse(date), *other));
            }
        }
        tips.sort();
        tips.dedup();
        Some(tips.into_iter().map(|(_, tip)| tip).collect())
    }

    /// Marks what each head reaches, newest first, until nothing unmarked by the old heads can turn out to be
    /// below them: dates lie by at most the skew that the old history showed.
    fn paint(&mut self, head: ObjectId, tips: &[ObjectId], known: Known<'_>) -> Option<()> {
        let mut oldest_new = i64::MAX;
        let mut waiting_new = self.mark(head, NEW)? + self.mark(known.head, OLD)?;
        for (marked, marks) in [(tips, SIDE), (known.sides, OLD_SIDE)] {
            for tip in marked {
                waiting_new += self.mark(*tip, marks)?;
            }
        }
        while let Some((date, id)) = self.queue.pop() {
            let node = self.nodes.get_mut(&id).expect("because only read commits are queued");
            node.is_queued = false;
            let (marks, parents) = (node.marks, node.note.parents.clone());
            if is_new(marks) {
                waiting_new -= 1;
                oldest_new = oldest_new.min(date);
            } else if waiting_new == 0 && date < oldest_new.saturating_sub(known.skew) {
                break;
            }
            for parent in parents {
                waiting_new += self.mark(parent, marks)?;
            }
        }
        Some(())
    }

    /// Adds marks and queues the commit if that is news; says by how much the queue's unmarked new ones grew.
    fn mark(&mut self, id: ObjectId, marks: u8) -> Option<i64> {
        let node = self.note(id, false)?;
        if node.marks & marks == marks {
            return Some(0);
        }
        let was_waiting = node.is_queued && is_new(node.marks);
        node.marks |= marks;
        let is_waiting = is_new(node.marks);
        let date = node.date;
        if !std::mem::replace(&mut node.is_queued, true) {
            self.queue.push((date, id));
        }
        Some(i64::from(is_waiting) - i64::from(was_waiting))
    }

    /// New commits below these that were not seen yet.
    fn collect(&self, from: &[ObjectId], is_wanted: fn(u8) -> bool, seen: &mut std::collections::HashSet<ObjectId>) -> Vec<Note> {
        let mut stack: Vec<_> = from.iter().rev().copied().collect();
        let mut found = Vec::new();
        while let Some(id) = stack.pop() {
            let Some(node) = self.nodes.get(&id).filter(|node| is_wanted(node.marks)) else { continue };
            if seen.insert(id) {
                found.push(node.note.clone());
                stack.extend(node.note.parents.iter().rev());
            }
        }
        found
    }

    /// The worst skew of a new commit; of the old ones it is known that they are off by no more than theirs.
    fn skew(&self, top: ObjectId, old: i64, newest: &mut HashMap<ObjectId, i64>) -> i64 {
        let mut worst = 0;
        let mut stack = vec![(top, false)];
        while let Some((id, is_done)) = stack.pop() {
            let Some(node) = self.nodes.get(&id) else { continue };
            if is_done {
                let below = node.note.parents.iter().filter_map(|parent| newest.get(parent)).max().copied().unwrap_or(node.date);
                newest.insert(id, node.date.max(below));
                worst = worst.max(below.saturating_sub(node.date));
            } else if !newest.contains_key(&id) {
                newest.insert(id, node.date.saturating_add(old));
                if node.marks & (OLD | OLD_SIDE) != 0 {
                    continue;
                }
                stack.push((id, true));
                stack.extend(node.note.parents.iter().map(|parent| (*parent, false)));
            }
        }
        worst
    }
}
