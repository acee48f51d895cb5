//! What is known of one repository, so that its services can be judged at any instant.

use super::hits::{Hit, Texts};
use super::path::{Look, Path};
use super::source::RepositoryHistory;
use crate::catalog::{Service, is_about};
use crate::metrics::Coverages;
use crate::reading::automation;
use crate::reading::stamp::Exemption;
use crate::rules::Probe;
use chrono::Duration;
use milepost_model::record::{File, Repository};
use milepost_model::{Instant, Kind, Unknown};
use std::sync::Arc;

/// For so long a service without a change and without a deployment still counts.
pub(super) const ACTIVE_DAYS: i64 = 90;

/// What is known of one repository.
pub(super) struct Ground<'a> {
    pub(super) repository: &'a Repository,
    pub(super) history: &'a RepositoryHistory,
    pub(super) texts: &'a Texts<'a>,
    /// For each path and each of its signals, when it held somewhere in the repository.
    hits: Vec<Vec<Vec<Hit>>>,
    exemptions: Vec<(Hit, Exemption)>,
    /// Since when files are known, or why they are not.
    files_since: Result<Option<Instant>, Unknown>,
    coverages: &'a Coverages<'a>,
    services: &'a [&'a Service],
}

/// What a signal says at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// It holds; with every version that it names, and the file that shows it.
    Yes(Vec<Arc<str>>, Option<Arc<str>>),
    /// It does not hold.
    No,
    /// It cannot be told.
    Unknown(Unknown),
}

impl<'a> Ground<'a> {
    /// Looks at a repository's history once.
    pub(super) fn new(
        (repository, history, texts): (&'a Repository, &'a RepositoryHistory, &'a Texts<'a>),
        paths: &[Path<'_>],
        coverages: &'a Coverages<'a>,
        services: &'a [&'a Service],
    ) -> Self {
        let sorted = |mut hits: Vec<Hit>| {
            // Whatever order records come in, the same one is the first.
            hits.sort_by(|a, b| (a.from, &a.path, &a.version).cmp(&(b.from, &b.path, &b.version)));
            hits
        };
        let of_path = |path: &Path<'_>| path.signals.iter().map(|look| sorted(hits(look, repository, history, texts))).collect();
        Self {
            hits: paths.iter().map(of_path).collect(),
            exemptions: texts.exemptions(&history.files),
            files_since: files_since(repository, history, coverages),
            repository,
            history,
            texts,
            coverages,
            services,
        }
    }

    /// Whether the files of that instant are known.
    pub(super) fn files_at(&self, at: Instant) -> Result<(), Unknown> {
        match self.files_since? {
            Some(since) if at < since => Err(Unknown::ShallowHistory),
            _ => Ok(()),
        }
    }

    /// When the repository came to be, where that is known.
    pub(super) fn created(&self) -> Option<Instant> {
        let first = self.history.commits.iter().map(|commit| commit.committed_at).min();
        self.repository.created_at.or(if self.repository.is_shallow == Some(true) { None } else { first })
    }

    /// What a signal says of a service at an instant.
    pub(super) fn asks(&self, (which, signal): (usize, usize), look: &Look<'_>, service: &Service, at: Instant) -> Said {
        let hits = &self.hits[which][signal];
        if let Look::Executed(_, days) = look {
            let since = at - Duration::days(*days);
            let newest = hits.iter().filter(|hit| hit.from > since && hit.from <= at).max_by_key(|hit| hit.from);
            return match newest {
                Some(hit) => Said::Yes(hit.version.iter().cloned().collect(), None),
                None => self.no_run(since, at),
            };
        }
        let is_template = matches!(look, Look::TemplateRepository(_));
        if let (Err(why), false) = (self.files_at(at), is_template) {
            return Said::Unknown(why);
        }
        let held: Vec<&Hit> = hits.iter().filter(|hit| hit.holds_at(at) && (is_template || self.is_of(service, &hit.path))).collect();
        match held.first() {
            None => Said::No,
            Some(first) => Said::Yes(held.iter().filter_map(|hit| hit.version.clone()).collect(), Some(first.path.clone())),
        }
    }

    /// No run was seen: whether there was none depends on what was read.
    fn no_run(&self, since: Instant, at: Instant) -> Said {
        let covered = self.coverages.of(Kind::PipelineRun, &self.repository.repo);
        // What was read ends a little before the instant; a week of silence is more than that.
        let until = covered.until().filter(|until| *until > at - Duration::days(7)).map(|until| until.min(at));
        if until.is_some_and(|until| covered.covers(since.max(self.created().unwrap_or(since)).min(until), until)) {
            Said::No
        } else {
            Said::Unknown(covered.reason(false))
        }
    }

    /// The exemption from a path that held at an instant: it stood there, and its last day was not over.
    pub(super) fn exemption(&self, path: &str, service: &Service, at: Instant) -> Option<&Exemption> {
        let is_valid = |exemption: &Exemption| exemption.until.parse::<chrono::NaiveDate>().is_ok_and(|last| at.date_naive() <= last);
        let found = self
            .exemptions
            .iter()
            .filter(|(hit, exemption)| exemption.path == path && is_valid(exemption) && hit.holds_at(at) && self.is_of(service, &hit.path));
        found.map(|(_, exemption)| exemption).next()
    }

    /// Whether a file is about a service: it lies in its paths, or in nobody's.
    pub(super) fn is_of(&self, service: &Service, path: &str) -> bool {
        if self.services.len() < 2 {
            return true;
        }
        if automation::is_at(path) || automation::is_part_at(path) {
            let names = |one: &Service| [one.reference.name.clone(), one.folder.rsplit('/').next().unwrap_or_default().to_owned()];
            let own = names(service);
            let others: Vec<String> =
                self.services.iter().filter(|one| one.reference != service.reference).flat_map(|one| names(one)).collect();
            let others: Vec<&str> = others.iter().map(String::as_str).filter(|name| !own.iter().any(|own| own == name)).collect();
            return is_about(path, &[&own[0], &own[1]], &others);
        }
        service.scope.contains(path) || !self.services.iter().any(|one| one.scope.contains(path))
    }

    /// Every instant at which a signal of a path or an exemption began or ended, in order.
    pub(super) fn changes(&self, which: usize, service: &Service) -> Vec<Instant> {
        let hits = self.hits[which].iter().flatten().filter(|hit| hit.path.is_empty() || self.is_of(service, &hit.path));
        let mut all: Vec<Instant> = hits.flat_map(|hit| std::iter::once(hit.from).chain(hit.until)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Whether some file of the service met a rule's question at an instant.
    pub(super) fn probed(&self, probe: &Probe, service: &Service, at: Instant) -> Option<bool> {
        self.files_at(at).ok()?;
        let is_there = |file: &&File| file.valid_from <= at && file.valid_to.is_none_or(|until| at < until);
        let mut files =
            self.history.files.iter().filter(is_there).filter(|file| probe.asks_for(&file.path) && self.is_of(service, &file.path));
        Some(files.any(|file| probe.pattern.is_none() || self.texts.of(file.blob.as_deref()).is_some_and(|text| probe.is_met_by(text))))
    }

    /// When the service was changed, in order; a repository of which no commit is known tells its last push.
    pub(super) fn changed(&self, service: &Service) -> Vec<Instant> {
        let is_own =
            |paths: &[String]| service.scope.is_whole() || paths.is_empty() || paths.iter().any(|path| service.scope.contains(path));
        let own = self.history.commits.iter().filter(|commit| is_own(&commit.paths)).map(|commit| commit.committed_at);
        let mut all: Vec<Instant> = own.collect();
        if self.history.commits.is_empty() {
            all.extend(self.repository.pushed_at);
        }
        all.sort_unstable();
        all
    }
}

fn hits(look: &Look<'_>, repository: &Repository, history: &RepositoryHistory, texts: &Texts<'_>) -> Vec<Hit> {
    match look {
        Look::Executed(pattern, _) => {
            let mut hits = Vec::new();
            for run in &history.runs {
                for used in &run.referenced {
                    let Some(reference) = pattern.used(&used.path) else { continue };
                    let version = used.reference.as_deref().filter(|text| !text.is_empty()).unwrap_or(reference);
                    // A branch says less than the commit that it was at the time.
                    let is_branch = version.is_empty() || version.starts_with("refs/heads/");
                    let version = if is_branch { used.sha.as_deref().unwrap_or(version) } else { version };
                    let version = Some(version).filter(|version| !version.is_empty()).map(Arc::from);
                    hits.push(Hit { path: Arc::from(""), from: run.created_at, until: None, version });
                }
            }
            hits
        }
        Look::TemplateRepository(pattern) => {
            let is_made_from = |name: &String| pattern.is_template(name) || pattern.is_template(&format!("gh:{name}"));
            let held = repository.template.as_ref().filter(|name| is_made_from(name));
            held.map(|_| Hit { path: Arc::from(""), from: Instant::MIN_UTC, until: None, version: None }).into_iter().collect()
        }
        Look::Cel(_) => Vec::new(),
        other => texts.hits(other, &history.files),
    }
}

/// Since when files are known: always, where their history is whole.
fn files_since(repository: &Repository, history: &RepositoryHistory, coverages: &Coverages<'_>) -> Result<Option<Instant>, Unknown> {
    if repository.is_shallow == Some(true) {
        return Ok(history.commits.iter().map(|commit| commit.committed_at).min().or(Some(Instant::MAX_UTC)));
    }
    let covered = coverages.of(Kind::File, &repository.repo);
    if history.files.is_empty() && history.commits.is_empty() && !covered.is_any() { Err(covered.reason(false)) } else { Ok(None) }
}
