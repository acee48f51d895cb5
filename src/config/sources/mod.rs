//! Sources behind a network: each one's own keys, and the credentials that it takes from the environment.

mod files;
mod github;

pub(in crate::config) use files::{KEYS as FILE_KEYS, cross_check as check_files, settings as files, webhooks};
pub(in crate::config) use github::{KEYS as REMOTE_KEYS, cross_check as check_remote, settings as remote};

use milepost_collectors::github::Credential;
use milepost_collectors::remote::{Network, Secret};
use milepost_collectors::source::RemoteSource;
use std::collections::BTreeMap;

/// A source behind a network, and the names of the variables that hold what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteSettings {
    /// The source.
    pub source: RemoteSource,
    /// The variable that holds the token.
    pub(in crate::config) token_env: String,
    /// The variable that holds an app's private key.
    pub(in crate::config) key_env: String,
    /// The app's id and its installation, where an app reads.
    pub(in crate::config) app: Option<(u64, Option<u64>)>,
}

impl RemoteSettings {
    /// The paths whose history is read besides the usual ones.
    pub(in crate::config) fn history_globs(&mut self) -> &mut Vec<String> {
        let RemoteSource::GitHub(settings) = &mut self.source;
        &mut settings.history_globs
    }

    /// Takes the credential and the proxy from the environment.
    pub(in crate::config) fn take(&mut self, environment: &BTreeMap<String, String>) {
        let RemoteSource::GitHub(settings) = &mut self.source;
        let of = |name: &str| environment.get(name).map(String::as_str).filter(|text| !text.trim().is_empty());
        settings.credential = match self.app {
            // Where a variable can hold one line only, the lines of a key are written with \n between them.
            Some((id, installation)) => of(&self.key_env).map_or(Credential::None, |key| Credential::App {
                id,
                installation,
                key: Secret::new(&key.replace("\\n", "\n")),
            }),
            None => of(&self.token_env).map_or(Credential::None, |token| Credential::Token(Secret::new(token))),
        };
        settings.author_key = of("MILEPOST_AUTHOR_KEY").map(Secret::new);
        let either = |lower: &str| of(lower).or_else(|| of(&lower.to_uppercase()));
        let proxy = either("https_proxy").or_else(|| either("all_proxy")).map(Secret::new);
        let no_proxy = either("no_proxy").unwrap_or_default().to_owned();
        settings.network = Network { proxy, no_proxy, ca_file: settings.network.ca_file.clone() };
    }
}
