//! One sentence that says what a figure means.

use super::Five;
use super::reading::marked;
use super::trends::STAGES;
use crate::portal::delivery::{Distribution, ServiceDelivery, Span, Value};
use crate::site::wording;
use milepost_model::{Measurement, Unknown};
use std::fmt::Write as _;

/// What is worth knowing of a service's delivery at a glance; none where nothing stands out.
pub fn of_service(delivery: &ServiceDelivery) -> Option<String> {
    slowest_stage(delivery).or_else(|| still_open(delivery)).or_else(|| quiet(delivery))
}

/// “Half of the 19 h is waiting for the first review.”
fn slowest_stage(delivery: &ServiceDelivery) -> Option<String> {
    let figure = delivery.figure(Span::Days90, "change_lead_time").filter(|figure| !figure.is_too_few)?;
    let lead = figure.headline()?;
    let stage = |(id, _): &(&'static str, &str)| Some((delivery.figure(Span::Days90, id)?.headline()?, *id));
    let stages: Vec<(i64, &str)> = STAGES.iter().filter_map(stage).collect();
    if stages.len() < 3 {
        return None;
    }
    let total: i64 = stages.iter().map(|(median, _)| median).sum();
    let (most, id) = stages.iter().max_by_key(|(median, _)| *median).copied()?;
    if total == 0 || most * 3 < total {
        return None;
    }
    let what = match id {
        "coding_time" => "the work before it is proposed",
        "pickup_time" => "waiting for the first review",
        "approval_time" => "from the first review to the merge",
        "waiting_time" => "waiting to be deployed",
        _ => "the deployment itself",
    };
    let share = match most * 100 / total {
        90.. => "Nearly all",
        70.. => "Most",
        45.. => "About half",
        _ => "A third",
    };
    Some(format!(
        "{share} of the way to production is {what}: {} at the median, of {} in all.",
        wording::duration(most),
        marked(figure, wording::duration(lead))
    ))
}

fn still_open(delivery: &ServiceDelivery) -> Option<String> {
    let open = delivery.figure(Span::Days90, "failed_deployment_recovery_time")?.still_open?;
    if open.count == 0 {
        return None;
    }
    Some(format!(
        "{} on record as failed and not repaired, the longest for {}.",
        wording::counted(open.count, "deployment is", "deployments are"),
        wording::duration(open.longest)
    ))
}

fn quiet(delivery: &ServiceDelivery) -> Option<String> {
    let figure = delivery.figure(Span::Days90, "deployment_frequency")?;
    let last = delivery.evidence.deployments.last()?;
    let is_nothing = match &figure.value {
        Measurement::Unknown(Unknown::NoEventsInWindow) => true,
        Measurement::Known { value: Value::Frequency(frequency), .. } => frequency.count == 0,
        _ => false,
    };
    is_nothing.then(|| {
        format!("Nothing was deployed in 90 days. The last one was {} on {}.", super::evidence::name(last), wording::day(last.finished))
    })
}

/// What is worth knowing of one metric of a service.
pub fn of_metric(five: &Five, delivery: &ServiceDelivery, span: Span) -> Option<String> {
    let figure = delivery.figure(span, five.id)?;
    match figure.value.value()? {
        Value::Frequency(frequency) => {
            let gap = frequency.median_gap.map(|gap| format!(", half of them within {} of the one before", wording::duration(gap)));
            Some(format!("On {} of the window{}.", wording::counted(frequency.days, "day", "days"), gap.unwrap_or_default()))
        }
        Value::Duration(quantiles) if five.anchor == "lead" => Some(format!(
            "Half of the changes take between {} and {}; one in ten takes longer than {}.",
            wording::duration(quantiles.p25),
            wording::duration(quantiles.p75),
            wording::duration(quantiles.p90)
        )),
        Value::Duration(_) => {
            let open = figure.still_open.filter(|open| open.count > 0);
            Some(match open {
                Some(open) => format!(
                    "{} not repaired yet, the longest for {}.",
                    wording::counted(open.count, "failure is", "failures are"),
                    wording::duration(open.longest)
                ),
                None => "Every failed deployment that is known was repaired.".to_owned(),
            })
        }
        Value::Ratio { num: 0, den } => Some(format!("None of {}.", wording::counted(*den, "deployment", "deployments"))),
        Value::Ratio { .. } => None,
    }
}

/// What is worth knowing of one metric over many services.
pub fn of_many(five: &Five, distribution: &Distribution) -> String {
    let text = |value: Option<i64>| value.map(|value| five.unit().text(value));
    let (known, unknown) = (distribution.ranked.len() as u64, distribution.unknown.iter().map(|(_, count)| u64::from(*count)).sum::<u64>());
    let mut words = match (text(distribution.p25), text(distribution.p75)) {
        (Some(low), Some(high)) if known > 1 => format!("Half of the services lie between {low} and {high}."),
        _ => String::new(),
    };
    if distribution.too_few > 0 {
        let _ =
            write!(words, " {} too few records to be placed.", wording::counted(u64::from(distribution.too_few), "rests on", "rest on"));
    }
    if unknown > 0 {
        let _ = write!(words, " {} not known.", wording::counted(unknown, "service is", "services are"));
    }
    words.trim_start().to_owned()
}
