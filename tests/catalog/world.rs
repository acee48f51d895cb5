//! An organisation in memory, and what its catalog says.

use bytes::Bytes;
use milepost::catalog::{Catalog, CatalogFacts, CatalogSettings, CurrentFile, RepositoryFacts, Service, build};
use milepost_model::record::{Repository, Team};
use milepost_model::{Diagnostics, EntityRef};
use std::collections::BTreeMap;

/// An organisation in memory: repositories with their files.
#[derive(Debug, Clone, Default)]
pub struct World {
    pub repositories: Vec<RepositoryFacts>,
    pub contents: BTreeMap<String, Bytes>,
    pub teams: Vec<Team>,
    pub settings: CatalogSettings,
}

impl World {
    pub fn of(repositories: &[(&str, &[(&str, &str)])]) -> Self {
        let mut world = Self::default();
        for (name, files) in repositories {
            world.add(name, files.iter().map(|(path, text)| (path.to_string(), text.to_string())));
        }
        world
    }

    pub fn add(&mut self, name: &str, files: impl IntoIterator<Item = (String, String)>) {
        let repository = Repository { repo: format!("id:{name}").into(), full_name: name.to_owned(), ..Repository::default() };
        let mut facts = RepositoryFacts { repository, ..RepositoryFacts::default() };
        for (path, text) in files {
            let blob = blake3::hash(text.as_bytes()).to_hex().to_string();
            self.contents.insert(blob.clone(), Bytes::from(text));
            facts.files.push(CurrentFile { path, blob: Some(blob), last_change: None, changed_by: None });
        }
        self.repositories.push(facts);
    }

    pub fn build(&self) -> (Catalog, Vec<String>) {
        let content = |id: &str| self.contents.get(id).cloned();
        let facts = CatalogFacts { repositories: &self.repositories, teams: &self.teams, content: &content };
        let mut notes = Diagnostics::default();
        let catalog = build(&facts, &self.settings, &mut notes);
        let notes = notes.sorted();
        let shown = notes.iter().map(|note| {
            let place = note.place.as_ref().map(ToString::to_string).unwrap_or_default();
            let help = note.help.as_deref().map(|help| format!(" -> {help}")).unwrap_or_default();
            format!("{} {}: {place}: {}{help}", note.severity.word(), note.code, note.message)
        });
        (catalog, shown.collect())
    }
}

/// The service of that name.
pub fn service<'c>(catalog: &'c Catalog, name: &str) -> &'c Service {
    let found = catalog.services.iter().find(|service| service.reference.name == name);
    found.unwrap_or_else(|| {
        panic!("there is a service {name}: {:?}", catalog.services.iter().map(|s| s.reference.to_string()).collect::<Vec<_>>())
    })
}

/// What an entity says, for comparing.
pub fn shown(catalog: &Catalog, reference: &str) -> String {
    let reference = EntityRef::parse(reference, Some("component"), "default").expect("because the test wrote a reference");
    let entity = catalog.entities.get(&reference).unwrap_or_else(|| panic!("there is {reference}"));
    let relations: Vec<String> =
        entity.relations.iter().map(|r| format!("{:?} {}{}", r.kind, r.target, if r.dangling { " (dangling)" } else { "" })).collect();
    let owners: Vec<String> = entity.owners.iter().map(ToString::to_string).collect();
    format!(
        "{} type={} lifecycle={} tier={} owners={} tags={} relations=[{}]",
        entity.reference,
        entity.entity_type.as_deref().unwrap_or("-"),
        entity.lifecycle.as_deref().unwrap_or("-"),
        entity.tier.as_deref().unwrap_or("-"),
        owners.join(","),
        entity.tags.join(","),
        relations.join(", "),
    )
}

/// What an entity says beyond that, for comparing.
pub fn details(catalog: &Catalog, reference: &str) -> String {
    let reference = EntityRef::parse(reference, Some("component"), "default").expect("because the test wrote a reference");
    let entity = catalog.entities.get(&reference).unwrap_or_else(|| panic!("there is {reference}"));
    let links: Vec<String> = entity.links.iter().map(|link| format!("{} “{}” {}", link.kind, link.title, link.url)).collect();
    format!(
        "{} “{}” in {} [{}] links=[{}] extra={}",
        entity.name,
        entity.title.as_deref().unwrap_or("-"),
        entity.repo.as_ref().map_or("-", |repo| repo.as_str()),
        entity.paths.join(","),
        links.join("; "),
        serde_json::Value::Object(entity.extra.clone()),
    )
}
