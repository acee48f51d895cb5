//! Why a site could not be rendered.

use std::path::PathBuf;

/// Why a site could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The output folder belongs to somebody else.
    #[error("{} holds files that milepost did not write; choose an empty folder, or one that does not exist yet, with --out", .0.display())]
    NotOurs(PathBuf),
    /// The folder holds no site that milepost built.
    #[error("{} holds no portal that milepost built", .0.display())]
    NotBuilt(PathBuf),
    /// A build was ended while it put files in their places.
    #[error("the last build of {} did not end; build it again", .0.display())]
    Unfinished(PathBuf),
    /// A file could not be read or written.
    #[error("{}: {error}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The threads that render could not be started.
    #[error("no threads to render with: {0}")]
    Threads(rayon::ThreadPoolBuildError),
    /// A template does not parse, or asks for something that there is not.
    #[error("{0}")]
    Template(String),
    /// A style asks for a file that is not there, or a font is none.
    #[error("{place}: {reason}")]
    Asset {
        /// Which, among the templates, and the line where there is one.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A file of the organisation's own templates lies elsewhere.
    #[error("{} is a symbolic link, and templates are read from files of their own; put the file itself into the folder", .0.display())]
    LinkedTemplate(PathBuf),
    /// A file of the organisation's own templates has a name that nothing uses.
    #[error("{}: no template or asset has this name; {hint}", path.display())]
    UnknownTemplate {
        /// Which.
        path: PathBuf,
        /// The nearest name, or where to find the names.
        hint: String,
    },
}

impl SiteError {
    /// A failure at a path.
    pub(crate) fn file(path: impl Into<PathBuf>, error: std::io::Error) -> Self {
        Self::File { path: path.into(), error }
    }

    /// A failure of the template engine, with the causes that it wraps.
    pub(crate) fn template(error: &tera::Error) -> Self {
        let mut text = error.to_string();
        let mut cause = std::error::Error::source(error);
        while let Some(inner) = cause {
            text.push_str(": ");
            text.push_str(&inner.to_string());
            cause = inner.source();
        }
        Self::Template(text)
    }
}
