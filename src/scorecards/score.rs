//! Every rule of every service, bucket by bucket.

use super::asking;
use super::delivery::DeliveryPast;
use super::entity_past::EntityPast;
use super::files::{self, FilesPast};
use super::files_at::ServiceFilesPast;
use super::ground::{Ground, PastSource, RepositoryPast};
use super::rubric::Rubric;
use super::service::Timeline;
use super::survey::Survey;
use super::{Scores, ServiceScore, aggregate};
use crate::catalog::{Service, entity_part};
use crate::metrics::{ReadError, WEEKS};
use milepost_model::{EntityRef, Instant, RepoId, Window};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::RwLock;

/// A repository that was seen, and what its services come to.
type Scored = (RepoId, Vec<(EntityRef, ServiceScore)>);

/// How many buckets are asked at once. Their contents lie scattered over all files of contents, which are read
/// once for each wave: few waves read little, many hold little.
const WAVE: usize = 8;

/// Asks every rule of every service, now and at the end of each of the last weeks.
pub fn score(rubric: &Rubric, ground: &Ground<'_>, source: &dyn PastSource) -> Result<Scores, ReadError> {
    if rubric.is_empty() {
        return Ok(Scores::default());
    }
    let weeks = Window::last_weeks(i64::try_from(WEEKS)?, ground.as_of);
    let instants: Vec<Instant> = weeks.iter().map(|week| week.to).chain([ground.as_of]).collect();
    let mut by_repository: BTreeMap<&RepoId, Vec<&Service>> = BTreeMap::new();
    let mut homeless = Vec::new();
    for service in &ground.catalog.services {
        match &service.repo {
            Some(repo) => by_repository.entry(repo).or_default().push(service),
            None => homeless.push(service),
        }
    }
    let survey = Survey::of(ground);
    let one = |past: &RepositoryPast, services: &[&Service], contents: &BTreeMap<String, Vec<u8>>| {
        of_repository(rubric, &survey, &instants, past, (services, contents))
    };
    let mut parts: Vec<Scored> = Vec::new();
    let buckets: Vec<usize> = (0..source.buckets()).collect();
    for wave in buckets.chunks(WAVE) {
        let pasts: Vec<Vec<RepositoryPast>> = wave.par_iter().map(|bucket| source.read(*bucket)).collect::<Result<_, _>>()?;
        let pasts: Vec<RepositoryPast> = pasts.into_iter().flatten().filter(|past| by_repository.contains_key(&past.repo)).collect();
        let contents = source.contents(pasts.par_iter().flat_map_iter(|past| files::wanted(past, rubric, instants[0])).collect())?;
        parts.par_extend(pasts.into_par_iter().map(|past| {
            let scored = one(&past, &by_repository[&past.repo], &contents);
            (past.repo, scored)
        }));
    }
    let mut services: BTreeMap<EntityRef, ServiceScore> = BTreeMap::new();
    let mut seen: BTreeSet<RepoId> = BTreeSet::new();
    for (repo, scored) in parts {
        seen.insert(repo);
        services.extend(scored);
    }
    // What has no repository, or one without any record, is asked, too: its descriptor may say enough.
    let nothing = BTreeMap::new();
    let silent = by_repository.iter().filter(|(repo, _)| !seen.contains(**repo));
    for (repo, own) in silent {
        services.extend(one(&RepositoryPast { repo: (*repo).clone(), ..RepositoryPast::default() }, own, &nothing));
    }
    services.extend(one(&RepositoryPast::default(), &homeless, &nothing));
    let told = services.iter_mut().map(|(service, score)| (service.clone(), std::mem::take(&mut score.told)));
    let told = told.filter(|(_, told)| !told.is_empty()).collect();
    services.retain(|_, score| !score.results.is_empty() || !score.cards.is_empty());
    Ok(Scores { told, ..aggregate::sum_up(rubric, ground, instants, services) })
}

fn of_repository(
    rubric: &Rubric,
    ground: &Survey<'_>,
    instants: &[Instant],
    past: &RepositoryPast,
    (services, contents): (&[&Service], &BTreeMap<String, Vec<u8>>),
) -> Vec<(EntityRef, ServiceScore)> {
    let repository = ground.catalog.repositories.get(&past.repo);
    let files = FilesPast::of(past, rubric, contents);
    let entities = match repository {
        Some(repository) => EntityPast::of(ground.ground(), past, repository, contents, instants),
        None => EntityPast::default(),
    };
    let mut scored = Vec::with_capacity(services.len());
    for service in services {
        let others: Vec<&Service> = services.iter().copied().filter(|other| other.reference != service.reference).collect();
        let own = ServiceFilesPast {
            past: &files,
            service,
            others: &others,
            as_of: ground.as_of,
            is_shallow: repository.is_some_and(|repository| repository.is_shallow == Some(true)),
            asked_at: RwLock::new(ground.as_of),
        };
        let Some(entity) = entity_part(ground.catalog, service) else { continue };
        let timeline = Timeline {
            ground,
            service,
            repository,
            past,
            entities: &entities,
            files: &own,
            delivery: DeliveryPast::of(ground, service),
            entity,
        };
        scored.push((service.reference.clone(), asking::ask(rubric, instants, &timeline)));
    }
    scored
}
