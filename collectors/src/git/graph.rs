//! All commits below a head and beside it, by number: what a first run reads.

use super::commit_object::CommitObject;
use super::past::{Baseline, Calendar, Note, Past, Root, Step, oldest_first};
use super::reader::{Lost, Reader};
use gix::ObjectId;
use gix::hashtable::{HashMap, HashSet};
use gix::objs::Kind;

/// Where the reading of a history begins and ends.
#[derive(Debug, Clone, Copy)]
pub struct Bounds<'a> {
    /// Steps before this instant are not handed over.
    pub since: i64,
    /// Which dates can be.
    pub calendar: Calendar,
    /// Commits whose parents a shallow clone does not hold.
    pub shallow: &'a HashSet<ObjectId>,
    /// How many commits are walked.
    pub limit: usize,
}

impl Bounds<'_> {
    /// Whether a commit of that date is handed over. One that cannot be says nothing about where in the history it stands.
    pub fn is_of_interest(&self, date: i64) -> bool {
        date >= self.since || self.calendar.credible(Some(date)).is_none()
    }
}

#[derive(Default)]
struct Node {
    parents: Vec<u32>,
    date: i64,
    /// Its commit, where the step that it belongs to can be of interest.
    note: Option<Box<Note>>,
    is_read: bool,
}

struct Graph<'a> {
    reader: &'a Reader,
    bounds: Bounds<'a>,
    accelerator: Option<gix::commitgraph::Graph>,
    index: HashMap<ObjectId, u32>,
    ids: Vec<ObjectId>,
    nodes: Vec<Node>,
    buffer: Vec<u8>,
    read: usize,
    lost: u64,
    is_limited: bool,
}

/// Reads the whole history below a head, and what only these other commits reach.
pub fn read_all(reader: &Reader, head: ObjectId, others: &[ObjectId], bounds: Bounds<'_>) -> Result<Past, Lost> {
    // The commit-graph file knows nothing of a shallow clone's boundary.
    let accelerator = if bounds.shallow.is_empty() { reader.repo.commit_graph_if_enabled().ok().flatten() } else { None };
    let mut graph = Graph {
        reader,
        bounds,
        accelerator,
        index: HashMap::default(),
        ids: Vec::new(),
        nodes: Vec::new(),
        buffer: Vec::new(),
        read: 0,
        lost: 0,
        is_limited: false,
    };
    let line = graph.read_line(head)?;
    let mut next = 0;
    while next < graph.ids.len() {
        if !graph.nodes[next].is_read {
            // What is lost has no parents; the walk goes on beside it.
            let _ = graph.read(next as u32, false);
        }
        next += 1;
    }
    let tips = graph.read_sides(others);
    graph.into_past(&line, &tips)
}

impl Graph<'_> {
    fn number(&mut self, id: ObjectId) -> u32 {
        let fresh = self.ids.len() as u32;
        let number = *self.index.entry(id).or_insert(fresh);
        if number == fresh {
            self.ids.push(id);
            self.nodes.push(Node::default());
        }
        number
    }

    /// Reads the head and its first parents down to the first commit.
    fn read_line(&mut self, head: ObjectId) -> Result<Vec<u32>, Lost> {
        let mut line = vec![self.number(head)];
        self.read(line[0], true)?;
        while let Some(&below) = line.last().and_then(|top| self.nodes[*top as usize].parents.first()) {
            // A forged commit-graph can name a commit as its own ancestor.
            if self.nodes[below as usize].is_read || self.read(below, true).is_err() {
                break;
            }
            line.push(below);
        }
        Ok(line)
    }

    /// Reads what these commits reach and the head does not; gives those that are not below another, newest first.
    fn read_sides(&mut self, others: &[ObjectId]) -> Vec<u32> {
        let below_head = self.ids.len();
        let mut tips = Vec::new();
        for other in others {
            let tip = self.number(*other);
            let is_new = tip as usize >= below_head && (self.nodes[tip as usize].is_read || self.read(tip, false).is_ok());
            // Nobody asks for a version that was made before the window.
            if is_new && self.bounds.is_of_interest(self.nodes[tip as usize].date) {
                tips.push(tip);
            }
        }
        tips.sort_by_key(|tip| (std::cmp::Reverse(self.nodes[*tip as usize].date), self.ids[*tip as usize]));
        tips.dedup();
        let mut stack = tips.clone();
        while let Some(number) = stack.pop() {
            for parent in self.nodes[number as usize].parents.clone() {
                // What is lost has no parents; the walk goes on beside it.
                if parent as usize >= below_head && !self.nodes[parent as usize].is_read && self.read(parent, false).is_ok() {
                    stack.push(parent);
                }
            }
        }
        tips
    }

    fn read(&mut self, number: u32, is_of_line: bool) -> Result<(), Lost> {
        if self.read >= self.bounds.limit {
            self.is_limited = true;
            return Err(Lost::Missing);
        }
        self.read += 1;
        let id = self.ids[number as usize];
        self.nodes[number as usize].is_read = true;
        if self.read_accelerated(number, id) {
            return Ok(());
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        let read = self.reader.bytes(&id, Kind::Commit, &mut buffer).and_then(|bytes| {
            let commit = CommitObject::parse(bytes).ok_or_else(|| Lost::Broken(format!("{id} is not a commit")))?;
            self.note(number, id, &commit, is_of_line);
            Ok(())
        });
        self.buffer = buffer;
        self.lost += u64::from(read.is_err());
        read
    }

    /// Old commits need only their parents and date, which the commit-graph file holds.
    fn read_accelerated(&mut self, number: u32, id: ObjectId) -> bool {
        let Some(commits) = &self.accelerator else { return false };
        let Some(commit) = commits.commit_by_id(id) else { return false };
        let date = i64::try_from(commit.committer_timestamp()).unwrap_or(i64::MAX);
        if self.bounds.is_of_interest(date) {
            return false;
        }
        let parents: Option<Vec<_>> = commit.iter_parents().map(|at| at.ok().map(|at| commits.id_at(at).to_owned())).collect();
        let Some(parents) = parents else { return false };
        let parents = parents.into_iter().map(|parent| self.number(parent)).collect();
        let node = &mut self.nodes[number as usize];
        (node.parents, node.date) = (parents, date);
        true
    }

    fn note(&mut self, number: u32, id: ObjectId, commit: &CommitObject<'_>, is_of_line: bool) {
        let date = commit.committer.seconds.unwrap_or(0);
        let parents =
            if self.bounds.shallow.contains(&id) { Vec::new() } else { commit.parents.iter().map(|parent| self.number(*parent)).collect() };
        let note = self.bounds.is_of_interest(date).then(|| Box::new(Note::of(id, commit, is_of_line)));
        let node = &mut self.nodes[number as usize];
        (node.parents, node.date, node.note) = (parents, date, note);
    }

    /// The commit again, where its own date did not show that it would be needed.
    fn take_note(&mut self, number: u32, is_of_line: bool) -> Option<Note> {
        let node = &mut self.nodes[number as usize];
        if let Some(note) = node.note.take() {
            return Some(*note);
        }
        let id = self.ids[number as usize];
        let bytes = self.reader.bytes(&id, Kind::Commit, &mut self.buffer).ok()?;
        CommitObject::parse(bytes).map(|commit| Note::of(id, &commit, is_of_line))
    }

    fn into_past(mut self, line: &[u32], tips: &[u32]) -> Result<Past, Lost> {
        let raw: Vec<_> = line.iter().map(|number| Some(self.nodes[*number as usize].date)).collect();
        let mut dates = self.bounds.calendar.monotone(raw.iter().rev().copied(), None);
        dates.reverse();
        let fresh = dates.iter().take_while(|at| **at >= self.bounds.since).count();
        let skew = self.skew(tips);
        let bottom = *line.last().expect("because the line holds at least the head");
        let is_cut = self.bounds.shallow.contains(&self.ids[bottom as usize]) || !self.nodes[bottom as usize].parents.is_empty();
        let root = (!is_cut).then(|| Root { id: self.ids[bottom as usize], at: dates[line.len() - 1] });
        let mut seen = vec![false; self.nodes.len()];
        let mut baseline = None;
        if let Some(&below) = line.get(fresh) {
            self.collect(vec![below], &mut seen);
            let note = self.take_note(below, false).ok_or(Lost::Missing)?;
            baseline = Some(Baseline { id: note.id, tree: note.tree, at: dates[fresh] });
        }
        let mut steps = Vec::with_capacity(fresh);
        for place in (0..fresh).rev() {
            let number = line[place];
            seen[number as usize] = true;
            let merged = self.nodes[number as usize].parents.get(1..).unwrap_or_default().to_vec();
            let mut side: Vec<_> = self.collect(merged, &mut seen).into_iter().filter_map(|one| self.take_note(one, false)).collect();
            oldest_first(&mut side);
            let note = self.take_note(number, true).ok_or(Lost::Missing)?;
            steps.push(Step { note, at: dates[place], side, is_known: false });
        }
        let (aside, side_tips) = self.aside(tips, &mut seen);
        Ok(Past { steps, baseline, is_cut, root, skew, aside, side_tips, lost: self.lost, is_limited: self.is_limited })
    }

    /// The commits that only these reach, oldest first, and those of them that are below no other.
    fn aside(&mut self, tips: &[u32], seen: &mut [bool]) -> (Vec<Note>, Vec<ObjectId>) {
        let (mut aside, mut highest) = (Vec::new(), Vec::new());
        for tip in tips {
            let found = self.collect(vec![*tip], seen);
            if !found.is_empty() {
                highest.push(self.ids[*tip as usize]);
            }
            aside.extend(found.into_iter().filter_map(|number| self.nodes[number as usize].note.take()).map(|note| *note));
        }
        oldest_first(&mut aside);
        highest.sort();
        (aside, highest)
    }

    /// Everything below these commits that was not seen yet.
    fn collect(&self, mut stack: Vec<u32>, seen: &mut [bool]) -> Vec<u32> {
        let mut found = Vec::new();
        while let Some(number) = stack.pop() {
            let node = &self.nodes[number as usize];
            if node.is_read && !std::mem::replace(&mut seen[number as usize], true) {
                found.push(number);
                stack.extend(node.parents.iter().rev());
            }
        }
        found
    }

    /// By how many seconds at most a commit is older than one that it builds on.
    fn skew(&self, tips: &[u32]) -> i64 {
        const UNSEEN: i64 = i64::MIN;
        let mut newest = vec![UNSEEN; self.nodes.len()];
        let mut worst = 0;
        // Children come after all their parents on the second visit; a forged cycle is cut by the first.
        let mut entered = vec![false; self.nodes.len()];
        let mut stack: Vec<(u32, bool)> = tips.iter().chain(&[0]).map(|top| (*top, false)).collect();
        while let Some((number, is_done)) = stack.pop() {
            let node = &self.nodes[number as usize];
            if is_done {
                let below = node.parents.iter().map(|parent| newest[*parent as usize]).max().unwrap_or(UNSEEN);
                newest[number as usize] = node.date.max(below);
                worst = worst.max(newest[number as usize].saturating_sub(node.date));
            } else if node.is_read && !std::mem::replace(&mut entered[number as usize], true) {
                stack.push((number, true));
                stack.extend(node.parents.iter().map(|parent| (*parent, false)));
            }
        }
        worst
    }
}
