//! Asks GitHub: within its limits and the run's budget, again where that helps, and never twice for what is known.

use super::allowance::{Resource, Said, is_limit};
use super::settings::GitHubSettings;
use super::wire::{Raw, Wire};
use crate::remote::archive::Kept;
use crate::remote::{Archive, Budget, Fault, Pace, Stop, Tally, backoff};
use bytes::Bytes;
use http::Method;
use http::header::{
    ACCEPT, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LINK, LOCATION,
};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};
use tokio::sync::Semaphore;

/// How often a question is asked that got no good answer.
pub const ATTEMPTS: u32 = 6;
/// How often a question waits for a limit.
const WAITS: u32 = 5;
/// A repository that was renamed redirects once; a loop redirects for ever.
const HOPS: u32 = 4;
const JSON: &str = "application/vnd.github+json";
/// The version that every kind of host speaks; with 2026-03-10 pull requests lose their merge commits.
const API_VERSION: &str = "2022-11-28";

/// A question.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Which endpoint it is for, for the report.
    pub endpoint: &'static str,
    /// Where it goes.
    pub url: String,
    /// What is sent; a question without one is a GET.
    pub body: Option<Bytes>,
    /// Whether the answer may be kept on disk; one that holds secrets may not.
    pub is_kept: bool,
}

/// An answer that came whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The body.
    pub body: Bytes,
    /// The address of the next page.
    pub next: Option<String>,
    /// Whether it is the same as the last time.
    pub is_unchanged: bool,
}

/// Asks GitHub.
pub struct Client<'a> {
    wire: Wire,
    pace: &'a dyn Pace,
    now: i64,
    cache: Archive,
    raw: Option<Archive>,
    is_replay: bool,
    gate: Semaphore,
    between: Duration,
    timeout: Duration,
    turn: Cell<Duration>,
    rests: [Cell<Duration>; 2],
    seed: Cell<u64>,
    knows_version: Cell<bool>,
    /// Fields that this host does not know.
    pub unknown_fields: RefCell<BTreeSet<String>>,
    /// What the run may use.
    pub budget: Budget,
    /// What it used.
    pub tally: RefCell<Tally>,
}

/// What becomes of one attempt.
enum Verdict {
    Good(Answer),
    Again(String),
    Limited(Duration),
    Moved(String),
    Renew,
    WithoutVersion,
    Bad(Fault),
}

impl<'a> Client<'a> {
    /// A client over that wire.
    pub fn new(settings: &GitHubSettings, wire: Wire, credential: &str, pace: &'a dyn Pace, now: i64) -> Self {
        Self {
            wire,
            pace,
            now,
            cache: Archive::new(settings.cache_of_answers(credential)),
            raw: settings.raw.as_ref().map(|folder| Archive::new(folder.join(&settings.id))),
            is_replay: settings.replay,
            gate: Semaphore::new(settings.concurrency.clamp(1, 100)),
            between: Duration::from_mins(1) / settings.per_minute.max(1),
            timeout: Duration::from_secs(settings.request_seconds.max(1)),
            turn: Cell::default(),
            rests: Default::default(),
            seed: Cell::new(0),
            knows_version: Cell::new(true),
            unknown_fields: RefCell::default(),
            budget: Budget::new(settings.limits),
            tally: RefCell::default(),
        }
    }

    /// The wire that it asks over.
    pub fn wire(&self) -> &Wire {
        &self.wire
    }

    /// Whether the run may go on.
    pub fn check(&self) -> Result<(), Stop> {
        self.budget.check(self.pace.elapsed())
    }

    /// What to do at the end: answers that nobody asked for in a long time go.
    pub fn tidy(&self) {
        self.cache.prune(SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(self.now).unwrap_or(0)));
    }

    /// Asks a path of the REST API.
    pub async fn get(&self, endpoint: &'static str, path: &str) -> Result<Answer, Fault> {
        let url = if path.starts_with('/') { format!("{}{path}", self.wire.address().rest) } else { path.to_owned() };
        self.ask(&Ask { endpoint, url, body: None, is_kept: true }, Resource::Core).await
    }

    /// The same for answers that hold secrets, of which nothing is kept on disk.
    pub async fn get_in_confidence(&self, endpoint: &'static str, path: &str) -> Result<Answer, Fault> {
        let url = if path.starts_with('/') { format!("{}{path}", self.wire.address().rest) } else { path.to_owned() };
        self.ask(&Ask { endpoint, url, body: None, is_kept: false }, Resource::Core).await
    }

    /// Asks once, as often as it takes.
    pub async fn ask(&self, ask: &Ask, resource: Resource) -> Result<Answer, Fault> {
        let question = question(ask);
        if self.is_replay {
            let kept = self.raw.as_ref().and_then(|raw| raw.find(&question));
            return kept
                .map(|kept| Answer { body: kept.body, next: kept.next, is_unchanged: false })
                .ok_or_else(|| Fault::Unavailable("the raw answers hold none for it".to_owned()));
        }
        let (mut attempt, mut waits, mut hops, mut is_renewed) = (0, 0, 0, false);
        let mut url = ask.url.clone();
        loop {
            match self.once(ask, &url, &question, resource, (waits, is_renewed)).await? {
                Verdict::Good(answer) => {
                    if ask.is_kept
                        && let Some(raw) = &self.raw
                    {
                        let kept = Kept { etag: None, last_modified: None, next: answer.next.clone(), body: answer.body.clone() };
                        raw.keep(&question, &kept)
                            .map_err(|error| Fault::Unavailable(format!("the raw answer cannot be kept: {error}")))?;
                    }
                    return Ok(answer);
                }
                Verdict::Bad(fault) => return Err(fault),
                Verdict::Limited(wait) => {
                    waits += 1;
                    if waits > WAITS {
                        return Err(Fault::Unavailable("its rate limit did not pass".to_owned()));
                    }
                    self.rest(resource, wait);
                }
                Verdict::Moved(to) => {
                    hops += 1;
                    if hops > HOPS || !self.wire.address().owns(&to) {
                        return Err(Fault::Unavailable("it redirects too often, or to another host".to_owned()));
                    }
                    url = to;
                }
                Verdict::Renew if !is_renewed => is_renewed = true,
                Verdict::Renew => return Err(Fault::Unauthorised("bad credentials".to_owned())),
                Verdict::WithoutVersion => self.knows_version.set(false),
                Verdict::Again(why) => {
                    attempt += 1;
                    // A query that was too heavy is made lighter by whoever wrote it.
                    if attempt >= ATTEMPTS || ask.body.is_some() {
                        return Err(Fault::Unavailable(why));
                    }
                    self.back_off(attempt).await?;
                }
            }
        }
    }

    /// Waits before asking again.
    pub async fn back_off(&self, attempt: u32) -> Result<(), Fault> {
        self.tally.borrow_mut().retries += 1;
        self.seed.set(self.seed.get() + 1);
        let wait = backoff::wait(self.seed.get(), attempt);
        self.budget.may_wait(wait, self.pace.elapsed())?;
        self.pace.pause(wait).await;
        Ok(())
    }

    /// Nothing of this kind is asked for so long.
    pub fn rest(&self, resource: Resource, wait: Duration) {
        let rest = &self.rests[resource as usize];
        rest.set(rest.get().max(self.pace.elapsed() + wait));
    }

    async fn once(
        &self,
        ask: &Ask,
        url: &str,
        question: &str,
        resource: Resource,
        (waits, is_renewed): (u32, bool),
    ) -> Result<Verdict, Fault> {
        let _one_of_few = self.gate.acquire().await.expect("because the gate is never closed");
        self.await_turn(resource).await?;
        self.budget.take(self.pace.elapsed())?;
        let token = self.wire.token(is_renewed).await?;
        let known = if ask.is_kept && ask.body.is_none() { self.cache.find(question) } else { None };
        let method = if ask.body.is_some() { Method::POST } else { Method::GET };
        {
            let mut tally = self.tally.borrow_mut();
            tally.requests += 1;
            *tally.by_endpoint.entry(ask.endpoint).or_default() += 1;
        }
        let sent = self.wire.send(method, url, self.headers(ask, known.as_ref()), ask.body.clone(), token.as_ref());
        let raw = match tokio::time::timeout(self.timeout, sent).await {
            Ok(Ok(raw)) => raw,
            Ok(Err(why)) => return Ok(Verdict::Again(why)),
            Err(_) => return Ok(Verdict::Again(format!("no answer within {} s: timed out", self.timeout.as_secs()))),
        };
        let said = Said::by(&raw.headers, self.now + i64::try_from(self.pace.elapsed().as_secs()).unwrap_or(0));
        if let Some(rest) = said.rest() {
            self.rest(resource, rest);
        }
        Ok(self.judge(ask, question, raw, known, said, waits))
    }

    fn judge(&self, ask: &Ask, question: &str, raw: Raw, known: Option<Kept>, said: Said, waits: u32) -> Verdict {
        match raw.status {
            304 => {
                let Some(known) = known else { return Verdict::Again("it says that nothing changed of what was never read".to_owned()) };
                self.budget.give_back();
                self.tally.borrow_mut().unchanged += 1;
                self.cache.touch(question, SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(self.now).unwrap_or(0)));
                Verdict::Good(Answer { body: known.body, next: known.next, is_unchanged: true })
            }
            200..=299 => self.good(ask, question, raw),
            301 | 302 | 307 | 308 => match raw.headers.get(LOCATION).and_then(|to| to.to_str().ok()) {
                Some(to) => Verdict::Moved(to.to_owned()),
                None => Verdict::Again("it redirects to nowhere".to_owned()),
            },
            status => {
                let message = message(&raw.body);
                match status {
                    403 | 429 if is_limit(status, said, &message) => Verdict::Limited(said.wait(waits)),
                    401 => Verdict::Renew,
                    403 => Verdict::Bad(Fault::Refused(message)),
                    // A server that does not know the version says so in one of two ways.
                    400 | 410 if self.knows_version.get() && message.to_lowercase().contains("version") => Verdict::WithoutVersion,
                    404 | 409 | 410 | 451 => Verdict::Bad(Fault::Missing(message)),
                    500..=599 | 408 => Verdict::Again(format!("{status}: {message}")),
                    _ => Verdict::Bad(Fault::Unavailable(format!("{status}: {message}"))),
                }
            }
        }
    }

    fn good(&self, ask: &Ask, question: &str, raw: Raw) -> Verdict {
        if serde_json::from_slice::<IgnoredAny>(&raw.body).is_err() {
            return Verdict::Again("the answer is no whole JSON".to_owned());
        }
        let text = |name: HeaderName| raw.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let next = text(LINK).and_then(|links| next_page(&links));
        let (etag, last_modified) = (text(ETAG), text(LAST_MODIFIED));
        if ask.is_kept && ask.body.is_none() && raw.status == 200 && (etag.is_some() || last_modified.is_some()) {
            let kept = Kept { etag, last_modified, next: next.clone(), body: raw.body.clone() };
            // Without the cache everything is only asked again.
            let _ = self.cache.keep(question, &kept);
        }
        Verdict::Good(Answer { body: raw.body, next, is_unchanged: false })
    }

    fn headers(&self, ask: &Ask, known: Option<&Kept>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(JSON));
        if self.knows_version.get() {
            headers.insert(HeaderName::from_static("x-github-api-version"), HeaderValue::from_static(API_VERSION));
        }
        if ask.body.is_some() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        let header = |text: &Option<String>| text.as_deref().and_then(|text| HeaderValue::from_str(text).ok());
        if let Some(known) = known {
            if let Some(etag) = header(&known.etag) {
                headers.insert(IF_NONE_MATCH, etag);
            } else if let Some(at) = header(&known.last_modified) {
                headers.insert(IF_MODIFIED_SINCE, at);
            }
        }
        headers
    }

    /// Waits until something may be asked: limits have passed, and requests are spread over the minute.
    async fn await_turn(&self, resource: Resource) -> Result<(), Fault> {
        /// So many requests may come at once before they are spread.
        const BURST: u32 = 30;
        loop {
            let now = self.pace.elapsed();
            self.budget.check(now)?;
            let until = self.rests[resource as usize].get();
            if until > now {
                let wait = until.checked_sub(now).unwrap_or_default();
                self.budget.may_wait(wait, now)?;
                // In short steps, so that an interrupt is heard.
                let step = wait.min(Duration::from_secs(5));
                self.tally.borrow_mut().waited += step.as_secs();
                self.pace.pause(step).await;
                continue;
            }
            let ahead = self.turn.get().saturating_sub(now);
            if ahead > self.between * BURST {
                self.pace.pause(ahead.checked_sub(self.between * BURST).unwrap_or_default()).await;
                continue;
            }
            self.turn.set(self.turn.get().max(now) + self.between);
            return Ok(());
        }
    }
}

/// What tells two questions apart, in the cache and among the raw answers.
fn question(ask: &Ask) -> String {
    match &ask.body {
        None => format!("GET {} {JSON}", ask.url),
        Some(body) => format!("POST {} {JSON} {}", ask.url, blake3::hash(body).to_hex()),
    }
}

/// The address of the next page, as the `Link` header gives it.
fn next_page(links: &str) -> Option<String> {
    let of = |link: &str| {
        let (target, attributes) = link.split_once(';')?;
        let is_next = attributes.split(';').any(|part| matches!(part.trim(), "rel=\"next\"" | "rel=next"));
        let url = target.trim().strip_prefix('<')?.strip_suffix('>')?;
        is_next.then(|| url.to_owned())
    };
    links.split(',').find_map(of)
}

/// What a refusal says of itself, in one line.
pub fn message(body: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Refusal {
        message: Option<String>,
    }
    let said = serde_json::from_slice::<Refusal>(body).ok().and_then(|refusal| refusal.message);
    let said = said.unwrap_or_else(|| "it gave no reason".to_owned());
    said.chars().filter(|c| !c.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_found_among_other_links() {
        let links = r#"<https://api.github.com/x?page=1>; rel="prev", <https://api.github.com/x?page=3&a=b>; rel="next", <https://api.github.com/x?page=9>; rel="last""#;
        assert_eq!(next_page(links).as_deref(), Some("https://api.github.com/x?page=3&a=b"));
        assert_eq!(next_page(r#"<https://api.github.com/x?page=1>; rel="last""#), None);
        assert_eq!(next_page("nonsense"), None);
    }

    #[test]
    fn a_refusal_without_words_is_one_too() {
        assert_eq!(message(br#"{"message":"Not\u0007 Found"}"#), "Not Found");
        assert_eq!(message(b"<html>"), "it gave no reason");
    }
}
