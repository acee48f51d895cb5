//! Delivery figures in words and numbers: of a service from its own file, of many from the distribution over services.

use super::built::Built;
use super::trouble::Trouble;
use crate::portal::{About, METRICS, Unit};
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::BufReader;

/// DORA's five, throughput first.
pub const FIVE: [&str; 5] =
    ["deployment_frequency", "change_lead_time", "failed_deployment_recovery_time", "change_fail_rate", "deployment_rework_rate"];

/// The windows that figures are told for.
pub const WINDOWS: &[&str] = &["28d", "90d", "180d", "28d_before", "90d_before"];

/// What a metric means.
pub fn about(id: &str) -> Option<&'static About> {
    METRICS.iter().map(|metric| metric.about()).find(|about| about.id == id)
}

/// What stands over all services, without what is not asked for here.
#[derive(Debug, Deserialize)]
struct OverAll {
    schema: String,
    organisation: Rollup,
}

/// The distribution over some services.
#[derive(Debug, Clone, Deserialize)]
pub struct Rollup {
    /// How many services.
    pub services: u64,
    /// The figures by window.
    pub windows: Value,
}

impl Rollup {
    /// Over the services of a team, a system or a domain, as its own file tells; none where it has no services.
    pub fn of_entity(file: &Value) -> Option<Self> {
        serde_json::from_value(file["rollup"].clone()).ok()
    }

    /// Over all services of a portal. The file is large, so it is read once and most of it is passed over.
    pub fn of_all(portal: &Built) -> Result<Self, Trouble> {
        let path = "data/metrics.json";
        let file = BufReader::with_capacity(1 << 20, portal.open_file(path)?);
        let unreadable = |why: serde_json::Error| Trouble::Unreadable { file: path.to_owned(), why: why.to_string() };
        let found: OverAll = serde_json::from_reader(file).map_err(unreadable)?;
        if found.schema == "milepost/metrics/2" {
            return Ok(found.organisation);
        }
        Err(Trouble::Unreadable { file: path.to_owned(), why: format!("its form is {}", found.schema) })
    }
}

/// A figure of one service, as its file holds it.
pub fn of_service(id: &str, figure: &Value) -> Value {
    let mut found = named(id);
    if let Some(words) = figure["words"].as_str() {
        found["unknown"] = words.into();
        found["unknown_because"] = figure["unknown"].clone();
        return found;
    }
    if figure.is_null() {
        found["unknown"] = "it is not measured in this window".into();
        return found;
    }
    let unit = about(id).map(|about| about.unit);
    found["value"] = match unit {
        Some(Unit::Duration) => seconds(figure["p50"].as_i64()),
        Some(Unit::Ratio) => percent(figure["percent"].as_str().map(str::to_owned)),
        Some(Unit::Frequency) => per_week(figure["per_week"].as_str().map(str::to_owned)),
        None => Value::Null,
    };
    for key in ["n", "p25", "p50", "p75", "p90", "num", "den", "count", "too_few"] {
        if !figure[key].is_null() {
            found[key] = figure[key].clone();
        }
    }
    if figure["too_few"] == true {
        found["note"] = "there are too few to place it among others".into();
    }
    if figure["flags"].as_array().is_some_and(|flags| !flags.is_empty()) {
        found["flags"] = figure["flags"].clone();
    }
    found
}

/// A figure over many services: the median service, never one pool.
pub fn of_many(id: &str, figure: &Value) -> Value {
    let mut found = named(id);
    let reasons: Vec<Value> = figure["unknown"].as_array().cloned().unwrap_or_default();
    let unit = about(id).map(|about| about.unit);
    let value = |key: &str| {
        let number = figure[key].as_i64()?;
        Some(match unit? {
            Unit::Duration => seconds(Some(number)),
            Unit::Ratio => percent(Some(decimal(number, 10))),
            Unit::Frequency => per_week(Some(decimal(number, 100))),
        })
    };
    match value("median") {
        Some(median) => {
            found["value"] = median;
            found["is"] = "the median service".into();
            found["p25"] = value("p25").unwrap_or_default();
            found["p75"] = value("p75").unwrap_or_default();
        }
        None => found["unknown"] = "it is known of no service".into(),
    }
    found["services_known"] = figure["known"].clone();
    found["records"] = figure["records"].clone();
    found["services_with_too_few"] = figure["too_few"].clone();
    if !reasons.is_empty() {
        found["services_unknown"] = reasons.into();
    }
    found
}

fn named(id: &str) -> Value {
    let mut found = json!({ "metric": id });
    if let Some(about) = about(id) {
        found["name"] = about.name.into();
        found["definition"] = about.definition.into();
        found["counts_by"] = about.counts_by.into();
    }
    found
}

fn seconds(value: Option<i64>) -> Value {
    value.map_or(Value::Null, |value| json!({ "seconds": value, "words": duration(value) }))
}

fn percent(value: Option<String>) -> Value {
    value.map_or(Value::Null, |value| json!({ "percent": value, "words": format!("{value} %") }))
}

fn per_week(value: Option<String>) -> Value {
    value.map_or(Value::Null, |value| json!({ "per_week": value, "words": format!("{value} a week") }))
}

/// A number that was counted in parts.
fn decimal(value: i64, parts: i64) -> String {
    let width = if parts == 10 { 1 } else { 2 };
    format!("{}.{:0width$}", value / parts, value % parts)
}

/// A length of time in its two largest units.
pub fn duration(seconds: i64) -> String {
    let units = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let Some(first) = units.iter().position(|(length, _)| seconds >= *length) else { return "0 s".to_owned() };
    let (length, name) = units[first];
    let rest = seconds % length;
    match units.get(first + 1).map(|(next, word)| (rest / next, word)) {
        Some((count, word)) if count > 0 => format!("{} {name} {count} {word}", seconds / length),
        _ => format!("{} {name}", seconds / length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_is_said_with_its_reason_and_is_never_nought() {
        let found =
            of_service("change_fail_rate", &json!({ "unknown": "no_events_in_window", "words": "nothing happened in this window" }));
        assert_eq!(found["unknown"], "nothing happened in this window");
        assert!(found.get("value").is_none() && found.get("n").is_none());
        let many = of_many(
            "change_lead_time",
            &json!({ "median": null, "known": 0, "records": 0, "too_few": 0, "unknown": [{ "reason": "x", "count": 3 }] }),
        );
        assert_eq!(many["unknown"], "it is known of no service");
        assert_eq!(many["services_unknown"][0]["count"], 3);
    }

    #[test]
    fn numbers_are_in_the_units_of_their_metric() {
        let of = |id: &str, median: i64| of_many(id, &json!({ "median": median }))["value"]["words"].clone();
        assert_eq!(of("change_fail_rate", 39), "3.9 %");
        assert_eq!(of("deployment_frequency", 238), "2.38 a week");
        assert_eq!(of("change_lead_time", 89_042), "1 d");
        assert_eq!(
            (duration(5_331), duration(59), duration(0), duration(90_000)),
            ("1 h 28 min".into(), "59 s".into(), "0 s".into(), "1 d 1 h".into())
        );
        for id in FIVE {
            assert!(about(id).is_some_and(|about| about.dora.is_some()), "{id}");
        }
    }
}
