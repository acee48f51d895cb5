//! Service level objectives.

use super::{Lines, Scene, rev, seen_by};
use chrono::Duration;
use milepost_model::record::Slo;

/// How many weeks of measurements are kept.
const WEEKS: i64 = 54;

/// Services of the first two tiers promise something; each week is measured.
pub(super) fn put(scene: &Scene<'_>, lines: &mut Lines) {
    let unit = scene.unit;
    if unit.tier > 2 || unit.main().kind == "library" {
        return;
    }
    let mut random = scene.random("slo");
    let target = if unit.tier == 1 { 0.999 } else { 0.995 };
    let weeks = if unit.is_named() { WEEKS } else { 1 };
    for part in &unit.parts {
        for back in (0..weeks).rev() {
            let at = scene.world.calendar.today - Duration::minutes(40) - Duration::weeks(back);
            if at < scene.world.calendar.start.max(unit.created) {
                continue;
            }
            let missed = (1.0 - target) * (0.25 + 5.0 * unit.pace.fails * random.spread());
            let actual = ((1.0 - missed) * 100_000.0).round() / 100_000.0;
            lines.put(&Slo {
                id: scene.id("slo", format_args!("{}:availability", part.name)),
                rev: rev(at),
                observed_at: at,
                provenance: seen_by("grafana"),
                service: part.name.clone(),
                name: "availability".into(),
                target,
                measured_at: at,
                actual: Some(actual),
                window_days: Some(30),
                url: Some(format!("https://grafana.lumenfreight.example/d/{}/slo", part.name)),
                ..Slo::default()
            });
        }
    }
}
