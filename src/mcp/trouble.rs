//! What can go wrong: with the portal's folder, and with what was asked of it.

use std::path::PathBuf;
use thiserror::Error;

/// Why there is no answer, with what to do about it.
#[derive(Debug, Error)]
pub enum Trouble {
    /// There is no portal.
    #[error("{path} holds no built portal: {missing} is not there. Build one (milepost build), or name its folder with --site")]
    NoPortal {
        /// The folder.
        path: PathBuf,
        /// What should lie in it.
        missing: &'static str,
    },
    /// A file is in a form that this milepost does not know.
    #[error("{file} is in the form {found}, and this milepost ({version}) reads {known}: {advice}")]
    Form {
        /// The file.
        file: String,
        /// What it says of itself.
        found: String,
        /// What is read.
        known: String,
        /// The version of this program.
        version: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// A file cannot be read.
    #[error("{file} cannot be read: {why}. Build the portal again")]
    Unreadable {
        /// The file.
        file: String,
        /// Why not.
        why: String,
    },
    /// What was asked makes no sense.
    #[error("{0}")]
    Asked(String),
    /// Nothing has that name.
    #[error("the portal knows no {what} called “{name}”{}", near_words(.near))]
    Unknown {
        /// What was looked for, such as `service`.
        what: &'static str,
        /// The name.
        name: String,
        /// Names that are nearly the same.
        near: Vec<String>,
    },
    /// Several things have that name.
    #[error("“{name}” is the name of several things: ask for one of {}", .which.join(", "))]
    Several {
        /// The name.
        name: String,
        /// Their references.
        which: Vec<String>,
    },
    /// The connection broke.
    #[error("the connection broke: {0}")]
    Connection(String),
}

fn near_words(near: &[String]) -> String {
    if near.is_empty() { "; find_entities looks for names".to_owned() } else { format!("; near it are {}", near.join(", ")) }
}
