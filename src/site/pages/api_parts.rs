//! Parts of an API's reference beside its operations: servers, security, findings, and what is broken.

use crate::portal::api::{ApiReference, Description, Finding};
use crate::portal::prose;
use crate::site::Site;
use crate::site::apis::{Shelf, requirement_words};
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::{safe_url, source_links};
use milepost_model::record::Repository;
use milepost_model::{Diagnostic, RelationKind, Severity};
use serde::Serialize;

/// How many lines of a broken file are shown on each side of the mistake.
const LINES_AROUND: usize = 6;
/// The longest line of a broken file that is shown, in characters.
const LINE: usize = 200;

/// What there is to know of an API as a whole.
#[derive(Serialize)]
pub struct AboutApi {
    servers: Vec<ServerView>,
    security: Option<String>,
    schemes: Vec<SchemeView>,
    links: Vec<Linked>,
    entity: Option<Linked>,
    callers: Vec<Linked>,
    lifecycle: Option<String>,
}

#[derive(Serialize)]
struct ServerView {
    url: String,
    description: Option<String>,
    variables: Vec<(String, String)>,
}

#[derive(Serialize)]
struct SchemeView {
    name: String,
    kind: String,
    description: Option<String>,
    scopes: Vec<(String, String)>,
}

impl AboutApi {
    /// What the description and the catalog say of it.
    pub fn new(site: &Site<'_>, shelf: &Shelf<'_>, description: &Description, links: &Links) -> Self {
        let entity = shelf.api.entity.as_ref().and_then(|reference| site.portal.entity(reference));
        let relations = entity.map(|entity| entity.relations.as_slice()).unwrap_or_default();
        let callers = relations.iter().filter(|relation| relation.kind == RelationKind::ApiConsumedBy);
        Self {
            servers: description
                .servers
                .iter()
                .map(|server| ServerView {
                    url: server.url.clone(),
                    description: server.description.clone(),
                    variables: server.variables.clone(),
                })
                .collect(),
            security: (!description.security.is_empty()).then(|| requirement_words(&description.security)),
            schemes: description
                .schemes
                .iter()
                .map(|scheme| SchemeView {
                    name: scheme.name.clone(),
                    kind: scheme.kind.clone(),
                    description: scheme.description.as_deref().map(prose),
                    scopes: scheme.scopes.clone(),
                })
                .collect(),
            links: description.links.iter().map(|(text, target)| Linked { text: text.clone(), href: safe_url::href(target) }).collect(),
            entity: entity.map(|entity| site.linked(&entity.reference, links)).filter(|linked| linked.href.is_some()),
            callers: callers.map(|relation| site.linked(&relation.target, links)).collect(),
            lifecycle: entity.and_then(|entity| entity.lifecycle.clone()),
        }
    }
}

/// What could be better.
#[derive(Serialize)]
pub struct FindingView {
    tone: &'static str,
    icon: &'static str,
    word: &'static str,
    message: String,
    others: u64,
    help: Option<String>,
    place: Option<Linked>,
}

fn tones(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Error => ("bad", "fail"),
        Severity::Warning => ("warn", "warn"),
        Severity::Note => ("off", "note"),
    }
}

fn place_link(diagnostic: &Diagnostic, repository: Option<&Repository>) -> Option<Linked> {
    diagnostic.place.as_ref().filter(|place| !place.path.is_empty()).map(|place| Linked {
        text: place.path_and_line(),
        href: repository.and_then(|repository| source_links::file(repository, &place.path, place.line)),
    })
}

impl FindingView {
    /// A finding as the list shows it.
    pub fn new(finding: &Finding, repository: Option<&Repository>) -> Self {
        let (tone, icon) = tones(finding.first.severity);
        Self {
            tone,
            icon,
            word: finding.first.severity.word(),
            message: finding.first.message.clone(),
            others: finding.others,
            help: finding.first.help.clone(),
            place: place_link(&finding.first, repository),
        }
    }
}

/// A description that could not be read: why, and the file around the mistake.
#[derive(Serialize)]
pub struct Broken {
    problems: Vec<ProblemView>,
    more: u64,
}

#[derive(Serialize)]
struct ProblemView {
    message: String,
    help: Option<String>,
    place: Option<Linked>,
    column: Option<u32>,
    lines: Vec<LineView>,
}

#[derive(Serialize)]
struct LineView {
    number: usize,
    text: String,
    is_meant: bool,
}

impl Broken {
    /// The first problems, with the lines around them.
    pub fn new(api: &ApiReference, problems: &[Diagnostic], repository: Option<&Repository>) -> Self {
        const MOST: usize = 5;
        let view = |problem: &Diagnostic| ProblemView {
            message: problem.message.clone(),
            help: problem.help.clone(),
            place: place_link(problem, repository),
            column: problem.place.as_ref().and_then(|place| place.column),
            lines: lines(api, problem),
        };
        Self { problems: problems.iter().take(MOST).map(view).collect(), more: problems.len().saturating_sub(MOST) as u64 }
    }
}

fn lines(api: &ApiReference, problem: &Diagnostic) -> Vec<LineView> {
    let Some(place) = &problem.place else { return Vec::new() };
    let Some(file) = api.files.iter().find(|file| *file.path == *place.path) else { return Vec::new() };
    let Some(meant) = place.line.map(|line| line as usize) else { return Vec::new() };
    let text = String::from_utf8_lossy(&file.content);
    let from = meant.saturating_sub(LINES_AROUND + 1);
    let around = text.lines().enumerate().skip(from).take(2 * LINES_AROUND + 1);
    around.map(|(at, line)| LineView { number: at + 1, text: line.chars().take(LINE).collect(), is_meant: at + 1 == meant }).collect()
}
