//! Asks a host: within its limits and the run's budget, again where that helps, and never twice for what is known.

use super::archive::Kept;
use super::ask::next_page;
pub use super::ask::{Answer, Ask, Host, Keep, Meter, Raw, Refusal, Unsent};
use super::fault::is_of_certificate;
use super::reach::{self, Reach};
use super::{Archive, Budget, Fault, Limits, Pace, Stop, Tally, backoff};
use futures::future::{Either, select};
use http::header::{
    ACCEPT, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LINK, LOCATION,
};
use milepost_model::Progress;
use serde::de::IgnoredAny;
use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::pin::pin;
use std::time::{Duration, SystemTime};
use tokio::sync::Semaphore;

/// How often a question is asked that got no good answer.
pub const ATTEMPTS: u32 = 6;
/// How often a question waits for a limit.
const WAITS: u32 = 5;
/// A repository that was renamed redirects once; a loop redirects for ever.
const HOPS: u32 = 4;

/// How a host is asked.
#[derive(Debug, Clone)]
pub struct Manner {
    /// The folder of answers that are asked for again under a condition.
    pub cache: PathBuf,
    /// The folder of raw answers, where they are kept.
    pub raw: Option<PathBuf>,
    /// Whether the raw answers are read in place of the network.
    pub replay: bool,
    /// Requests at once.
    pub concurrency: usize,
    /// Requests a minute.
    pub per_minute: u32,
    /// Seconds that one request may take.
    pub request_seconds: u64,
    /// What the run may use.
    pub limits: Limits,
}

/// Asks a host.
pub struct Client<'a, H> {
    /// The host.
    pub host: H,
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
    reach: Reach,
    /// Who is told of waits, and the source that they are of.
    heard_by: Option<(&'a str, &'a dyn Progress)>,
    told: Cell<Duration>,
    /// What the run may use.
    pub budget: Budget,
    /// What it used.
    pub tally: RefCell<Tally>,
}

/// What becomes of one attempt.
enum Verdict {
    Good(Answer),
    Moved(String),
    Refused(Refusal),
}

impl<'a, H: Host> Client<'a, H> {
    /// A client of that host; `now` is the instant of the run in seconds.
    pub fn new(host: H, manner: Manner, pace: &'a dyn Pace, now: i64) -> Self {
        Self {
            host,
            pace,
            now,
            cache: Archive::new(manner.cache),
            raw: manner.raw.map(Archive::new),
            is_replay: manner.replay,
            gate: Semaphore::new(manner.concurrency.clamp(1, 100)),
            between: Duration::from_mins(1) / manner.per_minute.max(1),
            timeout: Duration::from_secs(manner.request_seconds.max(1)),
            turn: Cell::default(),
            rests: Default::default(),
            seed: Cell::new(0),
            reach: Reach::default(),
            heard_by: None,
            told: Cell::default(),
            budget: Budget::new(manner.limits),
            tally: RefCell::default(),
        }
    }

    /// Tells of waits as the source's, and heeds whoever interrupts the run.
    pub fn watched(&mut self, source: &'a str, progress: &'a dyn Progress) {
        self.budget.heed(progress.interrupt());
        self.heard_by = Some((source, progress));
    }

    fn tell(&self, words: &str) {
        if let Some((source, progress)) = self.heard_by {
            progress.waits(source, words);
        }
    }

    /// Whether the run may go on.
    pub fn check(&self) -> Result<(), Stop> {
        self.budget.check(self.pace.elapsed())
    }

    /// Why the run ends now, if it does, for other threads to ask.
    pub fn stop(&self) -> impl Fn() -> Option<Stop> + Sync + use<'a, H> {
        let (pace, end) = (self.pace, self.budget.end());
        move || end.stop(pace.elapsed())
    }

    /// Whether raw answers are read in place of the network.
    pub fn is_replay(&self) -> bool {
        self.is_replay
    }

    /// What to do at the end: answers that nobody asked for in a long time go.
    pub fn tidy(&self) {
        self.cache.prune(SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(self.now).unwrap_or(0)));
    }

    /// Asks once, as often as it takes.
    pub async fn ask(&self, ask: &Ask) -> Result<Answer, Fault> {
        let question = question::<H>(ask);
        if self.is_replay {
            let kept = self.raw.as_ref().and_then(|raw| raw.find(&question));
            return kept.map(|kept| Answer { body: kept.body, next: kept.next, is_unchanged: false }).ok_or(Fault::NotKept);
        }
        if let Some(kept) = self.cache.find(&question).filter(|_| ask.keep == Keep::Settled) {
            let answer = Answer { body: kept.body, next: kept.next, is_unchanged: true };
            self.keep_raw(ask, &question, &answer)?;
            return Ok(answer);
        }
        let (mut attempt, mut waits, mut hops, mut is_renewed) = (0, 0, 0, false);
        let mut url = ask.url.clone();
        loop {
            match self.once(ask, &url, &question, (waits, is_renewed)).await? {
                Verdict::Good(answer) => {
                    self.keep_raw(ask, &question, &answer)?;
                    return Ok(answer);
                }
                Verdict::Moved(to) => {
                    hops += 1;
                    if hops > HOPS || !self.host.owns(&to) {
                        return Err(Fault::Unavailable("it redirects too often, or to another host".to_owned()));
                    }
                    url = to;
                }
                Verdict::Refused(Refusal::Bad(fault)) => return Err(fault),
                Verdict::Refused(Refusal::Limited(wait)) => {
                    waits += 1;
                    if waits > WAITS {
                        return Err(Fault::Unavailable("its rate limit did not pass".to_owned()));
                    }
                    self.rest(ask.meter, wait);
                }
                Verdict::Refused(Refusal::Renew) if !is_renewed => is_renewed = true,
                Verdict::Refused(Refusal::Renew) => return Err(Fault::Unauthorised("bad credentials".to_owned())),
                Verdict::Refused(Refusal::Reworded) => {}
                Verdict::Refused(Refusal::Again(why)) => {
                    attempt += 1;
                    if attempt >= ask.attempts {
                        return Err(Fault::Unavailable(why));
                    }
                    self.back_off(attempt, &why).await?;
                }
            }
        }
    }

    fn keep_raw(&self, ask: &Ask, question: &str, answer: &Answer) -> Result<(), Fault> {
        let Some(raw) = self.raw.as_ref().filter(|_| ask.keep != Keep::Nothing) else { return Ok(()) };
        let kept = Kept { etag: None, last_modified: None, next: answer.next.clone(), body: answer.body.clone() };
        raw.keep(question, &kept).map_err(|error| Fault::Unavailable(format!("the raw answer cannot be kept: {error}")))
    }

    /// Waits before asking again what got no good answer for this reason.
    pub async fn back_off(&self, attempt: u32, why: &str) -> Result<(), Fault> {
        self.tally.borrow_mut().retries += 1;
        self.seed.set(self.seed.get() + 1);
        let wait = backoff::wait(self.seed.get(), attempt);
        self.budget.may_wait(wait, self.pace.elapsed())?;
        // A host now and then fails once, which is nothing to tell; one that was never heard may be the wrong one.
        if attempt > 1 || !self.reach.was_there() {
            self.tell(&format!("{why}; asked again in {} s", wait.as_secs_f64().ceil()));
        }
        self.unless_interrupted(self.pace.pause(wait)).await
    }

    /// Waits for something, unless somebody interrupts the run before it is there.
    async fn unless_interrupted<T>(&self, wanted: impl Future<Output = T>) -> Result<T, Fault> {
        match select(pin!(wanted), pin!(self.budget.interrupted())).await {
            Either::Left((there, _)) => Ok(there),
            Either::Right(_) => Err(self.check().err().unwrap_or(Stop::Interrupted).into()),
        }
    }

    /// Nothing of this kind is asked for so long.
    pub fn rest(&self, meter: Meter, wait: Duration) {
        let rest = &self.rests[meter as usize];
        rest.set(rest.get().max(self.pace.elapsed() + wait));
    }

    async fn once(&self, ask: &Ask, url: &str, question: &str, (waits, is_renewed): (u32, bool)) -> Result<Verdict, Fault> {
        let _one_of_few = self.gate.acquire().await.expect("because the gate is never closed");
        self.await_turn(ask.meter).await?;
        if let Some(lost) = self.reach.lost() {
            return Err(lost);
        }
        self.budget.take(self.pace.elapsed())?;
        let known = if ask.keep == Keep::Cached && ask.body.is_none() { self.cache.find(question) } else { None };
        {
            let mut tally = self.tally.borrow_mut();
            tally.requests += 1;
            *tally.by_endpoint.entry(ask.endpoint).or_default() += 1;
        }
        let sent = self.host.send(ask, url, headers::<H>(ask, known.as_ref()), is_renewed);
        let again = |why| Ok(Verdict::Refused(Refusal::Again(why)));
        let raw = match self.unless_interrupted(tokio::time::timeout(self.timeout, sent)).await? {
            Ok(Ok(raw)) => {
                self.reach.heard();
                raw
            }
            Ok(Err(Unsent::Again(why))) if is_of_certificate(&why) => return Err(Fault::Unavailable(why)),
            Ok(Err(Unsent::Again(why))) => return again(why),
            Ok(Err(Unsent::Nowhere(lack))) => {
                self.reach.missed(url, &lack, self.pace.elapsed())?;
                return again(format!("{} was not reached: {lack}", reach::host(url)));
            }
            Ok(Err(Unsent::Fault(fault))) => return Err(fault),
            Err(_) => return again(format!("no answer within {} s: timed out", self.timeout.as_secs())),
        };
        let now = self.now + i64::try_from(self.pace.elapsed().as_secs()).unwrap_or(0);
        if let Some(rest) = self.host.rest(&raw, now) {
            self.rest(ask.meter, rest);
        }
        Ok(self.judge(ask, question, raw, known, (now, waits)))
    }

    fn judge(&self, ask: &Ask, question: &str, raw: Raw, known: Option<Kept>, (now, waits): (i64, u32)) -> Verdict {
        let again = |why: &str| Verdict::Refused(Refusal::Again(why.to_owned()));
        match raw.status {
            304 => {
                let Some(known) = known else { return again("it says that nothing changed of what was never read") };
                if !H::COUNTS_UNCHANGED {
                    self.budget.give_back();
                }
                self.tally.borrow_mut().unchanged += 1;
                self.cache.touch(question, SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(self.now).unwrap_or(0)));
                Verdict::Good(Answer { body: known.body, next: known.next, is_unchanged: true })
            }
            200..=299 => self.good(ask, question, raw),
            301 | 302 | 307 | 308 => match raw.headers.get(LOCATION).and_then(|to| to.to_str().ok()) {
                Some(to) => Verdict::Moved(to.to_owned()),
                None => again("it redirects to nowhere"),
            },
            _ => Verdict::Refused(self.host.refusal(&raw, now, waits)),
        }
    }

    fn good(&self, ask: &Ask, question: &str, raw: Raw) -> Verdict {
        if serde_json::from_slice::<IgnoredAny>(&raw.body).is_err() {
            return Verdict::Refused(Refusal::Again("the answer is no whole JSON".to_owned()));
        }
        let text = |name: HeaderName| raw.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let next = text(LINK).and_then(|links| next_page(&links));
        let (etag, last_modified) = (text(ETAG), text(LAST_MODIFIED));
        let can_be_compared = ask.keep == Keep::Cached && (etag.is_some() || last_modified.is_some());
        if (can_be_compared || ask.keep == Keep::Settled) && ask.body.is_none() && raw.status == 200 {
            let kept = Kept { etag, last_modified, next: next.clone(), body: raw.body.clone() };
            // Without the cache everything is only asked again.
            let _ = self.cache.keep(question, &kept);
        }
        Verdict::Good(Answer { body: raw.body, next, is_unchanged: false })
    }

    /// Waits until something may be asked: limits have passed, and requests are spread over the minute.
    async fn await_turn(&self, meter: Meter) -> Result<(), Fault> {
        /// Shorter waits are nothing to tell.
        const TOLD: Duration = Duration::from_secs(10);
        /// So many requests may come at once before they are spread.
        const BURST: u32 = 30;
        loop {
            let now = self.pace.elapsed();
            self.budget.check(now)?;
            let until = self.rests[meter as usize].get();
            if until > now {
                let wait = until.checked_sub(now).unwrap_or_default();
                self.budget.may_wait(wait, now)?;
                if wait > TOLD && until > self.told.get() {
                    self.told.set(until);
                    self.tell(&format!("its limit of requests is used up; it goes on in {} s", wait.as_secs()));
                }
                // In short steps: another answer may say that the wait is longer.
                let step = wait.min(Duration::from_secs(5));
                self.tally.borrow_mut().waited += step.as_secs();
                self.unless_interrupted(self.pace.pause(step)).await?;
                continue;
            }
            let ahead = self.turn.get().saturating_sub(now);
            if ahead > self.between * BURST {
                self.unless_interrupted(self.pace.pause(ahead.checked_sub(self.between * BURST).unwrap_or_default())).await?;
                continue;
            }
            self.turn.set(self.turn.get().max(now) + self.between);
            return Ok(());
        }
    }
}

fn headers<H: Host>(ask: &Ask, known: Option<&Kept>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(H::ACCEPT));
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

/// What tells two questions apart, in the cache and among the raw answers.
fn question<H: Host>(ask: &Ask) -> String {
    match &ask.body {
        None => format!("GET {} {}", ask.url, H::ACCEPT),
        Some(body) => format!("POST {} {} {}", ask.url, H::ACCEPT, blake3::hash(body).to_hex()),
    }
}
