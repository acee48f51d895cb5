//! Why a run could not be finished.

use crate::site::SiteError;
use crate::store::StoreError;
use milepost_collectors::git::CollectError;
use milepost_collectors::remote::RemoteError;

/// Why a run could not be finished. People's data is never a reason.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The store could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The clones could not be read.
    #[error(transparent)]
    Clones(#[from] CollectError),
    /// A source behind a network could not be read.
    #[error(transparent)]
    Remote(#[from] RemoteError),
    /// The records could not be measured.
    #[error("the records could not be read: {0}")]
    Records(Box<dyn std::error::Error + Send + Sync>),
    /// The store holds no repository that the portal may show.
    #[error("there is no repository that the portal may show")]
    NothingToShow,
    /// The pages could not be written.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// A source was asked for that is not configured.
    #[error("there is no source “{id}” in the configuration; it has: {}", known.join(", "))]
    NoSuchSource {
        /// What was asked for.
        id: String,
        /// What there is.
        known: Vec<String>,
    },
}
