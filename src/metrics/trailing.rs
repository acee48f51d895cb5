//! A few metrics as they stood at the end of each week, over the 90 days before it.

use super::METRICS;
use super::case::Case;
use super::delivery::Trailing;
use milepost_model::{Unknown, Window};

/// The metrics that are kept so: those that scorecards ask for.
const KEPT: [&str; 4] = ["change_fail_rate", "change_lead_time", "deployment_frequency", "failed_deployment_recovery_time"];

/// So many days before the week's end.
const DAYS: i64 = 90;

pub(super) fn measure(case: &Case<'_>, weeks: &[Window]) -> Trailing {
    let kept = METRICS.iter().filter(|metric| KEPT.contains(&metric.about().id));
    let series = |metric: &&dyn super::Metric| {
        let of = |week: &Window| {
            let figure = metric.measure(case, Window::last_days(DAYS, week.to));
            let reason = || figure.value.reason().unwrap_or(Unknown::NotCollected);
            figure.value.value().map(|value| (value.headline(), figure.n())).ok_or_else(reason)
        };
        (metric.about().id, weeks.iter().map(of).collect())
    };
    Trailing { metrics: kept.map(series).collect() }
}
