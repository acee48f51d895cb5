//! Records of deployments: imported ones, and the provider's own.

use super::event::{Event, Sifted, fitness};
use super::{Means, RepositoryRecords};
use crate::metrics::delivery::evidence::Sha;
use crate::metrics::delivery::{Rule, Unfit};
use crate::metrics::environment;
use milepost_model::record::Deployment;
use milepost_model::record::deployment::{Origin, Tier};
use std::borrow::Cow;

/// Sorts the records by the rule that their origin speaks for.
pub(super) fn sift<'a>(records: &'a RepositoryRecords, service: usize, means: &Means<'a>, by_rule: &mut [Sifted<'a>; 5]) {
    for (record, belonging) in records.deployments.iter().zip(&means.owners.deployments) {
        if !belonging.services.contains(&service) {
            continue;
        }
        let rule = rule_of(&record.origin);
        let sifted = &mut by_rule[rule as usize];
        match fit(record, rule, service, means) {
            Ok(()) => {
                sifted.is_shared |= belonging.is_shared;
                sifted.events.push(event(record, rule));
            }
            Err(why) => sifted.left_out.add(why, &record.id, record.finished_at.unwrap_or(record.created_at)),
        }
    }
}

fn rule_of(origin: &Origin) -> Rule {
    match origin {
        Origin::DeploymentApi => Rule::Deployment,
        Origin::Run | Origin::Job => Rule::Run,
        Origin::Release => Rule::Release,
        Origin::Tag => Rule::Tag,
        Origin::External | Origin::Other(_) => Rule::External,
    }
}

fn fit(record: &Deployment, rule: Rule, service: usize, means: &Means<'_>) -> Result<(), Unfit> {
    let (pattern, _) = means.owners.pattern(service);
    if let Some(environments) = &pattern.environments {
        if !environments.is_match(record.environment.trim()) {
            return Err(Unfit::NotProduction);
        }
    } else if environment::tier(record, &|name| means.settings.is_production(name)) != Tier::Production {
        return Err(Unfit::NotProduction);
    }
    if rule == Rule::Deployment && record.task.as_deref().is_some_and(|task| !pattern.tasks.matches(task)) {
        return Err(Unfit::OtherTask);
    }
    fitness(record.outcome)
}

fn event(record: &Deployment, rule: Rule) -> Event<'_> {
    Event {
        id: Cow::Borrowed(&record.id),
        rule,
        sha: Sha::of(&record.sha),
        environment: &record.environment,
        started: record.started_at,
        finished: record.finished_at.unwrap_or(record.created_at),
        has_end: record.finished_at.is_some(),
        outcome: record.outcome,
        run: record.run_id,
        version: record.version.as_deref(),
        reference: record.reference.as_deref(),
        url: record.url.as_deref(),
    }
}
