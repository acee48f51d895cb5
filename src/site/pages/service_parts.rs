//! The panels of a service's page, each from what its repository shows.

use crate::portal::{Pipeline, Service};
use crate::site::Site;
use crate::site::facts::ServiceFacts;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::told::{Span, told};
use crate::site::wording::{self, When};
use crate::site::{safe_url, source_links};
use milepost_model::record::Repository;
use milepost_model::{Entity, FieldSource};
use serde::Serialize;

/// How many complaints and APIs a page lists.
const MOST: usize = 12;
/// How many fields the list of their sources has.
const MOST_SOURCES: usize = 80;
/// How many documents it lists, so that the panel stays beside what it is about.
const MOST_DOCS: usize = 7;

/// How to run, deploy and fix a service.
#[derive(Serialize)]
pub struct How {
    commands: Vec<Command>,
    command_files: Vec<Linked>,
    pipelines: Vec<PipelineView>,
    runbook: Option<Linked>,
    runbook_path: String,
    links: Vec<Linked>,
}

#[derive(Serialize)]
struct Command {
    line: String,
    comment: Option<String>,
}

#[derive(Serialize)]
struct PipelineView {
    name: String,
    href: Option<String>,
    environments: Vec<String>,
    starts: String,
}

pub(super) fn file_link(repository: Option<&Repository>, title: &str, path: &str) -> Linked {
    Linked { text: title.to_owned(), href: repository.and_then(|repository| source_links::file(repository, path, None)) }
}

/// A link to a document: to its page, else to its file.
pub(super) fn document_link(site: &Site<'_>, facts: &ServiceFacts<'_>, title: &str, path: &str, links: &Links) -> Linked {
    match site.docs.of_file(&facts.service.reference, path) {
        Some(address) => Linked { text: title.to_owned(), href: Some(links.to(&address)) },
        None => file_link(facts.repository, title, path),
    }
}

/// The three columns at the top of the page.
pub fn how(site: &Site<'_>, facts: &ServiceFacts<'_>, page_links: &Links) -> How {
    let service = facts.service;
    let mut files: Vec<&str> = service.how_to_run.iter().map(|hint| hint.path.as_str()).collect();
    files.dedup();
    let links = facts.entity.map(|entity| entity.links.as_slice()).unwrap_or_default();
    let declared = |kind: &str| links.iter().find(|link| link.kind == kind);
    let helping = ["dashboard", "logs", "metrics", "traces", "chat", "oncall"];
    How {
        commands: service.how_to_run.iter().map(|hint| Command { line: hint.command.clone(), comment: hint.comment.clone() }).collect(),
        command_files: files.into_iter().map(|path| file_link(facts.repository, path, path)).collect(),
        pipelines: pipelines(facts.repository, service),
        runbook: runbook(site, facts, page_links),
        runbook_path: if service.folder.is_empty() { "docs/runbook.md".to_owned() } else { format!("{}/docs/runbook.md", service.folder) },
        links: helping
            .iter()
            .filter_map(|kind| declared(kind))
            .map(|link| Linked { text: link.title.clone(), href: safe_url::href(&link.url) })
            .collect(),
    }
}

/// The runbook: the file that the repository holds, else the one that the descriptor names.
pub fn runbook(site: &Site<'_>, facts: &ServiceFacts<'_>, page_links: &Links) -> Option<Linked> {
    if let Some(path) = &facts.service.files.runbook {
        return Some(document_link(site, facts, "Runbook", path, page_links));
    }
    let link = facts.entity?.links.iter().find(|link| link.kind == "runbook")?;
    Some(Linked { text: "Runbook".to_owned(), href: safe_url::href(&link.url) })
}

/// The workflows that deploy come first; without any, those that run on a push tell how it is built.
fn pipelines(repository: Option<&Repository>, service: &Service) -> Vec<PipelineView> {
    let deploys = service.pipelines.iter().filter(|pipeline| !pipeline.environments.is_empty());
    let deploys: Vec<_> = deploys.collect();
    let shown = if deploys.is_empty() { service.pipelines.iter().take(3).collect() } else { deploys };
    let view = |pipeline: &&Pipeline| {
        let words = pipeline.triggers.iter().map(|trigger| trigger_words(trigger)).collect::<Vec<_>>();
        PipelineView {
            name: pipeline.name.clone(),
            href: repository.and_then(|repository| source_links::file(repository, &pipeline.path, None)),
            environments: pipeline.environments.clone(),
            starts: words.join(", "),
        }
    };
    shown.iter().take(4).map(view).collect()
}

fn trigger_words(trigger: &str) -> &str {
    match trigger {
        "push" => "on a push",
        "pull_request" | "merge_request" => "on a change",
        "schedule" => "on a schedule",
        "workflow_dispatch" | "manual" => "by hand",
        "release" => "on a release",
        "workflow_run" | "workflow_call" => "after another workflow",
        other => other,
    }
}

/// A release.
#[derive(Serialize)]
pub struct ReleaseView {
    tag: String,
    href: Option<String>,
    name: Option<String>,
    at: When,
    is_prerelease: bool,
}

/// The newest releases.
pub fn releases(site: &Site<'_>, facts: &ServiceFacts<'_>) -> Vec<ReleaseView> {
    let releases = site.portal.figures(facts.service).map(|figures| figures.releases.as_slice()).unwrap_or_default();
    let view = |release: &milepost_model::record::Release| ReleaseView {
        tag: release.tag.clone(),
        href: release.url.as_deref().and_then(safe_url::href),
        name: release.name.clone().filter(|name| *name != release.tag),
        at: When::new(release.published_at),
        is_prerelease: release.is_prerelease.unwrap_or_default(),
    };
    releases.iter().filter(|release| release.is_draft != Some(true)).take(5).map(view).collect()
}

/// A document or a description of an API.
#[derive(Serialize)]
pub struct DocView {
    title: String,
    path: String,
    href: Option<String>,
    kind: &'static str,
}

/// The first pages of its documentation, and how many more there are.
pub fn docs(site: &Site<'_>, facts: &ServiceFacts<'_>, links: &Links) -> (Vec<DocView>, u64) {
    let Some(shelved) = site.docs.shown_for(&facts.service.reference) else { return (Vec::new(), 0) };
    let pages = shelved.book.pages.iter().enumerate().take(MOST_DOCS);
    let view = |(number, page): (usize, &crate::portal::books::Page)| DocView {
        title: page.title.clone(),
        path: page.path.clone(),
        href: Some(links.to(&shelved.page_address(number))),
        kind: page.kind.map_or("Document", crate::portal::books::Kind::word),
    };
    (pages.map(view).collect(), shelved.book.pages.len().saturating_sub(MOST_DOCS) as u64)
}

/// The APIs that it describes, with their references, and those that it only names.
pub fn apis(site: &Site<'_>, facts: &ServiceFacts<'_>, links: &Links) -> Vec<DocView> {
    let described = site.apis.of_service(&facts.service.reference).map(|shelf| DocView {
        title: shelf.api.title.clone(),
        path: match shelf.api.described {
            Ok(_) => wording::counted(shelf.api.operation_count() as u64, "operation", "operations"),
            Err(_) => "could not be read".to_owned(),
        },
        href: Some(links.to(&shelf.address)),
        kind: shelf.api.format.name(),
    });
    let relations = facts.entity.map(|entity| entity.relations.as_slice()).unwrap_or_default();
    let provided = relations.iter().filter(|relation| relation.kind == milepost_model::RelationKind::ProvidesApi);
    let named = provided.filter(|relation| site.apis.of_entity(&relation.target).is_none()).map(|relation| DocView {
        title: crate::site::facts::display_name(site.portal, &relation.target).to_owned(),
        path: relation.target.to_string(),
        href: site.places.address(&relation.target).map(|address| links.to(address)),
        kind: if relation.dangling { "API that nothing describes" } else { "API" },
    });
    described.chain(named).take(MOST).collect()
}

/// Where a field came from.
#[derive(Serialize)]
pub struct SourceView {
    field: String,
    importer: String,
    place: Option<Linked>,
    /// What another descriptor says instead, where it does not count.
    value: Option<String>,
}

/// Where each field of a service came from.
pub fn sources(site: &Site<'_>, facts: &ServiceFacts<'_>) -> Vec<SourceView> {
    facts.entity.map(|entity| sources_of(site, entity)).unwrap_or_default()
}

/// Where each field of an entity came from, and what others say of it.
pub fn sources_of(site: &Site<'_>, entity: &Entity) -> Vec<SourceView> {
    let view = |field: &str, source: &FieldSource, value: Option<&String>| SourceView {
        field: field.to_owned(),
        importer: source.importer.to_string(),
        place: source.place.as_ref().map(|place| site.place_linked(place)),
        value: value.cloned(),
    };
    let mut all: Vec<SourceView> = entity.sources.iter().map(|(field, source)| view(field, source, None)).collect();
    all.extend(entity.overruled.iter().map(|other| view(&other.field, &other.source, Some(&other.value))));
    all.sort_by(|a, b| a.field.cmp(&b.field).then_with(|| a.value.is_some().cmp(&b.value.is_some())));
    all.truncate(MOST_SOURCES);
    all
}

/// What is wrong with a file.
#[derive(Serialize)]
pub struct Complaint {
    tone: &'static str,
    icon: &'static str,
    word: &'static str,
    message: Vec<Span>,
    help: Option<Vec<Span>>,
    place: Option<Linked>,
    line: Option<String>,
}

impl Complaint {
    /// The complaint as lists show it.
    pub fn new(diagnostic: &milepost_model::Diagnostic, repository: Option<&Repository>) -> Self {
        let (tone, icon) = match diagnostic.severity {
            milepost_model::Severity::Error => ("bad", "fail"),
            milepost_model::Severity::Warning => ("warn", "warn"),
            milepost_model::Severity::Note => ("off", "note"),
        };
        let place = diagnostic.place.as_ref().map(|place| Linked {
            text: place.path_and_line(),
            href: repository.and_then(|repository| source_links::file(repository, &place.path, place.line)),
        });
        Self {
            tone,
            icon,
            word: diagnostic.severity.word(),
            message: told(&diagnostic.message),
            help: diagnostic.help.as_deref().map(told),
            place,
            line: diagnostic.source_line.clone(),
        }
    }
}

/// What is wrong with the files of a service, and how many more complaints there are.
pub fn complaints(site: &Site<'_>, facts: &ServiceFacts<'_>) -> (Vec<Complaint>, u64) {
    let Some(repository) = facts.repository else { return (Vec::new(), 0) };
    let folder = &facts.service.folder;
    let concerns = |path: &str| folder.is_empty() || path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
    let all = site.complaints_about(&repository.full_name).iter();
    let meant: Vec<_> = all.filter(|diagnostic| diagnostic.place.as_ref().is_some_and(|place| concerns(&place.path))).collect();
    let more = meant.len().saturating_sub(MOST) as u64;
    (meant.into_iter().take(MOST).map(|diagnostic| Complaint::new(diagnostic, Some(repository))).collect(), more)
}
