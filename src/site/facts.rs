//! What tables and filters know of every service, gathered once.

use crate::portal::{Portal, Service};
use milepost_model::record::Repository;
use milepost_model::{Entity, EntityKind, EntityRef, Instant, RelationKind};

use super::glance::{Lead, OnPath, Rung};
use super::people;

/// What a service has of the things that people look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Has {
    /// A description of its interface.
    pub api: bool,
    /// Documentation.
    pub docs: bool,
    /// A runbook.
    pub runbook: bool,
    /// Somebody on call, or a link to who is.
    pub on_call: bool,
    /// A descriptor.
    pub descriptor: bool,
}

impl Has {
    /// The words of the filter `has:`, each with what it stands for, in the order of the page.
    pub const WORDS: [(&'static str, &'static str); 5] =
        [("api", "API"), ("docs", "Docs"), ("runbook", "Runbook"), ("on-call", "On call"), ("descriptor", "Descriptor")];

    /// The same facts in the order of the words.
    pub fn flags(self) -> [bool; 5] {
        [self.api, self.docs, self.runbook, self.on_call, self.descriptor]
    }

    /// The facts as one number, bit by bit in the order of the words.
    pub fn bits(self) -> u8 {
        self.flags().iter().enumerate().map(|(bit, flag)| u8::from(*flag) << bit).sum()
    }

    /// The words of those that it has.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        Self::WORDS.into_iter().zip(self.flags()).filter(|(_, has)| *has).map(|((word, _), _)| word)
    }
}

/// What tables and filters know of a service.
#[derive(Debug, Clone)]
pub struct ServiceFacts<'a> {
    /// The service.
    pub service: &'a Service,
    /// Its entity, where the catalog has it.
    pub entity: Option<&'a Entity>,
    /// Its repository, where it has one.
    pub repository: Option<&'a Repository>,
    /// Its name for people.
    pub name: &'a str,
    /// What it is, in a sentence: of its own, else of its repository.
    pub description: Option<&'a str>,
    /// Who owns it.
    pub owner: Option<Owner<'a>>,
    /// The system that it is part of, by its name for people.
    pub system: Option<&'a str>,
    /// What kind of component it is.
    pub kind: Option<&'a str>,
    /// How far it is.
    pub lifecycle: Option<&'a str>,
    /// How much depends on it.
    pub tier: Option<&'a str>,
    /// The language that most of its repository is in.
    pub language: Option<&'a str>,
    /// How delicate the data are that it keeps.
    pub data_class: Option<&'a str>,
    /// Its tags, and its repository's topics.
    pub tags: Vec<&'a str>,
    /// What it has.
    pub has: Has,
    /// Its level on the first scorecard that is for it, with the level's place counted from 1.
    pub level: Option<(&'a str, u8)>,
    /// How far up that scorecard it is.
    pub rung: Option<Rung>,
    /// Where it stands on the best of its golden paths.
    pub path: Option<OnPath<'a>>,
    /// How long its changes take.
    pub lead: Option<Lead>,
    /// The same over the last weeks, in letters.
    pub lead_line: String,
    /// The newest change that was merged.
    pub changed: Option<Instant>,
    /// The newest deployment to production: since when, and which version.
    pub deployed: Option<(Instant, Option<&'a str>)>,
}

impl<'a> ServiceFacts<'a> {
    /// Gathers them for one service.
    pub fn gather(portal: &'a Portal, service: &'a Service) -> Self {
        let entity = portal.entity(&service.reference);
        let repository = portal.repository(service);
        let figures = portal.figures(service);
        let owner = owner(portal, entity);
        let deployed = figures.and_then(|figures| {
            let production = figures.deployed.iter().filter(|deployed| deployed.tier == "production");
            production.max_by_key(|deployed| deployed.since).map(|deployed| (deployed.since, deployed.version.as_deref()))
        });
        let mut tags: Vec<&str> = entity.map(|entity| entity.tags.iter().map(String::as_str).collect()).unwrap_or_default();
        if service.folder.is_empty() {
            tags.extend(repository.iter().flat_map(|repository| repository.topics.iter().map(String::as_str)));
        }
        tags.sort_unstable();
        tags.dedup();
        let name = entity.map_or(service.reference.name.as_str(), |entity| entity.title.as_deref().unwrap_or(&entity.name));
        Self {
            service,
            entity,
            repository,
            name,
            description: entity.and_then(|entity| entity.description.as_deref()).or_else(|| {
                let whole = service.folder.is_empty();
                repository.filter(|_| whole).and_then(|repository| repository.description.as_deref())
            }),
            owner,
            system: entity.and_then(|entity| system(portal, entity)),
            kind: entity.and_then(|entity| entity.entity_type.as_deref()),
            lifecycle: entity.and_then(|entity| entity.lifecycle.as_deref()),
            tier: entity.and_then(|entity| entity.tier.as_deref()),
            language: repository.and_then(main_language),
            data_class: entity.and_then(data_class),
            tags,
            has: has(portal, service, entity, owner),
            level: level(portal, service),
            rung: Rung::of(portal, service),
            path: OnPath::of(portal, service),
            lead: Lead::of(portal, service),
            lead_line: Lead::line(portal, service),
            changed: figures.and_then(|figures| figures.last_change_at),
            deployed,
        }
    }
}

fn level<'a>(portal: &'a Portal, service: &Service) -> Option<(&'a str, u8)> {
    let standing = portal.scores.services.get(&service.reference)?.cards.first()?;
    let level = standing.reached.level;
    Some((portal.scores.cards[standing.card].level_name(level)?, level))
}

/// The team that owns a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner<'a> {
    /// Its name for people.
    pub name: &'a str,
    /// Its place in URLs, where it has a page.
    pub slug: Option<&'a str>,
}

fn owner<'a>(portal: &'a Portal, entity: Option<&'a Entity>) -> Option<Owner<'a>> {
    let reference = entity?.owners.first()?;
    Some(match portal.team(reference) {
        Some(team) => Owner { name: &team.name, slug: Some(&team.slug) },
        None => Owner { name: &reference.name, slug: None },
    })
}

fn system<'a>(portal: &'a Portal, entity: &'a Entity) -> Option<&'a str> {
    let part_of =
        entity.relations.iter().find(|relation| relation.kind == RelationKind::PartOf && relation.target.kind == EntityKind::SYSTEM)?;
    Some(display_name(portal, &part_of.target))
}

/// The name of an entity for people, or the name that it is referred to by.
pub fn display_name<'a>(portal: &'a Portal, reference: &'a EntityRef) -> &'a str {
    portal.entity(reference).map_or(&reference.name, |entity| entity.title.as_deref().unwrap_or(&entity.name))
}

/// What a descriptor calls the class of a service's data, by the names that organisations have for it.
fn data_class(entity: &Entity) -> Option<&str> {
    const NAMES: [&str; 5] = ["data-class", "data-classification", "data-sensitivity", "data_class", "data_classification"];
    let is_it = |key: &str| NAMES.contains(&key.rsplit('/').next().unwrap_or(key).to_lowercase().as_str());
    let said = entity.labels.iter().chain(&entity.annotations).find(|(key, value)| is_it(key) && !value.is_empty());
    let said = said.map(|(_, value)| value.as_str());
    said.or_else(|| entity.extra.iter().find(|(key, _)| is_it(key)).and_then(|(_, value)| value.as_str()))
}

/// The language with the most bytes; of two with equally many the first by name.
fn main_language(repository: &Repository) -> Option<&str> {
    let most = repository.languages.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)))?;
    Some(most.0)
}

fn has(portal: &Portal, service: &Service, entity: Option<&Entity>, owner: Option<Owner<'_>>) -> Has {
    let links = |kind: &str| entity.is_some_and(|entity| entity.links.iter().any(|link| link.kind == kind));
    let provides = entity.is_some_and(|entity| entity.relations.iter().any(|relation| relation.kind == RelationKind::ProvidesApi));
    let teams: Vec<&str> = owner.iter().flat_map(|owner| [Some(owner.name), owner.slug]).flatten().collect();
    let duty = people::on_call(portal, &[&service.reference.name, &service.slug], &teams);
    Has {
        api: !service.files.apis.is_empty() || provides,
        docs: !service.files.docs.is_empty() || links("docs"),
        runbook: service.files.runbook.is_some() || links("runbook"),
        on_call: !duty.is_empty() || links("oncall"),
        descriptor: !service.is_inferred,
    }
}

/// The name where services stand beside each other, and for a window's title: of two services with one name it says the repository too.
pub fn distinct_name(facts: &ServiceFacts<'_>) -> String {
    match facts.service.slug.split_once('~') {
        Some((_, where_from)) => format!("{} ({where_from})", facts.name),
        None => facts.name.to_owned(),
    }
}
