//! Alerts of scanners.

use super::{Lines, Scene, seen_by};
use crate::demo::plan::Awkward;
use chrono::Duration;
use milepost_model::record::Finding;

/// A few alerts a year; those of customs-gateway stay open, as its level shows.
pub(super) fn put(scene: &Scene<'_>, lines: &mut Lines) {
    let unit = scene.unit;
    if unit.is(Awkward::Empty) || unit.is(Awkward::ReadmeOnly) {
        return;
    }
    let mut random = scene.random("finding");
    let calendar = scene.world.calendar;
    let days = (calendar.today - calendar.start.max(unit.created)).num_days();
    let most = if unit.is_named() { 9 } else { 4 };
    for at in 0..random.below(most) {
        let opened = calendar.days_ago(random.between(0, days.max(1) - 1), random.between(0, 5), random.between(0, 59));
        if opened < unit.created {
            continue;
        }
        let (tool, rule) =
            random.pick(&[("dependabot", "CVE"), ("dependabot", "CVE"), ("code-scanning", "sql-injection"), ("secret-scanning", "token")]);
        let severity = random.pick(&["low", "medium", "medium", "high", "critical"]);
        // Worse ones are closed sooner, and most are closed.
        let patience = match severity {
            "critical" => random.between(1, 16),
            "high" => random.between(2, 40),
            _ => random.between(5, 150),
        };
        lines.put(&Finding {
            id: scene.id("finding", at + 1),
            observed_at: scene.today(),
            provenance: seen_by("github"),
            repo: scene.id.clone(),
            tool: tool.to_owned(),
            severity: severity.to_owned(),
            opened_at: opened,
            closed_at: scene.known(opened + Duration::days(patience)),
            rule: Some(if rule == "CVE" { format!("CVE-2026-{}", random.between(1000, 48_000)) } else { rule.to_owned() }),
            url: Some(scene.url(&format!("security/{tool}/{}", at + 1))),
            ..Finding::default()
        });
    }
    if unit.name == "customs-gateway" {
        lines.put(&Finding {
            id: scene.id("finding", "secret"),
            observed_at: scene.today(),
            provenance: seen_by("github"),
            repo: scene.id.clone(),
            tool: "secret-scanning".into(),
            severity: "critical".into(),
            opened_at: calendar.days_ago(3, 7, 40),
            rule: Some("authority-api-key".into()),
            url: Some(scene.url("security/secret-scanning/secret")),
            ..Finding::default()
        });
    }
}
