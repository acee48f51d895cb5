//! GitLab's own DORA metrics, which Ultimate has: read only to hold milepost's figures against them.
//!
//! They are asked for the 90 whole days before the run's own, as pages show them, over all of them at once: medians of
//! days make no median of a quarter.

use super::client::Client;
use super::stamp::Stamp;
use crate::remote::Fault;
use milepost_model::Window;
use milepost_model::record::HostFigure;
use serde_json::Value;

/// Under this name its requests are counted.
pub const ENDPOINT: &str = "DORA metrics";

/// The metrics, as GitLab names them.
pub const METRICS: [&str; 4] = ["deployment_frequency", "lead_time_for_changes", "time_to_restore_service", "change_failure_rate"];

/// The days that they are asked for.
const DAYS: i64 = 90;

/// The four figures of a project.
pub async fn figures(client: &Client<'_>, stamp: &Stamp, number: u64) -> Result<Vec<HostFigure>, Fault> {
    let window = Window::last_days(DAYS, stamp.now);
    let (first, last) = (window.from.date_naive(), window.to.date_naive() - chrono::Duration::days(1));
    let mut found = Vec::with_capacity(METRICS.len());
    for metric in METRICS {
        let path = format!("/projects/{number}/dora/metrics?metric={metric}&interval=all&start_date={first}&end_date={last}");
        let answer: Value = client.one(ENDPOINT, &path).await?;
        found.push(HostFigure {
            id: stamp.id("host_figure", metric),
            rev: stamp.rev(None),
            observed_at: stamp.now,
            provenance: stamp.provenance(None),
            repo: stamp.repo.clone(),
            metric: metric.to_owned(),
            from: window.from,
            to: window.to,
            value: value(&answer),
            ..HostFigure::default()
        });
    }
    Ok(found)
}

/// The figure of an answer: GitLab gives the number alone, or in an object, or a list of the one such object.
fn value(answer: &Value) -> Option<f64> {
    let number = match answer {
        Value::Array(list) => match list.as_slice() {
            [one] => return value(one),
            _ => None,
        },
        Value::Object(members) => members.get("value").and_then(Value::as_f64),
        other => other.as_f64(),
    };
    number.filter(|number| number.is_finite() && *number >= 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_figure_is_read_in_each_form_and_nothing_is_no_figure() {
        for (answer, expected) in [
            (json!(12), Some(12.0)),
            (json!({"value": 0.25}), Some(0.25)),
            (json!([{"date": "2026-08-01", "value": 304.0}]), Some(304.0)),
            (json!({"value": null}), None),
            (json!([]), None),
            (json!([{"date": "2026-08-01", "value": 1}, {"date": "2026-09-01", "value": 2}]), None),
            (json!(-1), None),
            (Value::Null, None),
        ] {
            assert_eq!(value(&answer), expected, "{answer}");
        }
    }
}
