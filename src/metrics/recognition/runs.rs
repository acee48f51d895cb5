//! Runs of deploying workflows, and jobs that name a production environment.

use super::event::{Event, Sifted, fitness};
use super::{Means, RepositoryRecords};
use crate::config::Pattern;
use crate::metrics::delivery::Rule;
use crate::metrics::delivery::evidence::Sha;
use milepost_model::record::PipelineRun;
use milepost_model::record::pipeline_run::Job;
use milepost_model::{Instant, Outcome};
use std::borrow::Cow;

/// What a whole run is deployed to, since it names no environment.
const EVERYWHERE: &str = "production";

/// Each attempt of a run becomes an event; which of them counts is settled where duplicates are.
pub(super) fn sift<'a>(records: &'a RepositoryRecords, service: usize, means: &Means<'a>, sifted: &mut Sifted<'a>) {
    let (pattern, _) = means.owners.pattern(service);
    for (run, belonging) in records.runs.iter().zip(&means.owners.runs) {
        if !belonging.services.contains(&service) || !is_meant(run, pattern) {
            continue;
        }
        let found: Vec<Event<'a>> = if pattern.jobs.is_none() && pattern.workflows.matches(&run.workflow) {
            vec![whole(run)]
        } else {
            run.jobs.iter().filter(|job| is_deploying(run, job, pattern, means)).map(|job| of_job(run, job)).collect()
        };
        for event in found {
            match fitness(event.outcome) {
                Ok(()) => {
                    sifted.is_shared |= belonging.is_shared;
                    sifted.events.push(event);
                }
                Err(why) => sifted.left_out.add(why, &event.id, event.finished),
            }
        }
    }
}

/// Most runs of a repository test something; they are not worth a list.
fn is_meant(run: &PipelineRun, pattern: &Pattern) -> bool {
    let fits = |globs: &crate::config::pattern::Globs, word: Option<&str>| {
        globs.patterns().is_empty() || word.is_some_and(|word| globs.matches(word))
    };
    fits(&pattern.branches, run.branch.as_deref()) && fits(&pattern.events, run.event.as_deref())
}

fn is_deploying(run: &PipelineRun, job: &Job, pattern: &Pattern, means: &Means<'_>) -> bool {
    if pattern.jobs.as_ref().is_some_and(|jobs| !jobs.is_match(&job.name)) {
        return false;
    }
    if !pattern.workflows.patterns().is_empty() {
        return pattern.workflows.matches(&run.workflow);
    }
    let is_production = |name: &str| match &pattern.environments {
        Some(environments) => environments.is_match(name),
        None => means.settings.is_production(name),
    };
    job.environment.as_deref().is_some_and(|name| is_production(name.trim()))
}

fn whole(run: &PipelineRun) -> Event<'_> {
    let ended = run.finished_at;
    event(run, Cow::Borrowed(run.id.as_str()), EVERYWHERE, (run.started_at, ended), run.outcome)
}

fn of_job<'a>(run: &'a PipelineRun, job: &'a Job) -> Event<'a> {
    let environment = job.environment.as_deref().unwrap_or(&job.name);
    let ended = job.finished_at.or(run.finished_at);
    event(run, Cow::Owned(format!("{}:{}", run.id, job.name)), environment, (job.started_at.or(run.started_at), ended), job.outcome)
}

fn event<'a>(
    run: &'a PipelineRun,
    id: Cow<'a, str>,
    environment: &'a str,
    (started, finished): (Option<Instant>, Option<Instant>),
    outcome: Outcome,
) -> Event<'a> {
    Event {
        id,
        rule: Rule::Run,
        sha: Sha::of(&run.sha),
        environment,
        started,
        finished: finished.unwrap_or(run.created_at),
        has_end: finished.is_some(),
        outcome,
        run: Some(run.run_id),
        version: None,
        reference: run.branch.as_deref(),
        url: run.url.as_deref(),
    }
}

/// Whether any service of the repository can only be told of by its runs, so that they have to be read.
pub(in crate::metrics) fn are_needed(records: &RepositoryRecords, patterns: &[&Pattern], since: Instant) -> bool {
    use milepost_model::record::deployment::Origin;
    let is_told = |record: &&milepost_model::record::Deployment| {
        matches!(record.origin, Origin::DeploymentApi | Origin::External | Origin::Other(_)) && record.created_at >= since
    };
    if patterns.iter().any(|pattern| pattern.rule.as_deref() == Some(Rule::Run.word())) {
        return true;
    }
    // A monorepo may name some of its services only, and the others are told of by runs.
    let may_be_silent = patterns.len() > 1 || !records.deployments.iter().any(|record| is_told(&record));
    may_be_silent && patterns.iter().any(|pattern| pattern.rule.is_none())
}
