//! What is wrong with somebody's data, where, and what to do about it.

use crate::shared;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::sync::Arc;

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Note,
    /// Something was left out or guessed.
    Warning,
    /// Something could not be used at all.
    Error,
}

impl Severity {
    /// The word as people read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place in a file, as a person would look for it.
///
/// Every field of every entity remembers one, so the many places of a file share its name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The repository's name, when the file is in one.
    #[serde(default, with = "shared::option", skip_serializing_if = "Option::is_none")]
    pub repo: Option<Arc<str>>,
    /// The file's path, inside the repository or on disk.
    #[serde(with = "shared")]
    pub path: Arc<str>,
    /// The line, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The column, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

impl Place {
    /// A whole file.
    pub fn file(path: impl AsRef<str>) -> Self {
        Self { path: path.as_ref().into(), ..Self::default() }
    }

    /// A whole file of a repository.
    pub fn in_repo(repo: impl AsRef<str>, path: impl AsRef<str>) -> Self {
        Self { repo: Some(repo.as_ref().into()), path: path.as_ref().into(), ..Self::default() }
    }

    /// The same file at a line and a column, both counted from 1.
    #[must_use]
    pub fn at(mut self, line: u32, column: u32) -> Self {
        self.line = Some(line);
        self.column = Some(column);
        self
    }

    /// The path, with the line where there is one: what a link to it says.
    pub fn path_and_line(&self) -> String {
        self.line.map_or_else(|| self.path.to_string(), |line| format!("{}:{line}", self.path))
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(repo) = &self.repo {
            write!(f, "{repo}: ")?;
        }
        f.write_str(&self.path)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
        }
        Ok(())
    }
}

/// One finding about somebody's data: what, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// A short stable name that scripts can match, such as `catalog/unknown-key`.
    pub code: String,
    /// What is wrong, in one sentence that quotes what was found.
    pub message: String,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The line of the file that it is about, so that it can be shown without the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_line: Option<String>,
}

impl Diagnostic {
    /// A finding of this severity; `code` is `area/what`.
    pub fn new(severity: Severity, code: &str, message: impl Into<String>) -> Self {
        Self { severity, code: code.to_owned(), message: message.into(), place: None, help: None, source_line: None }
    }

    /// An error.
    pub fn error(code: &str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning.
    pub fn warning(code: &str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// A note.
    pub fn note(code: &str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    /// The same finding, with its place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same finding, with what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same finding, with the line that it is about.
    #[must_use]
    pub fn source_line(mut self, line: impl Into<String>) -> Self {
        self.source_line = Some(line.into());
        self
    }

    /// The same finding, with the line of this text that its place names.
    ///
    /// A line so long that the place would not be on the screen anyway is left out.
    #[must_use]
    pub fn quoting(mut self, text: &str) -> Self {
        const LONGEST: usize = 400;
        let Some((line, column)) = self.place.as_ref().and_then(|place| Some((place.line?, place.column.unwrap_or(1)))) else {
            return self;
        };
        let index = usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1);
        if usize::try_from(column).unwrap_or(usize::MAX) <= LONGEST {
            self.source_line = text.lines().nth(index).map(|found| found.trim_start_matches('\u{feff}').chars().take(LONGEST).collect());
        }
        self
    }
}

impl PartialOrd for Diagnostic {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Diagnostic {
    /// Worst first, then by place, then by text: the order in which people read them.
    fn cmp(&self, other: &Self) -> Ordering {
        other
            .severity
            .cmp(&self.severity)
            .then_with(|| self.place.cmp(&other.place))
            .then_with(|| self.code.cmp(&other.code))
            .then_with(|| self.message.cmp(&other.message))
            .then_with(|| self.help.cmp(&other.help))
            .then_with(|| self.source_line.cmp(&other.source_line))
    }
}

/// All findings of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The findings in the order they came.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// The worst severity among them.
    pub fn worst(&self) -> Option<Severity> {
        self.0.iter().map(|d| d.severity).max()
    }

    /// Whether any is an error.
    pub fn has_errors(&self) -> bool {
        self.worst() == Some(Severity::Error)
    }

    /// The same findings in reading order, each once.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.0.sort();
        self.0.dedup();
        self
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, items: I) {
        self.0.extend(items);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
