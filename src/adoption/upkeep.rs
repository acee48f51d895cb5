//! What has to be carried: the alerts of scanners, and what running costs.

use super::ratio::Quartiles;
use crate::metrics::Coverages;
use milepost_model::record::{Cost, Finding, Repository};
use milepost_model::{Instant, Kind, RepoId, Window};
use std::collections::{BTreeMap, BTreeSet};

/// The most months of a bill.
const MONTHS: usize = 13;

/// What has to be carried.
#[derive(Debug, Clone, Default)]
pub struct Upkeep {
    /// The alerts of scanners; none where those of no repository were read.
    pub findings: Option<Findings>,
    /// What was paid in each currency, by its code.
    pub bills: Vec<Bill>,
}

/// The alerts of scanners.
#[derive(Debug, Clone)]
pub struct Findings {
    /// How many were open at each instant; none where those of no repository were read then.
    pub open: Vec<Option<Open>>,
    /// How many there are of each scanner now, by its name.
    pub tools: Vec<(String, Open)>,
    /// How many were opened in the last 90 days.
    pub opened: u32,
    /// How many were closed in the last 90 days.
    pub closed: u32,
    /// How long those were open, in seconds.
    pub took: Option<Quartiles>,
    /// How many repositories there are.
    pub repositories: u32,
}

/// Open alerts at an instant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Open {
    /// All of them.
    pub all: u32,
    /// Those of severity critical or high.
    pub serious: u32,
    /// Of so many repositories they are known.
    pub known_of: u32,
}

/// What was paid in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bill {
    /// Its code, such as `EUR`.
    pub currency: String,
    /// The periods, oldest first.
    pub months: Vec<Month>,
}

/// What was paid for one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// The period.
    pub window: Window,
    /// How much, in hundredths.
    pub cents: i64,
    /// For how many services.
    pub services: u32,
}

impl Upkeep {
    /// What had to be carried, told at an instant.
    pub(super) fn of(
        (findings, costs): (&[Finding], &[Cost]),
        (repositories, coverages): (&BTreeMap<RepoId, Repository>, &Coverages<'_>),
        instants: &[Instant],
    ) -> Self {
        let Some(as_of) = instants.last() else { return Self::default() };
        Self { findings: Findings::of(findings, repositories, coverages, instants), bills: bills(costs, *as_of) }
    }
}

impl Findings {
    fn of(all: &[Finding], repositories: &BTreeMap<RepoId, Repository>, coverages: &Coverages<'_>, instants: &[Instant]) -> Option<Self> {
        let since: BTreeMap<&RepoId, Instant> =
            repositories.keys().filter_map(|repo| Some((repo, known_since(coverages, repo, instants)?))).collect();
        let as_of = *instants.last()?;
        if since.is_empty() {
            return None;
        }
        let known = |finding: &&Finding| since.contains_key(&finding.repo) && finding.opened_at <= as_of;
        let all: Vec<&Finding> = all.iter().filter(known).collect();
        let open = |at: Instant| {
            let known_of = since.values().filter(|since| **since <= at).count();
            (known_of > 0).then(|| {
                let there = all.iter().filter(|finding| since.get(&finding.repo).is_some_and(|since| *since <= at));
                counted(there.copied(), at, known_of)
            })
        };
        let tools: BTreeSet<&str> = all.iter().map(|finding| finding.tool.as_str()).collect();
        let of_tool = |tool: &str| counted(all.iter().filter(|finding| finding.tool == tool).copied(), as_of, since.len());
        let lately = Window::last_days(90, as_of);
        let closed: Vec<i64> = all
            .iter()
            .filter_map(|finding| Some((finding.opened_at, finding.closed_at?)))
            .filter(|(_, closed)| lately.contains(*closed))
            .map(|(opened, closed)| (closed - opened).num_seconds().max(0))
            .collect();
        Some(Self {
            open: instants.iter().map(|at| open(*at)).collect(),
            tools: tools.into_iter().map(|tool| (tool.to_owned(), of_tool(tool))).collect(),
            opened: count(all.iter().filter(|finding| lately.contains(finding.opened_at)).count()),
            closed: count(closed.len()),
            took: Quartiles::of(closed),
            repositories: count(repositories.len()),
        })
    }

    /// How many are open now.
    pub fn now(&self) -> Open {
        self.open.last().copied().flatten().unwrap_or_default()
    }
}

/// Since when a repository's alerts are known without a gap, where they are known up to the last instants.
fn known_since(coverages: &Coverages<'_>, repo: &RepoId, instants: &[Instant]) -> Option<Instant> {
    let covered = coverages.of(Kind::Finding, repo);
    // What was read yesterday tells of today, too: alerts are read once a run.
    let newest = instants.iter().rev().find(|at| covered.since(**at).is_some())?;
    let is_lately = instants.iter().rev().take(2).any(|at| at == newest);
    is_lately.then(|| covered.since(*newest)).flatten()
}

fn counted<'a>(findings: impl Iterator<Item = &'a Finding>, at: Instant, known_of: usize) -> Open {
    let mut open = Open { known_of: count(known_of), ..Open::default() };
    for finding in findings.filter(|finding| finding.opened_at <= at && finding.closed_at.is_none_or(|closed| closed > at)) {
        open.all += 1;
        open.serious += u32::from(is_serious(&finding.severity));
    }
    open
}

/// As the facts that rules are made of have it.
fn is_serious(severity: &str) -> bool {
    ["critical", "high"].iter().any(|word| severity.eq_ignore_ascii_case(word))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Periods that are over, in each currency: amounts in different ones are never added.
fn bills(costs: &[Cost], as_of: Instant) -> Vec<Bill> {
    type Sum<'a> = (i64, BTreeSet<Option<&'a str>>);
    let mut found: BTreeMap<&str, BTreeMap<(Instant, Instant), Sum<'_>>> = BTreeMap::new();
    for cost in costs.iter().filter(|cost| cost.from < cost.to && cost.to <= as_of && cost.amount.is_finite()) {
        let sum = found.entry(&cost.currency).or_default().entry((cost.from, cost.to)).or_default();
        // Whole hundredths, so that the order of adding does not matter.
        sum.0 = sum.0.saturating_add((cost.amount * 100.0).round() as i64);
        sum.1.insert(cost.service.as_deref());
    }
    let month = |((from, to), (cents, services)): ((Instant, Instant), Sum<'_>)| Month {
        window: Window { from, to },
        cents,
        services: count(services.iter().flatten().count()),
    };
    found
        .into_iter()
        .map(|(currency, periods)| {
            let mut months: Vec<Month> = periods.into_iter().map(month).collect();
            months.drain(..months.len().saturating_sub(MONTHS));
            Bill { currency: currency.to_owned(), months }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::CoverageState;
    use milepost_model::record::Coverage;

    fn at(day: &str) -> Instant {
        format!("2026-{day}T00:00:00Z").parse().expect("because the test wrote a day")
    }

    fn alert(repo: &str, severity: &str, opened: &str, closed: Option<&str>) -> Finding {
        Finding {
            repo: repo.into(),
            tool: "dependabot".into(),
            severity: severity.into(),
            opened_at: at(opened),
            closed_at: closed.map(at),
            ..Finding::default()
        }
    }

    fn read(repo: &str, from: &str) -> Coverage {
        let state = CoverageState::Complete;
        Coverage { repo: Some(repo.into()), of: "finding".into(), from: at(from), to: at("11-20"), state, ..Coverage::default() }
    }

    #[test]
    fn alerts_are_counted_where_they_were_read_and_none_is_not_nought() {
        let findings =
            [alert("a", "High", "11-01", None), alert("a", "low", "10-01", Some("11-10")), alert("unread", "critical", "10-01", None)];
        let repositories: BTreeMap<RepoId, Repository> =
            ["a", "b", "unread"].map(|repo| (RepoId::from(repo), Repository::default())).into();
        let coverage = [read("a", "10-05"), read("b", "11-05")];
        let instants = [at("10-02"), at("10-10"), at("11-15"), at("11-20")];
        let upkeep = Upkeep::of((&findings, &[]), (&repositories, &Coverages::new(&coverage)), &instants);
        let findings = upkeep.findings.expect("because two repositories were read");
        let open = |all, serious, known_of| Some(Open { all, serious, known_of });
        assert_eq!(findings.open, [None, open(1, 0, 1), open(1, 1, 2), open(1, 1, 2)]);
        assert_eq!((findings.opened, findings.closed, findings.repositories), (2, 1, 3));
        assert_eq!(findings.took.map(|took| took.p50), Some(40 * 86_400));
        assert!(Upkeep::of((&[], &[]), (&repositories, &Coverages::new(&[])), &instants).findings.is_none());
    }

    #[test]
    fn bills_are_added_by_period_and_never_across_currencies() {
        let cost = |service: &str, from: &str, to: &str, amount: f64, currency: &str| Cost {
            service: Some(service.into()),
            from: at(from),
            to: at(to),
            amount,
            currency: currency.into(),
            ..Cost::default()
        };
        let costs = [
            cost("a", "10-01", "11-01", 0.1, "EUR"),
            cost("b", "10-01", "11-01", 0.2, "EUR"),
            cost("a", "11-01", "12-01", 9.0, "EUR"),
            cost("a", "10-01", "11-01", 5.0, "USD"),
            cost("a", "10-01", "11-01", f64::NAN, "USD"),
        ];
        let bills = bills(&costs, at("11-20"));
        let told: Vec<_> = bills.iter().map(|bill| (bill.currency.as_str(), bill.months[0].cents, bill.months[0].services)).collect();
        assert_eq!(told, [("EUR", 30, 2), ("USD", 500, 1)]);
        assert!(bills.iter().all(|bill| bill.months.len() == 1), "a month that is not over is no month yet");
    }
}
