//! What Backstage's well-known annotations and labels mean to milepost.

use super::{NAME, links};
use crate::catalog::importers::reader::Reader;
use crate::catalog::importers::{ImportedEntity, MadeIn, Wanted};
use crate::reading::bounds;
use crate::yaml::{Mapping, Node};
use milepost_model::{FieldSource, Link, RelationKind, Severity};
use serde_json::{Map, Value};

/// Annotations that name the repository, and the host that they speak of.
const REPOSITORIES: [(&str, Option<&str>); 4] = [
    ("github.com/project-slug", None),
    ("gitlab.com/project-slug", None),
    ("bitbucket.org/project-slug", Some("bitbucket.org")),
    ("dev.azure.com/project-repo", Some("dev.azure.com")),
];

/// Annotations that hold an address, and what it leads to.
const LINKS: [(&str, &str, &str); 9] = [
    ("datadoghq.com/dashboard-url", "dashboard", "Dashboard"),
    ("grafana/dashboard-url", "dashboard", "Dashboard"),
    ("grafana/dashboard-selector", "dashboard", "Dashboard"),
    ("grafana/overview-dashboard", "dashboard", "Dashboard"),
    ("backstage.io/view-url", "repository", "Source"),
    ("backstage.io/runbook-url", "runbook", "Runbook"),
    ("pagerduty.com/service-url", "oncall", "On call"),
    ("slack.com/channel-url", "chat", "Chat"),
    ("splunk.com/logs-url", "logs", "Logs"),
];

/// Annotations that say which tool knows the entity, by what the tool is for.
const TOOLS: [(&str, &str); 35] = [
    ("on_call", "pagerduty.com/integration-key"),
    ("on_call", "pagerduty.com/service-id"),
    ("on_call", "opsgenie.com/component-selector"),
    ("on_call", "opsgenie.com/team"),
    ("on_call", "incident.io/api-catalog-id"),
    ("on_call", "splunk.com/on-call-team"),
    ("on_call", "ilert.com/integration-key"),
    ("on_call", "firehydrant.com/service-name"),
    ("on_call", "squadcast.com/service-id"),
    ("alerts", "grafana/alert-label-selector"),
    ("dashboards", "grafana/dashboard-selector"),
    ("dashboards", "grafana/tag-selector"),
    ("dashboards", "newrelic.com/dashboard-guid"),
    ("dashboards", "dynatrace.com/dynatrace-entity-id"),
    ("errors", "sentry.io/project-slug"),
    ("errors", "rollbar.com/project-slug"),
    ("errors", "bugsnag.com/project-key"),
    ("errors", "periskop.io/service-name"),
    ("quality", "sonarqube.org/project-key"),
    ("quality", "codescene.io/project-id"),
    ("quality", "backstage.io/code-coverage"),
    ("security", "snyk.io/org-id"),
    ("security", "snyk.io/org-name"),
    ("secrets", "vault.io/secrets-path"),
    ("tickets", "jira/project-key"),
    ("builds", "jenkins.io/job-full-name"),
    ("builds", "circleci.com/project-slug"),
    ("builds", "buildkite.com/project-slug"),
    ("builds", "gocd.org/pipelines"),
    ("deployments", "argocd/app-name"),
    ("deployments", "argocd/app-selector"),
    ("runtime", "backstage.io/kubernetes-id"),
    ("runtime", "backstage.io/kubernetes-label-selector"),
    ("decisions", "backstage.io/adr-location"),
    ("docs", "backstage.io/techdocs-ref"),
];

/// What annotations are called that name a successor, whoever's domain stands before it: Backstage has no word for it.
const SUCCESSORS: [&str; 2] = ["replaced-by", "superseded-by"];

/// Annotations that Backstage replaced, and by what.
const DEPRECATED: [(&str, &str); 3] = [
    ("backstage.io/github-actions-id", "github.com/project-slug"),
    ("backstage.io/definition-at-location", "$text: in spec.definition"),
    ("jenkins.io/github-folder", "jenkins.io/job-full-name"),
];

/// Fills in what the annotations say.
pub(super) fn apply(reader: &mut Reader<'_>, document: &Node, imported: &mut ImportedEntity) {
    check(reader, document);
    successors(reader, document, imported);
    let annotations = imported.entity.annotations.clone();
    imported.made_in = made_in(imported);
    for (key, kind, title) in LINKS {
        let url = annotations.get(key).filter(|url| links::is_address(url));
        if let Some(url) = url.filter(|url| !imported.entity.links.iter().any(|link| link.url == **url)) {
            imported.entity.links.push(Link { kind: kind.to_owned(), title: title.to_owned(), url: url.clone() });
        }
    }
    let mut tools: Map<String, Value> = Map::new();
    for (purpose, key) in TOOLS {
        if annotations.get(key).is_some_and(|value| !value.trim().is_empty()) {
            tools.entry(purpose).or_insert_with(|| Value::String(key.to_owned()));
        }
    }
    if let Some(key) = tools.get("on_call") {
        imported.entity.extra.insert("on_call".to_owned(), key.clone());
    }
    if !tools.is_empty() {
        imported.entity.extra.insert("tools".to_owned(), Value::Object(tools));
    }
    for key in ["github.com/team-slug", "github.com/user-login", "gitlab.com/user-login"] {
        // A team's slug is written with its organisation, CODEOWNERS and the provider's teams go by the last part.
        imported.aliases.extend(annotations.get(key).and_then(|value| value.rsplit('/').next()).map(str::to_lowercase));
    }
    if imported.entity.tier.is_none() {
        let tier = ["tier", "service-tier", "backstage.io/tier"].iter().find_map(|key| imported.entity.labels.get(*key));
        if let Some(tier) = tier.cloned() {
            imported.entity.tier = Some(tier);
            let place = Some(imported.place.clone());
            imported.entity.sources.insert("tier".to_owned(), FieldSource { importer: NAME.into(), place });
        }
    }
}

/// Reads annotations such as `example.com/replaced-by: component:carrier-sync`; a bare name is of the entity's own kind.
fn successors(reader: &mut Reader<'_>, document: &Node, imported: &mut ImportedEntity) {
    let mapping = document.at(&["metadata", "annotations"]).and_then(Node::mapping);
    for entry in mapping.map(Mapping::entries).unwrap_or_default() {
        let key = entry.key.text.as_str();
        if !SUCCESSORS.contains(&key.rsplit('/').next().unwrap_or(key)) {
            continue;
        }
        let own = imported.entity.reference.clone();
        match reader.reference(key, &entry.value, Some(&own.kind), &own.namespace) {
            Some(successor) if successor == own => {
                reader.warning("points-at-itself", format!("“{key}” names {own} itself, and is left out"), &entry.value, "remove it");
            }
            Some(successor) => {
                imported.relate(RelationKind::ReplacedBy, Wanted::Exactly(successor), NAME, reader.place(&entry.value));
            }
            None => {}
        }
    }
}

/// Tells of values that the tools that read them cannot use.
fn check(reader: &mut Reader<'_>, document: &Node) {
    let Some(mapping) = document.at(&["metadata", "annotations"]).and_then(Node::mapping) else { return };
    for entry in mapping.entries() {
        let (key, node) = (entry.key.text.as_str(), &entry.value);
        if let Some((_, instead)) = DEPRECATED.iter().find(|(old, _)| *old == key) {
            let place = entry.key.place(&reader.whole());
            reader.complain(Severity::Note, "deprecated-annotation", format!("“{key}” is deprecated"), place, format!("use {instead}"));
        }
        let Some(text) = node.text().filter(|text| !text.is_empty() && !text.contains("{{")) else { continue };
        let expected = match key {
            "backstage.io/techdocs-ref" if !text.starts_with("dir:") && !text.starts_with("url:") => "dir:. or url:https://…",
            "backstage.io/source-location" if !text.starts_with("url:") && !text.starts_with("dir:") && !text.starts_with("file:") => {
                "url:https://…/, with a / at the end"
            }
            "github.com/project-slug" if !is_slug(text, 2) => "owner/repository",
            "gitlab.com/project-slug" if !is_slug(text, 9) => "group/project",
            _ => continue,
        };
        let message = format!("“{key}” is {}, which its readers cannot use", node.found());
        reader.warning("bad-annotation", message, node, format!("write {expected}"));
    }
}

/// Whether the text has names joined by `/`, at most so many.
fn is_slug(text: &str, most: usize) -> bool {
    let parts: Vec<&str> = text.split('/').collect();
    (2..=most).contains(&parts.len()) && parts.iter().all(|part| !part.is_empty() && !part.contains([':', ' ']))
}

/// Where the component says that its code is.
fn made_in(imported: &ImportedEntity) -> Option<MadeIn> {
    let annotations = &imported.entity.annotations;
    let located = annotations.get("backstage.io/source-location").and_then(|text| source_location(text));
    located.or_else(|| {
        let (value, host) = REPOSITORIES.iter().find_map(|(key, host)| Some((annotations.get(*key)?, host)))?;
        let full_name = bounds::cut(value.trim().trim_matches('/'), bounds::NAME);
        is_slug(&full_name, 9).then(|| MadeIn { host: host.map(str::to_owned), full_name, folder: None })
    })
}
/// Reads `url:https://host/owner/name/tree/branch/folder/`.
fn source_location(text: &str) -> Option<MadeIn> {
    let url = text.trim().strip_prefix("url:").unwrap_or(text);
    let (host, path) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?.split_once('/')?;
    let (full_name, rest) = split_location(path)?;
    let folder = rest.and_then(|rest| rest.split_once('/')).map(|(_, folder)| folder.trim_matches('/').to_owned());
    Some(MadeIn { host: Some(host.to_owned()), full_name, folder: folder.filter(|folder| !folder.is_empty()) })
}

/// Splits the path of an address into the repository and what follows `/tree/` or `/blob/`: branch and path.
pub(super) fn split_location(path: &str) -> Option<(String, Option<&str>)> {
    let (repository, rest) = ["/-/tree/", "/-/blob/", "/tree/", "/blob/", "/src/branch/"]
        .iter()
        .find_map(|mark| path.split_once(mark))
        .map_or((path, None), |(r, rest)| (r, Some(rest)));
    let repository = repository.trim_matches('/').trim_end_matches(".git");
    repository.contains('/').then(|| (repository.to_owned(), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_location_names_repository_and_folder() {
        for (text, expected) in [
            ("url:https://github.com/o/r/", Some(("o/r", None))),
            ("url:https://github.com/o/r/tree/main/services/a/", Some(("o/r", Some("services/a")))),
            ("url:https://gitlab.example.com/g/s/r/-/tree/main/x", Some(("g/s/r", Some("x")))),
            ("url:https://github.com/o/r/blob/main/", Some(("o/r", None))),
            ("dir:.", None),
            ("url:https://github.com/", None),
        ] {
            let found = source_location(text).map(|m| (m.full_name, m.folder));
            assert_eq!(found, expected.map(|(name, folder): (&str, Option<&str>)| (name.to_owned(), folder.map(str::to_owned))), "{text}");
        }
    }
}
