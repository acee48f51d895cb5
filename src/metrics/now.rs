//! What is going on at an instant: incidents that are open, who is on call, and how promises stand.

use milepost_model::Instant;
use milepost_model::record::{Incident, OnCall, Slo};

/// The incidents that are open at the instant, newest first.
pub fn open_incidents(incidents: &[Incident], as_of: Instant) -> Vec<Incident> {
    let is_open = |incident: &&Incident| incident.opened_at <= as_of && incident.resolved_at.is_none_or(|end| end > as_of);
    let mut found: Vec<Incident> = incidents.iter().filter(is_open).cloned().collect();
    found.sort_by(|a, b| (b.opened_at, &a.id).cmp(&(a.opened_at, &b.id)));
    found
}

/// The duties that hold at the instant, by team and schedule; without the people where they are hidden.
pub fn on_call_at(duties: &[OnCall], as_of: Instant, hides_people: bool) -> Vec<OnCall> {
    let mut found: Vec<OnCall> = duties.iter().filter(|duty| duty.from <= as_of && as_of < duty.to).cloned().collect();
    if hides_people {
        for duty in &mut found {
            duty.person = None;
        }
    }
    found.sort_by(|a, b| (&a.team, &a.schedule, a.from, &a.id).cmp(&(&b.team, &b.schedule, b.from, &b.id)));
    found
}

/// The newest measurement of each objective at the instant, by service and name.
pub fn objectives_at(slos: &[Slo], as_of: Instant) -> Vec<Slo> {
    let mut found: Vec<Slo> = slos.iter().filter(|slo| slo.measured_at <= as_of).cloned().collect();
    found.sort_by(|a, b| (&a.service, &a.name, b.measured_at, &b.id).cmp(&(&b.service, &b.name, a.measured_at, &a.id)));
    found.dedup_by(|later, first| later.service == first.service && later.name == first.name);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32) -> Instant {
        format!("2026-01-{day:02}T00:00:00Z").parse().expect("because it is an instant")
    }

    #[test]
    fn what_has_ended_or_not_begun_is_not_going_on() {
        let incident = |id: &str, from, to: Option<u32>| Incident {
            id: id.into(),
            opened_at: at(from),
            resolved_at: to.map(at),
            ..Incident::default()
        };
        let all = [incident("a", 1, None), incident("b", 1, Some(4)), incident("c", 2, Some(9)), incident("d", 6, None)];
        let ids: Vec<String> = open_incidents(&all, at(5)).into_iter().map(|i| i.id).collect();
        assert_eq!(ids, ["c", "a"]);
        let duty = OnCall { from: at(1), to: at(5), person: Some("ada".into()), ..OnCall::default() };
        assert!(on_call_at(std::slice::from_ref(&duty), at(5), false).is_empty());
        assert_eq!(on_call_at(&[duty], at(4), true)[0].person, None);
    }

    #[test]
    fn an_objective_stands_as_it_was_measured_last() {
        let slo = |id: &str, service: &str, day| Slo { id: id.into(), service: service.into(), measured_at: at(day), ..Slo::default() };
        let all = [slo("a", "checkout", 1), slo("b", "checkout", 3), slo("c", "checkout", 9), slo("d", "billing", 2)];
        let ids: Vec<String> = objectives_at(&all, at(5)).into_iter().map(|slo| slo.id).collect();
        assert_eq!(ids, ["d", "b"]);
    }
}
