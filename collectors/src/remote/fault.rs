//! Why an answer did not come.

use super::budget::Stop;
use super::reach::Lack;
use milepost_model::SinkError;
use std::fmt;

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The run ends here and the next one goes on.
    Stopped(Stop),
    /// The credential is not accepted at all.
    Unauthorised(String),
    /// The source knows it and does not show it to this credential.
    Refused(String),
    /// It is not there, or this credential must not know of it.
    Missing(String),
    /// No good answer came, though it was asked several times.
    Unavailable(String),
    /// Its host was not reached, and trying again mends nothing.
    Unreached {
        /// The host, with its port where the address names one.
        host: String,
        /// What kept the connection from being made.
        lack: Lack,
    },
    /// The raw answers that a run is made again of hold none to it.
    NotKept,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stopped(stop) => stop.fmt(f),
            Self::Unauthorised(why) => write!(f, "401: the token was not accepted: {why}"),
            Self::Refused(why) => write!(f, "403: not allowed with this token: {why}"),
            Self::Missing(why) => write!(f, "404: not found, or not visible with this token: {why}"),
            Self::Unavailable(why) => write!(f, "the source did not answer: {why}"),
            Self::Unreached { host, lack } => write!(f, "{host} was not reached: {lack}"),
            Self::NotKept => f.write_str("no answer to it was kept"),
        }
    }
}

impl From<Stop> for Fault {
    fn from(stop: Stop) -> Self {
        Self::Stopped(stop)
    }
}

/// An error in one line, without the backtrace that some carry.
pub fn words(error: &dyn std::error::Error) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let line = error.to_string();
        let line = line.lines().next().unwrap_or_default().trim();
        if !line.is_empty() && !text.contains(line) {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(line);
        }
        next = error.source();
    }
    text.chars().filter(|c| !c.is_control()).take(300).collect()
}

/// What to do where a proxy leads nowhere.
pub const PROXY: &str = "the proxy leads nowhere: check https_proxy, its password, and what no_proxy leaves out";

/// What to do where the way to a host is what failed: nothing that the next run would mend by itself.
pub fn help_of_network(why: &str) -> Option<&'static str> {
    if is_of_certificate(why) {
        return Some("where its certificate is of an authority of your own, name the file of that authority with ca_file");
    }
    why.contains("tunnel error").then_some(PROXY)
}

/// Whether a host's certificate was refused, which no second try changes.
pub fn is_of_certificate(why: &str) -> bool {
    why.contains("invalid peer certificate")
}

/// Why nothing more could be collected from a source.
#[derive(Debug)]
pub enum RemoteError {
    /// The settings cannot be used.
    Settings {
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
    /// The source could not be read at all, though its settings can be used: others may be.
    Unread {
        /// Why.
        message: String,
        /// What to do.
        help: String,
    },
    /// What was read could not be kept.
    Sink(SinkError),
    /// A file of the cache cannot be used.
    Cache(String),
    /// The mirrors could not be read.
    Mirrors(crate::git::CollectError),
}

impl RemoteError {
    /// A source that could not be read at all.
    pub fn unread(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Unread { message: message.into(), help: help.into() }
    }

    /// Settings that cannot be used.
    pub fn settings(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Settings { message: message.into(), help: help.into() }
    }
}

impl fmt::Display for RemoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Settings { message, help } | Self::Unread { message, help } => write!(f, "{message}; {help}"),
            Self::Sink(error) => error.fmt(f),
            Self::Cache(what) => write!(f, "the cache cannot be used: {what}"),
            Self::Mirrors(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RemoteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Sink(error) => Some(error),
            Self::Mirrors(error) => Some(error),
            Self::Settings { .. } | Self::Unread { .. } | Self::Cache(_) => None,
        }
    }
}

impl From<SinkError> for RemoteError {
    fn from(error: SinkError) -> Self {
        Self::Sink(error)
    }
}

impl From<crate::git::CollectError> for RemoteError {
    fn from(error: crate::git::CollectError) -> Self {
        Self::Mirrors(error)
    }
}
