//! Where absence of records means that nothing happened.

use milepost_model::record::Coverage;
use milepost_model::{CoverageState, Instant, Kind, RepoId, Unknown};
use std::collections::{BTreeMap, BTreeSet};

/// Coverage of everything, by repository.
#[derive(Debug, Default)]
pub(crate) struct Coverages<'a> {
    by_repo: BTreeMap<&'a RepoId, Vec<&'a Coverage>>,
    general: Vec<&'a Coverage>,
}

/// The stretches of time of which everything of one kind was read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Covered {
    /// Disjoint and in order.
    stretches: Vec<(Instant, Instant)>,
    /// Whether any source was asked at all.
    pub(crate) was_asked: bool,
    /// Whether a source refused.
    was_refused: bool,
}

impl<'a> Coverages<'a> {
    pub(crate) fn new(records: &'a [Coverage]) -> Self {
        let mut coverages = Self::default();
        for record in records {
            match &record.repo {
                Some(repo) => coverages.by_repo.entry(repo).or_default().push(record),
                None => coverages.general.push(record),
            }
        }
        coverages
    }

    /// What was read of a kind for a repository. What a source says of the repository goes before what it says of all.
    pub(crate) fn of(&self, kind: Kind, repo: &RepoId) -> Covered {
        let fits = |record: &&&Coverage| record.of == kind.word();
        let own: Vec<&Coverage> = self.by_repo.get(repo).into_iter().flatten().filter(fits).copied().collect();
        let sources: BTreeSet<&str> = own.iter().map(|record| record.source.as_str()).collect();
        let general = self.general.iter().filter(fits).filter(|record| !sources.contains(record.source.as_str())).copied();
        let records: Vec<&Coverage> = own.iter().copied().chain(general).collect();
        let mut stretches: Vec<(Instant, Instant)> =
            records.iter().filter(|r| r.state == CoverageState::Complete && r.from < r.to).map(|r| (r.from, r.to)).collect();
        stretches.sort_unstable();
        let mut joined: Vec<(Instant, Instant)> = Vec::new();
        for (from, to) in stretches {
            match joined.last_mut().filter(|last| from <= last.1) {
                Some(last) => last.1 = last.1.max(to),
                None => joined.push((from, to)),
            }
        }
        let was_refused = records.iter().any(|r| r.state != CoverageState::Complete && r.reason.as_deref().is_some_and(is_refusal));
        Covered { stretches: joined, was_asked: !records.is_empty(), was_refused }
    }
}

/// Whether a reason, as collectors write it, speaks of a missing permission.
pub(crate) fn is_refusal(reason: &str) -> bool {
    let reason = reason.to_lowercase();
    ["permission", "forbidden", "not allowed", "unauthori", "403", "401", "denied"].iter().any(|word| reason.contains(word))
}

impl Covered {
    /// Whether all of the stretch was read.
    pub(crate) fn covers(&self, from: Instant, to: Instant) -> bool {
        from >= to || self.stretches.iter().any(|(start, end)| *start <= from && to <= *end)
    }

    /// Since when all was read up to an instant, without a gap.
    pub(crate) fn since(&self, to: Instant) -> Option<Instant> {
        self.stretches.iter().find(|(start, end)| *start < to && to <= *end).map(|(start, _)| *start)
    }

    /// Until when something was read whole.
    pub(crate) fn until(&self) -> Option<Instant> {
        self.stretches.last().map(|(_, end)| *end)
    }

    /// Whether any stretch was read whole.
    pub(crate) fn is_any(&self) -> bool {
        !self.stretches.is_empty()
    }

    /// Why something outside of it is not known.
    pub(crate) fn reason(&self, is_shallow: bool) -> Unknown {
        if is_shallow {
            Unknown::ShallowHistory
        } else if self.was_refused {
            Unknown::NoSourcePermission
        } else {
            Unknown::NotCollected
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32) -> Instant {
        format!("2026-01-{day:02}T00:00:00Z").parse().expect("because it is an instant")
    }

    fn row(repo: Option<&str>, source: &str, days: (u32, u32), state: CoverageState) -> Coverage {
        let repo = repo.map(RepoId::from);
        Coverage { repo, source: source.into(), of: "change".into(), from: at(days.0), to: at(days.1), state, ..Coverage::default() }
    }

    #[test]
    fn only_complete_stretches_count_and_they_join() {
        let complete = CoverageState::Complete;
        let rows = [
            row(Some("r"), "a", (1, 5), complete),
            row(Some("r"), "a", (5, 9), complete),
            row(Some("r"), "a", (9, 12), CoverageState::Partial),
            row(Some("r"), "b", (20, 22), complete),
            row(None, "c", (25, 27), complete),
            row(None, "a", (10, 15), complete),
        ];
        let covered = Coverages::new(&rows).of(Kind::Change, &RepoId::from("r"));
        for (from, to, expected) in
            [(1, 9, true), (4, 6, true), (8, 10, false), (11, 12, false), (20, 22, true), (25, 27, true), (3, 3, true)]
        {
            assert_eq!(covered.covers(at(from), at(to)), expected, "{from}..{to}");
        }
        assert!(!Coverages::new(&rows).of(Kind::Release, &RepoId::from("r")).was_asked);
    }
}
