//! Whether a host is there at all: what keeps connections from being made, and when a run stops trying.

use super::fault::{Fault, PROXY, words};
use std::cell::{Cell, RefCell};
use std::error::Error;
use std::fmt;
use std::io::ErrorKind;
use std::time::Duration;

/// A host that never answered is tried so often: one that is only starting is there by then.
const FIRST_TRIES: u32 = 3;
/// A host that did answer may be away for so long.
const AWAY: Duration = Duration::from_mins(2);

/// What kept a connection from being made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// Nobody has this name.
    NoSuchHost,
    /// This machine could not look the name up.
    NoNames,
    /// Nothing listens there.
    Refused,
    /// Nothing came back in time.
    Silent,
    /// The proxy leads nowhere, in its words.
    Proxy(String),
    /// Anything else, in words.
    Other(String),
}

impl Lack {
    /// What kept the connection from being made that this error tells of; none where one was made.
    pub fn of(error: &(dyn Error + 'static)) -> Option<Self> {
        let chain = || std::iter::successors(Some(error), |error: &&(dyn Error + 'static)| (*error).source());
        let is_of_connecting = |error: &&(dyn Error + 'static)| {
            error.downcast_ref::<hyper_util::client::legacy::Error>().is_some_and(hyper_util::client::legacy::Error::is_connect)
        };
        chain().find(is_of_connecting)?;
        let said = words(error);
        let kinds: Vec<ErrorKind> = chain().filter_map(|error| Some(error.downcast_ref::<std::io::Error>()?.kind())).collect();
        Some(Self::told(said, &kinds))
    }

    fn told(said: String, kinds: &[ErrorKind]) -> Self {
        /// As the C libraries of Linux, musl, macOS and Windows say that a name is nobody's.
        const NOBODYS: [&str; 5] = [
            "Name or service not known",
            "Name does not resolve",
            "nodename nor servname",
            "No such host is known",
            "No address associated",
        ];
        if said.contains("tunnel error") {
            Self::Proxy(said)
        } else if NOBODYS.iter().any(|words| said.contains(words)) {
            Self::NoSuchHost
        } else if said.contains("dns error") {
            Self::NoNames
        } else if kinds.contains(&ErrorKind::ConnectionRefused) {
            Self::Refused
        } else if kinds.contains(&ErrorKind::TimedOut) {
            Self::Silent
        } else {
            Self::Other(said)
        }
    }

    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::NoSuchHost => "check the name in host, or in api where the source has one",
            Self::NoNames => "check that this machine can look up names, and the name in host",
            Self::Refused => "nothing listens there, or a firewall refuses: check host, and the port in api where the source has one",
            Self::Silent => "check host; a firewall may keep this machine out, or the network need a proxy: https_proxy",
            Self::Proxy(_) => PROXY,
            Self::Other(_) => "check host, and that this machine reaches it; the next run tries again",
        }
    }
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoSuchHost => "there is no host of this name",
            Self::NoNames => "its name could not be looked up",
            Self::Refused => "it refused the connection",
            Self::Silent => "no connection was made in time",
            Self::Proxy(said) | Self::Other(said) => said,
        })
    }
}

/// What a run knows of whether its host is there.
#[derive(Debug, Default)]
pub struct Reach {
    was_there: Cell<bool>,
    missed: Cell<u32>,
    since: Cell<Option<Duration>>,
    lost: RefCell<Option<Fault>>,
}

impl Reach {
    /// The host answered, whatever it said.
    pub fn heard(&self) {
        self.was_there.set(true);
        self.missed.set(0);
        self.since.set(None);
    }

    /// Whether it answered in this run.
    pub fn was_there(&self) -> bool {
        self.was_there.get()
    }

    /// Why nothing more is asked of it, where trying again mends nothing.
    pub fn lost(&self) -> Option<Fault> {
        self.lost.borrow().clone()
    }

    /// A connection to this address was not made; whether it is worth another try.
    pub fn missed(&self, url: &str, lack: &Lack, elapsed: Duration) -> Result<(), Fault> {
        self.missed.set(self.missed.get() + 1);
        let since = self.since.get().unwrap_or(elapsed);
        self.since.set(Some(since));
        let is_lost = if self.was_there.get() {
            elapsed.saturating_sub(since) >= AWAY
        } else {
            *lack == Lack::NoSuchHost || self.missed.get() >= FIRST_TRIES
        };
        if !is_lost {
            return Ok(());
        }
        let fault = Fault::Unreached { host: host(url), lack: lack.clone() };
        *self.lost.borrow_mut() = Some(fault.clone());
        Err(fault)
    }
}

/// The host of an address, with its port where it names one.
pub fn host(url: &str) -> String {
    let parsed = url.parse::<http::Uri>().ok();
    parsed.as_ref().and_then(http::Uri::authority).map_or_else(|| url.to_owned(), |authority| authority.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_kept_a_connection_from_being_made_is_told_apart() {
        use ErrorKind::{ConnectionRefused, Other, TimedOut};
        let cases: [(&str, &[ErrorKind], Lack); 8] = [
            (
                "client error (Connect): dns error: failed to lookup address information: Name or service not known",
                &[Other],
                Lack::NoSuchHost,
            ),
            ("client error (Connect): dns error: failed to lookup address information: Name does not resolve", &[Other], Lack::NoSuchHost),
            ("client error (Connect): dns error: nodename nor servname provided, or not known", &[Other], Lack::NoSuchHost),
            ("client error (Connect): dns error: No such host is known. (os error 11001)", &[Other], Lack::NoSuchHost),
            (
                "client error (Connect): dns error: failed to lookup address information: Temporary failure in name resolution",
                &[Other],
                Lack::NoNames,
            ),
            ("client error (Connect): tcp connect error: Connection refused (os error 111)", &[ConnectionRefused], Lack::Refused),
            ("client error (Connect): tcp connect error: deadline has elapsed", &[TimedOut], Lack::Silent),
            ("client error (Connect): tunnel error: Connection refused", &[ConnectionRefused], Lack::Proxy(String::new())),
        ];
        for (said, kinds, expected) in cases {
            let found = Lack::told(said.to_owned(), kinds);
            assert_eq!(std::mem::discriminant(&found), std::mem::discriminant(&expected), "{said}: {found:?}");
        }
        assert_eq!(Lack::told("Network is unreachable".into(), &[]), Lack::Other("Network is unreachable".into()));
        assert!(Lack::of(&std::io::Error::from(ConnectionRefused)).is_none(), "an error of reading is not one of connecting");
    }

    #[test]
    fn a_host_that_never_answered_is_given_up_soon_and_one_that_did_is_waited_for() {
        const SECOND: Duration = Duration::from_secs(1);
        let url = "https://ghes.example.com:8443/api/v3/orgs";
        let lost = |lack: Lack| Fault::Unreached { host: "ghes.example.com:8443".into(), lack };
        let reach = Reach::default();
        assert_eq!(reach.missed(url, &Lack::NoSuchHost, SECOND), Err(lost(Lack::NoSuchHost)), "no second try makes a host of it");
        assert_eq!(reach.lost(), Some(lost(Lack::NoSuchHost)));

        let reach = Reach::default();
        assert_eq!((reach.missed(url, &Lack::Refused, SECOND), reach.missed(url, &Lack::Refused, SECOND)), (Ok(()), Ok(())));
        assert_eq!(reach.missed(url, &Lack::Refused, SECOND), Err(lost(Lack::Refused)));

        let reach = Reach::default();
        reach.heard();
        for second in 1..100 {
            assert_eq!(reach.missed(url, &Lack::NoSuchHost, SECOND * second), Ok(()), "it is only away");
        }
        reach.heard();
        assert_eq!(reach.missed(url, &Lack::Refused, SECOND * 500), Ok(()), "it came back in between");
        assert_eq!(reach.missed(url, &Lack::Refused, SECOND * 700), Err(lost(Lack::Refused)));
    }
}
