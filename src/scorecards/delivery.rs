//! How a service was delivered at an instant, from the figures and records of metrics.

use super::survey::Survey;
use crate::catalog::Service;
use crate::metrics::ServiceDelivery;
use crate::metrics::delivery::evidence::Class;
use crate::metrics::delivery::{Span, Value};
use crate::rules::{DeliveryPart, Known};
use chrono::Duration;
use milepost_model::record::Slo;
use milepost_model::{Instant, Kind, Unknown};
use std::collections::BTreeMap;

/// A measurement of an objective that is older says nothing of today.
const FRESH_DAYS: i64 = 45;

/// The delivery of a service, and its objectives.
pub(super) struct DeliveryPast<'a> {
    delivery: Option<&'a ServiceDelivery>,
    changed_at: Option<Instant>,
    slos: &'a [&'a Slo],
    ground: &'a Survey<'a>,
    service: &'a Service,
}

impl<'a> DeliveryPast<'a> {
    pub(super) fn of(ground: &'a Survey<'a>, service: &'a Service) -> Self {
        Self {
            delivery: ground.measurements.delivery.service(&service.reference),
            changed_at: ground.measurements.services.get(&service.reference).and_then(|figures| figures.last_change_at),
            slos: ground.slos(&service.reference.name),
            ground,
            service,
        }
    }

    /// What it was at the end of a week, by the week's place; without one, what it is now.
    pub(super) fn at(&self, at: Instant, week: Option<usize>) -> DeliveryPart {
        const UNREAD: Unknown = Unknown::NotCollected;
        let figure = |metric: &str| self.figure(metric, week);
        let evidence = self.delivery.map(|delivery| &delivery.evidence);
        let frequency = figure("deployment_frequency");
        // Where figures are known, so is that nothing happened.
        let none = || frequency.err().unwrap_or(Unknown::NoEventsInWindow);
        let arrived = |class: Option<Class>| {
            let all = evidence.map(|evidence| evidence.deployments.as_slice()).unwrap_or_default().iter();
            all.filter(|one| one.finished <= at && class.is_none_or(|class| one.class == class))
                .map(|one| one.finished)
                .max()
                .ok_or_else(none)
        };
        let merged = evidence.map(|evidence| evidence.changes.as_slice()).unwrap_or_default().iter().map(|change| change.merged_at);
        let slos = self.slos_at(at);
        DeliveryPart {
            changed_at: merged.chain(self.changed_at).filter(|merged| *merged <= at).max().ok_or(UNREAD),
            deployed_at: arrived(None),
            deployments: frequency.map(|(_, n)| i64::try_from(n).unwrap_or(i64::MAX)),
            lead_time: figure("change_lead_time").map(|(median, _)| median),
            // Tenths of a percent.
            fail_rate: figure("change_fail_rate").map(|(tenths, _)| tenths as f64 / 1000.0),
            recovery_time: figure("failed_deployment_recovery_time").map(|(median, _)| median),
            rolled_back_at: arrived(Some(Class::Rollback)),
            slos: slos.as_ref().map(|all| count(all.len())).map_err(|why| *why),
            slos_missed: slos.map(|all| count(all.iter().filter(|slo| slo.actual.is_some_and(|actual| actual < slo.target)).count())),
        }
    }

    fn figure(&self, metric: &str, week: Option<usize>) -> Known<(i64, u64)> {
        let delivery = self.delivery.ok_or(Unknown::NotCollected)?;
        if let Some(week) = week {
            return delivery.trailing.get(metric, week);
        }
        let figure = delivery.figure(Span::Days90, metric).ok_or(Unknown::NotCollected)?;
        figure
            .value
            .value()
            .map(|value: &Value| (value.headline(), figure.n()))
            .ok_or_else(|| figure.value.reason().unwrap_or(Unknown::NotCollected))
    }

    /// The newest measurement of each objective.
    fn slos_at(&self, at: Instant) -> Known<Vec<&'a Slo>> {
        let recent = |slo: &&&Slo| slo.measured_at <= at && slo.measured_at > at - Duration::days(FRESH_DAYS);
        let newest: BTreeMap<&str, &Slo> = self.slos.iter().filter(recent).map(|slo| (slo.name.as_str(), *slo)).collect();
        if newest.is_empty() {
            self.ground.was_read(Kind::Slo, self.service.repo.as_ref(), at)?;
            // Measured later, so that it may have been promised before.
            if self.slos.iter().any(|slo| slo.measured_at > at) {
                return Err(Unknown::NotCollected);
            }
        }
        Ok(newest.into_values().collect())
    }
}

fn count(all: usize) -> i64 {
    i64::try_from(all).unwrap_or(i64::MAX)
}
