//! The commits that came since the last run: reached by the new head and not by the old one.

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
pub struct Known {
    /// The head that it saw.
    pub head: ObjectId,
    /// When that head came.
    pub at: i64,
    /// By how many seconds at most a commit below it is older than one that it builds on.
    pub skew: i64,
}

const NEW: u8 = 1;
const OLD: u8 = 2;

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
/// so that only reading the whole history tells.
pub fn read_new(reader: &Reader, head: ObjectId, known: Known, bounds: Bounds<'_>) -> Option<Past> {
    let mut walk = Walk { reader, bounds, nodes: HashMap::default(), queue: BinaryHeap::new(), buffer: Vec::new() };
    let line = walk.line(head, known)?;
    let has_merges = line.iter().any(|id| walk.nodes[id].note.parents.len() > 1);
    let mut skew = known.skew;
    if has_merges {
        walk.paint(head, known)?;
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
        let mut side = walk.collect(parents.get(1..).unwrap_or_default(), &mut seen);
        oldest_first(&mut side);
        skew = skew.max(walk.skew(id, known.skew, &mut newest));
        steps.push(Step { note: walk.nodes[&id].note.clone(), at, side, is_known: false });
    }
    Some(Past { steps, baseline: Some(baseline), skew, ..Past::default() })
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
    fn line(&mut self, head: ObjectId, known: Known) -> Option<Vec<ObjectId>> {
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

    /// Marks what each head reaches, newest first, until nothing unmarked by the old head can turn out to be
    /// below it: dates lie by at most the skew that the old history showed.
    fn paint(&mut self, head: ObjectId, known: Known) -> Option<()> {
        let mut oldest_new = i64::MAX;
        let mut waiting_new = self.mark(head, NEW)? + self.mark(known.head, OLD)?;
        while let Some((date, id)) = self.queue.pop() {
            let node = self.nodes.get_mut(&id).expect("because only read commits are queued");
            node.is_queued = false;
            let (marks, parents) = (node.marks, node.note.parents.clone());
            if marks == NEW {
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
        let was_waiting = node.is_queued && node.marks == NEW;
        node.marks |= marks;
        let is_waiting = node.marks == NEW;
        let date = node.date;
        if !std::mem::replace(&mut node.is_queued, true) {
            self.queue.push((date, id));
        }
        Some(i64::from(is_waiting) - i64::from(was_waiting))
    }

    /// New commits below these that were not seen yet.
    fn collect(&self, from: &[ObjectId], seen: &mut std::collections::HashSet<ObjectId>) -> Vec<Note> {
        let mut stack: Vec<_> = from.iter().rev().copied().collect();
        let mut found = Vec::new();
        while let Some(id) = stack.pop() {
            let Some(node) = self.nodes.get(&id).filter(|node| node.marks == NEW) else { continue };
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
                if node.marks != NEW && node.marks != 0 {
                    continue;
                }
                stack.push((id, true));
                stack.extend(node.note.parents.iter().map(|parent| (*parent, false)));
            }
        }
        worst
    }
}
