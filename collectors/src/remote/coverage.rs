//! What was really read, as records.

use super::stretch::Stretch;
use milepost_model::record::Coverage;
use milepost_model::{CoverageState, Instant, Provenance, RepoId};

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
