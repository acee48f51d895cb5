//! The stage: every service of every repository, judged at every instant.

use super::ground::Ground;
use super::hits::{self, Texts, is_descriptor};
use super::judge::{Candidate, On, SignalReading};
use super::path::Path;
use super::pool;
use super::requests::Requests;
use super::source::{HistorySource, RepositoryHistory, Wanted};
use super::state::{Moment, State};
use super::upkeep::Upkeep;
use super::version::{Release, Releases, Version};
use super::{Adoption, PathAdoption, ServiceAdoption, Standing, Through, surveys};
use crate::catalog::{Catalog, Service, entity_part};
use crate::config::{GoldenPath, Platform};
use crate::metrics::delivery::evidence::Arrival;
use crate::metrics::{Coverages, Delivery, ReadError, WEEKS};
use crate::reading::Readings;
use crate::rules::{RepositoryPart, Subject};
use chrono::Duration;
use milepost_model::record::{Coverage, Repository};
use milepost_model::{Entity, EntityRef, Instant, RelationKind, RepoId, Unknown, Window};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// How many buckets are judged at once. The contents of their files lie scattered over all files of contents, which
/// are read once for each wave: few waves read little, many hold little.
const WAVE: usize = 8;

/// How many weeks before the first shown one count for services that left.
const BEFORE: usize = 26;

/// What assessing needs beside the histories.
#[derive(Clone, Copy)]
pub struct Clock<'a> {
    /// The instant that the figures tell of.
    pub as_of: Instant,
    /// The golden paths.
    pub paths: &'a [GoldenPath],
    /// What the platform team says of its platform.
    pub platform: &'a Platform,
    /// What was really read.
    pub coverage: &'a [Coverage],
    /// How services are delivered.
    pub delivery: &'a Delivery,
}

impl std::fmt::Debug for Clock<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clock").field("as_of", &self.as_of).finish_non_exhaustive()
    }
}

/// Says where everybody stands. Buckets are read in parallel, and joined by the services' names.
pub fn assess(catalog: &Catalog, source: &dyn HistorySource, clock: &Clock<'_>) -> Result<Adoption, ReadError> {
    let weeks = Window::last_weeks(i64::try_from(WEEKS)?, clock.as_of);
    let requested = source.requests()?;
    let all = Window::last_weeks(i64::try_from(WEEKS + BEFORE)?, clock.as_of);
    let mut adoption = Adoption {
        instants: weeks.iter().map(|week| week.to).chain([clock.as_of]).collect(),
        requests: Requests::of(&requested, &weeks, clock.as_of),
        surveys: surveys::of(&requested.answers, clock.as_of),
        platform: clock.platform.clone(),
        weeks,
        ..Adoption::default()
    };
    let carried = (requested.findings.as_slice(), requested.costs.as_slice());
    adoption.upkeep = Upkeep::of(carried, (&catalog.repositories, &Coverages::new(clock.coverage)), &adoption.instants);
    if clock.paths.is_empty() {
        return Ok(adoption);
    }
    let paths: Vec<Path<'_>> = clock.paths.iter().map(Path::of).collect();
    let releases = releases(&paths, catalog, source)?;
    let stage = Stage {
        catalog,
        clock,
        paths: &paths,
        releases: &releases,
        coverages: Coverages::new(clock.coverage),
        instants: all.iter().map(|week| week.to).chain([clock.as_of]).collect(),
        readings: Readings::default(),
        services: by_repository(&catalog.services),
    };
    let mut services: Vec<ServiceAdoption> = Vec::new();
    let buckets: Vec<usize> = (0..source.buckets()).collect();
    for wave in buckets.chunks(WAVE) {
        services.extend(stage.wave(source, wave)?);
    }
    stage.add_silent(&mut services);
    services.sort_by(|a, b| a.reference.cmp(&b.reference));
    services.dedup_by(|next, kept| next.reference == kept.reference);
    adoption.paths = paths
        .iter()
        .zip(&releases)
        .map(|(path, releases)| PathAdoption {
            settings: path.settings.clone(),
            repository: path.repository(),
            is_repository_known: path.repository().is_some_and(|name| repository_of(catalog, &name).is_some()),
            releases: releases.clone(),
            counts: Vec::new(),
            through: Through::default(),
        })
        .collect();
    adoption.services = services;
    pool::sum_up(&mut adoption);
    Ok(adoption)
}

/// What judging services needs.
struct Stage<'a> {
    catalog: &'a Catalog,
    clock: &'a Clock<'a>,
    paths: &'a [Path<'a>],
    releases: &'a [Releases],
    coverages: Coverages<'a>,
    /// The instants that are judged, those before the first shown one among them.
    instants: Vec<Instant>,
    readings: Readings,
    services: BTreeMap<RepoId, Vec<&'a Service>>,
}

impl Stage<'_> {
    fn wave(&self, source: &dyn HistorySource, buckets: &[usize]) -> Result<Vec<ServiceAdoption>, ReadError> {
        let file = |path: &str| is_descriptor(path) || self.paths.iter().any(|one| one.looks_at(path));
        let runs = self.paths.iter().any(Path::looks_at_runs);
        let since = self.instants.first().copied().unwrap_or(self.clock.as_of) - Duration::days(365);
        let wanted = Wanted { file: &file, runs, since };
        let read: Vec<Vec<RepositoryHistory>> =
            buckets.par_iter().map(|bucket| source.read(*bucket, wanted)).collect::<Result<_, ReadError>>()?;
        let mut histories: Vec<_> = read.into_iter().flatten().filter(|history| self.services.contains_key(&history.repo)).collect();
        let contents = source.contents(hits::wanted(histories.iter().flat_map(|history| &history.files)))?;
        let texts = Texts { contents: &contents, readings: &self.readings };
        for history in &mut histories {
            let repository = self.catalog.repositories.get(&history.repo);
            texts.complete(history, repository.and_then(|repository| repository.default_branch.as_deref()));
        }
        Ok(histories.par_iter().flat_map_iter(|history| self.repository(history, &texts)).collect())
    }

    fn repository(&self, history: &RepositoryHistory, texts: &Texts<'_>) -> Vec<ServiceAdoption> {
        let Some(repository) = self.catalog.repositories.get(&history.repo) else { return Vec::new() };
        let services = self.services.get(&history.repo).map(Vec::as_slice).unwrap_or_default();
        let ground = Ground::new((repository, history, texts), self.paths, &self.coverages, services);
        services.iter().filter_map(|service| self.service(service, &ground)).collect()
    }

    /// Services of repositories without any record, and those that are made in no repository.
    fn add_silent(&self, services: &mut Vec<ServiceAdoption>) {
        let judged: BTreeSet<EntityRef> = services.iter().map(|service| service.reference.clone()).collect();
        let contents = BTreeMap::new();
        let texts = Texts { contents: &contents, readings: &self.readings };
        for repo in self.services.keys() {
            let is_new = |service: &&&Service| !judged.contains(&service.reference);
            if self.services[repo].iter().any(|service| is_new(&service)) {
                let history = RepositoryHistory { repo: repo.clone(), ..RepositoryHistory::default() };
                services.extend(self.repository(&history, &texts).into_iter().filter(|one| !judged.contains(&one.reference)));
            }
        }
    }

    fn service(&self, service: &Service, ground: &Ground<'_>) -> Option<ServiceAdoption> {
        let entity = self.catalog.entities.get(&service.reference)?;
        let deployed: Vec<Instant> = self.deployments(service).map(|deployment| deployment.finished).collect();
        let candidate =
            Candidate { service, ground, changed: ground.changed(service), subject: self.subject(service, ground.repository)?, deployed };
        let mut paths = Vec::new();
        for (which, path) in self.paths.iter().enumerate() {
            let on = On { which, path, releases: &self.releases[which] };
            if let Some(standing) = self.standing(&candidate, on) {
                paths.push((which, standing));
            }
        }
        let shown = self.instants.len() - BEFORE;
        let best = |at: usize| paths.iter().map(|(_, standing)| standing.moments[at].state).min_by_key(|state| state.rank());
        Some(ServiceAdoption {
            reference: service.reference.clone(),
            owner: entity.owners.first().cloned(),
            created: ground.created(),
            first_deployed: candidate.deployed.first().copied(),
            overall: (0..shown).map(|at| best(at).unwrap_or(State::Outside(super::Outside::Scope))).collect(),
            through: self.through(service, ground.history, self.clock.as_of),
            paths,
            dependants: dependants(entity, self.catalog),
            tier: entity.tier.clone(),
        })
    }

    /// Where a service stands on a path; none where the path is for others.
    fn standing(&self, candidate: &Candidate<'_>, on: On<'_>) -> Option<Standing> {
        let scope = candidate.in_scope(on, self.clock.as_of);
        if scope == Ok(false) {
            return None;
        }
        let mut moments: Vec<Moment> = Vec::with_capacity(self.instants.len());
        for at in &self.instants {
            let moment = match scope {
                Ok(_) => candidate.judge(on, *at, &moments),
                Err(why) => Moment::plain(candidate.outside(*at).unwrap_or(State::Unknown(why))),
            };
            moments.push(moment);
        }
        let id = &on.path.settings.id;
        let acknowledged = self.catalog.entities.get(&candidate.service.reference).and_then(|entity| entity.extra.get("acknowledge"));
        let wanted = format!("left:{id}");
        Some(Standing {
            moments: moments.split_off(BEFORE),
            signals: candidate.signals(on, self.clock.as_of).iter().map(SignalReading::of).collect(),
            changes: candidate.ground.changes(on.which, candidate.service),
            exemption: candidate.ground.exemption(id, candidate.service, self.clock.as_of).cloned(),
            is_acknowledged: acknowledged
                .and_then(serde_json::Value::as_array)
                .is_some_and(|list| list.iter().any(|one| one == wanted.as_str())),
        })
    }

    fn subject<'e>(&'e self, service: &Service, repository: &'e Repository) -> Option<Subject<'e>> {
        let unread = Unknown::NotCollected;
        Some(Subject {
            repository: Ok(RepositoryPart { repository, branch_rules: Err(unread), findings: Err(unread) }),
            ..Subject::new(entity_part(self.catalog, service)?, self.clock.as_of)
        })
    }

    fn deployments(&self, service: &Service) -> impl Iterator<Item = &crate::metrics::delivery::evidence::Deployment> {
        self.clock.delivery.service(&service.reference).into_iter().flat_map(|delivery| &delivery.evidence.deployments)
    }

    /// Whether the deployments of the 90 days before an instant went through a golden path.
    fn through(&self, service: &Service, history: &RepositoryHistory, at: Instant) -> Through {
        let by_run: BTreeMap<u64, bool> = history.runs.iter().map(|run| (run.run_id, self.is_golden(run))).collect();
        let by_record: BTreeMap<&str, bool> = history.runs.iter().map(|run| (run.id.as_str(), by_run[&run.run_id])).collect();
        let done_by: BTreeMap<&str, u64> =
            history.deployments.iter().filter_map(|deployment| Some((deployment.id.as_str(), deployment.run_id?))).collect();
        let is_golden = |arrival: &Arrival| {
            let run = done_by.get(&*arrival.id).and_then(|run| by_run.get(run));
            run.or_else(|| by_record.get(&*arrival.id)).copied()
        };
        let window = Window::last_days(90, at);
        let mut found = Through::default();
        for deployment in self.deployments(service).filter(|deployment| window.contains(deployment.finished)) {
            match deployment.arrivals.iter().find_map(is_golden) {
                Some(true) => found.path += 1,
                Some(false) => found.beside += 1,
                None => found.unknown += 1,
            }
        }
        found
    }

    fn is_golden(&self, run: &milepost_model::record::PipelineRun) -> bool {
        let is_deploying = |used: &str| self.paths.iter().any(|path| path.deploys.iter().any(|pattern| pattern.used(used).is_some()));
        run.referenced.iter().any(|used| is_deploying(&used.path))
    }
}

/// The versions of each path, as the repository that it names published them.
fn releases(paths: &[Path<'_>], catalog: &Catalog, source: &dyn HistorySource) -> Result<Vec<Releases>, ReadError> {
    let repos: Vec<Option<RepoId>> = paths.iter().map(|path| repository_of(catalog, &path.repository()?)).collect();
    let all = source.releases(&repos.iter().flatten().cloned().collect())?;
    let of_path = |(path, repo): (&Path<'_>, &Option<RepoId>)| {
        let own = || all.iter().filter(|release| Some(&release.repo) == repo.as_ref() && release.is_draft != Some(true));
        let made = |release: &milepost_model::record::Release, text: &str| {
            let version = Version::parse(text)?;
            let (tag, sha, url) = (release.tag.clone(), release.sha.clone(), release.url.clone());
            Some(Release { version, tag, sha, at: release.published_at, url })
        };
        if let Some(tags) = &path.settings.tags {
            let chosen = own().filter_map(|release| {
                let found = tags.captures(&release.tag)?;
                made(release, found.name("version").map_or(release.tag.as_str(), |version| version.as_str()))
            });
            return Releases::new(chosen.collect());
        }
        let id = path.settings.id.to_lowercase();
        let after_id =
            |tag: &str| tag.to_lowercase().strip_prefix(&id).and_then(|rest| rest.strip_prefix(['-', '/', '@', '_'])).map(str::to_owned);
        let named: Vec<Release> = own().filter_map(|release| made(release, &after_id(&release.tag)?)).collect();
        let alone = |tag: &str| {
            tag.starts_with(|c: char| c.is_ascii_digit())
                || tag.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        };
        let plain = || own().filter(|release| alone(&release.tag)).filter_map(|release| made(release, &release.tag)).collect();
        Releases::new(if named.is_empty() { plain() } else { named })
    };
    Ok(paths.iter().zip(&repos).map(of_path).collect())
}

/// The repository of that full name; a clone's name may be a folder, and then its address tells.
fn repository_of(catalog: &Catalog, name: &str) -> Option<RepoId> {
    let is_it = |repository: &&Repository| {
        let address = repository.url.as_deref().map(super::pattern::template).unwrap_or_default();
        repository.full_name.to_lowercase() == name
            || address.ends_with(&format!("/{name}"))
            || repository.renamed_from.iter().any(|former| former.to_lowercase() == name)
    };
    catalog.repositories.values().find(is_it).map(|repository| repository.repo.clone())
}

fn by_repository(services: &[Service]) -> BTreeMap<RepoId, Vec<&Service>> {
    let mut found: BTreeMap<RepoId, Vec<&Service>> = BTreeMap::new();
    for service in services {
        if let Some(repo) = &service.repo {
            found.entry(repo.clone()).or_default().push(service);
        }
    }
    found
}

/// How many other components need a service: directly, or through the APIs that it provides.
fn dependants(entity: &Entity, catalog: &Catalog) -> u32 {
    let of = |entity: &Entity, kind: RelationKind| -> Vec<EntityRef> {
        entity.relations.iter().filter(|relation| relation.kind == kind).map(|relation| relation.target.clone()).collect()
    };
    let mut found: BTreeSet<EntityRef> = of(entity, RelationKind::DependencyOf).into_iter().collect();
    for api in of(entity, RelationKind::ProvidesApi) {
        found.extend(catalog.entities.get(&api).into_iter().flat_map(|api| of(api, RelationKind::ApiConsumedBy)));
    }
    found.remove(&entity.reference);
    u32::try_from(found.len()).unwrap_or(u32::MAX)
}
