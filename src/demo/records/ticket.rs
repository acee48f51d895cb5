//! Requests to the platform team.

use super::{Lines, seen_by};
use crate::demo::calendar::{at_work, moment_in_week};
use crate::demo::history::World;
use crate::demo::plan::Unit;
use crate::demo::random::Random;
use chrono::Duration;
use milepost_model::RepoId;
use milepost_model::record::Ticket;

/// Topic, title, hours that it stays open, and how many come in a week at first and at last.
const TOPICS: [(&str, &str, i64, f64, f64); 7] = [
    ("database", "Need a database for «service»", 46, 3.0, 0.4),
    ("preview-environment", "A preview of «service» for the designers", 30, 1.0, 2.6),
    ("access", "Access to the logs of «service»", 6, 2.0, 1.6),
    ("ci-is-slow", "CI of «service» takes twenty minutes", 80, 1.6, 0.7),
    ("dns", "A name for «service»", 20, 0.8, 0.8),
    ("quota", "More memory for «service»", 26, 0.9, 1.1),
    ("upgrade", "Help with the upgrade of «service»", 60, 1.2, 0.9),
];

/// What has an action becomes rarer, what has none does not.
pub(super) fn put(units: &[Unit], platform: &RepoId, world: &World, lines: &mut Lines) {
    let calendar = world.calendar;
    let mut random = Random::of(world.seed, "platform", "ticket");
    let mut number = 1000;
    if units.is_empty() {
        return;
    }
    for week in 0..calendar.weeks() {
        let monday = calendar.start + Duration::weeks(week);
        for (topic, title, hours, first, last) in TOPICS {
            let wanted = (first + (last - first) * calendar.progress(monday)) * (0.5 + random.share());
            let count = wanted as usize + usize::from(random.chance(wanted.fract()));
            for _ in 0..count {
                number += 1;
                let opened = moment_in_week(monday, &mut random);
                let open_for = Duration::minutes((hours as f64 * 60.0 * random.spread()) as i64);
                let closed = at_work(opened + open_for, &mut random);
                let unit = &units[random.below(units.len())];
                if opened > calendar.today {
                    continue;
                }
                lines.put(&Ticket {
                    id: format!("{platform}:ticket:{number}"),
                    observed_at: calendar.today,
                    provenance: seen_by("github"),
                    opened_at: opened,
                    repo: Some(platform.clone()),
                    closed_at: (closed <= calendar.today).then_some(closed),
                    topic: Some(topic.to_owned()),
                    title: Some(title.replace("«service»", &unit.main().name)),
                    url: Some(format!("https://github.com/lumenfreight/platform/issues/{number}")),
                    labels: vec!["request".into(), topic.to_owned()],
                    ..Ticket::default()
                });
            }
        }
    }
}
