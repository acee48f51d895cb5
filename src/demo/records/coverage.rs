//! What was read, and what was not.

use super::{Lines, Scene, origin, pipeline_run, repo_id, seen_by};
use crate::demo::history::{NOT_FETCHED_DAYS, World};
use crate::demo::plan::Awkward;
use milepost_model::CoverageState;
use milepost_model::record::Coverage;

/// The kinds that are read for each repository.
const KINDS: [&str; 5] = ["change", "deployment", "pipeline_run", "release", "branch_rule"];
/// The kinds that are read once for the whole organisation.
const GLOBAL: [&str; 8] = ["cost", "dispatch", "finding", "incident", "oncall", "slo", "survey", "ticket"];

/// Repositories that exist and could not be read, why, and for how many days.
const UNREAD: [(&str, &str, i64); 3] = [
    ("customs-forms-eu", "403: the app is not installed on it", 9),
    ("ml-notebooks", "larger than 2 GB; the clone was stopped after 120 s", 2),
    ("legacy-edi", "404: moved or deleted", 0),
];

/// Complete for nearly everybody.
pub(super) fn put(scene: &Scene<'_>, lines: &mut Lines) {
    let calendar = scene.world.calendar;
    let is_partial = scene.unit.is(Awkward::PartialCoverage);
    for kind in KINDS {
        let begins = calendar.start;
        let from = if is_partial && matches!(kind, "pipeline_run" | "deployment") {
            calendar.days_ago(pipeline_run::PARTIAL_DAYS, 0, 0).max(begins)
        } else {
            begins
        };
        if from > begins {
            lines.put(&Coverage {
                to: from,
                state: CoverageState::Partial,
                reason: Some(if kind == "pipeline_run" {
                    "runs older than 90 days had been deleted before they were read for the first time".into()
                } else {
                    "its deployments were told by runs, and the oldest of these are gone".into()
                }),
                is_gone: (kind == "pipeline_run").then_some(true),
                ..row(scene, kind, begins)
            });
        }
        let refused = calendar.days_ago(NOT_FETCHED_DAYS, 6, 30);
        if kind == "change" && scene.unit.is(Awkward::NotFetched) && refused > from {
            lines.put(&Coverage { to: refused, ..row(scene, kind, from) });
            lines.put(&Coverage {
                state: CoverageState::NotObserved,
                reason: Some("403: the token may no longer read its pull requests".into()),
                ..row(scene, kind, refused)
            });
            continue;
        }
        lines.put(&row(scene, kind, from));
    }
}

fn row(scene: &Scene<'_>, kind: &str, from: milepost_model::Instant) -> Coverage {
    Coverage {
        id: format!("github:{}:{kind}:{}", scene.id, from.format("%Y-%m-%dT%H:%M:%SZ")),
        observed_at: scene.today(),
        provenance: seen_by("github"),
        of: kind.to_owned(),
        source: "github".into(),
        from,
        to: scene.today(),
        state: CoverageState::Complete,
        repo: Some(scene.id.clone()),
        ..Coverage::default()
    }
}

/// What was read of each source as a whole, and the repositories that were not read at all.
pub(super) fn put_sources(world: &World, lines: &mut Lines) {
    let calendar = world.calendar;
    for kind in GLOBAL {
        let source = match kind {
            "incident" | "oncall" => "pager",
            "cost" => "cloud-bill",
            "survey" => "survey",
            "slo" => "grafana",
            _ => "github",
        };
        lines.put(&Coverage {
            id: format!("{source}::{kind}:{}", calendar.start.format("%Y-%m-%dT%H:%M:%SZ")),
            observed_at: calendar.today,
            provenance: seen_by(source),
            of: kind.to_owned(),
            source: source.to_owned(),
            from: calendar.start,
            to: calendar.today,
            state: CoverageState::Complete,
            ..Coverage::default()
        });
    }
    for (name, reason, days) in UNREAD {
        let id = repo_id(&origin(name));
        let from = if days == 0 { calendar.today - chrono::Duration::minutes(9) } else { calendar.days_ago(days, 6, 30) };
        for kind in ["repository", "change", "deployment", "pipeline_run", "file"] {
            lines.put(&Coverage {
                id: format!("github:{id}:{kind}:{}", from.format("%Y-%m-%dT%H:%M:%SZ")),
                observed_at: calendar.today,
                provenance: seen_by("github"),
                of: kind.to_owned(),
                source: "github".into(),
                from,
                to: calendar.today,
                state: CoverageState::NotObserved,
                repo: Some(id.clone()),
                reason: Some(reason.to_owned()),
                name: Some(format!("lumenfreight/{name}")),
                ..Coverage::default()
            });
        }
    }
}
