//! What every service is asked for again and again, found once for all of them.

use super::ground::Ground;
use crate::rules::Known;
use milepost_model::record::{OnCall, Slo};
use milepost_model::{CoverageState, Entity, Instant, Kind, RepoId, Severity, Unknown};
use std::collections::HashMap;
use std::ops::Deref;

/// Duties by what they are for, in lower case.
type Duties<'a> = HashMap<String, Vec<&'a OnCall>>;

/// The ground, and where to find in it what belongs to one service.
pub(super) struct Survey<'a> {
    ground: &'a Ground<'a>,
    /// By kind and repository, since when it is read; nothing where it never was.
    read: HashMap<(&'a str, Option<&'a RepoId>), Option<Instant>>,
    first_duty: Option<Instant>,
    duties_of_services: Duties<'a>,
    duties_of_teams: Duties<'a>,
    slos: HashMap<String, Vec<&'a Slo>>,
    /// By repository and path.
    problems: HashMap<(&'a str, &'a str), u64>,
}

impl<'a> Deref for Survey<'a> {
    type Target = Ground<'a>;

    fn deref(&self) -> &Self::Target {
        self.ground
    }
}

impl<'a> Survey<'a> {
    /// Looks through the ground once.
    pub(super) fn of(ground: &'a Ground<'a>) -> Self {
        let mut read: HashMap<(&str, Option<&RepoId>), Option<Instant>> = HashMap::new();
        for row in ground.coverage {
            let since = read.entry((row.of.as_str(), row.repo.as_ref())).or_default();
            if row.state != CoverageState::NotObserved {
                *since = Some(since.map_or(row.from, |since| since.min(row.from)));
            }
        }
        let mut duties_of_services: Duties<'_> = HashMap::new();
        let mut duties_of_teams: Duties<'_> = HashMap::new();
        for duty in ground.duties {
            for service in &duty.services {
                duties_of_services.entry(service.to_ascii_lowercase()).or_default().push(duty);
            }
            if let Some(team) = &duty.team {
                duties_of_teams.entry(team.to_ascii_lowercase()).or_default().push(duty);
            }
        }
        let mut slos: HashMap<String, Vec<&Slo>> = HashMap::new();
        for slo in ground.slos {
            slos.entry(slo.service.to_ascii_lowercase()).or_default().push(slo);
        }
        for all in slos.values_mut() {
            all.sort_by(|a, b| (a.measured_at, &a.id).cmp(&(b.measured_at, &b.id)));
        }
        let mut problems = HashMap::new();
        for place in ground.notes.iter().filter(|note| note.severity >= Severity::Warning).filter_map(|note| note.place.as_ref()) {
            if let Some(repo) = place.repo.as_deref() {
                *problems.entry((repo, &*place.path)).or_default() += 1;
            }
        }
        let first_duty = ground.duties.iter().map(|duty| duty.from).min();
        Self { ground, read, first_duty, duties_of_services, duties_of_teams, slos, problems }
    }

    /// Whether a kind of record was read of a repository at an instant, or why not.
    pub(super) fn was_read(&self, kind: Kind, repo: Option<&RepoId>, at: Instant) -> Known<()> {
        let everywhere = self.read.get(&(kind.word(), None));
        let here = repo.and_then(|repo| self.read.get(&(kind.word(), Some(repo))));
        let mut told = [everywhere, here].into_iter().flatten().peekable();
        let otherwise = if told.peek().is_some() { Unknown::NotCollected } else { Unknown::NotConfigured };
        if told.flatten().any(|since| *since <= at) { Ok(()) } else { Err(otherwise) }
    }

    /// Whether somebody was on call for an entity, by its name or by its owner.
    pub(super) fn on_call(&self, name: &str, entity: &Entity, at: Instant) -> Known<bool> {
        if at < self.first_duty.ok_or(Unknown::NotConfigured)? {
            return Err(Unknown::NotCollected);
        }
        let own = self.duties_of_services.get(&name.to_ascii_lowercase());
        let teams = entity.owners.iter().filter_map(|owner| self.duties_of_teams.get(&owner.name.to_ascii_lowercase()));
        Ok(own.into_iter().chain(teams).flatten().any(|duty| duty.from <= at && at < duty.to))
    }

    /// Every measurement of the objectives of a service, in the order of time.
    pub(super) fn slos(&self, name: &str) -> &[&'a Slo] {
        self.slos.get(&name.to_ascii_lowercase()).map(Vec::as_slice).unwrap_or_default()
    }

    /// How many things are wrong with a file now.
    pub(super) fn problems(&self, repository: &str, path: &str) -> u64 {
        self.problems.get(&(repository, path)).copied().unwrap_or_default()
    }

    /// The ground itself.
    pub(super) fn ground(&self) -> &'a Ground<'a> {
        self.ground
    }
}
