//! What a run would ask, and what that costs, before it asks.

use super::history::{PAGE, PAGE_OF_CHANGES};
use super::settings::GitHubSettings;
use super::sweep;
use crate::remote::state::SourceState;
use crate::remote::{Cost, Plan, PlanLine, Runs};
use milepost_model::Memory;

/// How many things there are to read: what the arithmetic of a run rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Organisations and people.
    pub owners: u64,
    /// Repositories that they have.
    pub repositories: u64,
    /// Pages that the longest list of each of them has.
    pub history_pages: u64,
    /// Repositories that have workflows.
    pub with_workflows: u64,
    /// Pages of their runs.
    pub run_pages: u64,
    /// Runs that somebody may have had to approve.
    pub approvals: u64,
    /// Runs whose jobs are read.
    pub jobs: u64,
}

/// How many pages a repository's history takes: as many as its longest list.
pub fn history_pages(changes: u64, deployments: u64, releases: u64, incidents: u64) -> u64 {
    let pages = |count: u64, page: u64| count.div_ceil(page);
    [pages(changes, PAGE_OF_CHANGES), pages(deployments, PAGE), pages(releases, PAGE), pages(incidents, PAGE)]
        .into_iter()
        .max()
        .unwrap_or(0)
}

/// The lines of a plan, by arithmetic alone.
pub fn lines(settings: &GitHubSettings, counts: Counts) -> Vec<PlanLine> {
    let requests = |requests| Cost { requests, points: 0 };
    let points = |requests, each: u64| Cost { requests, points: requests * each };
    let line = |what: &str, how: &str, first, again| PlanLine { what: what.to_owned(), how: how.to_owned(), first, again };
    let sweeps = counts.repositories.div_ceil(sweep::PAGE).max(counts.owners) + settings.repositories.len() as u64;
    let pages = counts.repositories.div_ceil(100).max(counts.owners);
    // GitHub counts a query as a point for every hundred lists that it opens: ten lists for each of fifty repositories,
    // and one for each of twenty environments.
    let mut lines =
        vec![line("repositories, topics, rules, environments", "1 query per 50 repositories", points(sweeps, 15), points(sweeps, 15))];
    lines.push(line("custom properties", "1 request per 100 repositories", requests(pages), requests(pages)));
    lines.push(line("teams", "1 query per 100 teams", points(counts.owners, 1), points(counts.owners, 1)));
    lines.push(line(
        "changes, deployments, releases, incidents",
        "1 query per page of the longest list",
        points(counts.history_pages, 2),
        Cost::default(),
    ));
    match settings.runs {
        Runs::None => {}
        Runs::DefaultBranch | Runs::All => {
            lines.push(line(
                "runs of workflows",
                "1 request per 100 runs, at most 1 000 a slice",
                requests(counts.run_pages),
                requests(counts.with_workflows),
            ));
            lines.push(line(
                "approvals of runs",
                "1 request per run by hand, where an environment has reviewers",
                requests(counts.approvals),
                Cost::default(),
            ));
            if !settings.jobs_of.is_empty() {
                lines.push(line(
                    "jobs of runs",
                    "1 request per run of a workflow that jobs_of names",
                    requests(counts.jobs),
                    Cost::default(),
                ));
            }
        }
    }
    if settings.alerts {
        let lists = counts.owners * super::alerts::TOOLS.len() as u64;
        lines.push(line("alerts of scanners", "1 request per 100 alerts", requests(lists), requests(lists)));
    }
    lines
}

/// The plan of the next run. What the last one found is what it rests on; before that, a hundred repositories.
pub fn plan(settings: &GitHubSettings, memory: &dyn Memory) -> Plan {
    let known = SourceState::recall(memory, &settings.key());
    let count = |name: &str| known.counts.get(name).copied().unwrap_or(0);
    let owners = settings.owners.len() as u64;
    let (basis, counts) = if count("repositories") > 0 {
        let counts = Counts {
            owners,
            repositories: count("repositories"),
            history_pages: count("history_pages"),
            with_workflows: count("with_workflows"),
            run_pages: count("run_pages").max(count("with_workflows")),
            approvals: count("approvals"),
            jobs: count("jobs"),
        };
        (format!("{} repositories, as the last run found them", counts.repositories), counts)
    } else {
        let counts =
            Counts { owners, repositories: 100, history_pages: 180, with_workflows: 80, run_pages: 200, approvals: 50, jobs: 5_000 };
        (
            "nothing is known yet; the figures are for 100 repositories with 50 changes and 250 runs each, 50 of all of them approved"
                .to_owned(),
            counts,
        )
    };
    let counts = of_shard(counts, settings.shard);
    let mut notes = Vec::new();
    if let Some((shard, of)) = settings.shard {
        notes.push(format!("this is shard {shard} of {of}: every shard sweeps, and each reads its own repositories"));
    }
    if settings.mirrors {
        notes.push("files and history come from bare mirrors, which count against no limit".to_owned());
    }
    notes.push("a request whose answer did not change counts against no limit either".to_owned());
    notes.extend(settings.limits.words());
    Plan { source: settings.id.clone(), basis, lines: lines(settings, counts), notes }
}

fn of_shard(counts: Counts, shard: Option<(u32, u32)>) -> Counts {
    let of = u64::from(shard.map_or(1, |(_, of)| of).max(1));
    Counts {
        history_pages: counts.history_pages.div_ceil(of),
        with_workflows: counts.with_workflows.div_ceil(of),
        run_pages: counts.run_pages.div_ceil(of),
        approvals: counts.approvals.div_ceil(of),
        jobs: counts.jobs.div_ceil(of),
        ..counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::remote::Limits;
    use milepost_model::Unwatched;
    use std::time::Duration;

    #[test]
    fn three_hundred_repositories_stay_within_an_hour_of_one_token() {
        let settings = GitHubSettings { owners: vec!["lumen".into()], ..GitHubSettings::default() };
        let counts =
            Counts { owners: 1, repositories: 300, history_pages: 600, with_workflows: 250, run_pages: 700, approvals: 150, jobs: 0 };
        let plan = Plan { lines: lines(&settings, counts), ..Plan::default() };
        let (first, again) = plan.sum();
        assert!(first.requests < 5_000 && first.points < 5_000, "{first:?}");
        assert!(again.requests * 10 < 5_000, "{again:?}");
    }

    #[test]
    fn a_plan_is_told_before_anything_is_known() {
        let settings = GitHubSettings { owners: vec!["lumen".into()], shard: Some((2, 4)), ..GitHubSettings::default() };
        let text = plan(&settings, &Unwatched).text();
        assert!(!text.contains("jobs of runs") && !text.contains("minutes"), "{text}");
        let limits = Limits { requests: Some(4_000), deadline: Some(Duration::from_mins(50)), longest_wait: None };
        let bounded = plan(&GitHubSettings { jobs_of: vec!["deploy.yml".into()], limits, ..settings }, &Unwatched).text();
        assert!(bounded.contains("jobs of runs") && bounded.contains("1250 req"), "{bounded}");
        assert!(bounded.contains("the run ends after 4000 requests or 50 minutes, and the next one goes on"), "{bounded}");
        assert!(text.contains("100 repositories") && text.contains("together") && text.contains("shard 2 of 4"), "{text}");
    }
}
