//! A question to a host, its answer, and what is different from host to host.

use super::fault::{is_of_certificate, words};
use super::reach::Lack;
use super::{Fault, Secret};
use bytes::Bytes;
use http::HeaderMap;
use std::future::Future;
use std::time::Duration;

/// What becomes of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// It is kept, and asked for again under the condition that it changed.
    Cached,
    /// It is kept, and nobody asks again: it does not change any more.
    Settled,
    /// It is kept only where raw answers are: nobody will ask for it in the same words again.
    Raw,
    /// Nothing of it touches the disk, as it may hold secrets.
    Nothing,
}

/// Which of a host's limits a question counts against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meter {
    /// That of requests.
    Requests,
    /// That of queries.
    Queries,
}

/// A question.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Which endpoint it is for, for the report.
    pub endpoint: &'static str,
    /// Where it goes.
    pub url: String,
    /// What is sent; a question without one is a GET.
    pub body: Option<Bytes>,
    /// What becomes of the answer.
    pub keep: Keep,
    /// Which limit it counts against.
    pub meter: Meter,
    /// How often it is asked before whoever asks hears that no good answer comes.
    pub attempts: u32,
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

/// An answer as it came.
#[derive(Debug)]
pub struct Raw {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

/// Why a question was not answered at all.
#[derive(Debug)]
pub enum Unsent {
    /// The connection failed; it may hold the next time.
    Again(String),
    /// No connection was made.
    Nowhere(Lack),
    /// It cannot be asked.
    Fault(Fault),
}

impl Unsent {
    /// In words, of an app's question or of one that is asked once.
    pub fn words(&self) -> String {
        match self {
            Self::Again(why) => why.clone(),
            Self::Nowhere(lack) => format!("the host was not reached: {lack}"),
            Self::Fault(fault) => fault.to_string(),
        }
    }

    /// What an error of sending or of reading the answer means.
    pub fn of(error: &(dyn std::error::Error + 'static)) -> Self {
        let said = words(error);
        match Lack::of(error).filter(|_| !is_of_certificate(&said)) {
            Some(lack) => Self::Nowhere(lack),
            None => Self::Again(said),
        }
    }
}

/// What a refusal means.
#[derive(Debug)]
pub enum Refusal {
    /// Too much was asked: nothing may be for so long.
    Limited(Duration),
    /// The credential is not accepted; another may be had.
    Renew,
    /// It is worded in another way from now on.
    Reworded,
    /// It may go better the next time.
    Again(String),
    /// It stays so.
    Bad(Fault),
}

/// What is different from host to host.
pub trait Host {
    /// The kind of answer that is asked for.
    const ACCEPT: &'static str;

    /// Whether answers that say that nothing changed count against its limit.
    const COUNTS_UNCHANGED: bool;

    /// Sends a question with these headers and the credential, and waits for its whole answer.
    fn send(&self, ask: &Ask, url: &str, headers: HeaderMap, is_renewed: bool) -> impl Future<Output = Result<Raw, Unsent>>;

    /// Whether an address is this host's, so that a redirect may take the credential along.
    fn owns(&self, url: &str) -> bool;

    /// How long nothing may be asked after this answer; `now` is the instant in seconds.
    fn rest(&self, raw: &Raw, now: i64) -> Option<Duration>;

    /// What an answer means that is neither good nor a redirect; so often it was waited already.
    fn refusal(&self, raw: &Raw, now: i64, waits: u32) -> Refusal;

    /// The token that git is given.
    fn git_token(&self) -> impl Future<Output = Option<Secret>>;
}

/// The address of the next page, as the `Link` header gives it.
pub fn next_page(links: &str) -> Option<String> {
    let of = |link: &str| {
        let (target, attributes) = link.split_once(';')?;
        let is_next = attributes.split(';').any(|part| matches!(part.trim(), "rel=\"next\"" | "rel=next"));
        let url = target.trim().strip_prefix('<')?.strip_suffix('>')?;
        is_next.then(|| url.to_owned())
    };
    links.split(',').find_map(of)
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
}
