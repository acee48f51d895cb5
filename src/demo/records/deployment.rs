//! Deployments.

use super::{Lines, Scene, pipeline_run, seen_by};
use crate::demo::plan::Awkward;
use milepost_model::Outcome;
use milepost_model::record::Deployment;
use milepost_model::record::deployment::{Origin, Tier};

/// Every deployment and every attempt.
pub(super) fn put(scene: &Scene<'_>, lines: &mut Lines) {
    let from = if scene.unit.is(Awkward::PartialCoverage) {
        scene.world.calendar.days_ago(pipeline_run::PARTIAL_DAYS, 0, 0)
    } else {
        scene.world.calendar.start
    };
    for (at, deployed) in scene.told.deployments.iter().chain(&scene.told.besides).enumerate() {
        if deployed.created < from || deployed.created > scene.today() {
            continue;
        }
        let finished = scene.known(deployed.finished);
        let part = &scene.unit.parts[deployed.part];
        lines.put(&Deployment {
            id: id(scene, at),
            observed_at: scene.today(),
            provenance: seen_by("github"),
            repo: scene.id.clone(),
            environment: deployed.environment.to_string(),
            sha: deployed.sha.to_string(),
            origin: if deployed.run.is_some() || at >= scene.told.deployments.len() { Origin::DeploymentApi } else { Origin::External },
            created_at: deployed.created,
            outcome: if finished.is_some() { deployed.outcome } else { Outcome::Running },
            tier: tier(&deployed.environment),
            reference: Some(deployed.reference.clone()),
            task: Some("deploy".into()),
            started_at: scene.known(deployed.started),
            finished_at: finished,
            run_id: deployed.run,
            artifact: Some(format!("registry.lumenfreight.example/{}:{}", part.name, deployed.sha)),
            version: deployed.version.clone(),
            actor: Some(deployed.login.clone()),
            url: deployed.run.map(|run| scene.url(&format!("actions/runs/{run}"))),
            environment_url: Some(format!("https://{}.{}.lumenfreight.example", part.name, deployed.environment.replace('/', "-"))),
            services: if scene.unit.parts.len() > 1 { vec![part.name.clone()] } else { Vec::new() },
            ..Deployment::default()
        });
    }
}

/// The id of a deployment.
pub(super) fn id(scene: &Scene<'_>, at: usize) -> String {
    scene.id("deployment", at + 1)
}

/// What the host is told an environment is for; of previews nobody told it.
fn tier(environment: &str) -> Option<Tier> {
    match environment {
        "staging" => Some(Tier::Staging),
        "dev" => Some(Tier::Development),
        "sandbox" => Some(Tier::Testing),
        name if name.starts_with("preview/") => None,
        _ => Some(Tier::Production),
    }
}
