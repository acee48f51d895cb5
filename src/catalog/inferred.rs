//! A repository that no descriptor describes is one service, inferred from what it holds.

use super::draft::Draft;
use super::facts::RepositoryFacts;
use super::placement::last_part;
use super::slug;
use crate::reading::bounds;
use milepost_model::{Entity, EntityKind, EntityRef, FieldSource, Place};
use std::collections::{BTreeMap, BTreeSet};

/// How a field that was inferred names its source.
pub(super) const NAME: &str = "inferred";

/// The services of the repositories at these places, none of which a descriptor describes.
///
/// A name that is taken by a described component, or that several repositories would have, gets its
/// owner's name too: described names never move because of a repository that says nothing of itself.
pub(super) fn services(indices: &[usize], repositories: &[&RepositoryFacts], taken: &BTreeSet<EntityRef>) -> Vec<Draft> {
    let plain = |index: usize| slug::reference_name(last_part(&repositories[index].repository.full_name));
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for index in indices {
        *counts.entry(plain(*index)).or_default() += 1;
    }
    let mut used = taken.clone();
    let mut drafts = Vec::new();
    for &index in indices {
        let repository = &repositories[index].repository;
        let name = plain(index);
        let mut reference = EntityRef::new(EntityKind::COMPONENT, &name);
        if used.contains(&reference) || counts.get(&name).is_some_and(|count| *count > 1) {
            reference.name = format!("{name}~{}", slug::reference_name(&repository.full_name.replace('/', "-")));
        }
        let mut number = 2;
        while !used.insert(reference.clone()) {
            reference.name = format!("{name}~{number}");
            number += 1;
        }
        let display = bounds::cut(&bounds::one_line(last_part(&repository.full_name)), bounds::NAME);
        let mut entity = Entity::new(reference, if display.is_empty() { "unnamed".to_owned() } else { display });
        entity.sources.insert("name".to_owned(), FieldSource { importer: NAME.into(), place: None });
        drafts.push(Draft {
            repository: Some(index),
            is_inferred: true,
            ..Draft::undescribed(entity, Place::in_repo(&repository.full_name, ""))
        });
    }
    drafts
}

/// What kind of software a repository's files are surely of.
pub(super) fn entity_type(repository: &RepositoryFacts, deploys: bool) -> &'static str {
    let has = |test: &dyn Fn(&str) -> bool| {
        repository.files.iter().any(|file| test(last_part(&file.path)) && file.path.matches('/').count() <= 2)
    };
    let is_image = |name: &str| matches!(name, "Dockerfile" | "Containerfile" | "Procfile") || name.starts_with("Dockerfile.");
    if deploys || has(&is_image) {
        return "service";
    }
    let is_package = |name: &str| {
        const PACKAGES: [&str; 9] = [
            "package.json",
            "Cargo.toml",
            "pyproject.toml",
            "setup.py",
            "go.mod",
            "pom.xml",
            "build.gradle",
            "build.gradle.kts",
            "Gemfile",
        ];
        PACKAGES.contains(&name) || name.ends_with(".csproj") || name.ends_with(".gemspec")
    };
    if has(&is_package) {
        return "library";
    }
    let is_site = |name: &str| matches!(name, "mkdocs.yml" | "mkdocs.yaml" | "book.toml" | "docusaurus.config.js");
    let prose = repository.files.iter().filter(|file| file.path.starts_with("docs/") && file.path.to_lowercase().ends_with(".md")).count();
    // A folder of a few documents accompanies something; only without code is it the thing itself.
    let has_code = repository.repository.languages.keys().any(|language| !matches!(language.as_str(), "Markdown" | "HTML" | "CSS" | "MDX"));
    if !has_code && (prose >= 3 || has(&is_site)) { "documentation" } else { "repository" }
}
