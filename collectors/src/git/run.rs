//! One run over all repositories below the folders.

use super::coverage::{Extent, Knowledge, Subject};
use super::cursor::State;
use super::error::CollectError;
use super::find::{Findings, Unusable, find};
use super::follow::Follow;
use super::look::{Looked, head_seconds, key, look, unread_key};
use super::read::{Context, read};
use super::selection::{Paths, Selection};
use super::settings::GitSettings;
use crate::shard;
use milepost_model::{Diagnostic, Harvest, Place, Session};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

/// Brings contents into a clone that was made without them.
pub trait Supply: Sync {
    /// Brings these objects into the git directory.
    fn bring(&self, git_dir: &std::path::Path, ids: &[String]) -> Result<(), String>;
}

/// How a run went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Repositories that were found and asked for, each once.
    pub repositories: u64,
    /// Those of which something new was read.
    pub read: u64,
    /// Those of which nothing changed.
    pub unchanged: u64,
    /// Those that could not be read.
    pub broken: u64,
    /// Records that were handed over.
    pub records: u64,
}

/// Reads every repository below the settings' folders and hands one harvest for each to the sink.
pub fn collect(settings: &GitSettings, session: Session<'_>) -> Result<Summary, CollectError> {
    Run::new(settings, session, None, None)?.all()
}

/// The same, asking `follow` which further files the files of a repository name.
pub fn collect_following(settings: &GitSettings, follow: &dyn Follow, session: Session<'_>) -> Result<Summary, CollectError> {
    Run::new(settings, session, Some(follow), None)?.all()
}

/// The same for clones without contents: those that matter are brought in first, in a few batches.
pub fn collect_supplied(
    settings: &GitSettings,
    follow: &dyn Follow,
    supply: &dyn Supply,
    session: Session<'_>,
) -> Result<Summary, CollectError> {
    Run::new(settings, session, Some(follow), Some(supply))?.all()
}

struct Run<'a> {
    settings: &'a GitSettings,
    session: Session<'a>,
    follow: Option<&'a dyn Follow>,
    supply: Option<&'a dyn Supply>,
    selection: Selection,
    include: Paths,
    exclude: Paths,
    records: AtomicU64,
}

/// How reading one repository ended.
enum Ending {
    Read,
    Unchanged,
    Broken,
    LeftOut,
}

impl<'a> Run<'a> {
    fn new(
        settings: &'a GitSettings,
        session: Session<'a>,
        follow: Option<&'a dyn Follow>,
        supply: Option<&'a dyn Supply>,
    ) -> Result<Self, CollectError> {
        Ok(Self {
            settings,
            session,
            follow,
            supply,
            selection: Selection::new(settings)?,
            include: Paths::new(&settings.include)?,
            exclude: Paths::new(&settings.exclude)?,
            records: AtomicU64::new(0),
        })
    }

    fn all(&self) -> Result<Summary, CollectError> {
        let Findings { repositories, unusable } = find(self.settings)?;
        let look = |found| look(found, self.settings, &self.selection, self.session.memory);
        let looked: Vec<_> = repositories.into_par_iter().map(look).filter(|looked| self.is_wanted(&looked.name())).collect();
        let (chosen, twins) = self.each_once(looked);
        self.session.progress.expect(chosen.len() as u64);
        let endings = chosen.par_iter().map(|looked| self.one(looked)).collect::<Result<Vec<_>, CollectError>>()?;
        for diagnostic in twins {
            self.hand_over(Harvest { diagnostics: vec![diagnostic], ..Harvest::default() })?;
        }
        let unusable: Vec<_> = unusable.into_iter().filter(|one| self.is_wanted(&one.place)).collect();
        for one in &unusable {
            self.unusable(one)?;
        }
        let count = |wanted: fn(&Ending) -> bool| endings.iter().filter(|ending| wanted(ending)).count() as u64;
        Ok(Summary {
            repositories: (chosen.len() + unusable.len()) as u64,
            read: count(|ending| matches!(ending, Ending::Read)),
            unchanged: count(|ending| matches!(ending, Ending::Unchanged)),
            broken: count(|ending| matches!(ending, Ending::Broken)) + unusable.len() as u64,
            records: self.records.load(Ordering::Relaxed),
        })
    }

    fn is_wanted(&self, name: &str) -> bool {
        (self.settings.include.is_empty() || self.include.matches(name))
            && !self.exclude.matches(name)
            && shard::takes(self.settings.shard, name.as_bytes())
    }

    /// Of several clones of one repository the one that knows most: whole before shallow, then the newest.
    fn each_once(&self, looked: Vec<Looked>) -> (Vec<Looked>, Vec<Diagnostic>) {
        let mut groups: BTreeMap<String, Vec<Looked>> = BTreeMap::new();
        for one in looked {
            let id = one.early_id().map_or_else(|| format!("{} {}", one.found.folder, one.found.place), |id| id.to_string());
            groups.entry(id).or_default().push(one);
        }
        let (mut chosen, mut twins) = (Vec::new(), Vec::new());
        for mut group in groups.into_values() {
            if group.len() > 1 {
                for one in &mut group {
                    one.head_seconds = head_seconds(one, self.settings);
                }
                let rank = |one: &Looked| (one.fault.is_some(), one.is_shallow, std::cmp::Reverse(one.head_seconds));
                group.sort_by(|a, b| {
                    rank(a).cmp(&rank(b)).then_with(|| (a.found.folder, &a.found.place).cmp(&(b.found.folder, &b.found.place)))
                });
            }
            let mut group = group.into_iter();
            let Some(best) = group.next() else { continue };
            for other in group {
                let what =
                    format!("“{}” is another clone of the same repository as “{}” and was not read", other.found.place, best.found.place);
                twins.push(Diagnostic::note("git/second-clone", what).at(Place::in_repo(best.name(), "")));
            }
            chosen.push(best);
        }
        chosen.sort_by(|a, b| (a.found.folder, &a.found.place).cmp(&(b.found.folder, &b.found.place)));
        (chosen, twins)
    }

    fn one(&self, looked: &Looked) -> Result<Ending, CollectError> {
        // What was known of it stands, and the next run reads on from there.
        if self.session.progress.is_interrupted() {
            return Ok(Ending::LeftOut);
        }
        let ending = if looked.is_unchanged { self.unchanged(looked)? } else { self.changed(looked)? };
        self.session.progress.done(&looked.name());
        Ok(ending)
    }

    /// Nothing new, but it was looked at later, and what was wrong still is.
    fn unchanged(&self, looked: &Looked) -> Result<Ending, CollectError> {
        let state = looked.state.as_ref().expect("because only a state of the last run shows that nothing changed");
        let mut harvest = Harvest { diagnostics: state.diagnostics.clone(), ..Harvest::default() };
        if self.session.now > state.observed {
            let repo = milepost_model::RepoId::from(state.repo.clone());
            let subject = Subject { repo: Some(&repo), name: &looked.name() };
            let known = Knowledge::of(looked.fetched, state.head.map(|head| head.at), self.session.now, Some(state));
            if known.is_behind() != state.is_behind {
                harvest.cursors.push(state.behind(known.is_behind()).cursor(&looked.key(self.settings)));
            }
            let coverage = state.extent.records(&self.settings.id, &subject, state.from, &known);
            harvest.records.extend(coverage.into_iter().map(Into::into));
        }
        if !harvest.records.is_empty() || !harvest.diagnostics.is_empty() {
            self.hand_over(harvest)?;
        }
        Ok(Ending::Unchanged)
    }

    fn changed(&self, looked: &Looked) -> Result<Ending, CollectError> {
        let context = Context {
            settings: self.settings,
            selection: &self.selection,
            now: self.session.now,
            memory: self.session.memory,
            follow: self.follow,
            is_lacking: false,
        };
        let read = match &looked.fault {
            Some(fault) => Err(fault.clone()),
            // A panic of a library over a crafted file must not take the other repositories with it.
            None => catch_unwind(AssertUnwindSafe(|| self.supplied(context, looked)))
                .unwrap_or_else(|_| Err("reading it failed in a way that milepost did not foresee; please report it".to_owned())),
        };
        match read {
            // Half of its contents would be all that is known of it until it changes.
            _ if self.supply.is_some() && self.session.progress.is_interrupted() => Ok(Ending::LeftOut),
            Ok(harvest) => {
                self.hand_over(harvest)?;
                Ok(Ending::Read)
            }
            Err(reason) => {
                // Where it lies on this machine is nobody else's business.
                let reason = reason.replace(&*looked.found.git_dir.to_string_lossy(), "its git directory");
                let id = looked.early_id();
                let name = looked.name();
                let subject = Subject { repo: id.as_ref(), name: &name };
                let help = "run `git fsck` in the clone, or clone it again";
                let diagnostic = Diagnostic::error("git/broken", format!("the repository cannot be read: {reason}"));
                self.not_read(&subject, &looked.key(self.settings), &reason, diagnostic.at(Place::in_repo(&name, "")).help(help))?;
                Ok(Ending::Broken)
            }
        }
    }

    /// Reads a repository; what its clone lacks is brought in, and it is read again.
    fn supplied(&self, context: Context<'_>, looked: &Looked) -> Result<Harvest, String> {
        // Files name further files, whose contents are known to be lacking only then.
        const ROUNDS: usize = 4;
        let (mut harvest, mut lacking) = read(context, looked)?;
        for _ in 0..ROUNDS {
            let Some(supply) = self.supply.filter(|_| !lacking.is_empty()) else { break };
            let ids: Vec<String> = lacking.iter().map(ToString::to_string).collect();
            if supply.bring(&looked.found.git_dir, &ids).is_err() {
                // What could not be brought is said by the reading itself, and the next run tries again.
                return Ok(read(Context { is_lacking: true, ..context }, looked)?.0);
            }
            (harvest, lacking) = read(context, looked)?;
        }
        Ok(harvest)
    }

    fn unusable(&self, one: &Unusable) -> Result<(), CollectError> {
        let subject = Subject { repo: None, name: &one.place };
        let diagnostic = Diagnostic::warning(one.code, format!("nothing was read here: {}", one.reason)).at(Place::file(&one.place));
        self.not_read(&subject, &key(self.settings, one.folder, &one.place), &one.reason, diagnostic)
    }

    /// Says that nothing was read. The first instant is remembered, so that saying so again is the same record.
    fn not_read(&self, subject: &Subject<'_>, key: &str, reason: &str, diagnostic: Diagnostic) -> Result<(), CollectError> {
        let known = State::recall(self.session.memory, key);
        let key = unread_key(key);
        let before = State::recall(self.session.memory, &key);
        // What was read before stays read; only the time since then is not.
        let since = match (&before, &known) {
            (Some(before), Some(known)) if before.observed <= known.observed => Some(known.observed),
            (Some(before), _) => Some(before.from),
            (None, known) => known.as_ref().map(|state| state.observed),
        };
        let from = since.unwrap_or_else(|| self.settings.first_instant(self.session.now));
        let coverage = Extent::nothing(reason).records(&self.settings.id, subject, from, &Knowledge::whole(self.session.now));
        let mut harvest = Harvest { diagnostics: vec![diagnostic], ..Harvest::default() };
        if before.as_ref().is_none_or(|state| state.observed < self.session.now) {
            harvest.records = coverage.into_iter().map(Into::into).collect();
            harvest.cursors = vec![State::blank(from, self.session.now).cursor(&key)];
        }
        self.hand_over(harvest)
    }

    fn hand_over(&self, harvest: Harvest) -> Result<(), CollectError> {
        self.records.fetch_add(harvest.records.len() as u64, Ordering::Relaxed);
        Ok(self.session.sink.accept(harvest)?)
    }
}
