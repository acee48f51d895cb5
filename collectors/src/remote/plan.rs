//! What a run would ask, told before it asks.

use std::fmt::Write as _;

/// What something costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// Requests.
    pub requests: u64,
    /// Points of GraphQL queries.
    pub points: u64,
}

/// One thing that a run would read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanLine {
    /// What is read.
    pub what: String,
    /// How it is asked for.
    pub how: String,
    /// What it costs the first time.
    pub first: Cost,
    /// What it costs when nothing changed.
    pub again: Cost,
}

/// What a run would ask of a source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The source's id.
    pub source: String,
    /// What the figures rest on, in a sentence.
    pub basis: String,
    /// What is read.
    pub lines: Vec<PlanLine>,
    /// What to know besides.
    pub notes: Vec<String>,
}

impl Plan {
    /// All of it together.
    pub fn sum(&self) -> (Cost, Cost) {
        let add = |sum: Cost, cost: Cost| Cost { requests: sum.requests + cost.requests, points: sum.points + cost.points };
        self.lines.iter().fold(Default::default(), |(first, again), line| (add(first, line.first), add(again, line.again)))
    }

    /// The plan as people read it on a terminal.
    pub fn text(&self) -> String {
        let widths = |cell: fn(&PlanLine) -> &str| self.lines.iter().map(|line| cell(line).chars().count()).max().unwrap_or(0);
        let (what, how) = (widths(|line| &line.what).max(4), widths(|line| &line.how).max(3));
        let mut text = format!("source “{}”: {}\n\n", self.source, self.basis);
        let mut row = |a: &str, b: &str, c: String, d: String| {
            writeln!(text, "  {a:<what$}  {b:<how$}  {c:>18}  {d:>18}").expect("because memory does not fail");
        };
        row("what", "how", "first run".to_owned(), "nothing new".to_owned());
        for line in &self.lines {
            row(&line.what, &line.how, shown(line.first), shown(line.again));
        }
        let (first, again) = self.sum();
        row("together", "", shown(first), shown(again));
        for note in &self.notes {
            writeln!(text, "\n  {note}").expect("because memory does not fail");
        }
        text
    }
}

fn shown(cost: Cost) -> String {
    match cost {
        Cost { requests: 0, points: 0 } => "–".to_owned(),
        Cost { requests, points: 0 } => format!("{requests} req"),
        Cost { requests, points } => format!("{requests} req, {points} pt"),
    }
}
