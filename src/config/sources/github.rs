//! The keys of `kind = "github"`.

use super::{CredentialKind, RemoteSettings, shared};
use crate::config::language::{Absent, Key, Values};
use crate::config::reader::{Reader, Section};
use crate::config::value::Value;
use milepost_collectors::github::GitHubSettings;
use milepost_collectors::remote::Network;
use milepost_collectors::source::RemoteSource;
use std::collections::BTreeSet;
use std::path::Path;

const fn key(name: &'static str, values: Values, absent: Absent, doc: &'static str, example: &'static str) -> Key {
    Key { name, values, absent, doc, example, only_for: Some("github") }
}

const NONE: Absent = Absent::Is("[]");

pub(super) const KEYS: [Key; 10] = [
    key("organisations", Values::Texts, NONE, "Organisations and people whose repositories are read.", "[\"lumen-freight\"]"),
    key("repositories", Values::Texts, NONE, "Single repositories that are read besides, as `owner/name`.", "[\"partner/shared-schemas\"]"),
    key(
        "app_id",
        Values::Whole { least: 1, most: 1 << 53 },
        Absent::Follows("none: the token is used"),
        "The id of an app that reads in place of a token. Its tokens are made and renewed as needed.",
        "123456",
    ),
    key(
        "installation_id",
        Values::Whole { least: 1, most: 1 << 53 },
        Absent::Follows("the app's installation on the organisation"),
        "Which installation of the app reads.",
        "7654321",
    ),
    key(
        "private_key_env",
        Values::Text,
        Absent::Is("\"GITHUB_APP_PRIVATE_KEY\""),
        "The environment variable that holds the app's private key, the whole PEM text.",
        "\"MILEPOST_APP_KEY\"",
    ),
    key(
        "properties",
        Values::Globs,
        NONE,
        "Custom properties as `name=value`, one of which a repository must have to be read.",
        "[\"tier=1\", \"portal=*\"]",
    ),
    key(
        "workflows",
        Values::Globs,
        NONE,
        "File names of workflows. Where any are written, only their runs are read, on every branch, at one request for each.",
        "[\"deploy*.yml\"]",
    ),
    key(
        "jobs_of",
        Values::Globs,
        NONE,
        "File names of workflows whose runs' jobs are read, at one request for each run. Needed only where a rule names a job.",
        "[\"release.yml\"]",
    ),
    key(
        "alerts",
        Values::Boolean,
        Absent::Is("true"),
        "Whether alerts of Dependabot, code scanning and secret scanning are read. Secrets themselves are never asked for.",
        "false",
    ),
    key(
        "run_retention_days",
        Values::Whole { least: 1, most: 400 },
        Absent::Is("90"),
        "After how many days the organisation lets GitHub delete runs. So long before the first run they are complete; of what is older nobody knows whether it is whole.",
        "400",
    ),
];

/// The settings that a section says.
pub(super) fn settings(section: &Section, folder: &Path) -> RemoteSettings {
    let whole = |name| section.get(name).and_then(Value::whole);
    let path = |name| section.text(name).map(|path| folder.join(path));
    let lower = |texts: Vec<String>| texts.into_iter().map(|text| text.to_lowercase()).collect();
    let settings = GitHubSettings {
        id: section.text("id").unwrap_or_default(),
        host: section.text("host").unwrap_or_else(|| "github.com".to_owned()),
        api: section.text("api"),
        web: section.text("web"),
        owners: section.texts("organisations"),
        repositories: section.texts("repositories"),
        include: section.texts("include"),
        exclude: section.texts("exclude"),
        topics: section.texts("topics"),
        properties: section.texts("properties"),
        archived: section.is("archived"),
        forks: section.is("forks"),
        visibilities: lower(section.texts("visibilities")),
        runs: shared::runs(section),
        workflows: section.texts("workflows"),
        jobs_of: section.texts("jobs_of"),
        incident_labels: incident_labels(section),
        ticket_repositories: section.texts("ticket_repositories"),
        alerts: section.is("alerts"),
        mirrors: section.is("mirrors"),
        history_globs: section.texts("history_globs"),
        head_globs: section.texts("head_globs"),
        max_file_bytes: whole("max_file_bytes").unwrap_or_default(),
        days: whole("days").and_then(|days| u32::try_from(days).ok()).unwrap_or_default(),
        run_retention_days: whole("run_retention_days").and_then(|days| u32::try_from(days).ok()).unwrap_or_default(),
        cache: path("cache").unwrap_or_default(),
        raw: path("raw"),
        limits: shared::limits(section),
        concurrency: whole("concurrency").and_then(|count| usize::try_from(count).ok()).unwrap_or_default(),
        per_minute: whole("requests_per_minute").and_then(|count| u32::try_from(count).ok()).unwrap_or_default(),
        network: Network { ca_file: path("ca_file"), ..Network::default() },
        request_seconds: whole("request_seconds").unwrap_or_default(),
        ..GitHubSettings::default()
    };
    RemoteSettings {
        source: RemoteSource::GitHub(Box::new(settings)),
        token_env: section.text("token_env").unwrap_or_else(|| "GITHUB_TOKEN".to_owned()),
        credential: whole("app_id").map_or(CredentialKind::Token, |id| CredentialKind::App {
            id,
            installation: whole("installation_id"),
            key_env: section.text("private_key_env").unwrap_or_default(),
        }),
    }
}

/// Which labels of issues at this host make incidents of them.
pub(super) fn incident_labels(section: &Section) -> Vec<String> {
    section.get("incident_labels").map_or_else(|| vec!["incident".to_owned()], |_| section.texts("incident_labels"))
}

/// Complains where a source names nothing to read, or a repository in a way that nobody knows.
pub(super) fn cross_check(section: &Section, reader: &mut Reader<'_>) {
    let span = section.span_of("kind").unwrap_or_else(|| section.span.clone());
    if section.texts("organisations").is_empty() && section.texts("repositories").is_empty() {
        let message = "this source names neither an organisation nor a repository, so that there is nothing to read";
        reader.complain("config/missing-key", span, message, "add organisations = [\"NAME\"]");
    }
    if let (Some(_), Some(span)) = (section.get("app_id"), section.span_of("app_id")) {
        // Names of accounts are the same in any case. Single repositories of others may be everybody's.
        let owners: BTreeSet<String> = section.texts("organisations").into_iter().map(|name| name.to_lowercase()).collect();
        if owners.len() > 1 {
            let all = owners.into_iter().collect::<Vec<_>>().join(", ");
            let message = format!("an app is installed on each account by itself, and this source reads several with one: {all}");
            reader.complain("config/bad-value", span, message, "make a [[source]] for each of them");
        }
    }
    let is_name = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let bad_owner = section.texts("organisations").into_iter().find(|name| !is_name(name));
    let is_full = |name: &str| name.split_once('/').is_some_and(|(owner, name)| is_name(owner) && is_name(name));
    let bad_repository = section.texts("repositories").into_iter().find(|name| !is_full(name));
    for (key, bad, example) in [("organisations", bad_owner, "lumen-freight"), ("repositories", bad_repository, "lumen-freight/payments")] {
        if let (Some(bad), Some(span)) = (bad, section.span_of(key)) {
            let message = format!("“{}” is no name of {key}", bad.chars().take(60).collect::<String>());
            reader.complain("config/bad-value", span, message, format!("write it as \"{example}\""));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, SourceSettings};
    use milepost_collectors::github::Credential;
    use milepost_collectors::source::RemoteSource;
    use std::collections::BTreeMap;
    use std::path::Path;

    fn load(keys: &str) -> Result<Config, String> {
        let text = format!("[organisation]\nname = \"x\"\n[[source]]\nid = \"github\"\nkind = \"github\"\n{keys}");
        Config::load(&text, Path::new("/p/metrics-config.toml")).map_err(|problems| format!("{problems:?}"))
    }

    fn credential(keys: &str, environment: &[(&str, &str)]) -> (Credential, String) {
        let environment: BTreeMap<String, String> =
            environment.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let config = load(keys).expect("because the keys are good").with_environment(&environment);
        let shown = format!("{config:?}");
        match config.sources.into_iter().next().map(|source| source.settings) {
            Some(SourceSettings::Remote(remote)) => {
                let RemoteSource::GitHub(settings) = remote.source else { return (Credential::None, shown) };
                (settings.credential, shown)
            }
            _ => (Credential::None, shown),
        }
    }

    #[test]
    fn credentials_come_from_the_environment_and_are_never_shown() {
        let keys = "organisations = [\"lumen\"]\ntoken_env = \"MY_TOKEN\"";
        let (found, shown) =
            credential(keys, &[("MY_TOKEN", "ghp_secret"), ("GITHUB_TOKEN", "other"), ("https_proxy", "http://u:pw@proxy:1")]);
        assert!(matches!(found, Credential::Token(token) if token.reveal() == "ghp_secret"));
        assert!(!shown.contains("ghp_secret") && !shown.contains("pw@"), "{shown}");
        let keys = "organisations = [\"lumen\"]\napp_id = 12\ninstallation_id = 34";
        let (found, _) = credential(keys, &[("GITHUB_APP_PRIVATE_KEY", "-----BEGIN\\nx")]);
        assert!(matches!(found, Credential::App { id: 12, installation: Some(34), key } if key.reveal() == "-----BEGIN\nx"));
        assert_eq!(credential("organisations = [\"lumen\"]", &[("GITHUB_TOKEN", " ")]).0, Credential::None);
    }

    #[test]
    fn a_source_that_names_nothing_or_nonsense_is_refused() {
        assert!(load("").is_err_and(|problems| problems.contains("neither an organisation nor a repository")));
        assert!(load("organisations = [\"a/../b\"]").is_err_and(|problems| problems.contains("is no name of organisations")));
        assert!(
            load("organisations = [\"x\"]\nvisibilities = [\"Internal\", \"secret\"]")
                .is_err_and(|problems| problems.contains("“secret” is no visibility"))
        );
        assert!(load("organisations = [\"x\"]\nvisibilities = [\"Internal\"]").is_ok());
        assert!(load("repositories = [\"x\"]").is_err_and(|problems| problems.contains("is no name of repositories")));
        assert!(load("organisations = [\"x\"]\nclones = [\"y\"]").is_err_and(|problems| problems.contains("belongs to kind = “git”")));
        assert!(load("organisations = [\"x\"]\ninclude = [\"x/*\"]\nraw = \"raw\"").is_ok());
        assert!(
            load("organisations = [\"x\", \"y\"]\napp_id = 1")
                .is_err_and(|problems| problems.contains("reads several with one: x, y") && problems.contains("a [[source]] for each"))
        );
        assert!(load("organisations = [\"x\", \"X\"]\nrepositories = [\"y/z\"]\napp_id = 1").is_ok());
    }
}
