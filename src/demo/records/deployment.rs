//! Deployments.

use super::{Lines, Scene, pipeline_run, seen_by};
use crate::demo::plan::Awkward;
use milepost_model::record::Deployment;
use milepost_model::record::deployment::{Origin, Tier};
use milepost_model::{Instant, Outcome};

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
        let elsewhere = told_elsewhere(scene, at, deployed.created);
        let sha = elsewhere.as_ref().map_or_else(|| deployed.sha.to_string(), Clone::clone);
        let run = deployed.run.filter(|_| elsewhere.is_none());
        lines.put(&Deployment {
            id: id(scene, at),
            observed_at: scene.today(),
            provenance: seen_by("github"),
            repo: scene.id.clone(),
            environment: deployed.environment.to_string(),
            sha: sha.clone(),
            origin: if run.is_some() || at >= scene.told.deployments.len() { Origin::DeploymentApi } else { Origin::External },
            created_at: deployed.created,
            outcome: if finished.is_some() { deployed.outcome } else { Outcome::Running },
            tier: tier(&deployed.environment),
            reference: Some(deployed.reference.clone()),
            task: Some("deploy".into()),
            started_at: scene.known(deployed.started),
            finished_at: finished,
            run_id: run,
            artifact: Some(format!("registry.lumenfreight.example/{}:{sha}", part.name)),
            version: deployed.version.clone(),
            actor: Some(deployed.login.clone()),
            url: run.map(|run| scene.url(&format!("actions/runs/{run}"))),
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

/// Of so many deployments in a row one is told with the commit of the repository that deploys.
const ELSEWHERE_OF: usize = 3;
/// That repository took over so many days ago.
const ELSEWHERE_DAYS: i64 = 70;

/// The commit of another repository that a deployment is told with.
fn told_elsewhere(scene: &Scene<'_>, at: usize, created: Instant) -> Option<String> {
    let is_it = scene.unit.is(Awkward::OtherCommits)
        && at < scene.told.deployments.len()
        && at.is_multiple_of(ELSEWHERE_OF)
        && created >= scene.world.calendar.days_ago(ELSEWHERE_DAYS, 0, 0);
    let hash = blake3::hash(format!("{}/deployed by another repository/{at}", scene.world.seed).as_bytes());
    is_it.then(|| hash.to_hex()[..40].to_owned())
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
