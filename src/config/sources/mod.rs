//! Sources behind a network: the keys that they share, each one's own, and the credentials that come from the environment.

mod files;
mod github;
mod gitlab;
mod shared;

pub(in crate::config) use files::{KEYS as FILE_KEYS, cross_check as check_files, settings as files, webhooks};

use crate::config::language::{Key, joined};
use crate::config::reader::{Reader, Section};
use milepost_collectors::github::Credential;
use milepost_collectors::gitlab::Credential as GitLabCredential;
use milepost_collectors::remote::{Network, Secret};
use milepost_collectors::source::RemoteSource;
use std::collections::BTreeMap;
use std::path::Path;

const OWN: [Key; github::KEYS.len() + gitlab::KEYS.len()] = joined(&github::KEYS, &gitlab::KEYS);

pub(in crate::config) const REMOTE_KEYS: [Key; OWN.len() + shared::KEYS.len()] = joined(&OWN, &shared::KEYS);

/// Who may see a repository, in the words of every host.
const VISIBILITIES: [&str; 3] = ["public", "internal", "private"];

/// A source behind a network, and the names of the variables that hold what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteSettings {
    /// The source.
    pub source: RemoteSource,
    /// The variable that holds the token.
    pub(in crate::config) token_env: String,
    /// What holds the credential besides, and of what kind it is.
    pub(in crate::config) credential: CredentialKind,
}

/// Of what kind a source's credential is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::config) enum CredentialKind {
    /// A token.
    Token,
    /// A token of an OAuth application.
    Bearer,
    /// The token of a CI job.
    Job,
    /// An app with its installation; the variable holds its private key.
    App { id: u64, installation: Option<u64>, key_env: String },
}

/// The settings that a section of such a kind says.
pub(in crate::config) fn remote(section: &Section, folder: &Path) -> RemoteSettings {
    match section.text("kind").as_deref() {
        Some("gitlab") => gitlab::settings(section, folder),
        _ => github::settings(section, folder),
    }
}

/// Complains where a source names nothing to read, or something in a way that nobody knows.
pub(in crate::config) fn check_remote(section: &Section, reader: &mut Reader<'_>) {
    match section.text("kind").as_deref() {
        Some("github") => github::cross_check(section, reader),
        Some("gitlab") => gitlab::cross_check(section, reader),
        _ => return,
    }
    let is_known = |word: &String| VISIBILITIES.iter().any(|known| known.eq_ignore_ascii_case(word));
    let unknown = section.texts("visibilities").into_iter().find(|word| !is_known(word));
    if let (Some(unknown), Some(span)) = (unknown, section.span_of("visibilities")) {
        let message = format!("“{}” is no visibility, so that no repository would have it", unknown.chars().take(60).collect::<String>());
        reader.complain("config/bad-value", span, message, "expected a list of these: \"public\", \"internal\", \"private\"");
    }
}

impl RemoteSettings {
    /// The paths whose history is read besides the usual ones.
    pub(in crate::config) fn history_globs(&mut self) -> &mut Vec<String> {
        match &mut self.source {
            RemoteSource::GitHub(settings) => &mut settings.history_globs,
            RemoteSource::GitLab(settings) => &mut settings.history_globs,
        }
    }

    /// Takes the credential and the proxy from the environment.
    pub(in crate::config) fn take(&mut self, environment: &BTreeMap<String, String>) {
        let of = |name: &str| environment.get(name).map(String::as_str).filter(|text| !text.trim().is_empty());
        let token = of(&self.token_env).map(Secret::new);
        let author_key = of("MILEPOST_AUTHOR_KEY").map(Secret::new);
        let either = |lower: &str| of(lower).or_else(|| of(&lower.to_uppercase()));
        let proxy = either("https_proxy").or_else(|| either("all_proxy")).map(Secret::new);
        let no_proxy = either("no_proxy").unwrap_or_default().to_owned();
        let network = |known: &Network| Network { proxy, no_proxy, ca_file: known.ca_file.clone() };
        match &mut self.source {
            RemoteSource::GitHub(settings) => {
                settings.credential = match &self.credential {
                    // Where a variable can hold one line only, the lines of a key are written with \n between them.
                    CredentialKind::App { id, installation, key_env } => of(key_env).map_or(Credential::None, |key| Credential::App {
                        id: *id,
                        installation: *installation,
                        key: Secret::new(&key.replace("\\n", "\n")),
                    }),
                    _ => token.map_or(Credential::None, Credential::Token),
                };
                settings.author_key = author_key;
                settings.network = network(&settings.network);
            }
            RemoteSource::GitLab(settings) => {
                settings.credential = token.map_or(
                    GitLabCredential::None,
                    match &self.credential {
                        CredentialKind::Bearer => GitLabCredential::Bearer,
                        CredentialKind::Job => GitLabCredential::Job,
                        _ => GitLabCredential::Token,
                    },
                );
                settings.author_key = author_key;
                settings.network = network(&settings.network);
            }
        }
    }
}
