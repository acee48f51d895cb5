//! The stretch of a default branch's history that a run looks at, oldest step first.
//!
//! It comes about in two ways, from the whole graph ([`super::graph`]) or from what is new
//! ([`super::newer`]), and means the same either way.

use super::bots::is_bot_author;
use super::commit_object::CommitObject;
use super::message::Message;
use super::proposal::{self, Proposal};
use super::text::clean_name;
use gix::ObjectId;

/// What is kept of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its id.
    pub id: ObjectId,
    /// Its parents as the commit names them.
    pub parents: Vec<ObjectId>,
    /// Its tree.
    pub tree: ObjectId,
    /// When it was written, as the commit says.
    pub authored: Option<i64>,
    /// When it was committed, as the commit says.
    pub committed: Option<i64>,
    /// What its message says.
    pub message: Message,
    /// The change that it brought in, for commits of the default branch.
    pub proposal: Proposal,
    /// Its author's name, for commits of the default branch.
    pub author: Option<String>,
    /// Whether a program wrote it.
    pub is_bot: bool,
}

impl Note {
    /// Takes note of a commit; one of the default branch's own line also tells of its change.
    pub fn of(id: ObjectId, commit: &CommitObject<'_>, is_of_line: bool) -> Self {
        let mut note = Self {
            id,
            parents: commit.parents.clone(),
            tree: commit.tree,
            authored: commit.author.seconds,
            committed: commit.committer.seconds,
            message: Message::parse(commit.message),
            proposal: Proposal::default(),
            author: None,
            is_bot: is_bot_author(commit.author.name, commit.author.mail),
        };
        if is_of_line {
            note.tell_of_line(commit);
        }
        note
    }

    fn tell_of_line(&mut self, commit: &CommitObject<'_>) {
        self.proposal = proposal::parse(commit.message, commit.parents.len() > 1);
        self.author = clean_name(commit.author.name);
    }
}

/// One commit of the default branch along first parents, with the commits that it merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The commit.
    pub note: Note,
    /// When it came: its committer date, never before the step below it.
    pub at: i64,
    /// What it merged, oldest first.
    pub side: Vec<Note>,
    /// Whether an earlier run handed over its commit and its change.
    pub is_known: bool,
}

/// The commit just below the oldest step: what the files were when the stretch begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Baseline {
    /// The commit.
    pub id: ObjectId,
    /// Its tree.
    pub tree: ObjectId,
    /// When it came.
    pub at: i64,
}

/// The stretch of history that is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Past {
    /// The default branch's own line, oldest first.
    pub steps: Vec<Step>,
    /// What stood before the first step.
    pub baseline: Option<Baseline>,
    /// Whether there is history below that this clone does not show.
    pub is_cut: bool,
    /// The first commit of the branch, where it was reached.
    pub root: Option<Root>,
    /// By how many seconds at most a commit is older than one that it builds on.
    pub skew: i64,
    /// What only tags and release branches reach, oldest first.
    pub aside: Vec<Note>,
    /// The commits through which they do, sorted.
    pub side_tips: Vec<ObjectId>,
    /// Commits that could not be read.
    pub lost: u64,
    /// Whether there were more commits than the limit.
    pub is_limited: bool,
}

impl Past {
    /// The commits of the default branch and those that were merged into it.
    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        self.steps.iter().flat_map(|step| std::iter::once(&step.note).chain(&step.side))
    }
}

/// The first commit of a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Root {
    /// Its id.
    pub id: ObjectId,
    /// When it was made.
    pub at: i64,
}

impl Past {
    /// When the head came.
    pub fn head_at(&self) -> Option<i64> {
        self.steps.last().map(|step| step.at).or(self.baseline.map(|base| base.at))
    }
}

/// Tells dates that can be from dates that cannot: git lets an author write any number.
#[derive(Debug, Clone, Copy)]
pub struct Calendar {
    /// The last instant that is not in the future, with a day for clocks that are ahead.
    latest: i64,
}

impl Calendar {
    /// A calendar of a run at that instant.
    pub fn at(now: i64) -> Self {
        Self { latest: now.saturating_add(86_400) }
    }

    /// The date, if it can be.
    pub fn credible(self, seconds: Option<i64>) -> Option<i64> {
        seconds.filter(|at| *at > 0 && *at <= self.latest)
    }

    /// Dates of a line of commits, oldest first, so that none is before the one below it.
    ///
    /// A date that cannot be takes the date below it, or at the very bottom the first that can be.
    pub fn monotone(self, raw: impl DoubleEndedIterator<Item = Option<i64>> + Clone, below: Option<i64>) -> Vec<i64> {
        let first = raw.clone().find_map(|date| self.credible(date));
        let mut last = below.or(first).unwrap_or(self.latest);
        raw.map(|date| {
            last = self.credible(date).map_or(last, |at| at.max(last));
            last
        })
        .collect()
    }
}

/// Puts merged commits in the order in which they are handed over.
pub fn oldest_first(side: &mut [Note]) {
    side.sort_by_key(|note| (note.committed, note.id));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_along_the_line_never_go_back_and_never_lie_in_the_future() {
        let calendar = Calendar::at(1_000_000);
        let dates = [Some(-5), Some(10), Some(5), None, Some(253_402_300_799), Some(20)];
        assert_eq!(calendar.monotone(dates.into_iter(), None), [10, 10, 10, 10, 10, 20]);
        assert_eq!(calendar.monotone([Some(3)].into_iter(), Some(7)), [7]);
    }
}
