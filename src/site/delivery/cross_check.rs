//! What a host says of delivery beside what milepost does, as the page of the method shows it.

use super::five;
use crate::portal::delivery::CrossCheck;
use crate::site::Site;
use crate::site::links::Links;
use crate::site::rows::service_address;
use crate::site::wording;
use milepost_model::EntityRef;
use serde::Serialize;
use std::collections::BTreeMap;

/// So many figures are listed, those that differ most.
const MOST: usize = 20;

/// Figures of hosts beside milepost's.
#[derive(Debug, Serialize)]
pub struct CrossCheckView {
    days: String,
    sums: Vec<Sum>,
    rows: Vec<Row>,
    more: u64,
    notes: Vec<String>,
}

/// How far figures of one metric agree.
#[derive(Debug, Serialize)]
struct Sum {
    metric: &'static str,
    words: String,
}

#[derive(Debug, Serialize)]
struct Row {
    service: String,
    href: Option<String>,
    metric: &'static str,
    theirs: String,
    ours: String,
    difference: String,
}

/// Figures that are no farther apart than this agree: a tenth of the larger.
const NEAR: f64 = 0.1;

/// What is shown of them; nothing where no host was asked.
pub fn view(site: &Site<'_>, links: &Links) -> Option<CrossCheckView> {
    let checks = &site.portal.measurements.delivery.cross_checks;
    if checks.all.is_empty() && checks.shared == 0 && checks.other_days == 0 {
        return None;
    }
    let slugs: BTreeMap<&EntityRef, &str> =
        site.portal.catalog.services.iter().map(|service| (&service.reference, service.slug.as_str())).collect();
    let mut all: Vec<&CrossCheck> = checks.all.iter().collect();
    all.sort_by(|a, b| apart(b).total_cmp(&apart(a)));
    let mut metrics: Vec<&'static str> = checks.all.iter().map(|check| check.metric).collect();
    metrics.sort_unstable();
    metrics.dedup();
    let row = |check: &&CrossCheck| Row {
        service: check.service.name.clone(),
        href: slugs.get(&check.service).map(|slug| links.to(&format!("{}delivery/", service_address(slug)))),
        metric: five::about(check.metric).name,
        theirs: check.theirs.map_or_else(|| "no figure".to_owned(), |value| text(check.metric, value)),
        ours: match (check.ours.value(), check.ours.reason()) {
            (Some(value), _) => text(check.metric, *value),
            (None, why) => why.map_or("unknown", milepost_model::Unknown::words).to_owned(),
        },
        difference: difference(check),
    };
    let figures = |count: u64| wording::counted(count, "figure is", "figures are");
    let told = [
        (checks.shared, "of repositories that several services share, which the host does not tell apart"),
        (checks.other_days, "of other days than these, as the sources were not read since"),
    ];
    let notes = told.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{} {what}.", figures(*count)));
    Some(CrossCheckView {
        days: checks.window.map_or_else(String::new, |window| {
            format!("{} to {}", wording::day(window.from), wording::day(window.to - chrono::Duration::days(1)))
        }),
        sums: metrics.iter().map(|metric| sum(metric, &checks.all)).collect(),
        rows: all.iter().take(MOST).map(row).collect(),
        more: all.len().saturating_sub(MOST) as u64,
        notes: notes.collect(),
    })
}

fn sum(metric: &'static str, all: &[CrossCheck]) -> Sum {
    let own: Vec<f64> = all.iter().filter(|check| check.metric == metric).filter_map(distance).collect();
    let near = own.iter().filter(|distance| **distance <= NEAR).count() as u64;
    let words = match own.len() as u64 {
        0 => "nowhere do both have a figure".to_owned(),
        both => format!("within a tenth for {near} of {}", wording::counted(both, "service", "services")),
    };
    Sum { metric: five::about(metric).name, words }
}

/// How far apart two figures are, as a part of the larger; nothing where one of them is not known.
fn distance(check: &CrossCheck) -> Option<f64> {
    let (theirs, ours) = (check.theirs?, *check.ours.value()?);
    let larger = theirs.max(ours);
    Some(if larger == 0 { 0.0 } else { (theirs - ours).abs() as f64 / larger as f64 })
}

/// By what rows are ordered: what differs most, then what only one of the two knows, then what neither does.
fn apart(check: &CrossCheck) -> f64 {
    let knows_one = check.theirs.is_some() || check.ours.value().is_some();
    distance(check).unwrap_or(if knows_one { -1.0 } else { -2.0 })
}

fn difference(check: &CrossCheck) -> String {
    let (Some(theirs), Some(ours)) = (check.theirs, check.ours.value()) else { return "–".to_owned() };
    match ours - theirs {
        0 => "none".to_owned(),
        more if more > 0 => format!("+{}", text(check.metric, more)),
        less => format!("−{}", text(check.metric, -less)),
    }
}

/// A figure in the unit that both have it in.
fn text(metric: &str, value: i64) -> String {
    match five::about(metric).unit {
        crate::portal::Unit::Frequency => wording::counted(value.unsigned_abs(), "deployment", "deployments"),
        crate::portal::Unit::Duration => wording::duration(value),
        crate::portal::Unit::Ratio => wording::tenths_of_percent(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::{Measurement, Unknown};

    fn check(metric: &'static str, theirs: Option<i64>, ours: Option<i64>) -> CrossCheck {
        let ours = ours.map_or(Measurement::Unknown(Unknown::NotCollected), |value| Measurement::Known { value, n: 9 });
        CrossCheck { service: EntityRef::new("component", "pay"), host: "host".to_owned(), metric, theirs, ours }
    }

    #[test]
    fn a_difference_has_a_sign_and_unknown_is_no_nought() {
        for (theirs, ours, expected) in [
            (Some(10), Some(12), "+2 deployments"),
            (Some(12), Some(11), "−1 deployment"),
            (Some(3), Some(3), "none"),
            (None, Some(3), "–"),
            (Some(0), None, "–"),
        ] {
            assert_eq!(difference(&check("deployment_frequency", theirs, ours)), expected);
        }
    }

    #[test]
    fn what_differs_most_comes_first_and_only_what_both_know_is_held_together() {
        let far = check("deployment_frequency", Some(10), Some(5));
        let near = check("deployment_frequency", Some(100), Some(95));
        let one = check("deployment_frequency", None, Some(5));
        assert!(apart(&far) > apart(&near) && apart(&near) > apart(&one));
        let told = sum("deployment_frequency", &[far, near, one]);
        assert_eq!((told.metric, told.words.as_str()), ("Deployment frequency", "within a tenth for 1 of 2 services"));
        assert_eq!(sum("change_fail_rate", &[]).words, "nowhere do both have a figure");
    }
}
