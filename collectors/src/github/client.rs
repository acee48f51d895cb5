//! Asks GitHub: what its answers mean, and which version of its API is spoken.

use super::allowance::{Said, is_limit};
use super::settings::GitHubSettings;
use super::wire::{Left, Wire};
use crate::remote::client::{self, ATTEMPTS, Answer, Ask, Host, Keep, Manner, Meter, Raw, Refusal, Unsent};
use crate::remote::{Fault, Pace, Secret, cached};
use http::Method;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use serde::Deserialize;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::time::Duration;

/// The version that every kind of host speaks; with 2026-03-10 pull requests lose their merge commits.
const API_VERSION: &str = "2022-11-28";

/// Asks GitHub.
pub type Client<'a> = client::Client<'a, GitHub>;

/// A GitHub as it is spoken to.
pub struct GitHub {
    wire: Wire,
    knows_version: Cell<bool>,
    /// Fields that this host does not know.
    pub unknown_fields: RefCell<BTreeSet<String>>,
}

impl Host for GitHub {
    const ACCEPT: &'static str = "application/vnd.github+json";
    const COUNTS_UNCHANGED: bool = false;

    async fn send(&self, ask: &Ask, url: &str, mut headers: HeaderMap, is_renewed: bool) -> Result<Raw, Unsent> {
        let token = self.wire.token(if is_renewed { Left::New } else { Left::Request }).await?;
        if self.knows_version.get() {
            headers.insert(HeaderName::from_static("x-github-api-version"), HeaderValue::from_static(API_VERSION));
        }
        let method = if ask.body.is_some() { Method::POST } else { Method::GET };
        self.wire.send(method, url, headers, ask.body.clone(), token.as_ref()).await
    }

    fn owns(&self, url: &str) -> bool {
        self.wire.address().owns(url)
    }

    fn rest(&self, raw: &Raw, now: i64) -> Option<Duration> {
        Said::by(&raw.headers, now).rest()
    }

    fn refusal(&self, raw: &Raw, now: i64, waits: u32) -> Refusal {
        let (message, said) = (message(&raw.body), Said::by(&raw.headers, now));
        match raw.status {
            403 | 429 if is_limit(raw.status, said, &message) => Refusal::Limited(said.wait(waits)),
            401 => Refusal::Renew,
            403 => Refusal::Bad(Fault::Refused(message)),
            // A server that does not know the version says so in one of two ways.
            400 | 410 if self.knows_version.get() && message.to_lowercase().contains("version") => {
                self.knows_version.set(false);
                Refusal::Reworded
            }
            404 | 409 | 410 | 451 => Refusal::Bad(Fault::Missing(message)),
            status @ (500..=599 | 408) => Refusal::Again(format!("{status}: {message}")),
            status => Refusal::Bad(Fault::Unavailable(format!("{status}: {message}"))),
        }
    }

    async fn git_token(&self) -> Option<Secret> {
        self.wire.token(Left::Mirrors).await.ok().flatten()
    }
}

/// A client over that wire.
pub fn over<'a>(settings: &GitHubSettings, wire: Wire, credential: &str, pace: &'a dyn Pace, now: i64) -> Client<'a> {
    let manner = Manner {
        cache: cached::answers(&settings.cache, &settings.host, credential),
        raw: settings.raw.as_ref().map(|folder| folder.join(&settings.id)),
        replay: settings.replay,
        concurrency: settings.concurrency,
        per_minute: settings.per_minute,
        request_seconds: settings.request_seconds,
        limits: settings.limits,
    };
    Client::new(GitHub { wire, knows_version: Cell::new(true), unknown_fields: RefCell::default() }, manner, pace, now)
}

impl Client<'_> {
    /// The wire that it asks over.
    pub fn wire(&self) -> &Wire {
        &self.host.wire
    }

    /// Asks a path of the REST API.
    pub async fn get(&self, endpoint: &'static str, path: &str) -> Result<Answer, Fault> {
        self.rest_of(endpoint, path, Keep::Cached).await
    }

    /// The same for answers that hold secrets, of which nothing is kept on disk.
    pub async fn get_in_confidence(&self, endpoint: &'static str, path: &str) -> Result<Answer, Fault> {
        self.rest_of(endpoint, path, Keep::Nothing).await
    }

    async fn rest_of(&self, endpoint: &'static str, path: &str, keep: Keep) -> Result<Answer, Fault> {
        let url = if path.starts_with('/') { format!("{}{path}", self.wire().address().rest) } else { path.to_owned() };
        self.ask(&Ask { endpoint, url, body: None, keep, meter: Meter::Requests, attempts: ATTEMPTS }).await
    }
}

/// What a refusal says of itself, in one line.
fn message(body: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Words {
        message: Option<String>,
    }
    let said = serde_json::from_slice::<Words>(body).ok().and_then(|refusal| refusal.message);
    let said = said.unwrap_or_else(|| "it gave no reason".to_owned());
    said.chars().filter(|c| !c.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_without_words_is_one_too() {
        assert_eq!(message(br#"{"message":"Not\u0007 Found"}"#), "Not Found");
        assert_eq!(message(b"<html>"), "it gave no reason");
    }
}
