//! Requests with the credential in the header that its kind needs, and what GitLab's answers mean.
//!
//! GitLab says how much may be asked in `RateLimit-*` headers and refuses with 429 and `Retry-After`. The credential
//! is set on each request here, after looking where the request goes, since a redirect or a page's link may lead
//! anywhere.

use super::address::Address;
use super::settings::{Credential, GitLabSettings};
use crate::remote::client::{Ask, Host, Raw, Refusal, Unsent};
use crate::remote::connect::Sender;
use crate::remote::{Fault, RemoteError, Secret};
use chrono::DateTime;
use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use http::{Request, Uri};
use http_body_util::{BodyExt, Limited};
use octocrab::OctoBody;
use serde_json::Value;
use std::time::Duration;

/// No answer is larger than this.
const MOST_BYTES: usize = 64 << 20;
/// Where a refusal does not say how long it holds; GitLab counts by the minute.
const UNSAID: Duration = Duration::from_mins(1);
/// A wait that a broken clock makes is bounded.
const LONGEST: Duration = Duration::from_mins(70);

const AGENT: &str = concat!("milepost/", env!("CARGO_PKG_VERSION"));

/// A GitLab as it is spoken to.
pub struct GitLab {
    sender: Sender,
    /// Where it is.
    pub address: Address,
    credential: Credential,
}

impl GitLab {
    /// The GitLab that the settings name.
    pub fn new(settings: &GitLabSettings) -> Result<Self, RemoteError> {
        let address = settings.address();
        if settings.credential != Credential::None && !address.is_safe() {
            return Err(RemoteError::settings(
                format!("the token would be sent to {} in the clear", address.api),
                "use https, or a proxy on this machine",
            ));
        }
        let bad = |_| RemoteError::settings(format!("“{}” is no address of an API", address.api), "write it as https://HOST/api/v4");
        let base: Uri = address.api.parse().map_err(bad)?;
        Ok(Self { sender: settings.network.sender(&base)?, address, credential: settings.credential.clone() })
    }

    /// The header that holds the credential.
    fn credential(&self) -> Result<Option<(HeaderName, HeaderValue)>, Unsent> {
        let (name, text) = match &self.credential {
            Credential::None => return Ok(None),
            Credential::Token(secret) => (HeaderName::from_static("private-token"), secret.reveal().to_owned()),
            Credential::Bearer(secret) => (AUTHORIZATION, format!("Bearer {}", secret.reveal())),
            Credential::Job(secret) => (HeaderName::from_static("job-token"), secret.reveal().to_owned()),
        };
        let unfit = |_| Unsent::Fault(Fault::Unauthorised("the token cannot stand in a header".to_owned()));
        let mut value = HeaderValue::from_str(&text).map_err(unfit)?;
        value.set_sensitive(true);
        Ok(Some((name, value)))
    }
}

impl Host for GitLab {
    const ACCEPT: &'static str = "application/json";
    const COUNTS_UNCHANGED: bool = true;

    async fn send(&self, _ask: &Ask, url: &str, headers: HeaderMap, _is_renewed: bool) -> Result<Raw, Unsent> {
        let uri: Uri = url.parse().map_err(|_| Unsent::Again("the address cannot be read".to_owned()))?;
        let mut request = Request::get(uri).body(OctoBody::empty()).map_err(|error| Unsent::Again(error.to_string()))?;
        *request.headers_mut() = headers;
        request.headers_mut().insert(USER_AGENT, HeaderValue::from_static(AGENT));
        if let Some((name, value)) = self.credential()?.filter(|_| self.owns(url)) {
            request.headers_mut().insert(name, value);
        }
        let answer = self.sender.request(request).await.map_err(|error| Unsent::of(&error))?;
        let (parts, body) = answer.into_parts();
        let body = Limited::new(body, MOST_BYTES).collect().await.map_err(|error| Unsent::of(error.as_ref()))?;
        Ok(Raw { status: parts.status.as_u16(), headers: parts.headers, body: body.to_bytes() })
    }

    fn owns(&self, url: &str) -> bool {
        self.address.owns(url)
    }

    fn rest(&self, raw: &Raw, now: i64) -> Option<Duration> {
        let is_spent = number(&raw.headers, "ratelimit-remaining") == Some(0);
        // A server that limits nothing says 0 of 0, or says nothing at all.
        let is_limited = number(&raw.headers, "ratelimit-limit").is_none_or(|limit| limit > 0);
        reset(&raw.headers, now).filter(|_| is_spent && is_limited)
    }

    fn refusal(&self, raw: &Raw, now: i64, waits: u32) -> Refusal {
        let message = message(&raw.body);
        match raw.status {
            429 => {
                let said = number(&raw.headers, "retry-after").map(seconds).or_else(|| reset(&raw.headers, now));
                Refusal::Limited(said.unwrap_or_else(|| UNSAID.saturating_mul(1 << waits.min(6)).min(LONGEST)))
            }
            401 => Refusal::Bad(Fault::Unauthorised(message)),
            403 => Refusal::Bad(Fault::Refused(message)),
            404 | 410 | 451 => Refusal::Bad(Fault::Missing(message)),
            status @ (500..=599 | 408) => Refusal::Again(format!("{status}: {message}")),
            status => Refusal::Bad(Fault::Unavailable(format!("{status}: {message}"))),
        }
    }

    async fn git_token(&self) -> Option<Secret> {
        self.credential.secret().cloned()
    }
}

fn number(headers: &HeaderMap, name: &str) -> Option<i64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

fn seconds(count: i64) -> Duration {
    Duration::from_secs(u64::try_from(count).unwrap_or(0)).min(LONGEST)
}

/// How long until requests are given anew. The answer's own `Date` is the clock that it is compared with.
fn reset(headers: &HeaderMap, now: i64) -> Option<Duration> {
    let date = headers.get("date").and_then(|date| DateTime::parse_from_rfc2822(date.to_str().ok()?).ok());
    // One second more: the limit is renewed within that second, not before it.
    Some(seconds(number(headers, "ratelimit-reset")? - date.map_or(now, |date| date.timestamp()) + 1))
}

/// What a refusal says of itself, in one line: GitLab words it in three ways.
fn message(body: &[u8]) -> String {
    let found: Option<Value> = serde_json::from_slice(body).ok();
    let of = |key: &str| found.as_ref().and_then(|value| value.get(key)).filter(|value| !value.is_null());
    let said = of("message").or_else(|| of("error_description")).or_else(|| of("error"));
    let said = said.map_or_else(|| "it gave no reason".to_owned(), |said| said.as_str().map_or_else(|| said.to_string(), str::to_owned));
    said.chars().filter(|c| !c.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn refusals_are_worded_in_three_ways() {
        for (body, expected) in [
            (r#"{"message":"404 Project Not Found"}"#, "404 Project Not Found"),
            (r#"{"message":{"base":["is archived"]}}"#, r#"{"base":["is archived"]}"#),
            (r#"{"error":"insufficient_scope","error_description":"The request requires\u0007 more"}"#, "The request requires more"),
            (r#"{"error":"updated_after is invalid"}"#, "updated_after is invalid"),
            ("<html>", "it gave no reason"),
        ] {
            assert_eq!(message(body.as_bytes()), expected);
        }
    }

    #[test]
    fn a_limit_is_waited_for_as_long_as_it_says() {
        let settings = GitLabSettings::default();
        let host = GitLab::new(&settings).expect("because the settings are the usual ones");
        let raw = |status, pairs: &[(&'static str, &'static str)]| Raw { status, headers: headers(pairs), body: bytes::Bytes::new() };
        let wait = |raw: &Raw| if let Refusal::Limited(wait) = host.refusal(raw, 1_000, 0) { Some(wait.as_secs()) } else { None };
        assert_eq!(wait(&raw(429, &[("retry-after", "17"), ("ratelimit-reset", "1030")])), Some(17));
        assert_eq!(wait(&raw(429, &[("ratelimit-reset", "1030")])), Some(31));
        assert_eq!(wait(&raw(429, &[])), Some(60));
        assert_eq!(wait(&raw(403, &[])), None);
        let rest = |pairs: &[(&'static str, &'static str)]| host.rest(&raw(200, pairs), 1_000).map(|wait| wait.as_secs());
        assert_eq!(rest(&[("ratelimit-limit", "2000"), ("ratelimit-remaining", "0"), ("ratelimit-reset", "1030")]), Some(31));
        assert_eq!(rest(&[("ratelimit-limit", "0"), ("ratelimit-remaining", "0"), ("ratelimit-reset", "1030")]), None);
        assert_eq!(rest(&[("ratelimit-remaining", "5"), ("ratelimit-reset", "1030")]), None);
    }
}
