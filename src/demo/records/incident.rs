//! Incidents.

use super::{Lines, Scene, deployment, seen_by};
use milepost_model::record::Incident;
use milepost_model::record::incident::Cause;

/// Every incident, and the one that is open today.
pub(super) fn put(scene: &Scene<'_>, lines: &mut Lines) {
    for (at, trouble) in scene.told.incidents.iter().enumerate() {
        lines.put(&Incident {
            id: scene.id("incident", at + 1),
            observed_at: scene.today(),
            provenance: seen_by("pager"),
            opened_at: trouble.opened,
            repo: Some(scene.id.clone()),
            title: Some(trouble.title.clone()),
            resolved_at: trouble.resolved,
            severity: Some(trouble.severity.to_owned()),
            caused_by: trouble.caused_by.map(|at| cause(scene, at)),
            fixed_by: trouble.fixed_by.filter(|at| scene.told.deployments[*at].finished <= scene.today()).map(|at| cause(scene, at)),
            is_change_failure: trouble.is_change_failure,
            url: Some(format!("https://incidents.lumenfreight.example/{}-{}", scene.unit.name, at + 1)),
            services: vec![scene.unit.parts[trouble.part].name.clone()],
            ..Incident::default()
        });
    }
    if scene.unit.name == "dock-scheduler" {
        // Somebody always has a bad morning; this team has the most of them.
        lines.put(&Incident {
            id: scene.id("incident", "open"),
            observed_at: scene.today(),
            provenance: seen_by("pager"),
            opened_at: scene.world.calendar.today - chrono::Duration::minutes(48),
            repo: Some(scene.id.clone()),
            title: Some("dock-scheduler: Trucks get the same dock twice".into()),
            severity: Some("major".into()),
            url: Some("https://incidents.lumenfreight.example/dock-scheduler-open".into()),
            services: vec!["dock-scheduler".into()],
            ..Incident::default()
        });
    }
}

fn cause(scene: &Scene<'_>, at: usize) -> Cause {
    let deployed = &scene.told.deployments[at];
    Cause { deployment: Some(deployment::id(scene, at)), sha: Some(deployed.sha.to_string()), change: None }
}
