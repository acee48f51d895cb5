//! What a run would ask, and what that costs, before it asks.

use super::projects::Project;
use super::settings::GitLabSettings;
use super::sweep::{self, Swept};
use super::{deployments, dora, issues, merge_requests, pipelines, releases, tags, teams};
use crate::remote::state::SourceState;
use crate::remote::{Cost, Plan, PlanLine, Runs, Tally};
use milepost_model::Memory;
use std::collections::BTreeMap;

/// The questions about single projects that only a change of them asks again.
const SETTINGS: [&str; 7] =
    ["branches", "licences", "languages", "environments", "protected environments", "protected branches", "approval rules"];

/// What is counted of a run under one name, by the endpoints that it is asked of.
const COUNTED: [(&str, &[&str]); 9] = [
    ("sweep", &[sweep::ENDPOINT]),
    ("settings", &SETTINGS),
    ("changes", &[merge_requests::ENDPOINT]),
    ("commits", &["commits of merge requests", "reverted merge requests"]),
    ("deployments", &[deployments::ENDPOINT]),
    ("pipelines", &[pipelines::ENDPOINT]),
    ("by hand", &["pipelines by hand", "variables of pipelines", "jobs of pipelines"]),
    ("releases", &[releases::ENDPOINT, tags::ENDPOINT, issues::ENDPOINT]),
    ("teams", &[teams::ENDPOINT, "members of groups"]),
];

/// How much there is to ask: what the arithmetic of a run rests on.
pub type Counts = BTreeMap<String, u64>;

/// What a run counted. A run that found little new says nothing of what a first one costs.
pub fn counted<'p>(tally: &Tally, swept: &Swept, chosen: impl Iterator<Item = &'p Project>, before: &Counts) -> Counts {
    let asked = |endpoints: &[&str]| endpoints.iter().filter_map(|name| tally.by_endpoint.get(name)).sum::<u64>();
    let mut counts: Counts = COUNTED
        .iter()
        .map(|(name, endpoints)| ((*name).to_owned(), asked(endpoints).max(before.get(*name).copied().unwrap_or(0))))
        .collect();
    counts.insert("sweep".to_owned(), asked(&[sweep::ENDPOINT]));
    counts.insert("projects".to_owned(), swept.projects.len() as u64);
    counts.insert("with pipelines".to_owned(), chosen.filter(|project| project.has_pipelines()).count() as u64);
    counts
}

/// The counts that stand for a GitLab of which nothing is known yet.
fn supposed(settings: &GitLabSettings) -> Counts {
    let owners = (settings.groups.len() + settings.users.len() + settings.projects.len()) as u64;
    let commits = if settings.commits_of_changes { 5_000 } else { 0 };
    let known = [
        ("sweep", owners.max(1)),
        ("settings", 500),
        ("changes", if settings.commits_of_changes { 300 } else { 100 }),
        ("commits", commits),
        ("deployments", 150),
        ("pipelines", 250),
        ("by hand", 100),
        ("releases", 200),
        ("teams", 12),
        ("projects", 100),
        ("with pipelines", 80),
    ];
    known.into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
}

/// The lines of a plan, by arithmetic alone.
pub fn lines(settings: &GitLabSettings, counts: &Counts) -> Vec<PlanLine> {
    let of = settings.shard.map_or(1, |(_, of)| u64::from(of.max(1)));
    let whole = |name: &str| counts.get(name).copied().unwrap_or(0);
    let part = |name: &str| whole(name).div_ceil(of);
    let line = |what: &str, how: &str, first, again| PlanLine {
        what: what.to_owned(),
        how: how.to_owned(),
        first: Cost { requests: first, points: 0 },
        again: Cost { requests: again, points: 0 },
    };
    let with_pipelines = part("with pipelines");
    let mut lines = vec![
        line("projects", "1 request per 100 projects", whole("sweep"), whole("sweep")),
        line("subgroups as teams", "1 request per 100 subgroups, 1 for the members of each", whole("teams"), whole("teams")),
        line("newest commit, languages, licence, environments, protection", "up to 7 requests per project", part("settings"), 0),
        line(
            "merge requests",
            if settings.commits_of_changes { "1 request per 20 that were merged" } else { "1 request per 100 that were merged" },
            part("changes"),
            0,
        ),
    ];
    if settings.commits_of_changes {
        lines.push(line("their commits", "1 request per merge request", part("commits"), 0));
    }
    lines.push(line("deployments", "1 request per 100", part("deployments"), with_pipelines));
    if settings.runs != Runs::None {
        lines.push(line("pipelines", "1 request per 100", part("pipelines"), with_pipelines));
        lines.push(line("pipelines by hand, jobs", "2 requests per pipeline by hand, 1 where jobs are read", part("by hand"), 0));
    }
    if settings.dora_metrics {
        let each = with_pipelines * dora::METRICS.len() as u64;
        lines.push(line("GitLab's own DORA metrics", "4 requests per project with pipelines", each, each));
    }
    lines.push(line("releases, incidents, tickets", "1 request per 100", part("releases"), 0));
    lines
}

/// The plan of the next run. What earlier ones found is what it rests on; before that, a hundred projects.
pub fn plan(settings: &GitLabSettings, memory: &dyn Memory) -> Plan {
    let known = SourceState::recall(memory, &settings.key()).counts;
    let projects = known.get("projects").copied().unwrap_or(0);
    let (basis, counts) = if projects > 0 {
        (format!("{projects} projects, as the last run found them"), known)
    } else {
        let basis = "nothing is known yet; the figures are for 100 projects with 50 merge requests and 250 pipelines each";
        (basis.to_owned(), supposed(settings))
    };
    let mut notes = Vec::new();
    if let Some((shard, of)) = settings.shard {
        notes.push(format!("this is shard {shard} of {of}: every shard sweeps, and each reads its own projects"));
    }
    if settings.mirrors {
        notes.push("files and history come from bare mirrors, which count against no limit of the API".to_owned());
    }
    notes.push("what stands still is asked again once a week, as labels that are set later leave no trace".to_owned());
    notes.extend(settings.limits.words());
    Plan { source: settings.id.clone(), basis, lines: lines(settings, &counts), notes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::Unwatched;

    #[test]
    fn a_plan_is_told_before_anything_is_known() {
        let settings = GitLabSettings { groups: vec!["lumen".into()], shard: Some((2, 4)), ..GitLabSettings::default() };
        let plan = plan(&settings, &Unwatched);
        let text = plan.text();
        assert!(text.contains("100 projects") && text.contains("together") && text.contains("shard 2 of 4"), "{text}");
        let (first, again) = plan.sum();
        assert!(again.requests * 10 < first.requests, "{first:?} {again:?}");
    }

    #[test]
    fn a_run_that_found_nothing_new_does_not_make_the_first_one_cheap() {
        let before = Counts::from([("changes".to_owned(), 70), ("sweep".to_owned(), 9)]);
        let tally = Tally { by_endpoint: BTreeMap::from([(merge_requests::ENDPOINT, 2), (sweep::ENDPOINT, 3)]), ..Tally::default() };
        let counts = counted(&tally, &Swept::default(), std::iter::empty(), &before);
        assert_eq!((counts["changes"], counts["sweep"]), (70, 3));
    }
}
