//! The charts of each metric: of one service from its weeks, of many from the spread over them.

use super::Five;
use crate::portal::delivery::{Rollup, ServiceDelivery, Span, Spread, Value, Week};
use crate::site::charts::frame::{Drawn, Point, Size};
use crate::site::charts::rate::{Part, RateTrend};
use crate::site::charts::recovery::{Recoveries, Recovery, Step};
use crate::site::charts::sparkline;
use crate::site::charts::spread::{Middle, SpreadTrend};
use crate::site::charts::stages::{self, Stage};
use crate::site::charts::unit::Unit;
use crate::site::charts::weekly::{Of, Weekly};
use milepost_model::{Instant, Window};
use serde::Serialize;

/// A chart, or why there is none.
#[derive(Debug, Serialize)]
pub struct Panel {
    id: String,
    chart: Option<Drawn>,
    unknown: Option<&'static str>,
}

impl Panel {
    /// A chart, or why there is none.
    pub fn new(id: &str, chart: Option<Drawn>, unknown: &'static str) -> Self {
        Self { id: id.to_owned(), unknown: chart.is_none().then_some(unknown), chart }
    }
}

/// The time that charts are drawn over.
#[derive(Clone, Copy)]
pub struct Time<'a> {
    /// The weeks, oldest first.
    pub weeks: &'a [Window],
    /// The portal's instant.
    pub as_of: Instant,
}

/// The stages of a lead time, in their order, by the metrics' ids.
pub const STAGES: [(&str, &str); 5] = [
    ("coding_time", "To proposal"),
    ("pickup_time", "To first review"),
    ("approval_time", "To merge"),
    ("waiting_time", "Waiting to deploy"),
    ("deploy_time", "Deploying"),
];

/// The chart of a metric of one service.
pub fn of_service(five: &Five, delivery: &ServiceDelivery, time: Time<'_>) -> Panel {
    let weeks = delivery.weekly.get(five.id).unwrap_or_default();
    let sizes = sizes(five);
    let id = format!("{}-chart", five.anchor);
    let chart = match (five.id, five.unit()) {
        ("failed_deployment_recovery_time", _) => recoveries(&id, delivery, time, &sizes),
        (_, Unit::PerWeek) => {
            let values: Vec<Point<u32>> = weeks.iter().map(count).collect();
            Weekly { id: &id, what: "Deployments", weeks: time.weeks, values: &values, as_of: time.as_of, of: None }.draw()
        }
        (_, Unit::Duration) => {
            let values: Vec<Point<Middle>> = weeks.iter().map(quantiles).collect();
            SpreadTrend { id: &id, what: five.name, of: five.sample.1, unit: Unit::Duration, weeks: time.weeks, values: &values }
                .draw(&sizes)
        }
        (_, Unit::Percent) => {
            let values: Vec<Point<Part>> = weeks.iter().map(part).collect();
            RateTrend { id: &id, what: five.name, of: five.sample.1, weeks: time.weeks, values: &values }.draw(&sizes)
        }
    };
    let why = if five.unit() == Unit::Percent {
        "no four weeks in a row were read and had a deployment"
    } else {
        "no week in half a year has one"
    };
    Panel::new(&id, chart, why)
}

/// The lead time's chart has two thirds of the page, the others half of it.
fn sizes(five: &Five) -> [Size; 2] {
    if five.anchor == "lead" { [Size::WIDE, Size::NARROW] } else { [Size::HALF, Size::NARROW] }
}

fn recoveries(id: &str, delivery: &ServiceDelivery, time: Time<'_>, sizes: &[Size]) -> Option<Drawn> {
    let failed = delivery.evidence.deployments.iter();
    let found: Vec<Recovery> = failed
        .filter_map(|deployment| {
            let recovered = deployment.recovered?;
            Some(Recovery { at: recovered.at, after: recovered.after, what: super::evidence::name(deployment) })
        })
        .collect();
    let median = |span: Span| {
        let figures = delivery.figures(span)?;
        match figures.get("failed_deployment_recovery_time")?.value.value()? {
            Value::Duration(quantiles) => Some(Step { window: figures.window, median: quantiles.p50 }),
            _ => None,
        }
    };
    let steps: Vec<Step> = [Span::Before90, Span::Days90].into_iter().filter_map(median).collect();
    Recoveries { id, weeks: time.weeks, events: &found, steps: &steps }.draw(sizes)
}

fn count(week: &Week) -> Point<u32> {
    match week {
        Week::Count(count) => Point::Known(*count),
        _ => Point::Unknown,
    }
}

fn quantiles(week: &Week) -> Point<Middle> {
    match week {
        Week::Durations { n, quantiles: Some(found) } => {
            let found = found.whole();
            Point::Known(Middle { p25: found.p25, p50: found.p50, p75: found.p75, n: u64::from(*n) })
        }
        Week::Durations { .. } => Point::Empty,
        _ => Point::Unknown,
    }
}

fn part(week: &Week) -> Point<Part> {
    match week {
        Week::Ratio { num, den } => Point::Known(Part { num: u64::from(*num), den: u64::from(*den) }),
        _ => Point::Unknown,
    }
}

/// The bare line of a tile: counts, medians on a logarithm, rates over four weeks.
pub fn spark(five: &Five, weeks: &[Week]) -> Option<String> {
    let values: Vec<Point<f64>> = match five.unit() {
        Unit::PerWeek => weeks.iter().map(|week| floating(count(week), f64::from)).collect(),
        Unit::Duration => weeks.iter().map(|week| floating(quantiles(week), |found| Unit::Duration.place(found.p50))).collect(),
        Unit::Percent => {
            let parts: Vec<Point<Part>> = weeks.iter().map(part).collect();
            crate::site::charts::rate::shares(&parts)
        }
    };
    sparkline::tile(&values)
}

fn floating<T: Copy>(point: Point<T>, to: impl Fn(T) -> f64) -> Point<f64> {
    match point {
        Point::Known(value) => Point::Known(to(value)),
        Point::Empty => Point::Empty,
        Point::Unknown => Point::Unknown,
    }
}

/// Where the lead time of a service goes.
pub fn stages_of_service(delivery: &ServiceDelivery, span: Span) -> Panel {
    let stage = |(id, name): &(&str, &'static str)| {
        let figure = delivery.figure(span, id)?;
        Some(Stage { name, median: figure.headline()?, n: figure.n() })
    };
    let found: Vec<Stage> = STAGES.iter().filter_map(stage).collect();
    Panel::new("stages", stages::draw("stages", "changes", &found), "nothing tells when changes were proposed and reviewed")
}

/// Where the lead times of many services go: the medians of their medians.
pub fn stages_of_many(rollup: &Rollup, span: Span) -> Panel {
    let stage = |(id, name): &(&str, &'static str)| {
        let distribution = rollup.get(span, id)?;
        Some(Stage { name, median: distribution.median?, n: distribution.ranked.len() as u64 })
    };
    let found: Vec<Stage> = STAGES.iter().filter_map(stage).collect();
    Panel::new("stages", stages::draw("stages", "services", &found), "nothing tells when changes were proposed and reviewed")
}

/// The chart of a metric of many services: counts add up, the others are the spread over the services.
pub fn of_many(five: &Five, rollup: &Rollup, time: Time<'_>) -> Panel {
    let weeks = rollup.weeks(five.id).unwrap_or_default();
    let id = format!("{}-chart", five.anchor);
    let chart = if five.unit() == Unit::PerWeek {
        let counted =
            |week: &Spread| if week.services == 0 { Point::Unknown } else { Point::Known(u32::try_from(week.records).unwrap_or(u32::MAX)) };
        let values: Vec<Point<u32>> = weeks.iter().map(counted).collect();
        let services: Vec<u32> = weeks.iter().map(|week| week.services).collect();
        let of = Some(Of { counts: &services, noun: "services" });
        Weekly { id: &id, what: "Deployments", weeks: time.weeks, values: &values, as_of: time.as_of, of }.draw()
    } else {
        let values: Vec<Point<Middle>> = weeks.iter().map(spread).collect();
        SpreadTrend { id: &id, what: five.name, of: "services", unit: five.unit(), weeks: time.weeks, values: &values }.draw(&sizes(five))
    };
    Panel::new(&id, chart, "no service has one in half a year")
}

fn spread(week: &Spread) -> Point<Middle> {
    match (week.p25, week.p50, week.p75) {
        (Some(p25), Some(p50), Some(p75)) => Point::Known(Middle { p25, p50, p75, n: u64::from(week.services) }),
        _ => Point::Empty,
    }
}

/// The median service of each week, as a bare line's values.
pub fn medians(five: &Five, rollup: &Rollup) -> Vec<Point<f64>> {
    let weeks = rollup.weeks(five.id).unwrap_or_default();
    let unit = five.unit();
    weeks.iter().map(|week| floating(spread(week), |middle| unit.place(middle.p50))).collect()
}
