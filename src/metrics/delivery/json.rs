//! Figures as data: keys in order, whole seconds, decimals as texts, and null with a reason where
//! nothing is known.

use super::evidence::{Change, Deployment, Evidence, RecordAt};
use super::{Delivery, Distribution, Figure, Figures, Rollup, ServiceDelivery, Span, Value as Found, Week};
use crate::metrics::METRICS;
use milepost_model::{EntityRef, Instant, Window};
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// How much is told of each service and of those over some services. The organisation is always told whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breadth {
    /// Every window, and week by week.
    Whole,
    /// The window that is shown everywhere, so that a file about thousands of services can be published anywhere.
    Newest,
}

impl Breadth {
    fn holds(self, span: Span) -> bool {
        self == Self::Whole || span == Span::Days90
    }
}

/// Everything but the records behind it, as text with further keys beside it; of thousands of services
/// no more than the text is in memory.
pub fn text_of_all(delivery: &Delivery, breadth: Breadth, besides: Vec<(&str, Value)>) -> String {
    let mut members: BTreeMap<&str, String> = besides.into_iter().map(|(key, value)| (key, sorted(value).to_string())).collect();
    let mut organisation = of_rollup(&delivery.organisation, delivery, Breadth::Whole);
    organisation["newcomers"] = delivery.newcomers.json();
    members.insert("organisation", sorted(organisation).to_string());
    members
        .insert("services", members_of(delivery.services.par_iter().map(|(reference, service)| (reference, of_service(service, breadth)))));
    for (key, rollups) in [("domains", &delivery.domains), ("systems", &delivery.systems), ("teams", &delivery.teams)] {
        members.insert(key, members_of(rollups.par_iter().map(|(reference, rollup)| (reference, of_rollup(rollup, delivery, breadth)))));
    }
    members.insert("weeks", Value::from(weeks(delivery)).to_string());
    object(members.into_iter().map(|(key, text)| (key.to_owned(), text)))
}

/// An object with one member for each of them, in the order of their names.
fn members_of<'a>(all: impl ParallelIterator<Item = (&'a EntityRef, Value)>) -> String {
    let mut texts: Vec<(String, String)> = all.map(|(reference, value)| (reference.to_string(), value.to_string())).collect();
    texts.sort_unstable();
    object(texts.into_iter())
}

fn object(members: impl Iterator<Item = (String, String)>) -> String {
    let mut text = String::from("{");
    for (key, value) in members {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&Value::from(key).to_string());
        text.push(':');
        text.push_str(&value);
    }
    text.push('}');
    text
}

fn weeks(delivery: &Delivery) -> Vec<String> {
    delivery.weeks.iter().map(|week| day(week.from)).collect()
}

/// One service, without its weeks and its records.
fn of_service(service: &ServiceDelivery, breadth: Breadth) -> Value {
    let recognition = &service.recognition;
    let seen: Map<String, Value> = super::Rule::ALL.iter().map(|rule| (rule.word().to_owned(), recognition.seen(*rule).into())).collect();
    let windows = service.figures.iter().filter(|(span, _)| breadth.holds(*span));
    let windows: Map<String, Value> = windows.map(|(span, figures)| (span.word().to_owned(), of_figures(figures))).collect();
    let left_out = service.quality.left_out.iter().map(|list| {
        let told = match breadth {
            Breadth::Whole => json!({ "count": list.count, "ids": list.ids }),
            Breadth::Newest => json!({ "count": list.count }),
        };
        (list.why.word().to_owned(), told)
    });
    let left_out: Map<String, Value> = left_out.collect();
    sorted(json!({
        "chosen": recognition.chosen.map(super::Chosen::word),
        "detectors": recognition.detectors.iter().map(|detector| detector.word()).collect::<Vec<_>>(),
        "left_out": left_out,
        "newest_record_at": service.newest_record_at.map(instant),
        "rule": recognition.rule.map(super::Rule::word),
        "seen": seen,
        "windows": windows,
    }))
}

/// One service with its weeks and its records.
pub fn with_evidence(service: &ServiceDelivery) -> Value {
    let Value::Object(mut all) = of_service(service, Breadth::Whole) else { return Value::Null };
    let weekly: Map<String, Value> =
        service.weekly.metrics.iter().map(|(id, weeks)| ((*id).to_owned(), weeks.iter().map(of_week).collect())).collect();
    all.insert("weekly".to_owned(), weekly.into());
    all.insert("evidence".to_owned(), of_evidence(&service.evidence));
    sorted(Value::Object(all))
}

/// The figures of one window.
pub fn of_figures(figures: &Figures) -> Value {
    let metrics: Map<String, Value> = figures.all.iter().map(|figure| (figure.metric.to_owned(), of_figure(figure))).collect();
    json!({ "from": instant(figures.window.from), "metrics": metrics, "to": instant(figures.window.to) })
}

/// One figure.
pub fn of_figure(figure: &Figure) -> Value {
    let scale = METRICS.iter().map(|metric| metric.about()).find(|about| about.id == figure.metric).and_then(|about| about.scale);
    let bucket = figure.standing.and_then(|standing| standing.bucket);
    json!({
        "answer": bucket.and_then(|bucket| scale?.words(bucket)),
        "bucket": bucket,
        "covered_since": figure.covered_since.map(instant),
        "flags": figure.flags.iter().map(|flag| json!({ "count": flag.count(), "flag": flag.word() })).collect::<Vec<_>>(),
        "n": figure.value.value().map(|_| figure.n()),
        "position": figure.standing.map(|standing| standing.position().to_string()),
        "reason": figure.value.reason(),
        "still_open": figure.still_open.map(|open| json!({ "count": open.count, "longest": open.longest })),
        "too_few": figure.is_too_few,
        "value": figure.value.value().map(of_value),
    })
}

fn of_value(value: &Found) -> Value {
    match value {
        Found::Duration(quantiles) => json!({ "p25": quantiles.p25, "p50": quantiles.p50, "p75": quantiles.p75, "p90": quantiles.p90 }),
        Found::Ratio { num, den } => json!({ "den": den, "num": num, "percent": value.percent().map(|percent| percent.to_string()) }),
        Found::Frequency(frequency) => json!({
            "count": frequency.count,
            "days": frequency.days,
            "median_days_per_week": frequency.median_days_per_week.map(|median| median.to_string()),
            "median_gap": frequency.median_gap,
            "median_per_week": frequency.median_per_week.map(|median| median.to_string()),
            "per_week": frequency.per_week.to_string(),
            "with_baseline": frequency.with_baseline,
        }),
    }
}

fn of_week(week: &Week) -> Value {
    match week {
        Week::Unknown => Value::Null,
        Week::Count(count) => (*count).into(),
        Week::Ratio { num, den } => json!({ "den": den, "num": num }),
        Week::Durations { n, quantiles } => {
            let quantiles = quantiles.map(super::Short::whole);
            json!({
                "n": n, "p25": quantiles.map(|q| q.p25), "p50": quantiles.map(|q| q.p50), "p75": quantiles.map(|q| q.p75), "p90": quantiles.map(|q| q.p90),
            })
        }
    }
}

/// The distribution over some services.
pub fn of_rollup(rollup: &Rollup, delivery: &Delivery, breadth: Breadth) -> Value {
    let metrics = |all: &[Distribution]| -> Map<String, Value> {
        all.iter().map(|found| (found.metric.to_owned(), of_distribution(found))).collect()
    };
    let window = |window: Option<Window>| window.map(|window| (instant(window.from), instant(window.to))).unzip();
    let windows: Map<String, Value> = rollup
        .distributions
        .iter()
        .filter(|(span, _)| breadth.holds(*span))
        .map(|(span, all)| {
            let (from, to) = window(delivery.window(*span));
            (span.word().to_owned(), json!({ "from": from, "metrics": metrics(all), "to": to }))
        })
        .collect();
    if breadth == Breadth::Newest {
        return json!({ "services": rollup.services, "windows": windows });
    }
    let weekly: Map<String, Value> = rollup
        .weekly
        .iter()
        .map(|(id, weeks)| {
            let of = |week: &super::Spread| json!({ "p25": week.p25, "p50": week.p50, "p75": week.p75, "records": week.records, "services": week.services });
            ((*id).to_owned(), weeks.iter().map(of).collect())
        })
        .collect();
    sorted(json!({ "services": rollup.services, "weekly": weekly, "windows": windows }))
}

/// Who stands where is in the services' own figures; said here again, it would be most of the file.
fn of_distribution(found: &Distribution) -> Value {
    let unknown: Vec<Value> = found.unknown.iter().map(|(reason, count)| json!({ "count": count, "reason": reason })).collect();
    json!({
        "buckets": found.buckets,
        "known": found.ranked.len(),
        "median": found.median,
        "p25": found.p25,
        "p75": found.p75,
        "records": found.records,
        "too_few": found.too_few,
        "unknown": unknown,
    })
}

fn of_evidence(evidence: &Evidence) -> Value {
    let record = |at: &RecordAt| match at {
        RecordAt::Deployment(place) => evidence.deployments.get(*place as usize).map(|found| json!({ "deployment": found.id })),
        RecordAt::Incident(place) => evidence.incidents.get(*place as usize).map(|found| json!({ "incident": found.id })),
    };
    let deployment = |found: &Deployment| {
        json!({
            "arrivals": found.arrivals.iter().map(|arrival| json!({ "at": instant(arrival.at), "environment": &*arrival.environment, "id": arrival.id })).collect::<Vec<_>>(),
            "changes": evidence.changes_of(found).iter().map(of_change).collect::<Vec<_>>(),
            "class": found.class.word(),
            "failed_by": found.failed_by.iter().map(|by| json!({ "by": record(&by.record), "detector": by.detector.word() })).collect::<Vec<_>>(),
            "finished_at": instant(found.finished),
            "hotfix": found.is_hotfix,
            "id": found.id,
            "method": found.method.word(),
            "recovered": found.recovered.map(|recovered| json!({ "after": recovered.after, "at": instant(recovered.at), "by": record(&recovered.by) })),
            "revert": found.is_revert,
            "rework": found.is_rework,
            "sha": found.sha.hex(),
            "started_at": found.started.map(instant),
            "url": found.url,
            "version": found.version,
        })
    };
    json!({
        "attempts": evidence.attempts.iter().map(|attempt| json!({
            "at": instant(attempt.at), "environment": &*attempt.environment, "id": attempt.id, "outcome": attempt.outcome, "sha": attempt.sha.hex(), "url": attempt.url,
        })).collect::<Vec<_>>(),
        "deployments": evidence.deployments.iter().map(deployment).collect::<Vec<_>>(),
        "incidents": evidence.incidents.iter().map(|incident| json!({
            "deployment": incident.deployment.and_then(|place| evidence.deployments.get(place as usize)).map(|found| &found.id),
            "id": incident.id, "opened_at": instant(incident.opened), "resolved_at": incident.resolved.map(instant), "title": incident.title, "url": incident.url,
        })).collect::<Vec<_>>(),
        "not_deployed": evidence.not_deployed.iter().filter_map(|place| evidence.changes.get(*place as usize)).map(of_change).collect::<Vec<_>>(),
    })
}

fn of_change(change: &Change) -> Value {
    json!({
        "bot": change.is_bot,
        "cherry_pick": change.is_cherry_pick,
        "created_at": change.created_at.map(instant),
        "first_commit_at": change.first_commit_at.map(instant),
        "first_review_at": change.first_review_at.map(instant),
        "id": change.id,
        "lead_time": change.lead_time,
        "left_out": change.left_out.map(super::evidence::NoLeadTime::word),
        "matched_by_time": change.is_matched_by_time,
        "merge_sha": change.merge_sha.hex(),
        "merged_at": instant(change.merged_at),
        "number": change.number,
        "title": change.title,
        "url": change.url,
    })
}

fn instant(at: Instant) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

fn day(at: Instant) -> String {
    at.format("%Y-%m-%d").to_string()
}

/// The same with the keys of every object in order.
pub fn sorted(mut value: Value) -> Value {
    value.sort_all_objects();
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_written_with_its_keys_in_order_and_what_stands_besides_among_them() {
        let services = ["b", "a", "a-b", "a\"b"].map(|name| (EntityRef::new("component", name), ServiceDelivery::default()));
        let teams = [(EntityRef::new("group", "core"), Rollup::default())].into();
        let delivery = Delivery { services: services.into(), teams, ..Delivery::default() };
        let text = text_of_all(&delivery, Breadth::Whole, vec![("example", true.into())]);
        let whole: Value = serde_json::from_str(&text).expect("because it is JSON");
        assert_eq!(sorted(whole.clone()).to_string(), text);
        assert_eq!(whole["services"].as_object().map(Map::len), Some(4));
        assert_eq!(whole["teams"]["group:default/core"]["services"], 0);
        assert_eq!((&whole["example"], whole.as_object().map(Map::len)), (&true.into(), Some(7)));
    }
}
