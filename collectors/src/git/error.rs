//! Why the collector could not do what its settings ask for.

use milepost_model::SinkError;
use std::fmt;
use std::path::PathBuf;

/// Why nothing more could be collected. A broken repository is not among the reasons: it becomes a
/// diagnostic and the others go on.
#[derive(Debug)]
pub enum CollectError {
    /// A folder of the settings cannot be read.
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// A pattern of the settings is not a glob.
    Glob {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// What was read could not be kept.
    Sink(SinkError),
}

impl fmt::Display for CollectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder { path, reason } => {
                write!(f, "the folder {} cannot be read: {reason}; give a folder that holds git clones", path.display())
            }
            Self::Glob { pattern, reason } => write!(f, "“{pattern}” is not a pattern for paths: {reason}"),
            Self::Sink(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CollectError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Sink(error) => Some(error),
            Self::Folder { .. } | Self::Glob { .. } => None,
        }
    }
}

impl From<SinkError> for CollectError {
    fn from(error: SinkError) -> Self {
        Self::Sink(error)
    }
}
