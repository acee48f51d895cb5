//! The facts of the stories as records, in the form in which milepost reads anybody's.

mod branch_rule;
mod change;
mod cost;
mod coverage;
mod deployment;
mod dispatch;
mod finding;
mod incident;
mod oncall;
mod pipeline_run;
mod release;
mod repository;
mod slo;
mod survey;
mod team;
mod ticket;

use super::history::{Shared, Told, World};
use super::plan::{Awkward, Team, Unit, origin};
use super::random::Random;
use super::repo_id::repo_id;
use milepost_model::ndjson::write_fact;
use milepost_model::record::Fact;
use milepost_model::{Instant, Provenance, RepoId};

/// What is said of a repository, and by whom it was seen.
pub(super) struct Scene<'a> {
    pub(super) world: &'a World,
    pub(super) unit: &'a Unit,
    pub(super) told: &'a Told,
    pub(super) id: RepoId,
}

/// Lines of records.
#[derive(Default)]
pub(super) struct Lines {
    /// The lines.
    pub(super) text: Vec<u8>,
    /// How many there are.
    pub(super) count: u64,
}

impl Lines {
    /// Adds a record.
    fn put<T: Fact>(&mut self, fact: &T) {
        write_fact(fact, &mut self.text).expect("because writing into memory does not fail");
        self.count += 1;
    }
}

impl Scene<'_> {
    fn id(&self, what: &str, which: impl std::fmt::Display) -> String {
        format!("{}:{what}:{which}", self.id)
    }

    fn random(&self, purpose: &str) -> Random {
        Random::of(self.world.seed, &self.unit.name, purpose)
    }

    fn today(&self) -> Instant {
        self.world.calendar.today
    }

    /// The instant, unless it lies ahead.
    fn known(&self, at: Instant) -> Option<Instant> {
        (at <= self.today()).then_some(at)
    }

    fn url(&self, rest: &str) -> String {
        format!("{}/{rest}", self.unit.origin())
    }
}

/// The records of one repository.
pub(super) fn of_repository(unit: &Unit, told: &Told, world: &World) -> Lines {
    let scene = Scene { world, unit, told, id: repo_id(&unit.origin()) };
    let mut lines = Lines::default();
    repository::put(&scene, &mut lines);
    coverage::put(&scene, &mut lines);
    change::put(&scene, &mut lines);
    pipeline_run::put(&scene, &mut lines);
    deployment::put(&scene, &mut lines);
    release::put(&scene, &mut lines);
    incident::put(&scene, &mut lines);
    branch_rule::put(&scene, &mut lines);
    finding::put(&scene, &mut lines);
    if !unit.is(Awkward::Empty) && !unit.is(Awkward::ReadmeOnly) {
        slo::put(&scene, &mut lines);
        cost::put(&scene, &mut lines);
    }
    lines
}

/// The records that belong to no service.
pub(super) fn of_organisation(teams: &[Team], units: &[Unit], shared: &[Shared], world: &World) -> Lines {
    let mut lines = Lines::default();
    for shared in shared {
        repository::put_shared(shared, world, &mut lines);
        release::put_shared(shared, &mut lines, world);
    }
    coverage::put_sources(world, &mut lines);
    team::put(teams, world, &mut lines);
    oncall::put(teams, world, &mut lines);
    survey::put(teams, world, &mut lines);
    let platform = repo_id(&origin("platform"));
    dispatch::put(units, &platform, world, &mut lines);
    ticket::put(units, &platform, world, &mut lines);
    lines
}

/// Who is said to have seen it: the host, the pager, the bill.
fn seen_by(source: &str) -> Provenance {
    Provenance::of(source)
}

/// The revision of something that was seen then.
fn rev(at: Instant) -> u64 {
    at.timestamp_millis() as u64
}
