//! Files, commits and tags of the repositories, from their mirrors.
//!
//! The collector of clones reads the mirrors and stamps its records with the ids that GitHub gave. What GitHub
//! says itself goes before what a clone shows of the same thing, so such records are given a lower revision.

use super::coverage::Subject;
use super::mirrors::Mirrors;
use super::one_repository::{Chosen, Context, Done};
use super::rebased::{Several, companions};
use super::stamp::Stamp;
use super::state::RepositoryState;
use crate::git::{self, Follow, GitSettings, Origin};
use crate::remote::{RemoteError, Secret, Stop};
use milepost_model::{CoverageState, Diagnostic, Fact, Harvest, Instant, Place, Record, Session, Sink, SinkError};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

/// Mirrors that are fetched at once; the network is what they wait for.
const AT_ONCE: usize = 4;
/// Mirrors that are fetched with one token: an app's lives for an hour.
const BATCH: usize = 64;

/// Reads the mirrors of a run's repositories.
pub struct Mirrored<'a> {
    /// What the run reads with.
    pub context: &'a Context<'a>,
    /// Who is asked for further paths.
    pub follow: &'a dyn Follow,
}

/// A repository whose mirror may be behind.
struct Wanted<'a> {
    number: u64,
    name: &'a str,
    branch: &'a str,
    digest: String,
    state: RepositoryState,
}

impl Mirrored<'_> {
    /// Fetches what changed and reads it. Gives how many repositories' mirrors are up to date.
    pub async fn read(&self, chosen: &[Chosen<'_>], done: Vec<Done>, faults: &mut Vec<Diagnostic>) -> Result<u64, RemoteError> {
        let several: Vec<Several> = done.iter().flat_map(|one| one.several.iter().cloned()).collect();
        let mut states: BTreeMap<u64, RepositoryState> = done.into_iter().map(|one| (one.number, one.state)).collect();
        let mut wanted: Vec<Wanted<'_>> = Vec::new();
        let mut empty = 0;
        for (number, described, _) in chosen {
            let (Some(name), Some(branch)) = (described.name_with_owner.as_deref(), described.branch()) else {
                empty += 1;
                continue;
            };
            let Some(state) = states.remove(number) else { continue };
            wanted.push(Wanted { number: *number, name, branch, digest: described.refs_digest(), state });
        }
        let failed = self.fetch(&mut wanted).await;
        for (number, name, why) in &failed {
            self.tell(*number, why, &wanted)?;
            faults.push(
                Diagnostic::warning("github/no-mirror", format!("its mirror is not up to date: {why}"))
                    .at(Place::in_repo(name, ""))
                    .help("give the token “Contents: read”, or leave the repository out with exclude; the next run tries again"),
            );
        }
        let good: Vec<&Wanted<'_>> = wanted.iter().filter(|one| !failed.iter().any(|(number, ..)| *number == one.number)).collect();
        if !good.is_empty() {
            let token = self.context.client.wire().token(false).await.ok().flatten();
            self.collect(&good, several, token.as_ref())?;
        }
        let cursors = good.iter().map(|one| one.state.cursor(&self.context.settings.id, one.number)).collect();
        self.context.give(Harvest { cursors, ..Harvest::default() })?;
        Ok(good.len() as u64 + empty)
    }

    /// Fetches the mirrors that are behind; gives those that could not be fetched, and why.
    async fn fetch(&self, wanted: &mut [Wanted<'_>]) -> Vec<(u64, String, String)> {
        let (client, settings) = (self.context.client, self.context.settings);
        let interrupt = client.budget.interrupt();
        let has = Mirrors::new(settings, None);
        let mut behind: Vec<&mut Wanted<'_>> =
            wanted.iter_mut().filter(|one| one.state.mirrored != one.digest || !has.has(one.number)).collect();
        let mut failed = Vec::new();
        for batch in behind.chunks_mut(BATCH) {
            if let Err(stop) = client.check() {
                failed.extend(batch.iter().map(|one| (one.number, one.name.to_owned(), stop.to_string())));
                continue;
            }
            let token = client.wire().token(false).await.ok().flatten();
            let mirrors = Mirrors::new(settings, token.as_ref());
            let fetch = |one: &&mut Wanted<'_>| {
                if interrupt.load(Ordering::Relaxed) {
                    return Err(Stop::Interrupted.to_string());
                }
                mirrors.fetch(one.number, one.name, one.branch)
            };
            let ended: Vec<Result<(), String>> = match rayon::ThreadPoolBuilder::new().num_threads(AT_ONCE).build() {
                Ok(pool) => pool.install(|| batch.par_iter().map(fetch).collect()),
                Err(_) => batch.iter().map(fetch).collect(),
            };
            for (one, result) in batch.iter_mut().zip(ended) {
                match result {
                    Ok(()) => {
                        one.state.mirrored.clone_from(&one.digest);
                        one.state.mirrored_at = Some(self.context.session.now);
                    }
                    Err(why) => failed.push((one.number, one.name.to_owned(), why)),
                }
            }
        }
        failed
    }

    /// Says of a repository that its mirror is not up to date; what it held before was read then.
    fn tell(&self, number: u64, why: &str, wanted: &[Wanted<'_>]) -> Result<(), RemoteError> {
        let (settings, now) = (self.context.settings, self.context.session.now);
        let repo = Stamp::repo_id(&settings.host, number);
        let from = self.context.from();
        let since = wanted.iter().find(|one| one.number == number).and_then(|one| one.state.mirrored_at).unwrap_or(from);
        let subject = Subject { source: &settings.id, repo: Some(&repo), from, now };
        let rows = ["commit", "file"].map(|kind| Record::from(subject.row(kind, since, now, CoverageState::NotObserved, Some(why))));
        self.context.give(Harvest { records: rows.into(), ..Harvest::default() })
    }

    /// Reads the mirrors with the collector of clones.
    fn collect(&self, good: &[&Wanted<'_>], several: Vec<Several>, token: Option<&Secret>) -> Result<(), RemoteError> {
        let (settings, session) = (self.context.settings, self.context.session);
        let mirrors = Mirrors::new(settings, token);
        let web = settings.address().web;
        let ids = good.iter().filter_map(|one| {
            let origin = Origin::parse(&format!("{web}/{}", one.name))?;
            Some((origin.to_string(), Stamp::repo_id(&settings.host, one.number)))
        });
        let mut wanted = GitSettings {
            id: settings.id.clone(),
            folders: vec![mirrors.folder().to_owned()],
            include: good.iter().map(|one| globbed(one.name)).collect(),
            since: settings.since,
            is_current: true,
            ids: ids.collect(),
            ..GitSettings::default()
        };
        wanted.history_paths.extend(settings.history_globs.iter().cloned());
        wanted.head_paths.extend(settings.head_globs.iter().cloned());
        wanted.limits.file_bytes = settings.max_file_bytes;
        let sink = BesideTheApi { inner: session.sink, several };
        let summary = git::collect_supplied(&wanted, self.follow, &mirrors, Session { sink: &sink, ..session })?;
        self.context.records.set(self.context.records.get() + summary.records);
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
