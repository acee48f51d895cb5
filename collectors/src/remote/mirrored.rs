//! Files, commits and tags of the repositories, from their mirrors.
//!
//! The collector of clones reads the mirrors and stamps its records with the ids that the host gave. What the
//! host says itself goes before what a clone shows of the same thing, so such records are given a lower revision.

use super::client::{Client, Host};
use super::coverage::Subject;
use super::mirrors::{MirrorHost, Mirrors};
use super::rebased::{Several, companions};
use super::state::RepositoryState;
use super::{RemoteError, Secret};
use crate::git::{self, Follow, GitSettings, Origin};
use milepost_model::{CoverageState, Diagnostic, Fact, Harvest, Instant, Place, Record, RepoId, Session, Sink, SinkError};
use rayon::prelude::*;
use std::cell::Cell;

/// Mirrors that are fetched at once; the network is what they wait for.
const AT_ONCE: usize = 4;
/// Mirrors that are fetched with one token: an app's lives for an hour.
const BATCH: usize = 64;

/// Reads the mirrors of a run's repositories.
pub struct Mirrored<'a, H> {
    /// Who asks, and holds the budget.
    pub client: &'a Client<'a, H>,
    /// Where mirrors come from and go to.
    pub host: &'a MirrorHost,
    /// What coverage and diagnostics bear: the collector, the source, and the first instant that is read.
    pub subject: Subject<'a>,
    /// The key under which the source remembers.
    pub key: &'a str,
    /// What is read of a mirror besides the usual.
    pub wanted: &'a GitSettings,
    /// The diagnostic of a mirror that cannot be fetched.
    pub code: &'static str,
    /// What to do where a mirror cannot be fetched.
    pub help: &'static str,
    /// Who is asked for further paths.
    pub follow: &'a dyn Follow,
    /// The run.
    pub session: Session<'a>,
    /// Records that were handed over.
    pub records: &'a Cell<u64>,
}

/// A repository whose mirror may be behind.
pub struct Wanted {
    /// Its number at the host.
    pub number: u64,
    /// Its id.
    pub repo: RepoId,
    /// Its full name.
    pub name: String,
    /// Its default branch.
    pub branch: String,
    /// What its refs look like.
    pub digest: String,
    /// What is remembered of it.
    pub state: RepositoryState,
}

impl<H: Host> Mirrored<'_, H> {
    /// Fetches what changed and reads it. Gives how many repositories' mirrors are up to date.
    pub async fn read(&self, mut wanted: Vec<Wanted>, several: Vec<Several>, faults: &mut Vec<Diagnostic>) -> Result<u64, RemoteError> {
        let failed = self.fetch(&mut wanted).await;
        let stopped = self.client.budget.stopped().map(|stop| stop.to_string());
        for (number, name, why) in &failed {
            self.tell(*number, why, &wanted)?;
            let found = Diagnostic::warning(self.code, format!("its mirror is not up to date: {why}")).at(Place::in_repo(name, ""));
            // Of a run that ended nobody has to give anything to anybody.
            faults.push(if stopped.as_ref() == Some(why) { found } else { found.help(self.help) });
        }
        let good: Vec<&Wanted> = wanted.iter().filter(|one| !failed.iter().any(|(number, ..)| *number == one.number)).collect();
        if !good.is_empty() {
            let token = self.client.host.git_token().await;
            self.collect(&good, several, token.as_ref())?;
        }
        let cursors = good.iter().map(|one| one.state.cursor(self.key, one.number)).collect();
        self.give(Harvest { cursors, ..Harvest::default() })?;
        Ok(good.len() as u64)
    }

    fn give(&self, harvest: Harvest) -> Result<(), RemoteError> {
        self.records.set(self.records.get() + harvest.records.len() as u64);
        Ok(self.session.sink.accept(harvest)?)
    }

    /// Fetches the mirrors that are behind; gives those that could not be fetched, and why.
    async fn fetch(&self, wanted: &mut [Wanted]) -> Vec<(u64, String, String)> {
        let stop = self.client.stop();
        let has = Mirrors::new(self.host, None, &stop);
        let mut behind: Vec<&mut Wanted> =
            wanted.iter_mut().filter(|one| one.state.mirrored != one.digest || !has.has(one.number)).collect();
        let mut failed = Vec::new();
        for batch in behind.chunks_mut(BATCH) {
            if let Err(stop) = self.client.check() {
                failed.extend(batch.iter().map(|one| (one.number, one.name.clone(), stop.to_string())));
                continue;
            }
            let token = self.client.host.git_token().await;
            let mirrors = Mirrors::new(self.host, token.as_ref(), &stop);
            let fetch = |one: &&mut Wanted| {
                let stopped = stop().map(|stop| Err(stop.to_string()));
                stopped.unwrap_or_else(|| mirrors.fetch(one.number, &one.name, &one.branch))
            };
            let ended: Vec<Result<(), String>> = match rayon::ThreadPoolBuilder::new().num_threads(AT_ONCE).build() {
                Ok(pool) => pool.install(|| batch.par_iter().map(fetch).collect()),
                Err(_) => batch.iter().map(fetch).collect(),
            };
            for (one, result) in batch.iter_mut().zip(ended) {
                match result {
                    Ok(()) => {
                        one.state.mirrored.clone_from(&one.digest);
                        one.state.mirrored_at = Some(self.session.now);
                    }
                    Err(why) => failed.push((one.number, one.name.clone(), why)),
                }
            }
        }
        // The report tells of a run that ended while mirrors were fetched.
        let _ = self.client.check();
        failed
    }

    /// Says of a repository that its mirror is not up to date; what it held before was read then.
    fn tell(&self, number: u64, why: &str, wanted: &[Wanted]) -> Result<(), RemoteError> {
        let Some(one) = wanted.iter().find(|one| one.number == number) else { return Ok(()) };
        let subject = Subject { repo: Some(&one.repo), ..self.subject };
        let since = one.state.mirrored_at.unwrap_or(subject.from);
        let rows =
            ["commit", "file"].map(|kind| Record::from(subject.row(kind, since, subject.now, CoverageState::NotObserved, Some(why))));
        self.give(Harvest { records: rows.into(), ..Harvest::default() })
    }

    /// Reads the mirrors with the collector of clones.
    fn collect(&self, good: &[&Wanted], several: Vec<Several>, token: Option<&Secret>) -> Result<(), RemoteError> {
        let stop = self.client.stop();
        let mirrors = Mirrors::new(self.host, token, &stop);
        let ids = good.iter().filter_map(|one| {
            let origin = Origin::parse(&format!("{}/{}", self.host.web, one.name))?;
            Some((origin.to_string(), one.repo.clone()))
        });
        let mut wanted = self.wanted.clone();
        wanted.folders = vec![mirrors.folder().to_owned()];
        wanted.include = good.iter().map(|one| globbed(&one.name)).collect();
        wanted.is_current = true;
        wanted.ids = ids.collect();
        let sink = BesideTheApi { inner: self.session.sink, several };
        let summary = git::collect_supplied(&wanted, self.follow, &mirrors, Session { sink: &sink, ..self.session })?;
        self.records.set(self.records.get() + summary.records);
        Ok(())
    }
}

/// A name as a pattern that fits it alone.
fn globbed(name: &str) -> String {
    name.chars().fold(String::new(), |mut pattern, c| {
        if "*?[]{}\\".contains(c) {
            pattern.push('\\');
        }
        pattern.push(c);
        pattern
    })
}

/// Takes what a mirror shows, and leaves out what the API says better.
struct BesideTheApi<'a> {
    inner: &'a dyn Sink,
    several: Vec<Several>,
}

impl Sink for BesideTheApi<'_> {
    fn accept(&self, mut harvest: Harvest) -> Result<(), SinkError> {
        let companions = companions(&harvest.records, &self.several);
        harvest.records.retain_mut(|record| match record {
            // The API knows more of both, and what it read of changes and releases it says itself.
            Record::Repository(_) => false,
            Record::Coverage(row) => !matches!(row.of.as_str(), "change" | "release"),
            Record::Change(change) if companions.contains(&change.merge_sha) => false,
            Record::Change(change) => {
                change.revised(before(change.merged_at));
                true
            }
            Record::Release(release) => {
                release.revised(before(release.published_at));
                true
            }
            _ => true,
        });
        self.inner.accept(harvest)
    }
}

/// A revision below that of whatever the API says of the same thing.
fn before(at: Instant) -> u64 {
    u64::try_from(at.timestamp_millis()).unwrap_or(0).saturating_sub(1_000)
}
