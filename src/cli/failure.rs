//! Why a command could not run, told to a person.

use super::args::Messages;
use super::messages;
use crate::mcp::Trouble;
use crate::pipeline::PipelineError;
use crate::publish::PublishError;
use crate::serve::ServeError;
use crate::store::StoreError;
use milepost_model::Diagnostics;
use std::io;
use std::path::Path;

/// Why a command could not run.
#[derive(Debug)]
pub(super) enum Failure {
    /// The configuration does not hold: every reason.
    Configuration(Diagnostics),
    /// One reason, and what to do about it where the reason does not say so itself.
    Reason { what: String, help: Option<String> },
}

impl Failure {
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self::Reason { what: what.into(), help: None }
    }

    pub(super) fn with_help(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Reason { what: what.into(), help: Some(help.into()) }
    }

    /// A file that could not be read or written.
    pub(super) fn file(doing: &str, path: &Path, error: &io::Error) -> Self {
        Self::new(format!("cannot {doing} {}: {error}", path.display()))
    }

    /// Writes it to standard error, in the form that was asked for.
    pub(super) fn print(&self, how: Messages) {
        match self {
            Self::Configuration(problems) => messages::print(problems, how, usize::MAX),
            Self::Reason { what, help } => messages::print_reason(what, help.as_deref(), how),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<PipelineError> for Failure {
    fn from(error: PipelineError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<PublishError> for Failure {
    fn from(error: PublishError) -> Self {
        if matches!(error, PublishError::Bucket { .. }) {
            return Self::with_help(
                error.to_string(),
                "who you are and where the bucket is comes from variables: docs/publishing.md names them",
            );
        }
        Self::new(error.to_string())
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self::new(trouble.to_string())
    }
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        Self::new(error.to_string())
    }
}
