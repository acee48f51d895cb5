//! `data/delivery.csv` and a file of deployments for each service: the records behind the pages' figures.

use super::csv::line;
use crate::portal::METRICS;
use crate::portal::delivery::evidence::{Class, RecordAt};
use crate::portal::delivery::{Evidence, Figure, ServiceDelivery, Value};
use crate::site::facts::ServiceFacts;
use crate::site::links::path_segment;
use crate::site::{Site, wording};
use milepost_model::{Measurement, Unknown};
use serde_json::{Value as Json, json};

/// The address of the deployments of a service.
pub fn deployments_path(slug: &str) -> String {
    format!("data/deployments/{}.csv", path_segment(slug))
}

/// Every figure of every service in a line.
pub fn figures(site: &Site<'_>) -> String {
    let mut out = String::new();
    line(
        &mut out,
        &[
            "service",
            "owner",
            "metric",
            "window",
            "from",
            "to",
            "value",
            "unit",
            "n",
            "numerator",
            "denominator",
            "p25",
            "p50",
            "p75",
            "p90",
            "too_few",
            "step",
            "position",
            "unknown",
        ],
    );
    for facts in &site.facts {
        let Some(delivery) = site.portal.delivery(facts.service) else { continue };
        for (span, figures) in &delivery.figures {
            for figure in &figures.all {
                let window = [span.word().to_owned(), wording::iso(figures.window.from), wording::iso(figures.window.to)];
                line(&mut out, &figure_cells(facts, figure, &window));
            }
        }
    }
    out
}

fn figure_cells(facts: &ServiceFacts<'_>, figure: &Figure, window: &[String; 3]) -> Vec<String> {
    let about = METRICS.iter().map(|metric| metric.about()).find(|about| about.id == figure.metric);
    let unit = match about.map(|about| about.unit) {
        Some(crate::portal::Unit::Duration) => "seconds",
        Some(crate::portal::Unit::Ratio) => "percent",
        Some(crate::portal::Unit::Frequency) => "per_week",
        None => "",
    };
    let (mut value, mut parts, mut quantiles) = (String::new(), [String::new(), String::new()], <[String; 4]>::default());
    match figure.value.value() {
        Some(Value::Duration(found)) => {
            value = found.p50.to_string();
            quantiles = [found.p25, found.p50, found.p75, found.p90].map(|seconds| seconds.to_string());
        }
        Some(ratio @ Value::Ratio { num, den }) => {
            value = ratio.percent().map(|percent| percent.to_string()).unwrap_or_default();
            parts = [num.to_string(), den.to_string()];
        }
        Some(Value::Frequency(found)) => {
            value = found.per_week.to_string();
            parts = [found.count.to_string(), String::new()];
        }
        None => {}
    }
    let known = figure.value.value().is_some();
    let mut cells =
        vec![facts.name.to_owned(), facts.owner.map(|owner| owner.name.to_owned()).unwrap_or_default(), figure.metric.to_owned()];
    cells.extend(window.iter().cloned());
    cells.extend([value, unit.to_owned(), if known { figure.n().to_string() } else { String::new() }]);
    cells.extend(parts);
    cells.extend(quantiles);
    cells.push(if known { figure.is_too_few.to_string() } else { String::new() });
    cells.push(figure.standing.and_then(|standing| standing.bucket).map(|bucket| bucket.to_string()).unwrap_or_default());
    cells.push(figure.standing.map(|standing| position(standing.tenths)).unwrap_or_default());
    cells.push(figure.value.reason().map(word).unwrap_or_default());
    cells
}

/// A reason as data hold it.
fn word(why: Unknown) -> String {
    serde_json::to_value(why).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Every deployment of a service with its changes, one change a line.
pub fn deployments(delivery: &ServiceDelivery) -> String {
    let evidence = &delivery.evidence;
    let mut out = String::new();
    line(
        &mut out,
        &[
            "deployment",
            "version",
            "sha",
            "finished_at",
            "environments",
            "kind",
            "failed",
            "failed_by",
            "rework",
            "recovered_at",
            "recovery_seconds",
            "recovered_by",
            "change",
            "title",
            "first_commit_at",
            "merged_at",
            "lead_time_seconds",
        ],
    );
    for deployment in evidence.deployments.iter().rev() {
        let recovered = deployment.recovered.as_ref();
        let own = [
            deployment.id.to_string(),
            deployment.version.as_deref().unwrap_or_default().to_owned(),
            deployment.sha.hex().unwrap_or_default(),
            wording::iso(deployment.finished),
            deployment.arrivals.iter().map(|arrival| &*arrival.environment).collect::<Vec<_>>().join(" "),
            deployment.class.word().to_owned(),
            (deployment.has_failed() && deployment.class == Class::Forward).to_string(),
            deployment.failed_by.iter().map(|failed| failed.detector.word()).collect::<Vec<_>>().join(" "),
            deployment.is_rework.to_string(),
            recovered.map(|recovered| wording::iso(recovered.at)).unwrap_or_default(),
            recovered.map(|recovered| recovered.after.to_string()).unwrap_or_default(),
            recovered.map(|recovered| record_id(evidence, recovered.by)).unwrap_or_default(),
        ];
        let changes = evidence.changes_of(deployment);
        if changes.is_empty() {
            line(&mut out, &[own.as_slice(), &<[String; 5]>::default()].concat());
        }
        for change in changes {
            let cells = [
                change.id.as_deref().map_or_else(|| change.merge_sha.hex().unwrap_or_default(), str::to_owned),
                change.title.as_deref().unwrap_or_default().to_owned(),
                change.first_commit_at.map(wording::iso).unwrap_or_default(),
                wording::iso(change.merged_at),
                change.lead_time.filter(|_| change.left_out.is_none()).map(|lead| lead.to_string()).unwrap_or_default(),
            ];
            line(&mut out, &[own.as_slice(), &cells].concat());
        }
    }
    out
}

fn record_id(evidence: &Evidence, record: RecordAt) -> String {
    match record {
        RecordAt::Deployment(place) => evidence.deployments.get(place as usize).map(|found| found.id.to_string()),
        RecordAt::Incident(place) => evidence.incidents.get(place as usize).map(|found| found.id.to_string()),
    }
    .unwrap_or_default()
}

/// What a service's own file holds of its delivery.
pub fn of_service(delivery: &ServiceDelivery) -> Json {
    let recognition = &delivery.recognition;
    let figures = delivery.figures.iter().map(|(span, figures)| {
        let all: serde_json::Map<String, Json> = figures.all.iter().map(|figure| (figure.metric.to_owned(), figure_json(figure))).collect();
        let window = json!({ "from": wording::iso(figures.window.from), "to": wording::iso(figures.window.to), "metrics": all });
        (span.word().to_owned(), window)
    });
    json!({
        "rule": recognition.rule.map(crate::portal::delivery::Rule::word),
        "detectors": recognition.detectors.iter().map(|detector| detector.word()).collect::<Vec<_>>(),
        "windows": figures.collect::<serde_json::Map<String, Json>>(),
        "left_out": delivery.quality.left_out.iter().map(|left| json!({
            "why": left.why.word(),
            "count": left.count,
            "ids": left.ids,
        })).collect::<Vec<_>>(),
    })
}

fn figure_json(figure: &Figure) -> Json {
    let value = match &figure.value {
        Measurement::Unknown(why) => return json!({ "unknown": why, "words": why.words() }),
        Measurement::Known { value, .. } => value,
    };
    let mut found = match value {
        Value::Duration(found) => json!({ "p25": found.p25, "p50": found.p50, "p75": found.p75, "p90": found.p90 }),
        Value::Ratio { num, den } => json!({ "num": num, "den": den, "percent": value.percent().map(|percent| percent.to_string()) }),
        Value::Frequency(found) => json!({ "count": found.count, "per_week": found.per_week.to_string() }),
    };
    found["n"] = json!(figure.n());
    found["too_few"] = json!(figure.is_too_few);
    found["step"] = json!(figure.standing.and_then(|standing| standing.bucket));
    found["position"] = json!(figure.standing.map(|standing| position(standing.tenths)));
    found["flags"] = json!(figure.flags.iter().map(|flag| flag.word()).collect::<Vec<_>>());
    found
}

/// A position from 0 to 10 as data have it, whatever the locale of the pages.
fn position(tenths: u8) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}
