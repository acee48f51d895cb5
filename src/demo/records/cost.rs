//! Costs.

use super::{Lines, Scene, seen_by};
use chrono::{Datelike, TimeZone, Utc};
use milepost_model::record::Cost;

/// What each service costs in each whole month, in euros.
pub(super) fn put(scene: &Scene<'_>, lines: &mut Lines) {
    let unit = scene.unit;
    let calendar = scene.world.calendar;
    let mut random = scene.random("cost");
    for part in &unit.parts {
        let base = 120.0 * random.spread() * (5.0 - f64::from(unit.tier));
        let (mut year, mut month) = (calendar.start.year(), calendar.start.month());
        while let Some(from) = Utc.with_ymd_and_hms(year, month, 1, 0, 0, 0).single() {
            (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
            let Some(to) = Utc.with_ymd_and_hms(year, month, 1, 0, 0, 0).single() else { break };
            if to > calendar.today {
                break;
            }
            if from < calendar.start || from < unit.created {
                continue;
            }
            // Costs creep up, and fall a little when somebody looks.
            let amount = base * (0.9 + 0.25 * calendar.progress(from)) * (0.93 + 0.14 * random.share());
            lines.put(&Cost {
                id: scene.id("cost", format_args!("{}:{}", part.name, from.format("%Y-%m"))),
                observed_at: scene.today(),
                provenance: seen_by("cloud-bill"),
                from,
                to,
                amount: (amount * 100.0).round() / 100.0,
                currency: "EUR".into(),
                service: Some(part.name.clone()),
                team: Some(unit.team.clone()),
                ..Cost::default()
            });
        }
    }
}
