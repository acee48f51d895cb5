//! The figures of golden paths beyond their share: where services come from, whether they stay, how far behind they are.

use super::ratio::{Quartiles, Ratio};
use super::state::{Moment, State};
use super::{Adoption, ServiceAdoption, Standing};
use chrono::Duration;
use milepost_model::Instant;

/// How many weekly instants 90 days are.
const QUARTER: usize = 13;

/// Where services come from, and whether they stay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Origins {
    /// Of the repositories that were created in the last 90 days, those that began on a path.
    pub creation: Ratio,
    /// Of those that began on a path 90 to 180 days ago, those that are on it now.
    pub stickiness: Ratio,
    /// Of the services that were on no path 90 days ago, those that are on one now.
    pub re_entry: Ratio,
}

/// How far the services on a path are behind its newest version.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Drift {
    /// In versions; none where no version is known.
    pub versions: Option<Quartiles>,
    /// In days.
    pub days: Option<Quartiles>,
    /// How many are on something that moves or that nothing places.
    pub unplaced: u32,
}

/// Where services stop on the way onto a path; each step counts those that passed every one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Funnel {
    /// Each step: what it asks for, and how many passed.
    pub steps: Vec<(&'static str, u32)>,
}

/// One path, or the best of all: the moment of a service at an instant.
fn moment(service: &ServiceAdoption, path: Option<usize>, at: usize) -> Option<&Moment> {
    match path {
        Some(path) => service.on(path)?.moments.get(at),
        None => service.best(at).map(|(_, moment)| moment),
    }
}

/// Where services come from, of one path or of all.
pub fn origins(adoption: &Adoption, path: Option<usize>, at: usize) -> Origins {
    let Some(now) = adoption.instants.get(at) else { return Origins::default() };
    let mut found = Origins::default();
    for service in &adoption.services {
        let Some(today) = moment(service, path, at) else { continue };
        if let Some(created) = service.created.filter(|created| created <= now) {
            let age = *now - created;
            let began = began_on(adoption, service, path, created, at);
            if age < Duration::days(90) {
                if let Some(began) = began {
                    found.creation.count(began);
                }
            } else if age < Duration::days(180) && began == Some(true) && today.state.is_eligible() {
                found.stickiness.count(today.state.is_on());
            }
        }
        let before = at.checked_sub(QUARTER).and_then(|before| moment(service, path, before));
        if before.is_some_and(|before| before.state.is_eligible() && !before.state.is_on()) && today.state.is_eligible() {
            found.re_entry.count(today.state.is_on());
        }
    }
    found
}

/// Whether a service was on a path, or bore its stamp, within its first fortnight; none where that is not known.
fn began_on(adoption: &Adoption, service: &ServiceAdoption, path: Option<usize>, created: Instant, at: usize) -> Option<bool> {
    let first = adoption.instants[..=at].partition_point(|instant| *instant < created);
    let early = (first..=at).filter(|place| adoption.instants[*place] < created + Duration::days(14) || *place == first);
    let states: Vec<State> = early.filter_map(|place| Some(moment(service, path, place)?.state)).collect();
    let is_known = states.iter().any(|state| state.is_eligible());
    is_known.then(|| states.iter().any(|state| state.is_on() || matches!(state, State::Drifted | State::Unsupported)))
}

/// How far the services on a path are behind.
pub fn drift(adoption: &Adoption, path: usize, at: usize) -> Drift {
    let mut found = Drift::default();
    let (mut versions, mut days) = (Vec::new(), Vec::new());
    for moment in adoption.services.iter().filter_map(|service| service.on(path)?.moments.get(at)) {
        if !moment.state.is_on() && moment.state != State::Unsupported {
            continue;
        }
        match (moment.behind, moment.days_behind) {
            (Some(behind), since) => {
                versions.push(i64::from(behind));
                days.extend(since.map(i64::from));
            }
            (None, _) => found.unplaced += 1,
        }
    }
    (found.versions, found.days) = (Quartiles::of(versions), Quartiles::of(days));
    found
}

/// Of the eligible services, those for which each signal of a path holds now, and those of which it is known.
pub fn per_signal(adoption: &Adoption, path: usize) -> Vec<Ratio> {
    let Some(about) = adoption.paths.get(path) else { return Vec::new() };
    let mut found = vec![Ratio::default(); about.settings.signals.len()];
    for (standing, _) in eligible(adoption, path) {
        for (ratio, signal) in found.iter_mut().zip(&standing.signals) {
            if let Some(holds) = signal.holds {
                ratio.count(holds);
            }
        }
    }
    found
}

fn eligible(adoption: &Adoption, path: usize) -> impl Iterator<Item = (&Standing, &ServiceAdoption)> {
    let standings = adoption.services.iter().filter_map(move |service| Some((service.on(path)?, service)));
    standings.filter(|(standing, _)| standing.moments.last().is_some_and(|moment| moment.state.is_eligible()))
}

/// Where services stop, on one path or, each on the best of its paths, on all.
pub fn funnel(adoption: &Adoption, path: Option<usize>) -> Funnel {
    use crate::config::SignalKind as Kind;
    let is_pipeline = |kind: &Kind| matches!(kind, Kind::Workflow { .. } | Kind::ExecutedWorkflow { .. });
    let is_template = |kind: &Kind| !is_pipeline(kind) && !matches!(kind, Kind::Cel { .. });
    let now = adoption.now();
    let mut counts = [0_u32; 5];
    let mut has = [false; 2];
    for service in &adoption.services {
        let Some(which) = path.or_else(|| Some(service.best(now)?.0)) else { continue };
        let Some(standing) = service.on(which) else { continue };
        let Some(state) = standing.moments.last().map(|moment| moment.state).filter(|state| state.is_eligible()) else { continue };
        let signals = &adoption.paths[which].settings.signals;
        // A path that has no signal of that sort asks for none.
        let passes = |wanted: &dyn Fn(&Kind) -> bool| {
            let own = || signals.iter().zip(&standing.signals).filter(|(signal, _)| wanted(&signal.kind));
            own().next().is_none() || own().any(|(_, reading)| reading.holds == Some(true))
        };
        has[0] |= signals.iter().any(|signal| is_pipeline(&signal.kind));
        has[1] |= signals.iter().any(|signal| is_template(&signal.kind));
        let steps = [true, service.owner.is_some(), passes(&is_pipeline), passes(&is_template), state.is_on()];
        for (count, _) in counts.iter_mut().zip(steps.iter().take_while(|passed| **passed)) {
            *count += 1;
        }
    }
    let names = ["Eligible", "Has an owner", "Uses the path’s pipeline", "Bears the path’s template", "On a supported version"];
    let shown = [true, true, has[0], has[1], true];
    Funnel { steps: names.into_iter().zip(counts).zip(shown).filter(|(_, shown)| *shown).map(|(step, _)| step).collect() }
}

/// How long services that were created in the last year took to reach production, and how many have not yet.
pub fn first_deployments(adoption: &Adoption, path: Option<usize>) -> (Option<Quartiles>, u32) {
    adoption.instants.last().map_or((None, 0), |now| first_deployments_at(adoption, path, *now))
}

/// The same, told at an instant of those that were created in the year before it.
pub fn first_deployments_at(adoption: &Adoption, path: Option<usize>, now: Instant) -> (Option<Quartiles>, u32) {
    let (mut took, mut waiting) = (Vec::new(), 0);
    let is_young = |created: &Instant| *created <= now && now - *created < Duration::days(365);
    for service in &adoption.services {
        let Some(created) = service.created.filter(is_young) else { continue };
        if path.is_some_and(|path| service.on(path).is_none()) {
            continue;
        }
        match service.first_deployed.filter(|first| *first <= now) {
            Some(first) if first >= created => took.push((first - created).num_seconds()),
            Some(_) => {}
            None => waiting += 1,
        }
    }
    (Quartiles::of(took), waiting)
}
