//! What Backstage's well-known annotations and labels mean to milepost.

use super::NAME;
use crate::catalog::importers::{ImportedEntity, MadeIn, link_kind, repository_url};
use milepost_model::{FieldSource, Link};
use serde_json::Value;

/// Annotations that name the repository, and the host that they speak of.
const REPOSITORIES: [(&str, Option<&str>); 4] = [
    ("github.com/project-slug", None),
    ("gitlab.com/project-slug", None),
    ("bitbucket.org/project-slug", Some("bitbucket.org")),
    ("dev.azure.com/project-repo", Some("dev.azure.com")),
];

/// Annotations whose presence says that somebody is on call.
const ON_CALL: [&str; 5] = [
    "pagerduty.com/integration-key",
    "pagerduty.com/service-id",
    "opsgenie.com/component-selector",
    "opsgenie.com/team",
    "incident.io/api-catalog-id",
];

/// Annotations that hold an address, and what it leads to.
const LINKS: [(&str, &str, &str); 5] = [
    ("datadoghq.com/dashboard-url", "dashboard", "Dashboard"),
    ("grafana/dashboard-url", "dashboard", "Dashboard"),
    ("grafana/dashboard-selector", "dashboard", "Dashboard"),
    ("backstage.io/view-url", "repository", "Source"),
    ("backstage.io/runbook-url", "runbook", "Runbook"),
];

/// Fills in what the annotations say.
pub(super) fn apply(imported: &mut ImportedEntity) {
    let annotations = imported.entity.annotations.clone();
    imported.made_in = made_in(imported);
    for (key, kind, title) in LINKS {
        let url = annotations.get(key).filter(|url| link_kind::is_address(url));
        if let Some(url) = url.filter(|url| !imported.entity.links.iter().any(|link| link.url == **url)) {
            imported.entity.links.push(Link { kind: kind.to_owned(), title: title.to_owned(), url: url.clone() });
        }
    }
    if let Some(key) = ON_CALL.iter().find(|key| annotations.get(**key).is_some_and(|value| !value.is_empty())) {
        imported.entity.extra.insert("on_call".to_owned(), Value::String((*key).to_owned()));
    }
    for key in ["github.com/team-slug", "github.com/user-login", "gitlab.com/user-login"] {
        // A team's slug is written with its organisation, CODEOWNERS and the provider's teams go by the last part.
        imported.aliases.extend(annotations.get(key).and_then(|value| value.rsplit('/').next()).map(str::to_lowercase));
    }
    if imported.entity.tier.is_none() {
        let tier = ["tier", "service-tier", "backstage.io/tier"].iter().find_map(|key| imported.entity.labels.get(*key));
        if let Some(tier) = tier.cloned() {
            imported.entity.tier = Some(tier);
            imported
                .entity
                .sources
                .insert("tier".to_owned(), FieldSource { importer: NAME.to_owned(), place: Some(imported.place.clone()) });
        }
    }
}

/// Where the component says that its code is.
fn made_in(imported: &ImportedEntity) -> Option<MadeIn> {
    let annotations = &imported.entity.annotations;
    let located = annotations.get("backstage.io/source-location").and_then(|text| source_location(text));
    located.or_else(|| {
        let (value, host) = REPOSITORIES.iter().find_map(|(key, host)| Some((annotations.get(*key)?, host)))?;
        let full_name = value.trim().trim_matches('/');
        full_name.contains('/').then(|| MadeIn { host: host.map(str::to_owned), full_name: full_name.to_owned(), folder: None })
    })
}

/// Reads `url:https://host/owner/name/tree/branch/folder/`.
fn source_location(text: &str) -> Option<MadeIn> {
    let url = text.trim().strip_prefix("url:").unwrap_or(text);
    url.contains("://").then(|| repository_url::read(url)).flatten()
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
