//! The report as data.

use super::{Report, address, title};
use crate::portal::Portal;
use crate::portal::adoption::json::{of_count, of_ratio};
use crate::portal::delivery::json::sorted;
use crate::site::wording;
use serde_json::{Value, json};

/// A week, keys in order.
pub fn of(portal: &Portal, report: &Report) -> Value {
    let adoption = &portal.adoption;
    let moved: Vec<Value> = report
        .moved
        .iter()
        .map(|mover| {
            json!({
                "what": mover.what.word(), "service": adoption.services[mover.service].reference.to_string(), "path": adoption.paths[mover.path].settings.id,
                "version": mover.version.as_deref(), "from": mover.from.as_deref(), "behind": mover.behind, "at": mover.at.map(wording::iso),
            })
        })
        .collect();
    let versions: Vec<Value> = report
        .versions
        .iter()
        .map(|(title, counts)| {
            let counts: Vec<Value> = counts
                .iter()
                .map(|(version, count, state)| json!({ "version": version, "services": count, "state": state.word() }))
                .collect();
            json!({ "path": title, "versions": counts })
        })
        .collect();
    let delivery: Vec<Value> = report
        .delivery
        .iter()
        .map(|measure| json!({ "metric": measure.five.id, "before": measure.before, "now": measure.now, "services": measure.services, "records": measure.records, "beyond_noise": measure.is_beyond_noise }))
        .collect();
    let levels: Vec<Value> = report
        .levels
        .iter()
        .map(|one| json!({ "service": one.service.to_string(), "scorecard": portal.scores.cards[one.card].card.id, "from": one.from, "to": one.to, "higher": one.is_higher, "new": one.is_new, "why": one.why }))
        .collect();
    let campaigns: Vec<Value> = report
        .campaigns
        .iter()
        .map(|one| json!({ "id": one.id, "title": one.title, "ends_on": one.ends_on.to_string(), "asked": one.asked, "done": one.done, "finished": one.finished, "pace": one.pace }))
        .collect();
    let help: Vec<Value> = report
        .help
        .iter()
        .map(|one| json!({ "team": one.team.as_ref().map(ToString::to_string), "service": one.service.to_string(), "why": one.why, "effort": one.effort }))
        .collect();
    sorted(json!({
        "schema": "milepost/report/1",
        "week": title(report.week),
        "address": address(report.week),
        "from": wording::iso(report.week.from),
        "to": wording::iso(report.week.to),
        "open": report.is_open,
        "share": of_ratio(report.share),
        "before": of_ratio(report.before),
        "count": adoption.overall.get(report.at).map(of_count),
        "target": report.target.map(|target| json!({ "share": target.share as f64 / 10_000.0, "by": target.by.map(|by| by.to_string()), "missing": report.missing })),
        "forecast": report.forecast,
        "moved": moved,
        "left": report.left.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "versions": versions,
        "delivery": delivery,
        "delivery_until": report.delivery_until.map(wording::iso),
        "levels": levels,
        "campaigns": campaigns,
        "help": help,
        "actions": report.requests.map(|(actions, _)| actions),
        "tickets": report.requests.map(|(_, tickets)| tickets),
        "unknown": report.unknown,
    }))
}
