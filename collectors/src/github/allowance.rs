//! What GitHub says about how much may be asked, and when.
//!
//! Limits are documented as follows: a primary limit an hour with `x-ratelimit-*` headers, for REST and GraphQL
//! apart; a secondary limit of 900 points a minute, at most 100 requests at once and CPU time; both answer 403 or
//! 429, and GraphQL also 200 with errors. `retry-after` counts before `x-ratelimit-reset`; without either at
//! least a minute passes.

use chrono::DateTime;
use http::HeaderMap;
use std::time::Duration;

/// Where neither header says how long.
const UNSAID: Duration = Duration::from_mins(1);
/// A wait that a broken clock makes is bounded; the longest true one is an hour.
const LONGEST: Duration = Duration::from_mins(70);

/// What an answer's headers say of its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Said {
    /// Requests or points that are left.
    pub remaining: Option<u64>,
    /// How long until they are given anew.
    pub reset: Option<Duration>,
    /// How long to wait, where that was said outright.
    pub retry_after: Option<Duration>,
}

impl Said {
    /// Reads the headers. The answer's own `Date` is the clock that `x-ratelimit-reset` is compared with.
    pub fn by(headers: &HeaderMap, now: i64) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        let number = |name: &str| text(name).and_then(|value| value.parse::<i64>().ok());
        let date = text("date").and_then(|date| DateTime::parse_from_rfc2822(date).ok()).map_or(now, |date| date.timestamp());
        let seconds = |count: i64| Duration::from_secs(u64::try_from(count).unwrap_or(0)).min(LONGEST);
        // A server that limits nothing says 0 of 0, or says nothing at all.
        let is_limited = number("x-ratelimit-limit").is_none_or(|limit| limit > 0);
        Self {
            remaining: number("x-ratelimit-remaining").filter(|_| is_limited).and_then(|left| u64::try_from(left).ok()),
            // One second more: the limit is renewed within that second, not before it.
            reset: number("x-ratelimit-reset").filter(|_| is_limited).map(|at| seconds(at - date + 1)),
            retry_after: number("retry-after").map(seconds),
        }
    }

    /// How long a refused question has to wait, in the documented order; `attempt` counts from 0.
    pub fn wait(&self, attempt: u32) -> Duration {
        let spent = self.reset.filter(|_| self.remaining == Some(0));
        self.retry_after.or(spent).unwrap_or_else(|| UNSAID.saturating_mul(1 << attempt.min(6)).min(LONGEST))
    }

    /// How long nothing may be asked after an answer that was good, where it was the last.
    pub fn rest(&self) -> Option<Duration> {
        self.reset.filter(|_| self.remaining == Some(0))
    }
}

/// Whether a refusal is about how much was asked, rather than about what may be seen.
pub fn is_limit(status: u16, said: Said, message: &str) -> bool {
    let message = message.to_lowercase();
    let speaks_of_it = ["rate limit", "secondary limit", "abuse detection"].iter().any(|words| message.contains(words));
    status == 429 || (status == 403 && (said.retry_after.is_some() || said.remaining == Some(0) || speaks_of_it))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (http::HeaderName::from_static(name), http::HeaderValue::from_static(value))).collect()
    }

    const DATE: (&str, &str) = ("date", "Fri, 20 Nov 2026 06:40:00 GMT");

    #[test]
    fn the_documented_order_of_waiting_is_kept() {
        let reset = ("x-ratelimit-reset", "1795157100");
        let spent = ("x-ratelimit-remaining", "0");
        let at = |pairs: &[(&'static str, &'static str)], attempt| Said::by(&headers(pairs), 0).wait(attempt).as_secs();
        assert_eq!(at(&[DATE, reset, spent, ("retry-after", "7")], 0), 7);
        assert_eq!(at(&[DATE, reset, spent], 0), 301);
        assert_eq!(at(&[DATE, reset, ("x-ratelimit-remaining", "12")], 0), 60);
        assert_eq!(at(&[DATE], 2), 240);
    }

    #[test]
    fn a_server_without_limits_is_not_waited_for() {
        let said = Said::by(&headers(&[DATE, ("x-ratelimit-limit", "0"), ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "0")]), 0);
        assert_eq!(said, Said::default());
    }

    #[test]
    fn a_missing_permission_is_not_taken_for_a_limit() {
        assert!(!is_limit(403, Said { remaining: Some(4_000), ..Said::default() }, "Resource not accessible by integration"));
        assert!(is_limit(403, Said::default(), "You have exceeded a secondary rate limit. Please wait"));
        assert!(is_limit(429, Said::default(), ""));
    }
}
