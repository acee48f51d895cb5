//! One service at one instant after the other.

use super::delivery::DeliveryPast;
use super::entity_past::EntityPast;
use super::files_at::ServiceFilesPast;
use super::ground::RepositoryPast;
use super::paths;
use super::survey::Survey;
use crate::catalog::{self, Service};
use crate::rules::{
    DeliveryPart, EntityPart, FACTS, Facts, FilesPart, Known, PathPart, Reading, RepositoryPart, Subject, Tier, Vocabulary,
};
use milepost_model::record::{BranchRule, Finding, Repository};
use milepost_model::{Entity, Instant, Kind, Unknown};
use std::collections::BTreeMap;

/// Everything that is known of one service, at any instant.
pub(super) struct Timeline<'a> {
    pub(super) ground: &'a Survey<'a>,
    pub(super) service: &'a Service,
    pub(super) repository: Option<&'a Repository>,
    pub(super) past: &'a RepositoryPast,
    pub(super) entities: &'a EntityPast,
    pub(super) files: &'a ServiceFilesPast<'a>,
    pub(super) delivery: DeliveryPast<'a>,
    pub(super) entity: EntityPart<'a>,
}

/// What a service was at one instant, and which of its parts are other than at the one before.
pub(super) struct Moment {
    at: Instant,
    pub(super) entity: Option<Entity>,
    repository: Option<Repository>,
    branch_rules: Known<Vec<BranchRule>>,
    findings: Known<Vec<Finding>>,
    files: Known<FilesPart>,
    delivery: DeliveryPart,
    paths: Known<BTreeMap<String, PathPart>>,
    epochs: (usize, usize),
}

impl Timeline<'_> {
    /// Whether it was there.
    pub(super) fn exists(&self, at: Instant) -> bool {
        self.repository.and_then(|repository| repository.created_at).is_none_or(|created| created <= at)
    }

    /// What it was; what did not change since the moment before is taken from there.
    pub(super) fn moment(&self, at: Instant, week: Option<usize>, before: Option<Moment>) -> Moment {
        let epochs = (self.entities.epoch(at), self.files.past.epoch(at));
        let is_now = at >= self.ground.as_of;
        let same = before.filter(|before| before.epochs == epochs && !is_now);
        let (entity, files) = if let Some(same) = same {
            (same.entity, same.files)
        } else {
            let entity = self.entities.at(&self.service.reference, at).filter(|_| !is_now).map(|was| completed(was, self.entity.entity));
            let files = self.files.at(at, entity.as_ref().unwrap_or(self.entity.entity));
            (entity, files)
        };
        Moment {
            at,
            entity,
            files,
            repository: self.repository.map(|repository| as_it_was(repository, at)),
            branch_rules: self.branch_rules(at),
            findings: self.findings(at),
            delivery: self.delivery.at(at, week),
            paths: paths::at(self.ground.adoption, &self.service.reference, week),
            epochs,
        }
    }

    /// The rules of the default branch: the newest that was observed of each.
    fn branch_rules(&self, at: Instant) -> Known<Vec<BranchRule>> {
        let branch = self.repository.and_then(|repository| repository.default_branch.as_deref()).unwrap_or("main");
        self.ground.was_read(Kind::BranchRule, self.service.repo.as_ref(), at)?;
        let is_about = |rule: &&BranchRule| {
            rule.branch == branch || rule.branch == "~DEFAULT_BRANCH" || rule.branch == "~ALL" || rule.branch.contains('*')
        };
        let mut rules: Vec<BranchRule> =
            self.past.branch_rules.iter().filter(is_about).filter(|rule| rule.observed_at <= at).cloned().collect();
        rules.sort_by(|a, b| (&a.id, b.observed_at).cmp(&(&b.id, a.observed_at)));
        rules.dedup_by(|next, kept| next.id == kept.id);
        Ok(rules)
    }

    fn findings(&self, at: Instant) -> Known<Vec<Finding>> {
        let open = |finding: &&Finding| finding.opened_at <= at && finding.closed_at.is_none_or(|closed| closed > at);
        self.ground.was_read(Kind::Finding, self.service.repo.as_ref(), at)?;
        Ok(self.past.findings.iter().filter(open).cloned().collect())
    }

    /// How many things are wrong with its descriptor, which is known of the present only.
    fn problems(&self, at: Instant) -> Known<u64> {
        let path = self.service.files.descriptor.as_deref();
        let (Some(repository), true) = (self.repository, at >= self.ground.as_of) else { return Err(Unknown::NotCollected) };
        Ok(path.map_or(0, |path| self.ground.problems(&repository.full_name, path)))
    }

    /// What rules may ask of it.
    pub(super) fn ask<T>(&self, moment: &Moment, ask: impl FnOnce(&Subject<'_>) -> T) -> T {
        let entity = moment.entity.as_ref().unwrap_or(self.entity.entity);
        let owner = |entity: &Entity| entity.owners.first().cloned();
        // Who exists is known of today only: the same owner as now is there, if it is now.
        let known = if owner(entity) == owner(self.entity.entity) {
            (self.entity.owner_exists, self.entity.owner_members)
        } else {
            catalog::owner_of(self.ground.catalog, entity)
        };
        let part = EntityPart {
            entity,
            owner_exists: known.0,
            owner_members: known.1,
            on_call: self.ground.on_call(&self.service.reference.name, entity, moment.at),
            is_inferred: moment
                .entity
                .as_ref()
                .map_or(self.entity.is_inferred, |entity| !entity.sources.values().any(|source| source.place.is_some())),
            problems: self.problems(moment.at),
        };
        let repository = moment.repository.as_ref().map(|repository| RepositoryPart {
            repository,
            branch_rules: moment.branch_rules.as_deref().map_err(|why| *why),
            findings: moment.findings.as_deref().map_err(|why| *why),
        });
        ask(&Subject {
            now: moment.at,
            entity: part,
            repository: repository.ok_or(Unknown::NotCollected),
            files: moment.files.as_ref().map_err(|why| *why),
            delivery: Ok(&moment.delivery),
            paths: moment.paths.as_ref().map_err(|why| *why),
        })
    }

    /// Puts what changed since the moment before into facts; all of it where there was none.
    pub(super) fn tell(&self, wanted: &[usize], moment: &Moment, before: Option<(usize, usize)>, facts: &mut Facts<'_>) {
        let is_now = moment.at >= self.ground.as_of;
        let is_stale = |tier: Tier| match tier {
            // Who is on call changes by itself, so entities are always read again.
            Tier::Files => is_now || before != Some(moment.epochs),
            _ => true,
        };
        self.ask(moment, |subject| {
            for &place in wanted {
                let fact = Vocabulary::PATHS.facts()[place];
                if is_stale(fact.about().tier) {
                    facts.set(place, fact.read(subject));
                }
            }
        });
    }
}

impl Moment {
    /// Which versions of files it rests on.
    pub(super) fn epochs(&self) -> (usize, usize) {
        self.epochs
    }
}

/// Facts of which nothing is known yet.
pub(super) fn blank(probes: &dyn crate::rules::Probes) -> Facts<'_> {
    debug_assert_eq!(Vocabulary::PATHS.facts().len(), FACTS.len());
    Facts::read(Vocabulary::PATHS, probes, |_| Reading::Unknown(Unknown::NotCollected))
}

/// A past entity with what no descriptor said and milepost took from elsewhere: the type that it guessed, a description
/// from the repository. Both are known of the present only.
fn completed(mut was: Entity, now: &Entity) -> Entity {
    let is_guessed = |field: &str| {
        now.sources.get(field).is_some_and(|source| matches!(&*source.importer, "inferred" | "repository" | "manifest" | "readme"))
    };
    if was.entity_type.is_none() && is_guessed("type") {
        was.entity_type.clone_from(&now.entity_type);
    }
    if was.description.is_none() && is_guessed("description") {
        was.description.clone_from(&now.description);
    }
    was
}

/// A repository's record without what happened after an instant.
fn as_it_was(repository: &Repository, at: Instant) -> Repository {
    let mut was = repository.clone();
    was.pushed_at = was.pushed_at.filter(|pushed| *pushed <= at);
    if was.archived_at.is_some_and(|archived| archived > at) {
        (was.archived_at, was.is_archived) = (None, Some(false));
    }
    was
}
