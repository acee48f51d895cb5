//! Adoption as data: keys in order, decimals as texts, and null with a reason where nothing is known.

use super::ratio::{Quartiles, Ratio};
use super::state::{Count, Moment, State};
use super::{Adoption, PathAdoption, ServiceAdoption, Standing, Through, drift, first_deployments, funnel, origins, per_signal};
use crate::metrics::delivery::json::sorted;
use milepost_model::Instant;
use serde_json::{Map, Value, json};

/// Everything, of one path or of all.
pub fn of_all(adoption: &Adoption, only: Option<usize>) -> Value {
    let is_wanted = |path: usize| only.is_none_or(|only| only == path);
    let paths: Map<String, Value> = adoption
        .paths
        .iter()
        .enumerate()
        .filter(|(place, _)| is_wanted(*place))
        .map(|(place, path)| (path.settings.id.clone(), of_path(adoption, place, path)))
        .collect();
    let services: Map<String, Value> = adoption
        .services
        .iter()
        .filter(|service| service.paths.iter().any(|(path, _)| is_wanted(*path)))
        .map(|service| (service.reference.to_string(), of_service(adoption, service, &is_wanted)))
        .collect();
    let teams: Map<String, Value> =
        adoption.teams.iter().map(|(team, counts)| (team.to_string(), counts.last().map_or(Value::Null, of_count))).collect();
    sorted(json!({
        "schema": "milepost/adoption/1",
        "as_of": adoption.instants.last().copied().map(instant),
        "instants": adoption.instants.iter().copied().map(instant).collect::<Vec<_>>(),
        "overall": adoption.overall.iter().map(of_count).collect::<Vec<_>>(),
        "origins": of_origins(&origins(adoption, None, adoption.now())),
        "funnel": of_funnel(adoption, None),
        "first_deployment": of_first(adoption, None),
        "deployments": of_through(adoption.through),
        "paths": paths,
        "services": services,
        "teams": teams,
        "requests": of_requests(adoption),
        "surveys": of_surveys(adoption),
        "upkeep": of_upkeep(adoption),
    }))
}

fn of_path(adoption: &Adoption, place: usize, path: &PathAdoption) -> Value {
    let drift = drift(adoption, place, adoption.now());
    let settings = &path.settings;
    let signals: Map<String, Value> =
        settings.signals.iter().zip(per_signal(adoption, place)).map(|(signal, ratio)| (signal.id.clone(), of_ratio(ratio))).collect();
    json!({
        "title": settings.title,
        "owner": settings.owner.as_ref().map(ToString::to_string),
        "docs": settings.docs,
        "target": settings.target.map(share),
        "by": settings.by.map(|day| day.to_string()),
        "needs": settings.needs,
        "repository": path.repository,
        "counts": path.counts.iter().map(of_count).collect::<Vec<_>>(),
        "signals": signals,
        "releases": path.releases.all().iter().map(|release| json!({
            "version": release.version.to_string(), "tag": release.tag, "sha": release.sha, "at": instant(release.at),
        })).collect::<Vec<_>>(),
        "drift": {
            "versions": drift.versions.map(of_quartiles), "days": drift.days.map(of_quartiles), "unplaced": drift.unplaced,
        },
        "origins": of_origins(&origins(adoption, Some(place), adoption.now())),
        "funnel": of_funnel(adoption, Some(place)),
        "first_deployment": of_first(adoption, Some(place)),
        "deployments": of_through(path.through),
    })
}

fn of_service(adoption: &Adoption, service: &ServiceAdoption, is_wanted: &dyn Fn(usize) -> bool) -> Value {
    let standing = |(path, standing): &(usize, Standing)| {
        let settings = &adoption.paths[*path].settings;
        let signals: Map<String, Value> = settings
            .signals
            .iter()
            .zip(&standing.signals)
            .map(|(signal, reading)| {
                (
                    signal.id.clone(),
                    json!({ "holds": reading.holds, "version": reading.version.as_deref(), "path": reading.path.as_deref() }),
                )
            })
            .collect();
        let value = json!({
            "now": standing.moments.last().map(of_moment),
            "weeks": standing.moments.iter().map(|moment| moment.state.word()).collect::<Vec<_>>(),
            "versions": standing.moments.iter().map(|moment| moment.version.as_deref()).collect::<Vec<_>>(),
            "signals": signals,
            "exemption": standing.exemption.as_ref().map(|found| json!({ "why": found.why, "by": found.by, "until": found.until })),
            "acknowledged": standing.is_acknowledged,
        });
        (settings.id.clone(), value)
    };
    json!({
        "owner": service.owner.as_ref().map(ToString::to_string),
        "dependants": service.dependants,
        "tier": service.tier,
        "created_at": service.created.map(instant),
        "first_deployed_at": service.first_deployed.map(instant),
        "state": service.overall.last().map(|state| state.word()),
        "deployments": of_through(service.through),
        "paths": service.paths.iter().filter(|(path, _)| is_wanted(*path)).map(standing).collect::<Map<_, _>>(),
    })
}

/// Where a service stands.
pub fn of_moment(moment: &Moment) -> Value {
    let why = match moment.state {
        State::Unknown(why) => json!(why),
        State::Outside(why) => json!(why.words()),
        _ => Value::Null,
    };
    json!({
        "state": moment.state.word(), "why": why, "version": moment.version.as_deref(), "behind": moment.behind, "days_behind": moment.days_behind,
    })
}

/// How many services stand where, and the share of those on a path.
pub fn of_count(count: &Count) -> Value {
    let share = Ratio { num: count.covered(), den: count.eligible() };
    json!({
        "current": count.current, "on": count.on, "behind": count.behind, "unsupported": count.unsupported, "drifted": count.drifted,
        "left": count.left, "off": count.off, "exempt": count.exempt, "unknown": count.unknown, "share": of_ratio(share),
    })
}

/// A part of a whole, and its share in per cent; null where the whole is nothing.
pub fn of_ratio(ratio: Ratio) -> Value {
    json!({ "num": ratio.num, "den": ratio.den, "percent": ratio.percent().map(|percent| percent.to_string()) })
}

fn of_quartiles(found: Quartiles) -> Value {
    json!({ "p50": found.p50, "p90": found.p90, "n": found.n })
}

fn of_origins(found: &super::Origins) -> Value {
    json!({ "creation": of_ratio(found.creation), "stickiness": of_ratio(found.stickiness), "re_entry": of_ratio(found.re_entry) })
}

fn of_funnel(adoption: &Adoption, path: Option<usize>) -> Value {
    funnel(adoption, path).steps.iter().map(|(step, count)| json!({ "step": step, "count": count })).collect()
}

fn of_first(adoption: &Adoption, path: Option<usize>) -> Value {
    let (took, waiting) = first_deployments(adoption, path);
    json!({ "took": took.map(of_quartiles), "waiting": waiting })
}

fn of_through(through: Through) -> Value {
    json!({
        "through": through.path, "beside": through.beside, "unknown": through.unknown,
        "share": of_ratio(Ratio { num: through.path, den: through.all() }),
    })
}

fn of_requests(adoption: &Adoption) -> Value {
    let requests = &adoption.requests;
    let action =
        |action: &super::Action| json!({ "runs": action.runs, "failed": of_ratio(action.failed), "took": action.took.map(of_quartiles) });
    let by_name: Map<String, Value> = requests.actions.iter().map(|one| (one.id.clone(), action(one))).collect();
    let topics: Vec<Value> = requests
        .topics
        .iter()
        .map(|topic| {
            json!({
                "topic": topic.name, "count": topic.count, "before": topic.before, "open_for": topic.open_for.map(of_quartiles), "action": topic.action,
            })
        })
        .collect();
    json!({
        "actions": by_name,
        "all": action(&requests.all),
        "all_before": action(&requests.all_before),
        "actions_weekly": requests.actions_weekly,
        "tickets_weekly": requests.tickets_weekly,
        "took_weekly": requests.took_weekly,
        "topics": topics,
        "open_tickets": requests.open,
        "self_service": requests.self_service.map(of_ratio),
        "self_service_before": requests.self_service_before.map(of_ratio),
    })
}

fn of_surveys(adoption: &Adoption) -> Value {
    let wave = |wave: &super::Wave| {
        json!({
            "wave": wave.name, "n": wave.n, "mean": wave.mean.map(|mean| mean.to_string()), "most": wave.most,
            "satisfied": wave.satisfied.map(of_ratio), "net_promoters": wave.net_promoters,
        })
    };
    let questions: Map<String, Value> =
        adoption.surveys.iter().map(|question| (question.id.clone(), question.waves.iter().map(wave).collect())).collect();
    questions.into()
}

fn of_upkeep(adoption: &Adoption) -> Value {
    let open = |open: &super::Open| json!({ "all": open.all, "serious": open.serious, "known_of": open.known_of });
    let findings = adoption.upkeep.findings.as_ref().map(|findings| {
        let tools: Map<String, Value> = findings.tools.iter().map(|(name, count)| (name.clone(), open(count))).collect();
        json!({
            "open": findings.open.iter().map(|count| count.as_ref().map(open)).collect::<Vec<_>>(),
            "tools": tools,
            "opened": findings.opened,
            "closed": findings.closed,
            "took": findings.took.map(of_quartiles),
            "repositories": findings.repositories,
        })
    });
    let month = |month: &super::Month| json!({ "from": instant(month.window.from), "to": instant(month.window.to), "cents": month.cents, "services": month.services });
    let bills: Map<String, Value> =
        adoption.upkeep.bills.iter().map(|bill| (bill.currency.clone(), bill.months.iter().map(month).collect())).collect();
    json!({ "findings": findings, "bills": bills })
}

/// Ten-thousandths as a decimal text.
fn share(parts: u64) -> String {
    let text = format!("{}.{:04}", parts / 10_000, parts % 10_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn instant(at: Instant) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}
