//! Asks GitLab for single things and for whole lists.

use super::settings::GitLabSettings;
use super::wire::GitLab;
use crate::remote::client::{self, ATTEMPTS, Answer, Ask, Keep, Manner, Meter};
use crate::remote::{Fault, Pace, RemoteError, cached};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Asks GitLab.
pub type Client<'a> = client::Client<'a, GitLab>;

/// Pages of a list that follow each other; a list that has more is not one that is read whole.
const MOST_PAGES: usize = 500;

/// A client of the GitLab that the settings name.
pub fn of<'a>(settings: &GitLabSettings, pace: &'a dyn Pace, now: i64) -> Result<Client<'a>, RemoteError> {
    let credential = settings.credential.secret().map_or_else(|| "nobody".to_owned(), crate::remote::Secret::fingerprint);
    let manner = Manner {
        cache: cached::answers(&settings.cache, &settings.host, &credential),
        raw: settings.raw.as_ref().map(|folder| folder.join(&settings.id)),
        replay: settings.replay,
        concurrency: settings.concurrency,
        per_minute: settings.per_minute,
        request_seconds: settings.request_seconds,
        limits: settings.limits,
    };
    Ok(Client::new(GitLab::new(settings)?, manner, pace, now))
}

impl Client<'_> {
    /// Asks a path once, or as often as `attempts` says.
    pub async fn get(&self, endpoint: &'static str, path: &str, keep: Keep, attempts: u32) -> Result<Answer, Fault> {
        let url = if path.starts_with('/') { format!("{}{path}", self.host.address.api) } else { path.to_owned() };
        self.ask(&Ask { endpoint, url, body: None, keep, meter: Meter::Requests, attempts }).await
    }

    /// One thing.
    pub async fn one<T: DeserializeOwned>(&self, endpoint: &'static str, path: &str) -> Result<T, Fault> {
        let answer = self.get(endpoint, path, Keep::Cached, ATTEMPTS).await?;
        serde_json::from_slice(&answer.body).map_err(|error| Fault::Unavailable(format!("the answer cannot be read: {error}")))
    }

    /// A whole list, page after page.
    pub async fn all<T: DeserializeOwned>(&self, endpoint: &'static str, path: &str, keep: Keep) -> Result<Vec<T>, Fault> {
        let mut found = Vec::new();
        let mut next = Some(path.to_owned());
        for _ in 0..MOST_PAGES {
            let Some(path) = next else { return Ok(found) };
            let answer = self.get(endpoint, &path, keep, ATTEMPTS).await?;
            found.extend(entries(&answer.body)?);
            next = answer.next;
        }
        Err(Fault::Unavailable(format!("the list of {endpoint} does not end")))
    }
}

/// The entries of a page. One that is nothing, or of a form that nobody knows, takes nothing from the others.
pub fn entries<T: DeserializeOwned>(body: &[u8]) -> Result<Vec<T>, Fault> {
    let values: Vec<Value> = serde_json::from_slice(body).map_err(|error| Fault::Unavailable(format!("the answer is no list: {error}")))?;
    Ok(values.into_iter().filter_map(|value| serde_json::from_value(value).ok()).collect())
}
