//! The keys of `kind = "gitlab"`.

use super::{CredentialKind, RemoteSettings, shared};
use crate::config::language::{Absent, Key, Values, Word};
use crate::config::reader::{Reader, Section};
use crate::config::value::Value;
use milepost_collectors::gitlab::GitLabSettings;
use milepost_collectors::remote::Network;
use milepost_collectors::source::RemoteSource;
use std::path::Path;

const fn key(name: &'static str, values: Values, absent: Absent, doc: &'static str, example: &'static str) -> Key {
    Key { name, values, absent, doc, example, only_for: Some("gitlab") }
}

const NONE: Absent = Absent::Is("[]");

pub(super) const KEYS: [Key; 7] = [
    key(
        "groups",
        Values::Texts,
        NONE,
        "Groups whose projects are read, with those of all their subgroups. Projects that are only shared with them are not.",
        "[\"lumen-freight\", \"partners/edi\"]",
    ),
    key("users", Values::Texts, NONE, "People whose own projects are read.", "[\"ada\"]"),
    key("projects", Values::Texts, NONE, "Single projects that are read besides, by their full paths.", "[\"partners/shared/schemas\"]"),
    key(
        "token_as",
        Values::Words(&[
            Word { word: "private-token", doc: "A token of a person, a group, a project or a service account." },
            Word { word: "bearer", doc: "A token of an OAuth application." },
            Word { word: "job-token", doc: "`CI_JOB_TOKEN`, which may ask for little: of groups nothing." },
        ]),
        Absent::Is("\"private-token\""),
        "What the token is, which says how it is sent.",
        "\"bearer\"",
    ),
    key(
        "jobs_in",
        Values::Globs,
        NONE,
        "Full paths of projects whose pipelines' jobs are read, at one request for each pipeline. Needed only where a rule names a job.",
        "[\"lumen-freight/backend/*\"]",
    ),
    key(
        "commits_of_changes",
        Values::Boolean,
        Absent::Is("true"),
        "Whether the commits of each merge request are read, at one request for each. Without them lead times are unknown.",
        "false",
    ),
    key(
        "dora_metrics",
        Values::Boolean,
        Absent::Is("false"),
        "Whether GitLab's own DORA metrics are read, to hold milepost's figures against them on the page of the method. Four requests a run for each project with pipelines; they need Ultimate.",
        "true",
    ),
];

/// The settings that a section says.
pub(super) fn settings(section: &Section, folder: &Path) -> RemoteSettings {
    let whole = |name| section.get(name).and_then(Value::whole);
    let path = |name| section.text(name).map(|path| folder.join(path));
    let plain = |texts: Vec<String>| texts.into_iter().map(|text| text.trim_matches('/').to_owned()).collect();
    let settings = GitLabSettings {
        id: section.text("id").unwrap_or_default(),
        host: section.text("host").unwrap_or_else(|| "gitlab.com".to_owned()),
        api: section.text("api"),
        web: section.text("web"),
        groups: plain(section.texts("groups")),
        users: section.texts("users"),
        projects: plain(section.texts("projects")),
        include: section.texts("include"),
        exclude: section.texts("exclude"),
        topics: section.texts("topics"),
        archived: section.is("archived"),
        forks: section.is("forks"),
        visibilities: section.texts("visibilities").into_iter().map(|text| text.to_lowercase()).collect(),
        runs: shared::runs(section),
        jobs_in: section.texts("jobs_in"),
        commits_of_changes: section.is("commits_of_changes"),
        dora_metrics: section.is("dora_metrics"),
        incident_labels: section.texts("incident_labels"),
        ticket_repositories: section.texts("ticket_repositories"),
        mirrors: section.is("mirrors"),
        history_globs: section.texts("history_globs"),
        head_globs: section.texts("head_globs"),
        max_file_bytes: whole("max_file_bytes").unwrap_or_default(),
        days: whole("days").and_then(|days| u32::try_from(days).ok()).unwrap_or_default(),
        cache: path("cache").unwrap_or_default(),
        raw: path("raw"),
        limits: shared::limits(section),
        concurrency: whole("concurrency").and_then(|count| usize::try_from(count).ok()).unwrap_or_default(),
        per_minute: whole("requests_per_minute").and_then(|count| u32::try_from(count).ok()).unwrap_or_default(),
        network: Network { ca_file: path("ca_file"), ..Network::default() },
        request_seconds: whole("request_seconds").unwrap_or_default(),
        ..GitLabSettings::default()
    };
    RemoteSettings {
        source: RemoteSource::GitLab(Box::new(settings)),
        token_env: section.text("token_env").unwrap_or_else(|| "GITLAB_TOKEN".to_owned()),
        credential: match section.text("token_as").as_deref() {
            Some("bearer") => CredentialKind::Bearer,
            Some("job-token") => CredentialKind::Job,
            _ => CredentialKind::Token,
        },
    }
}

/// Complains where a source names nothing to read, or something in a way that nobody knows.
pub(super) fn cross_check(section: &Section, reader: &mut Reader<'_>) {
    let span = section.span_of("kind").unwrap_or_else(|| section.span.clone());
    let named = |key| section.texts(key);
    if named("groups").is_empty() && named("users").is_empty() && named("projects").is_empty() {
        let message = "this source names neither a group nor a project, so that there is nothing to read";
        reader.complain("config/missing-key", span, message, "add groups = [\"NAME\"]");
    }
    let is_part = |text: &str| {
        let is_plain = |c: char| c.is_alphanumeric() || "-_.".contains(c);
        !text.is_empty() && !matches!(text, "." | "..") && text.chars().all(is_plain)
    };
    let is_path = |text: &str| text.trim_matches('/').split('/').all(is_part);
    let bad_group = named("groups").into_iter().find(|path| !is_path(path));
    let bad_user = named("users").into_iter().find(|name| !is_part(name));
    let bad_project = named("projects").into_iter().find(|path| !is_path(path) || !path.trim_matches('/').contains('/'));
    let found = [("groups", bad_group, "lumen-freight"), ("users", bad_user, "ada"), ("projects", bad_project, "lumen-freight/payments")];
    for (key, bad, example) in found {
        if let (Some(bad), Some(span)) = (bad, section.span_of(key)) {
            let message = format!("“{}” is no path of {key}", bad.chars().take(60).collect::<String>());
            reader.complain("config/bad-value", span, message, format!("write it as \"{example}\""));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, SourceSettings};
    use milepost_collectors::gitlab::{Credential, GitLabSettings};
    use milepost_collectors::source::RemoteSource;
    use std::collections::BTreeMap;
    use std::path::Path;

    fn load(keys: &str) -> Result<Config, String> {
        let text = format!("[organisation]\nname = \"x\"\n[[source]]\nid = \"gitlab\"\nkind = \"gitlab\"\n{keys}");
        Config::load(&text, Path::new("/p/metrics-config.toml")).map_err(|problems| format!("{problems:?}"))
    }

    fn settings(keys: &str, environment: &[(&str, &str)]) -> GitLabSettings {
        let environment: BTreeMap<String, String> =
            environment.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let config = load(keys).expect("because the keys are good").with_environment(&environment);
        assert!(!format!("{config:?}").contains("glpat-x"));
        match config.sources.into_iter().next().map(|source| source.settings) {
            Some(SourceSettings::Remote(remote)) => match remote.source {
                RemoteSource::GitLab(settings) => *settings,
                RemoteSource::GitHub(_) => panic!("another host's settings"),
            },
            _ => panic!("no source behind a network"),
        }
    }

    #[test]
    fn the_token_is_sent_as_what_it_is() {
        let groups = "groups = [\"/lumen/backend/\"]";
        let found = settings(groups, &[("GITLAB_TOKEN", "glpat-x")]);
        assert_eq!((found.host.as_str(), found.groups.as_slice()), ("gitlab.com", ["lumen/backend".to_owned()].as_slice()));
        assert!(matches!(found.credential, Credential::Token(token) if token.reveal() == "glpat-x"));
        let found = settings(&format!("{groups}\ntoken_as = \"job-token\"\ntoken_env = \"CI_JOB_TOKEN\""), &[("CI_JOB_TOKEN", "glpat-x")]);
        assert!(matches!(found.credential, Credential::Job(_)));
        let found =
            settings(&format!("{groups}\ntoken_as = \"bearer\""), &[("GITLAB_TOKEN", "glpat-x"), ("https_proxy", "http://proxy:1")]);
        assert!(matches!(found.credential, Credential::Bearer(_)) && found.network.proxy.is_some());
        assert_eq!(settings(groups, &[]).credential, Credential::None);
    }

    #[test]
    fn a_source_that_names_nothing_or_nonsense_is_refused() {
        assert!(load("").is_err_and(|problems| problems.contains("neither a group nor a project")));
        assert!(load("groups = [\"a/../b\"]").is_err_and(|problems| problems.contains("is no path of groups")));
        assert!(load("projects = [\"x\"]").is_err_and(|problems| problems.contains("is no path of projects")));
        assert!(load("groups = [\"x\"]\napp_id = 3").is_err_and(|problems| problems.contains("belongs to kind = “github”")));
        assert!(load("groups = [\"x\"]\ninclude = [\"x/**\"]\ndays = 30\ntopics = [\"service\"]").is_ok());
    }
}
