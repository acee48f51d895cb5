//! A snapshot becomes what the stages are given: nothing that the portal's audience may not know of.

use super::{PipelineError, strangers};
use crate::actions::{self, Action, Offered};
use crate::adoption::{self, Adoption};
use crate::catalog::importers::IMPORTERS;
use crate::catalog::{
    Catalog, CatalogFacts, CatalogSettings, CurrentFile, FormerFile, HandedOver, PastFile, Removed, RepositoryFacts, handed_over, past,
    removed, repository_rows,
};
use crate::config::{self, Audience, Config, People};
use crate::docs::markdown::Highlighter;
use crate::docs::{CommitsOf, Documents, KeptPages, Library, TakeCommits};
use crate::metrics::{self, Clock, Delivery, Measurements, Tally};
use crate::portal::{Organisation, Parts, REMEMBERED_DAYS};
use crate::scorecards::{Ground, Scores};
use crate::store::{Bucket, Snapshot, Statistics};
use bytes::Bytes;
use chrono::Duration;
use milepost_model::record::{Commit, Coverage, Dispatch, File, HostFigure, Incident, OnCall, Repository, Slo, Team};
use milepost_model::{Diagnostic, Diagnostics, Instant, Kind, RepoId};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What the stages are given.
pub(super) struct Facts {
    as_of: Instant,
    repositories: Vec<RepositoryFacts>,
    teams: Vec<Team>,
    incidents: Vec<Incident>,
    duties: Vec<OnCall>,
    slos: Vec<Slo>,
    coverage: Vec<Coverage>,
    host_figures: Vec<HostFigure>,
    tally: Tally,
    /// Whether the tally is that of the whole store, so that nothing is to be added to it.
    is_whole: bool,
    contents: BTreeMap<String, Bytes>,
    /// Versions of descriptors that went lately.
    past: BTreeMap<RepoId, Vec<PastFile>>,
}

/// What was read of one bucket.
#[derive(Default)]
struct Part {
    repositories: Vec<RepositoryFacts>,
    past: BTreeMap<RepoId, Vec<PastFile>>,
    tally: Tally,
}

impl Facts {
    /// Reads what everybody needs: the repositories with the files that they hold, and what has no repository.
    pub fn gather(snapshot: &Snapshot, statistics: &Statistics, config: &Config) -> Result<Self, PipelineError> {
        let parts = snapshot.buckets().into_par_iter().map(|bucket| Part::read(snapshot, config, bucket)).collect::<Result<Vec<_>, _>>()?;
        let mut facts = Self {
            as_of: snapshot.as_of(),
            repositories: Vec::new(),
            teams: snapshot.read_all()?,
            incidents: snapshot.read_all()?,
            duties: snapshot.read_all()?,
            slos: snapshot.history(Bucket::WITHOUT_REPOSITORY)?,
            coverage: snapshot.read_all()?,
            host_figures: snapshot.read_all()?,
            tally: Tally::default(),
            is_whole: config.site.audience == Audience::Internal,
            contents: BTreeMap::new(),
            past: BTreeMap::new(),
        };
        for part in parts {
            facts.repositories.extend(part.repositories);
            facts.past.extend(part.past);
            facts.tally.add(part.tally);
        }
        facts.repositories.sort_by(|a, b| a.repository.repo.cmp(&b.repository.repo));
        // A repository that was read as a clone before its host told its id is the same one under an older name.
        let aliases: BTreeSet<String> = facts.repositories.iter().flat_map(|one| one.repository.aliases.iter().cloned()).collect();
        facts.repositories.retain(|one| !aliases.contains(one.repository.repo.as_str()));
        facts.keep_silence(config.site.audience);
        facts.tally.count(&facts.teams);
        facts.tally.count(&facts.duties);
        if facts.is_whole {
            facts.tally = whole_tally(statistics);
        }
        let current = facts.repositories.iter().flat_map(|r| &r.files).filter_map(|file| file.blob.as_deref());
        let former = facts.repositories.iter().flat_map(|r| &r.former).map(|file| file.blob.as_str());
        let gone = facts.past.values().flatten().map(|file| file.blob.as_str());
        let wanted: BTreeSet<&str> = current.chain(former).chain(gone).collect();
        facts.contents = snapshot.blobs(wanted)?.into_iter().map(|(id, bytes)| (id, Bytes::from(bytes))).collect();
        Ok(facts)
    }

    /// Forgets what would tell a public portal's readers of repositories that they may not know of.
    fn keep_silence(&mut self, audience: Audience) {
        if audience == Audience::Public {
            let admitted: BTreeSet<&RepoId> = self.repositories.iter().map(|r| &r.repository.repo).collect();
            // What scanners found is for those who work there, also where the code is everybody's: it is not known here.
            let is_told = |row: &Coverage| row.of != Kind::Finding.word();
            self.coverage.retain(|row| is_told(row) && row.repo.as_ref().is_some_and(|repo| admitted.contains(repo)));
            // Who is in which team, who is on call and what was promised is nobody's business outside; teams that own what is public are
            // known from its own files.
            self.teams.clear();
            self.duties.clear();
            self.slos.clear();
            self.host_figures.retain(|figure| admitted.contains(&figure.repo));
            self.incidents.retain(|incident| incident.repo.as_ref().is_some_and(|repo| admitted.contains(repo)));
        }
    }

    /// For the log: how many repositories there are, and how many files they hold.
    pub fn counted(&self) -> (u64, String) {
        let files: usize = self.repositories.iter().map(|repository| repository.files.len()).sum();
        (self.repositories.len() as u64, format!("repositories with {files} files that matter"))
    }

    /// The content of a blob.
    pub fn content(&self, id: &str) -> Option<Bytes> {
        self.contents.get(id).cloned()
    }

    /// Lets go of what stands in files, for the stages that read records.
    pub fn forget_contents(&mut self) {
        self.contents = BTreeMap::new();
    }

    /// What the catalog is built from.
    pub fn for_catalog<'a>(&'a self, content: &'a (dyn Fn(&str) -> Option<Bytes> + Sync)) -> CatalogFacts<'a> {
        CatalogFacts { repositories: &self.repositories, teams: &self.teams, content }
    }

    /// What was described lately and is not any more, with the commits that took it away, and what has another owner.
    pub fn changed(
        &self,
        catalog: &Catalog,
        snapshot: &Snapshot,
        config: &Config,
    ) -> Result<(Vec<Removed>, Vec<HandedOver>), PipelineError> {
        let content = |id: &str| self.content(id);
        let (past, hides_people) = (past(&self.for_catalog(&content), &self.past), config.people == People::Hidden);
        let handed = handed_over(&past, catalog, &catalog_settings(config).owner_names, hides_people);
        let mut gone = removed(&past, catalog, hides_people);
        let buckets: BTreeSet<Bucket> = gone.iter().map(|gone| Bucket::of(Some(&gone.repo))).collect();
        let mut commits: BTreeMap<(RepoId, Instant), String> = BTreeMap::new();
        for bucket in buckets {
            let all = snapshot.read_columns::<Commit>(bucket, &[])?;
            commits.extend(all.into_iter().map(|commit| ((commit.repo, commit.committed_at), commit.sha)));
        }
        for gone in &mut gone {
            gone.commit = commits.get(&(gone.repo.clone(), gone.at)).cloned();
        }
        Ok((gone, handed))
    }

    /// What is offered, with what was run of it.
    pub fn runs(&self, offered: Offered, snapshot: &Snapshot, config: &Config) -> Result<Vec<Action>, PipelineError> {
        let repositories: BTreeSet<RepoId> = offered.repositories().into_iter().cloned().collect();
        let buckets: BTreeSet<Bucket> = repositories.iter().map(|repo| Bucket::of(Some(repo))).collect();
        let mut dispatches = Vec::new();
        for bucket in buckets {
            let found = snapshot.read::<Dispatch>(bucket)?;
            dispatches.extend(found.into_iter().filter(|dispatch| repositories.contains(&dispatch.repo)));
        }
        let rows = || self.coverage.iter().filter(|row| row.of == Kind::Dispatch.word());
        // A row without a repository speaks of all of its source.
        let is_whole = rows().any(|row| row.repo.is_none());
        let told = if is_whole { repositories } else { rows().filter_map(|row| row.repo.clone()).collect() };
        Ok(actions::tell(offered, dispatches, &told, self.as_of, config.people == People::Hidden))
    }

    /// Where documents are read from.
    pub fn for_docs<'a>(
        &'a self,
        content: &'a (dyn Fn(&str) -> Option<Bytes> + Sync),
        commits: &'a CommitsOf<'a>,
        (highlighter, kept): (&'a dyn Highlighter, &'a KeptPages),
    ) -> Library<'a> {
        let kept = Some(kept);
        Library { repositories: &self.repositories, content, commits, as_of: self.as_of, is_whole: false, highlighter, kept }
    }

    /// What measuring needs beside the records of repositories.
    pub fn clock<'a>(&'a self, settings: &'a config::Delivery) -> Clock<'a> {
        Clock {
            as_of: self.as_of,
            settings,
            asked: None,
            coverage: &self.coverage,
            incidents: &self.incidents,
            keeps_records: true,
            counts_collectors: self.counts_collectors(),
        }
    }

    /// What hosts reckoned themselves.
    pub fn host_figures(&self) -> &[HostFigure] {
        &self.host_figures
    }

    /// What scoring looks at; the measurements of objectives are read for it alone.
    pub fn for_scores<'a>(
        &'a self,
        (catalog, settings): (&'a Catalog, &'a CatalogSettings),
        measurements: &'a Measurements,
        adoption: &'a Adoption,
        notes: &'a Diagnostics,
    ) -> Ground<'a> {
        let (coverage, duties) = (&self.coverage, &self.duties);
        Ground { as_of: self.as_of, catalog, measurements, adoption, settings, coverage, duties, slos: &[], notes }
    }

    /// What judging golden paths needs beside the histories of repositories.
    pub fn adoption_clock<'a>(&'a self, config: &'a Config, delivery: &'a Delivery) -> adoption::Clock<'a> {
        adoption::Clock { as_of: self.as_of, paths: &config.golden_paths, platform: &config.platform, coverage: &self.coverage, delivery }
    }

    /// The repositories that the portal's readers may know of.
    pub fn admitted(&self) -> BTreeSet<RepoId> {
        self.repositories.iter().map(|one| one.repository.repo.clone()).collect()
    }

    /// Whether what each collector wrote is counted from its records, and not known from the store as a whole.
    pub fn counts_collectors(&self) -> bool {
        !self.is_whole
    }

    /// What the portal is joined from.
    pub fn parts(
        self,
        config: &Config,
        is_example: bool,
        (catalog, documents, removed, actions): (Catalog, Documents, Vec<Removed>, Vec<Action>),
        mut measurements: Measurements,
        notes: Diagnostics,
    ) -> Parts {
        if self.is_whole {
            // The store's own count has the records that no stage reads yet, too.
            measurements.tally = Tally::default();
        }
        let names: BTreeSet<&str> = self.repositories.iter().map(|r| r.repository.full_name.as_str()).collect();
        let is_told = |note: &Diagnostic| {
            let repo = note.place.as_ref().and_then(|place| place.repo.as_deref());
            // What could not be read has no row among the repositories, and those who may know of all are told of it too.
            let is_internal = config.site.audience == Audience::Internal;
            // What is wrong with the portal's own pages concerns everybody who reads them.
            let is_of_pages = repo.is_none() && note.code.starts_with("docs/");
            repo.map_or(is_internal || is_of_pages, |repo| names.contains(repo) || (is_internal && config.catalog.takes(repo)))
        };
        let strangers = strangers::named(&catalog, &removed, &self.incidents, self.as_of);
        Parts {
            organisation: Organisation { name: config.organisation.name.clone(), url: config.organisation.url.clone() },
            as_of: self.as_of,
            is_example,
            catalog,
            documents,
            actions,
            measurements: if config.people == People::Hidden { measurements.without_people() } else { measurements },
            adoption: Adoption::default(),
            removed,
            handed_over: Vec::new(),
            objectives: metrics::objectives_at(&self.slos, self.as_of),
            on_call: metrics::on_call_at(&self.duties, self.as_of, config.people == People::Hidden),
            open_incidents: metrics::open_incidents(&self.incidents, self.as_of),
            notes: notes.into_iter().chain(strangers).filter(is_told).collect(),
            reports: Vec::new(),
            configured: Vec::new(),
            scores: Scores::default(),
            coverage: self.coverage,
            tally: self.tally,
        }
    }
}

impl Part {
    fn read(snapshot: &Snapshot, config: &Config, bucket: Bucket) -> Result<Self, PipelineError> {
        let history = snapshot.history::<Repository>(bucket)?;
        // Who may see a repository is judged by the newest that is known, whatever instant is shown.
        let newest = repository_rows::unite(history.clone(), Instant::MAX_UTC);
        let newest: BTreeMap<_, _> = newest.into_iter().map(|repository| (repository.repo, repository.visibility)).collect();
        let mut gathered: BTreeMap<RepoId, RepositoryFacts> = repository_rows::unite(history, snapshot.as_of())
            .into_iter()
            .filter(|repository| config.catalog.takes(&repository.full_name))
            .filter(|repository| config.site.audience.admits(newest.get(&repository.repo).and_then(Option::as_ref)))
            .map(|repository| (repository.repo.clone(), RepositoryFacts { repository, ..RepositoryFacts::default() }))
            .collect();
        let mut part = Self::default();
        if gathered.is_empty() {
            return Ok(part);
        }
        let mut files = snapshot.read::<File>(bucket)?;
        files.retain(|file| gathered.contains_key(&file.repo));
        part.tally.count(&files);
        let remembered = snapshot.as_of() - Duration::days(REMEMBERED_DAYS);
        for file in files {
            if let (Some(until), Some(blob)) = (file.valid_to.filter(|until| *until > remembered), &file.blob)
                && may_describe(&file.path)
            {
                let past = PastFile { path: file.path.clone(), blob: blob.clone(), from: file.valid_from, until };
                part.past.entry(file.repo.clone()).or_default().push(past);
            }
            let Some(facts) = gathered.get_mut(&file.repo) else { continue };
            if let (Some(_), Some(blob)) = (file.valid_to, &file.blob) {
                // What descriptors said before tells what services were called.
                if IMPORTERS.iter().any(|importer| importer.matches(&file.path)) {
                    facts.former.push(FormerFile { path: file.path, blob: blob.clone() });
                }
            } else if file.valid_to.is_none() {
                let last_change = file.last_change.as_ref().map(|change| change.at).or(Some(file.valid_from));
                let changed_by = file.last_change.and_then(|change| change.by).filter(|_| config.people != People::Hidden);
                facts.files.push(CurrentFile { path: file.path, blob: file.blob, last_change, changed_by });
            }
        }
        part.repositories = gathered.into_values().collect();
        Ok(part)
    }
}

/// Hands over the commits of some repositories, bucket by bucket.
pub fn commits(snapshot: &Snapshot, of: &BTreeSet<RepoId>, take: &TakeCommits<'_>) {
    let buckets: BTreeSet<Bucket> = of.iter().map(|repo| Bucket::of(Some(repo))).collect();
    buckets.into_par_iter().for_each(|bucket| {
        // A part that cannot be read stops the figures, which come next and read all of them, with its name.
        let mut read: Vec<Commit> = snapshot.read_columns(bucket, &["is_bot", "parents", "paths"]).unwrap_or_default();
        read.sort_by(|one, other| one.repo.cmp(&other.repo));
        for commits in read.chunk_by(|one, other| one.repo == other.repo).filter(|commits| of.contains(&commits[0].repo)) {
            take(&commits[0].repo, commits);
        }
    });
}

/// Whether a file may be a descriptor, or be named by one; workflows change often and are neither.
fn may_describe(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    matches!(ending, "yaml" | "yml" | "json") && !path.starts_with(".github/")
}

/// How many records each collector wrote. Only for those who may know of every repository.
fn whole_tally(statistics: &Statistics) -> Tally {
    let mut tally = Tally::default();
    for (word, kind) in &statistics.kinds {
        let Some(known) = Kind::from_word(word).filter(|known| *known != Kind::Coverage) else { continue };
        for (collector, rows) in &kind.collectors {
            let collected = tally.collectors.entry(collector.clone()).or_default();
            collected.records.insert(known.word(), *rows);
            collected.observed_at = collected.observed_at.max(Some(kind.observed));
        }
    }
    tally
}

/// How the catalog is built.
pub fn catalog_settings(config: &Config) -> CatalogSettings {
    CatalogSettings {
        hides_people: config.people == People::Hidden,
        runbook: config.catalog.runbook.clone(),
        default_owner: config.catalog.default_owner.clone(),
        is_brief: false,
        owner_names: config.owners.iter().map(|name| (name.known_as.clone(), name.owner.clone())).collect(),
    }
}
