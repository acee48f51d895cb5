//! What was really read, as records.

use super::stretch::Stretch;
use chrono::Duration;
use milepost_model::record::Coverage;
use milepost_model::{CoverageState, Instant, Provenance, RepoId};

/// What a source had deleted before it was first read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// What is older than this.
    pub before: Instant,
    /// Why, as a sentence for people.
    pub reason: String,
}

impl Lost {
    /// What a source that keeps things for so long had deleted by the instant of the first reading.
    ///
    /// Of what is younger than that nothing can be lost.
    pub fn of(keeps: Duration, first_seen: Instant, created_at: Option<Instant>, reason: String) -> Option<Self> {
        let before = first_seen.checked_sub_signed(keeps)?;
        created_at.is_none_or(|created| created < before).then_some(Self { before, reason })
    }
}

/// What coverage speaks of.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The collector that read it.
    pub collector: &'static str,
    /// The source's id.
    pub source: &'a str,
    /// The repository; none where it speaks of the whole source.
    pub repo: Option<&'a RepoId>,
    /// The first instant that was asked for.
    pub from: Instant,
    /// The instant of the run.
    pub now: Instant,
}

impl Subject<'_> {
    /// The rows of one kind: what was read, what lies below it and what came above it.
    pub fn rows(&self, kind: &str, stretch: &Stretch) -> Vec<Coverage> {
        let reason = stretch.reason.as_deref();
        let (Some(low), Some(high)) = (stretch.low, stretch.high) else {
            return vec![self.row(kind, self.from, self.now, CoverageState::NotObserved, Some(reason.unwrap_or("it was not read yet")))];
        };
        let mut rows = Vec::new();
        if low > self.from {
            rows.push(self.row(
                kind,
                self.from,
                low,
                CoverageState::Partial,
                Some(reason.unwrap_or("what is older was not read yet; the next run goes on")),
            ));
        }
        if low < high {
            rows.push(self.row(kind, low, high, CoverageState::Complete, None));
        }
        if high < self.now {
            rows.push(self.row(kind, high, self.now, CoverageState::NotObserved, Some(reason.unwrap_or("it was not read yet"))));
        }
        rows
    }

    /// The same of a list whose source had deleted, before it was first read, what is older than an instant.
    ///
    /// What lies below that instant was asked for, and is not called complete: it had more once.
    pub fn rows_since(&self, kind: &str, stretch: &Stretch, lost: Option<&Lost>) -> Vec<Coverage> {
        let rows = self.rows(kind, stretch).into_iter();
        let Some(lost) = lost else { return rows.collect() };
        rows.flat_map(|row| {
            if row.state != CoverageState::Complete || row.from >= lost.before {
                return vec![row];
            }
            let gone = self.row(kind, row.from, row.to.min(lost.before), CoverageState::Partial, Some(&lost.reason));
            let kept = self.row(kind, lost.before, row.to, CoverageState::Complete, None);
            let is_any_kept = row.to > lost.before;
            std::iter::once(Coverage { is_gone: Some(true), ..gone }).chain(is_any_kept.then_some(kept)).collect()
        })
        .collect()
    }

    /// One row.
    pub fn row(&self, kind: &str, from: Instant, to: Instant, state: CoverageState, reason: Option<&str>) -> Coverage {
        Coverage {
            id: format!(
                "{}:{}:{kind}:{}",
                self.source,
                self.repo.map_or("", RepoId::as_str),
                from.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
            ),
            rev: u64::try_from(self.now.timestamp_millis()).unwrap_or(0),
            observed_at: self.now,
            provenance: Provenance::of(self.collector),
            of: kind.to_owned(),
            source: self.source.to_owned(),
            from,
            to: to.max(from),
            state,
            repo: self.repo.cloned(),
            reason: reason.map(str::to_owned),
            ..Coverage::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> Instant {
        format!("2026-11-{day:02}T00:00:00Z").parse().expect("because it is an instant")
    }

    #[test]
    fn what_the_source_had_deleted_is_told_apart_from_what_was_not_read() {
        use CoverageState::{Complete, NotObserved, Partial};
        type Expected = &'static [(u32, u32, CoverageState, Option<bool>)];
        const GONE: Option<bool> = Some(true);
        let subject = Subject { collector: "x", source: "x", repo: None, from: day(1), now: day(28) };
        let whole = Stretch { low: Some(day(1)), high: Some(day(28)), ..Stretch::default() };
        let stopped = Stretch { low: Some(day(15)), high: Some(day(28)), reason: Some("it was stopped".into()), ..Stretch::default() };
        let behind = Stretch { high: Some(day(20)), ..whole.clone() };
        let lost = |keeps: i64, created: Option<u32>| Lost::of(Duration::days(keeps), day(28), created.map(day), "they go".to_owned());
        let rows: [(&Stretch, Option<Lost>, Expected); 8] = [
            (&whole, None, &[(1, 28, Complete, None)]),
            (&whole, lost(18, None), &[(1, 10, Partial, GONE), (10, 28, Complete, None)]),
            (&whole, lost(18, Some(4)), &[(1, 10, Partial, GONE), (10, 28, Complete, None)]),
            // A repository that is younger than what is kept has lost nothing.
            (&whole, lost(18, Some(12)), &[(1, 28, Complete, None)]),
            (&whole, lost(400, None), &[(1, 28, Complete, None)]),
            // What a stopped run did not come to may be there or not.
            (&stopped, lost(18, None), &[(1, 15, Partial, None), (15, 28, Complete, None)]),
            (&behind, lost(3, None), &[(1, 20, Partial, GONE), (20, 28, NotObserved, None)]),
            (&Stretch::default(), lost(18, None), &[(1, 28, NotObserved, None)]),
        ];
        for (at, (stretch, lost, expected)) in rows.into_iter().enumerate() {
            let found = subject.rows_since("pipeline_run", stretch, lost.as_ref());
            let short: Vec<_> = found.iter().map(|row| (row.from, row.to, row.state, row.is_gone)).collect();
            let expected: Vec<_> = expected.iter().map(|(from, to, state, gone)| (day(*from), day(*to), *state, *gone)).collect();
            assert_eq!(short, expected, "row {at}");
            assert!(found.iter().all(|row| row.reason.is_some() == (row.state != Complete)), "row {at}");
        }
    }

    #[test]
    fn what_was_not_read_is_said_on_both_sides() {
        let subject = Subject { collector: "x", source: "x", repo: None, from: day(1), now: day(20) };
        let stretch =
            Stretch { low: Some(day(5)), high: Some(day(18)), reason: Some("the run was interrupted".into()), ..Stretch::default() };
        let rows = subject.rows("change", &stretch);
        let states: Vec<_> = rows.iter().map(|row| (row.from, row.to, row.state)).collect();
        assert_eq!(
            states,
            [
                (day(1), day(5), CoverageState::Partial),
                (day(5), day(18), CoverageState::Complete),
                (day(18), day(20), CoverageState::NotObserved)
            ]
        );
        assert!(rows[1].reason.is_none() && rows[0].reason.is_some());
        assert_eq!(subject.rows("change", &Stretch::default())[0].state, CoverageState::NotObserved);
    }
}
