//! The runs of one repository's workflows: what is new, then what is older, newest first.

use super::approvals::Reviews;
use super::choice::Choice;
use super::client::Client;
use super::stamp::Stamp;
use super::workflow_runs::{List, Slice, WorkflowRun, halves, jobs, slice};
use crate::remote::stretch::Stretch;
use crate::remote::{Fault, RemoteError};
use chrono::Duration;
use milepost_model::window::start_of_day;
use milepost_model::{Instant, Record};

/// A run may wait this long for an approval, and may be run again for about as long.
const CHANGES_FOR: Duration = Duration::days(30);

/// Lists come from replicas, which may lag behind by so much.
const REPLICAS: Duration = Duration::hours(1);

/// A stretch is cut so often in one run: enough for a hundred thousand runs, and not for a host that counts wrongly.
const HALVINGS: u32 = 300;

/// Takes what was read: the records, how far they reach, and what was asked for the newest of them.
pub type Give<'a> = dyn FnMut(Vec<Record>, &Stretch, Option<(Instant, Instant)>) -> Result<(), RemoteError> + 'a;

/// A stretch of time that is still to be read.
struct Piece {
    from: Instant,
    to: Instant,
    /// Down to where it is to be read; all of it where there is none.
    floor: Option<Instant>,
    /// Whether it lies above what was read before.
    is_above: bool,
}

/// Whether a run that was listed can say something new: a page holds more than what lies above its floor.
fn is_news(run: &WorkflowRun, piece: &Piece, high: Option<Instant>) -> bool {
    let (Some(floor), Some(high)) = (piece.floor, high) else { return true };
    run.created_at.is_none_or(|at| at >= floor) || run.updated_at.is_none_or(|at| at >= high - REPLICAS)
}

/// A repository whose runs are read.
pub struct RunHistory<'a> {
    /// Who asks.
    pub client: &'a Client<'a>,
    /// Whose jobs are read.
    pub choice: &'a Choice<'a>,
    /// What its records bear.
    pub stamp: &'a Stamp,
    /// What reviewers decided about its runs.
    pub reviews: Reviews,
    /// Its name.
    pub full_name: &'a str,
    /// Which lists of runs are read.
    pub lists: Vec<List>,
    /// The first instant that was asked for.
    pub from: Instant,
    /// How much was read.
    pub stretch: Stretch,
    /// What the last run asked for the newest of them.
    pub asked: Option<(Instant, Instant)>,
    /// How many were read in this run.
    pub runs: u64,
}

impl RunHistory<'_> {
    /// Reads the runs; `give` takes what was read together with how far it reaches, whole or not at all.
    pub async fn read(&mut self, give: &mut Give<'_>) -> Result<Result<(), Fault>, RemoteError> {
        let end = start_of_day(self.stamp.now) + Duration::days(1) - Duration::seconds(1);
        let before = self.stretch.clone();
        self.stretch.reason = None;
        let mut work: Vec<Piece> = Vec::new();
        let below = before.low.unwrap_or(end + Duration::seconds(1));
        if below > self.from {
            work.push(Piece { from: self.from, to: below - Duration::seconds(1), floor: None, is_above: false });
        }
        if let Some(high) = before.high {
            // What is waited for is listed again; so is the last hour.
            let floor = before.open_since.unwrap_or(high).min(high - REPLICAS);
            // The same question as the last time costs nothing where nothing is new.
            let asked = self.asked.filter(|(from, to)| *to == end && *from <= floor);
            let from = asked.map_or_else(|| start_of_day(floor), |(from, _)| from);
            work.push(Piece { from, to: end, floor: Some(floor), is_above: true });
        }
        let mut open: Option<Instant> = None;
        let mut halvings = HALVINGS;
        while let Some(piece) = work.pop() {
            let runs = match self.all_lists(&piece).await {
                Ok(Some(mut runs)) => {
                    runs.retain(|run| is_news(run, &piece, before.high));
                    runs
                }
                Ok(None) if halvings == 0 => {
                    let fault = Fault::Unavailable("it says that it has more runs than it lists".to_owned());
                    return Ok(Err(self.stopped(fault)));
                }
                Ok(None) => {
                    halvings -= 1;
                    let from = piece.floor.map_or(piece.from, |floor| start_of_day(floor).max(piece.from));
                    let [newer, older] = halves(from, piece.to);
                    work.extend([older, newer].map(|(from, to)| Piece { from, to, floor: None, is_above: piece.is_above }));
                    continue;
                }
                Err(fault) => return Ok(Err(self.stopped(fault))),
            };
            let waiting = runs.iter().filter(|run| run.is_open()).filter_map(|run| run.created_at);
            open = waiting.filter(|at| self.stamp.now - *at < CHANGES_FOR).chain(open).min();
            let records = match self.records(&runs).await {
                Ok(records) => records,
                Err(fault) => return Ok(Err(self.stopped(fault))),
            };
            self.done(&piece, !work.iter().any(|piece| piece.is_above), end, open);
            give(records, &self.stretch, self.asked)?;
        }
        Ok(Ok(()))
    }

    fn stopped(&mut self, fault: Fault) -> Fault {
        self.stretch.reason = Some(fault.to_string());
        fault
    }

    /// Notes that a piece was read; the newest part counts only when no piece of it is left.
    fn done(&mut self, piece: &Piece, is_above_done: bool, end: Instant, open: Option<Instant>) {
        let is_first = self.stretch.high.is_none();
        if !piece.is_above {
            self.stretch.low = Some(piece.from);
            self.stretch.high = self.stretch.high.or(Some(self.stamp.now));
        }
        if is_above_done {
            self.stretch.high = Some(self.stamp.now);
            self.stretch.open_since = open;
        }
        if piece.to == end && (piece.is_above || is_first) {
            self.asked = Some((piece.from, piece.to));
        }
    }

    /// The runs of a piece in all lists; none where one of them holds too many.
    async fn all_lists(&mut self, piece: &Piece) -> Result<Option<Vec<WorkflowRun>>, Fault> {
        let mut runs = Vec::new();
        for list in &self.lists {
            match slice(self.client, list, self.full_name, (piece.from, piece.to), piece.floor).await {
                Ok(Slice::Runs(found)) => runs.extend(found),
                Ok(Slice::TooMany) => return Ok(None),
                // A workflow that was deleted has no runs to list.
                Err(Fault::Missing(_)) if matches!(list, List::Workflow(_)) => {}
                Err(fault) => return Err(fault),
            }
        }
        self.runs += runs.len() as u64;
        Ok(Some(runs))
    }

    async fn records(&mut self, runs: &[WorkflowRun]) -> Result<Vec<Record>, Fault> {
        let mut records: Vec<Record> = Vec::with_capacity(runs.len());
        for run in runs {
            let wants_jobs = run.workflow().is_some_and(|path| self.choice.takes_jobs(&path));
            let jobs = if wants_jobs && !run.is_open() { jobs(self.client, self.full_name, run).await? } else { Vec::new() };
            records.extend(run.run(self.stamp, jobs).map(Record::from));
            let approvals = self.reviews.of(self.client, self.full_name, run).await?;
            records.extend(run.dispatch(self.stamp, approvals).map(Record::from));
        }
        Ok(records)
    }
}
