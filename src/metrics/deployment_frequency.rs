//! Deployment frequency.

use super::case::{Case, Need, seconds};
use super::delivery::evidence::Class;
use super::delivery::survey::Scale;
use super::delivery::survey::Standing;
use super::delivery::{Decimal, Figure, Frequency, Value};
use super::metric::{About, Family, Metric, Unit};
use super::statistics::{median_of_counts, quantile};
use chrono::{Duration, NaiveDate};
use milepost_model::window::start_of_week;
use milepost_model::{Instant, Measurement, Unknown, Window};
use std::collections::BTreeSet;

/// So many days have to be read before less than once in them can be said.
const HALF_A_YEAR: i64 = 182;

/// How often something new is deployed to production.
#[derive(Debug)]
pub struct DeploymentFrequency;

impl Metric for DeploymentFrequency {
    fn about(&self) -> &'static About {
        &About {
            id: "deployment_frequency",
            name: "Deployment frequency",
            family: Family::Throughput,
            unit: Unit::Frequency,
            definition: "How often something new is deployed to production.",
            formula: "Forward deployments of the window. Rollbacks, deployments of the same version again and the first deployment that is known are not among them; the latter is in `with_baseline`. Given as a count, a week (count over the window's weeks), as the median over the complete ISO weeks of the window, as the median number of days with a deployment in these weeks, and as the median time between two that follow each other. The answer follows from m, the median of the complete weeks: m ≥ 10 is 6, m ≥ 5 is 5, m ≥ 1 is 4; else one a month or more over the window is 3; else, where 182 days were read, one in them or more is 2 and less is 1.",
            sources: &["deployment", "pipeline_run", "release"],
            counts_by: "the deployment's end",
            limits: "DORA publishes words and no numbers: the cuts at 10 and 5 a week are milepost's own.",
            dora: Some("The number of deployments over a given period or the time between deployments."),
            scale: Some(Scale::Frequency),
        }
    }

    fn measure(&self, case: &Case<'_>, window: Window) -> Figure {
        let since = match case.known(&[Need::Deployments], window) {
            Ok(since) => since,
            Err(reason) => return Case::unknown(self.about(), reason),
        };
        let ends: Vec<Instant> = case.forward_in(window).map(|deployment| deployment.finished).collect();
        if ends.is_empty() && case.nothing() == Unknown::BaselineOnly {
            return Figure { covered_since: Some(since), ..Case::unknown(self.about(), Unknown::BaselineOnly) };
        }
        let count = ends.len() as u64;
        let baselines = case.deployed_in(window).filter(|deployment| deployment.class == Class::Baseline).count() as u64;
        let weeks = by_week(&ends, window);
        let median_per_week = median_of_counts(weeks.iter().map(|(count, _)| *count).collect());
        let mut gaps: Vec<i64> = ends.windows(2).map(|pair| seconds(pair[0], pair[1])).collect();
        gaps.sort_unstable();
        let length = (window.to - window.from).num_seconds();
        let per_week = Decimal::of(i64::try_from(count).unwrap_or(i64::MAX).saturating_mul(7 * 86_400), length.max(1), 2);
        let value = Value::Frequency(Frequency {
            count,
            with_baseline: count + baselines,
            per_week: per_week.expect("because a window has a length"),
            median_per_week,
            median_days_per_week: median_of_counts(weeks.iter().map(|(_, days)| *days).collect()),
            days: ends.iter().map(Instant::date_naive).collect::<BTreeSet<NaiveDate>>().len() as u64,
            median_gap: quantile(&gaps, 50),
        });
        let read_days = (window.to - since).num_days();
        Figure {
            metric: self.about().id,
            value: Measurement::Known { value, n: count },
            is_too_few: false,
            standing: bucket(median_per_week, count, (window.to - window.from).num_days(), read_days).map(Standing::of_bucket),
            covered_since: Some(since),
            flags: case.deployment_flags(window),
            still_open: None,
        }
    }
}

/// For each complete ISO week of the window, how many ended and on how many days.
fn by_week(ends: &[Instant], window: Window) -> Vec<(i64, i64)> {
    let mut monday = start_of_week(window.from);
    if monday < window.from {
        monday += Duration::weeks(1);
    }
    let mut weeks = Vec::new();
    while monday + Duration::weeks(1) <= window.to {
        let start = ends.partition_point(|at| *at < monday);
        let end = ends.partition_point(|at| *at < monday + Duration::weeks(1));
        let days: BTreeSet<NaiveDate> = ends[start..end].iter().map(Instant::date_naive).collect();
        let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        weeks.push((whole(end - start), whole(days.len())));
        monday += Duration::weeks(1);
    }
    weeks
}

/// DORA's answer; `median` has one decimal.
fn bucket(median: Option<Decimal>, count: u64, days: i64, read_days: i64) -> Option<u8> {
    match median.map_or(0, Decimal::scaled) {
        100.. => return Some(6),
        50.. => return Some(5),
        10.. => return Some(4),
        _ => {}
    }
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    if count.saturating_mul(30) >= days {
        return Some(3);
    }
    (read_days >= HALF_A_YEAR).then(|| if count.saturating_mul(HALF_A_YEAR) >= days { 2 } else { 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_follow_the_median_week_and_then_the_count() {
        let tenths = |n: i64| Decimal::of(n, 10, 1);
        for (median, count, days, read, expected) in [
            (tenths(100), 130, 90, 90, Some(6)),
            (tenths(95), 120, 90, 90, Some(5)),
            (tenths(50), 60, 90, 90, Some(5)),
            (tenths(10), 14, 90, 90, Some(4)),
            (tenths(5), 6, 90, 90, Some(3)),
            (tenths(0), 3, 90, 90, Some(3)),
            (tenths(0), 2, 90, 90, None),
            (tenths(0), 1, 90, 182, Some(2)),
            (tenths(0), 0, 90, 400, Some(1)),
            (None, 1, 5, 5, Some(3)),
        ] {
            assert_eq!(bucket(median, count, days, read), expected, "{median:?} {count} {days} {read}");
        }
    }
}
