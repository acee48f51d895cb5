//! Runs of self-service actions.

use super::{Lines, seen_by};
use crate::demo::calendar::moment_in_week;
use crate::demo::content::ACTION_IDS;
use crate::demo::history::World;
use crate::demo::plan::Unit;
use crate::demo::random::Random;
use chrono::Duration;
use milepost_model::record::Dispatch;
use milepost_model::record::dispatch::{Approval, Approvals, Decision};
use milepost_model::{Outcome, RepoId};
use std::collections::BTreeMap;

/// How long each action takes, in seconds, and how often it is run beside the others.
const SHAPE: [(i64, usize); 9] = [(240, 9), (124, 6), (180, 3), (540, 4), (360, 5), (900, 2), (60, 6), (300, 3), (210, 2)];

/// More each month: what was a ticket becomes a click.
pub(super) fn put(units: &[Unit], platform: &RepoId, world: &World, lines: &mut Lines) {
    let calendar = world.calendar;
    let services: Vec<&Unit> = units.iter().filter(|unit| unit.awkward.is_empty()).collect();
    let mut random = Random::of(world.seed, "platform", "dispatch");
    let mut run = 8_000_000_000_u64;
    if services.is_empty() {
        return;
    }
    let weighted: Vec<usize> = SHAPE.iter().enumerate().flat_map(|(at, (_, weight))| std::iter::repeat_n(at, *weight)).collect();
    for week in 0..calendar.weeks() {
        let monday = calendar.start + Duration::weeks(week);
        let count = 6 + (16.0 * calendar.progress(monday)) as i64 + random.between(0, 5);
        for _ in 0..count {
            let at = moment_in_week(monday, &mut random);
            let action = random.pick(&weighted);
            let unit = services[random.below(services.len())];
            let person = &unit.people[random.below(unit.people.len())];
            let reviewer = random.below(unit.people.len());
            let seconds = (SHAPE[action].0 as f64 * random.spread()) as i64 + 20;
            let outcome = match random.share() {
                share if share < 0.955 => Outcome::Success,
                share if share < 0.99 => Outcome::Failure,
                _ => Outcome::Cancelled,
            };
            run += 1;
            if at > calendar.today - Duration::hours(2) {
                continue;
            }
            let waits = if action < 2 && unit.tier == 1 { random.between(60, 900) } else { 4 };
            let inputs = inputs(ACTION_IDS[action], unit, &mut random);
            let is_production = inputs.get("environment").is_some_and(|name| name == "production");
            let reviewers =
                unit.people.iter().cycle().skip(reviewer).take(unit.people.len()).chain(services.iter().flat_map(|other| &other.people));
            let reviewer = reviewers.map(|person| &person.login).find(|login| **login != person.login);
            lines.put(&Dispatch {
                id: format!("{platform}:dispatch:{run}"),
                observed_at: calendar.today,
                provenance: seen_by("github"),
                repo: platform.clone(),
                workflow: format!(".github/workflows/{}.yml", ACTION_IDS[action]),
                requested_at: at,
                outcome,
                via: "workflow_dispatch".into(),
                action: Some(ACTION_IDS[action].to_owned()),
                run_id: Some(run),
                started_at: Some(at + Duration::seconds(waits)),
                finished_at: Some(at + Duration::seconds(waits + seconds)),
                actor: Some(person.login.clone()),
                service: Some(unit.main().name.clone()),
                approvals: Some(approvals(is_production, outcome, reviewer)),
                url: Some(format!("https://github.com/lumenfreight/platform/actions/runs/{run}")),
                inputs,
                ..Dispatch::default()
            });
        }
    }
}

/// In production nobody approves a run of their own; what somebody rejects has failed.
fn approvals(is_production: bool, outcome: Outcome, reviewer: Option<&String>) -> Approvals {
    let decision = if outcome == Outcome::Failure { Decision::Rejected } else { Decision::Approved };
    let approval = |by: &String| Approval { decision, by: Some(by.clone()), environments: vec!["production".to_owned()] };
    Approvals(reviewer.filter(|_| is_production && outcome != Outcome::Cancelled).map(approval).into_iter().collect())
}

fn inputs(action: &str, unit: &Unit, random: &mut Random) -> BTreeMap<String, String> {
    let service = unit.main().name.clone();
    let environment = random.pick(&["production", "production", "staging"]);
    let pairs: Vec<(&str, String)> = match action {
        "deploy" => vec![("service", service), ("environment", environment.into()), ("dry_run", "false".into())],
        "rollback" => vec![
            ("service", service),
            ("environment", environment.into()),
            ("release", "previous".into()),
            ("reason", format!("INC-{}: {}s look wrong since the last version", random.between(1800, 2400), unit.main().nouns[0])),
        ],
        "create-service" => vec![
            ("name", format!("{}-trial", service.chars().take(40).collect::<String>())),
            ("path", random.pick(&["rust-service", "go-service", "web-app", "python-ml"]).into()),
            ("team", unit.team.clone()),
        ],
        "provision-database" => vec![
            ("service", service),
            ("engine", random.pick(&["postgresql", "postgresql", "redis"]).into()),
            ("environment", environment.into()),
            ("size_gb", random.pick(&["20", "20", "50", "100"]).into()),
        ],
        "staging-environment" => vec![("service", service), ("branch", "main".into()), ("days", "7".into())],
        "rotate-secret" => vec![("service", service), ("credential", "DATABASE_URL".into()), ("environment", environment.into())],
        "toggle-flag" => vec![
            ("flag", format!("new-{}-list", unit.main().nouns[0])),
            ("state", random.pick(&["on", "off", "share"]).into()),
            ("environment", environment.into()),
        ],
        _ => vec![("service", service)],
    };
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
