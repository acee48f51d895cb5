//! The figures of many services become distributions: of a team, and of the organisation.

use super::METRICS;
use super::delivery::{Decimal, Delivery, Distribution, Ranked, Rollup, ServiceDelivery, Span, Spread, Week};
use super::statistics::quantile;
use crate::catalog::Catalog;
use milepost_model::{Entity, EntityKind, EntityRef, Measurement, RelationKind, Unknown, Window};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A rate of one week says little, so that weeks are shown over so many.
const RATE_WEEKS: usize = 4;

/// Sums up services, which are in the order of their names.
pub(super) fn sum_up(
    services: Vec<(EntityRef, ServiceDelivery)>,
    catalog: &Catalog,
    weeks: Vec<Window>,
    spans: Vec<(Span, Window)>,
) -> Delivery {
    let all: Vec<u32> = (0..).zip(&services).map(|(place, _)| place).collect();
    let place = |reference: &EntityRef| services.binary_search_by(|(found, _)| found.cmp(reference)).ok();
    let places = |found: &mut dyn Iterator<Item = &EntityRef>| -> Vec<u32> {
        let mut places: Vec<u32> = found.filter_map(place).map(|place| place as u32).collect();
        places.sort_unstable();
        places.dedup();
        places
    };
    let of = |places: &[u32]| Summing { services: &services, places, weeks: weeks.len(), spans: &spans }.rollup();
    let organisation = of(&all);
    let teams = catalog.teams.iter().map(|team| (team.reference.clone(), of(&places(&mut team.services.iter())))).collect();
    let of_kind = |kind: &'static str| catalog.entities.values().filter(move |entity| entity.reference.kind == kind);
    let systems = of_kind(EntityKind::SYSTEM).map(|system| (system.reference.clone(), of(&places(&mut parts(system))))).collect();
    let domains = of_kind(EntityKind::DOMAIN);
    let domains = domains.map(|domain| (domain.reference.clone(), of(&places(&mut within(catalog, domain).into_iter())))).collect();
    Delivery { weeks, spans, services, organisation, teams, systems, domains, ..Delivery::default() }
}

/// Everything below an entity, however deep; `partOf` never forms a circle.
fn within<'a>(catalog: &'a Catalog, entity: &'a Entity) -> BTreeSet<&'a EntityRef> {
    let mut found = BTreeSet::new();
    let mut left: Vec<&EntityRef> = parts(entity).collect();
    while let Some(part) = left.pop() {
        if found.insert(part) {
            left.extend(catalog.entities.get(part).into_iter().flat_map(parts));
        }
    }
    found
}

fn parts(system: &Entity) -> impl Iterator<Item = &EntityRef> {
    system.relations.iter().filter(|relation| relation.kind == RelationKind::HasPart).map(|relation| &relation.target)
}

struct Summing<'a> {
    services: &'a [(EntityRef, ServiceDelivery)],
    places: &'a [u32],
    weeks: usize,
    spans: &'a [(Span, Window)],
}

impl Summing<'_> {
    fn rollup(&self) -> Rollup {
        let ids = || METRICS.iter().map(|metric| metric.about().id).enumerate();
        let span = |nth: usize, (span, window): (Span, Window)| {
            (span, ids().map(|(metric, id)| self.distribution(id, (nth, metric), window)).collect())
        };
        Rollup {
            services: u32::try_from(self.places.len()).unwrap_or(u32::MAX),
            distributions: self.spans.iter().enumerate().map(|(nth, found)| span(nth, *found)).collect(),
            weekly: ids().map(|(metric, id)| (id, self.weekly(metric))).collect(),
        }
    }

    fn distribution(&self, metric: &'static str, (span, nth): (usize, usize), window: Window) -> Distribution {
        let mut found = Distribution {
            metric,
            window,
            ranked: Vec::new(),
            too_few: 0,
            buckets: [0; 6],
            unknown: Vec::new(),
            median: None,
            p25: None,
            p75: None,
            records: 0,
        };
        let mut unknown: BTreeMap<&'static str, (Unknown, u32)> = BTreeMap::new();
        for place in self.places {
            let figure = &self.services[*place as usize].1.figures[span].1.all[nth];
            match &figure.value {
                Measurement::Known { value, n } => {
                    found.ranked.push(Ranked { service: *place, headline: value.headline() });
                    found.too_few += u32::from(figure.is_too_few);
                    found.records += n;
                    if let Some(bucket) = figure.standing.and_then(|standing| standing.bucket) {
                        found.buckets[usize::from(bucket - 1)] += 1;
                    }
                }
                Measurement::Unknown(reason) => unknown.entry(reason.words()).or_insert((*reason, 0)).1 += 1,
            }
        }
        found.ranked.sort_by_key(|ranked| (ranked.headline, ranked.service));
        let headlines: Vec<i64> = found.ranked.iter().map(|ranked| ranked.headline).collect();
        (found.p25, found.median, found.p75) = (quantile(&headlines, 25), quantile(&headlines, 50), quantile(&headlines, 75));
        found.unknown = unknown.into_values().collect();
        found.unknown.sort_by_key(|(_, count)| Reverse(*count));
        found
    }

    fn weekly(&self, metric: usize) -> Vec<Spread> {
        let spread = |week: usize| {
            let mut values: Vec<i64> = Vec::new();
            let mut records = 0;
            for place in self.places {
                let weeks = &self.services[*place as usize].1.weekly.metrics[metric].1;
                if let Some((value, n)) = value_of(weeks, week) {
                    values.push(value);
                    records += n;
                }
            }
            values.sort_unstable();
            let at = |percent| quantile(&values, percent);
            Spread { services: values.len() as u32, records, p25: at(25), p50: at(50), p75: at(75) }
        };
        (0..self.weeks).map(spread).collect()
    }
}

/// What a service has in a week, and how many records that rests on. A rate is that of the four weeks up to it.
fn value_of(weeks: &[Week], week: usize) -> Option<(i64, u64)> {
    match weeks.get(week)? {
        Week::Unknown => None,
        Week::Count(count) => Some((i64::from(*count), u64::from(*count))),
        Week::Durations { n, quantiles } => Some((quantiles.as_ref()?.whole().p50, u64::from(*n))),
        Week::Ratio { den: own, .. } => {
            let (mut num, mut den) = (0, 0);
            for week in &weeks[(week + 1).saturating_sub(RATE_WEEKS)..=week] {
                let Week::Ratio { num: part, den: whole } = week else { return None };
                num += u64::from(*part);
                den += u64::from(*whole);
            }
            Some((Decimal::percent(num, den)?.scaled(), u64::from(*own)))
        }
    }
}
