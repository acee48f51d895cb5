//! Runs of workflows.

use super::{Lines, Scene, seen_by};
use crate::demo::history::Run;
use crate::demo::plan::Awkward;
use milepost_model::Outcome;
use milepost_model::record::PipelineRun;
use milepost_model::record::pipeline_run::{Job, Referenced};

/// How many days before today the runs of the partly covered service begin to be known.
pub(super) const PARTIAL_DAYS: i64 = 90;

/// Every attempt of every run.
pub(super) fn put(scene: &Scene<'_>, lines: &mut Lines) {
    let from = if scene.unit.is(Awkward::PartialCoverage) {
        scene.world.calendar.days_ago(PARTIAL_DAYS, 0, 0)
    } else {
        scene.world.calendar.start
    };
    for run in scene.told.runs.iter().filter(|run| run.created >= from && run.created <= scene.today()) {
        let finished = scene.known(run.finished);
        let outcome = if finished.is_some() { run.outcome } else { Outcome::Running };
        lines.put(&PipelineRun {
            id: scene.id("run", format_args!("{}:{}", run.id, run.attempt)),
            observed_at: scene.today(),
            provenance: seen_by("github"),
            repo: scene.id.clone(),
            workflow: format!(".github/workflows/{}.yml", run.workflow),
            run_id: run.id,
            attempt: run.attempt,
            sha: run.sha.to_string(),
            created_at: run.created,
            outcome,
            name: Some(run.workflow.to_owned()),
            event: Some(run.event.to_owned()),
            branch: Some(run.branch.clone()),
            started_at: scene.known(run.started),
            finished_at: finished,
            original_outcome: Some(outcome_word(outcome).to_owned()),
            actor: Some(run.login.clone()),
            title: Some(run.title.clone()),
            url: Some(scene.url(&format!("actions/runs/{}", run.id))),
            referenced: referenced(scene, run).into_iter().collect(),
            jobs: finished.map(|_| jobs(run)).unwrap_or_default(),
            ..PipelineRun::default()
        });
    }
}

/// GitHub's own words.
fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Running => "in_progress",
        other => other.word(),
    }
}

fn referenced(scene: &Scene<'_>, run: &Run) -> Option<Referenced> {
    let (path, version) = run.on?;
    let tag = path.tag(version);
    let file = if run.workflow == "ci" { path.name() } else { "deploy-service" };
    Some(Referenced {
        path: format!("lumenfreight/platform/.github/workflows/{file}.yml@{tag}"),
        reference: Some(format!("refs/tags/{tag}")),
        sha: scene.world.release(path, version).map(|oid| oid.to_string()),
    })
}

fn jobs(run: &Run) -> Vec<Job> {
    let name = match (run.workflow, run.environment) {
        ("ci", _) => {
            if run.on.is_some() {
                "build / build"
            } else {
                "test"
            }
        }
        (_, Some(environment)) => environment,
        _ => "deploy",
    };
    vec![Job {
        name: name.to_owned(),
        started_at: Some(run.started),
        finished_at: Some(run.finished),
        outcome: run.outcome,
        environment: run.environment.map(str::to_owned),
    }]
}
