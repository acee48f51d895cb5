//! Why a portal could not be published.

use crate::site::SiteError;
use std::io;
use std::path::{Path, PathBuf};

/// Why a portal could not be published. What was published before is still there.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// There is no portal that was built whole.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// A file could not be read or written.
    #[error("cannot {doing} {}: {error}", path.display())]
    File {
        /// What was tried.
        doing: &'static str,
        /// With which.
        path: PathBuf,
        /// Why not.
        error: io::Error,
    },
    /// A file of the portal is something else by now.
    #[error("{} is no file any more; build the portal again", .0.display())]
    NoFile(PathBuf),
    /// The place holds files of somebody else.
    #[error("{0} holds files that milepost did not publish; choose a place of its own, or say --force to publish there too")]
    NotOurs(String),
    /// The list of what was published cannot be read.
    #[error("{0} is no list that this milepost knows; remove it and say --force to publish over what is there")]
    UnreadableList(String),
    /// The portal would be published onto itself.
    #[error("{} is where the portal was built; choose another place, or serve that folder as it is", .0.display())]
    SamePlace(PathBuf),
    /// A bucket did not do what was asked of it.
    #[error("cannot {doing} in {place}: {reason}")]
    Bucket {
        /// What was tried.
        doing: String,
        /// Where.
        place: String,
        /// Why not.
        reason: String,
    },
    /// git could not be started, or complained.
    #[error("git {doing}: {said}")]
    Git {
        /// The subcommand.
        doing: String,
        /// The last that it said, without credentials.
        said: String,
    },
    /// Somebody else pushed in between.
    #[error("the branch {0} has moved since it was looked at; nothing was pushed, so try again")]
    Moved(String),
}

impl PublishError {
    pub(super) fn file(doing: &'static str, path: &Path, error: io::Error) -> Self {
        Self::File { doing, path: path.to_owned(), error }
    }
}
