//! Deployments that somebody made by hand: one from a laptop, of a commit that nobody else has, and one a second time.

use super::{Lines, Scene, seen_by};
use chrono::Duration;
use milepost_model::Outcome;
use milepost_model::record::Deployment;
use milepost_model::record::deployment::{Origin, Tier};

/// Both, each in the repository of the team that does such things.
pub(super) fn put(scene: &Scene<'_>, lines: &mut Lines) {
    match scene.unit.name.as_str() {
        "customs-gateway" => from_a_laptop(scene, lines),
        "notify-hub" => once_more(scene, lines),
        _ => {}
    }
}

/// The commit was never pushed, so nobody can say what was in it.
fn from_a_laptop(scene: &Scene<'_>, lines: &mut Lines) {
    let at = scene.world.calendar.days_ago(37, 18, 52);
    let sha = blake3::hash(b"a commit that was never pushed").to_hex()[..40].to_owned();
    lines.put(&Deployment {
        id: scene.id("deployment", "laptop"),
        version: Some("5.0.1-local".into()),
        sha,
        reference: Some("laptop".into()),
        started_at: Some(at),
        finished_at: Some(at + Duration::minutes(7)),
        created_at: at,
        ..production(scene)
    });
}

/// Somebody did not trust the first time: the newest one that nothing followed for two hours.
fn once_more(scene: &Scene<'_>, lines: &mut Lines) {
    let mut rows: Vec<_> = scene.told.deployments.iter().filter(|row| row.environment.starts_with("prod")).collect();
    rows.sort_by_key(|row| row.finished);
    let is_alone = |pair: &&[&crate::demo::history::Deployed]| {
        pair[0].outcome == Outcome::Success && pair[1].created - pair[0].finished > Duration::hours(2) && pair[1].created < scene.today() - Duration::days(12)
    };
    let Some(pair) = rows.windows(2).filter(is_alone).next_back() else { return };
    let (first, at) = (pair[0], pair[0].finished + Duration::minutes(35));
    lines.put(&Deployment {
        id: scene.id("deployment", "again"),
        version: first.version.clone(),
        sha: first.sha.to_string(),
        reference: Some(first.reference.clone()),
        environment: first.environment.to_owned(),
        started_at: Some(at),
        finished_at: Some(at + Duration::minutes(5)),
        created_at: at,
        ..production(scene)
    });
}

fn production(scene: &Scene<'_>) -> Deployment {
    Deployment {
        observed_at: scene.today(),
        provenance: seen_by("github"),
        repo: scene.id.clone(),
        environment: "production".into(),
        origin: Origin::DeploymentApi,
        outcome: Outcome::Success,
        tier: Some(Tier::Production),
        task: Some("deploy".into()),
        ..Deployment::default()
    }
}
