//! Who tells a repository's story, and what they must remember while they do.

use super::agenda::{self, Intent};
use super::facts::{Change, Told};
use super::{World, besides, prehistory};
use crate::demo::content::Words;
use crate::demo::git::{Folder, Oid, Pack, Repository, Signature};
use crate::demo::plan::{Awkward, Person, Unit};
use crate::demo::random::Random;
use chrono::Duration;
use milepost_model::Instant;
use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::path::Path;

/// For how many days nobody has fetched a clone that is said not to be fetched.
pub(in crate::demo) const NOT_FETCHED_DAYS: i64 = 47;

/// How many commits back a branch may start; older ones start at the oldest that is remembered.
const REMEMBERED: usize = 60;

/// A commit of the main branch, and what it holds.
pub(super) struct Moment {
    pub(super) at: Instant,
    pub(super) oid: Oid,
    pub(super) folder: Folder,
}

/// What is due.
pub(super) enum Task {
    /// A change is merged.
    Merge(Box<Intent>),
    /// What lies on the main branch goes to production.
    Ship { part: usize },
    /// An earlier version goes back to production.
    Rollback { part: usize, failed: usize },
    /// The version that runs goes to production again.
    Again { part: usize },
    /// A fix is built upon what runs in production, and goes there without the main branch.
    Patch { part: usize, failed: usize },
}

/// A version that runs, or ran, in production.
#[derive(Clone)]
pub(super) struct Live {
    pub(super) sha: Oid,
    pub(super) version: String,
    pub(super) tag: String,
    pub(super) folder: Folder,
}

/// What is remembered of one service of the repository.
pub(super) struct Desk {
    pub(super) words: Words,
    /// What ran in production, oldest first.
    pub(super) live: Vec<Live>,
    /// Major, minor and patch of the last version.
    pub(super) version: (u32, u32, u32),
    /// Whether a shipment is on the agenda already.
    pub(super) is_due: bool,
    /// Whether nothing may be shipped until a fix is merged.
    pub(super) is_held: bool,
    /// Changes that were merged since the last shipment.
    pub(super) waiting: Vec<usize>,
}

/// Tells a story.
pub(super) struct Teller<'a> {
    pub(super) world: &'a World,
    pub(super) unit: &'a Unit,
    pub(super) random: Random,
    pub(super) pack: Pack,
    pub(super) refs: BTreeMap<String, (Oid, Option<Oid>)>,
    pub(super) main: VecDeque<Moment>,
    pub(super) agenda: BTreeMap<(Instant, u32), Task>,
    pub(super) desks: Vec<Desk>,
    /// How often each file was changed.
    pub(super) revisions: BTreeMap<String, u32>,
    /// What each change did to files, so that it can be taken back.
    pub(super) undo: BTreeMap<usize, Vec<super::editing::Undo>>,
    pub(super) changelog: String,
    /// The versions of libraries.
    pub(super) versions: BTreeMap<String, String>,
    pub(super) number: u32,
    pub(super) run: u64,
    pub(super) ordinal: u32,
    pub(super) shallow: Vec<Oid>,
    pub(super) told: Told,
}

/// Tells the story of a repository, writes it into a folder and gives back the facts.
pub(in crate::demo) fn tell(unit: &Unit, world: &World, folder: &Path) -> io::Result<Told> {
    let mut teller = Teller::new(unit, world);
    if !unit.is(Awkward::Empty) {
        prehistory::tell(&mut teller);
        agenda::plan(&mut teller);
        teller.work_off();
        besides::tell(&mut teller);
    }
    let origin = unit.origin();
    let Teller { pack, refs, shallow, told, .. } = teller;
    let fetched = if unit.is(Awkward::NotFetched) { world.calendar.days_ago(NOT_FETCHED_DAYS, 6, 30) } else { world.calendar.today };
    Repository { pack, refs, origin: &origin, fetched, shallow }.write(folder)?;
    Ok(told)
}

impl<'a> Teller<'a> {
    fn new(unit: &'a Unit, world: &'a World) -> Self {
        let mut random = Random::of(world.seed, &unit.name, "history");
        let desks = unit
            .parts
            .iter()
            .map(|part| Desk {
                words: Words::of(unit, part),
                live: Vec::new(),
                version: (random.between(0, 6) as u32, random.between(0, 30) as u32, 0),
                is_due: false,
                is_held: false,
                waiting: Vec::new(),
            })
            .collect();
        Self {
            world,
            unit,
            random,
            pack: Pack::new(),
            refs: BTreeMap::new(),
            main: VecDeque::new(),
            agenda: BTreeMap::new(),
            desks,
            revisions: BTreeMap::new(),
            undo: BTreeMap::new(),
            changelog: String::new(),
            versions: BTreeMap::new(),
            number: 0,
            run: 9_000_000_000 + unit.index as u64 * 100_000,
            ordinal: 0,
            shallow: Vec::new(),
            told: Told::default(),
        }
    }

    fn work_off(&mut self) {
        while let Some(((at, _), task)) = self.agenda.pop_first() {
            match task {
                Task::Merge(intent) => self.merge(&intent),
                Task::Ship { part } => self.ship(part, at),
                Task::Rollback { part, failed } => self.roll_back(part, failed, at),
                Task::Again { part } => self.ship_again(part, at),
                Task::Patch { part, failed } => self.patch(part, failed, at),
            }
        }
        if let Some(tip) = self.main.back() {
            self.refs.insert("refs/heads/main".to_owned(), (tip.oid, None));
            self.told.head = Some(tip.oid);
            self.told.pushed = Some(tip.at);
        }
    }

    /// Puts something onto the agenda, unless its time comes after today.
    pub(super) fn schedule(&mut self, at: Instant, task: Task) -> bool {
        let is_in_time = at <= self.world.calendar.today - Duration::minutes(20);
        if is_in_time {
            self.ordinal += 1;
            self.agenda.insert((at, self.ordinal), task);
        }
        is_in_time
    }

    /// The newest commit of the main branch.
    pub(super) fn tip(&self) -> &Moment {
        self.main.back().expect("because the first commit comes before everything else")
    }

    /// The commit of the main branch that somebody saw who started then.
    pub(super) fn seen_at(&self, at: Instant) -> &Moment {
        self.main.iter().rev().find(|moment| moment.at <= at).unwrap_or_else(|| &self.main[0])
    }

    /// Adds a commit to the main branch.
    pub(super) fn advance(&mut self, at: Instant, oid: Oid, folder: Folder) {
        if self.main.len() == REMEMBERED {
            self.main.pop_front();
        }
        self.main.push_back(Moment { at, oid, folder });
        self.told.commits += 1;
    }

    /// Somebody of the team.
    pub(super) fn somebody(&mut self) -> Person {
        let at = self.random.below(self.unit.people.len());
        self.unit.people[at].clone()
    }

    /// The next run's id.
    pub(super) fn next_run(&mut self) -> u64 {
        self.run += 1;
        self.run
    }

    /// The newest change, by its place.
    pub(super) fn note(&mut self, change: Change) -> usize {
        self.told.changes.push(change);
        self.told.changes.len() - 1
    }
}

/// The signature of a person.
pub(super) fn sign(person: &Person, at: Instant) -> Signature {
    Signature { name: person.name.clone(), email: person.email(), at }
}

/// The signature of GitHub itself, which commits what is merged on its pages.
pub(super) fn github(at: Instant) -> Signature {
    Signature { name: "GitHub".to_owned(), email: "noreply@github.com".to_owned(), at }
}

/// The signature of a bot.
pub(super) fn bot(name: &str, at: Instant) -> Signature {
    Signature { name: format!("{name}[bot]"), email: format!("{name}[bot]@users.noreply.github.com"), at }
}
