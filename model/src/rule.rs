//! What a finding means: the rule behind its code, for people who want to know more than one sentence.

use crate::Severity;

/// A rule that files are held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The second part of its code: `duplicate-key` of `yaml/duplicate-key`.
    pub what: &'static str,
    /// How much it matters, mostly.
    pub severity: Severity,
    /// What the rule is.
    pub says: &'static str,
    /// How to comply with it.
    pub fix: &'static str,
    /// Whether only somebody who sees the whole organisation can tell.
    pub needs_all: bool,
}

impl Rule {
    /// A rule whose breach is an error.
    pub const fn error(what: &'static str, says: &'static str, fix: &'static str) -> Self {
        Self { what, severity: Severity::Error, says, fix, needs_all: false }
    }

    /// A rule whose breach is a warning.
    pub const fn warning(what: &'static str, says: &'static str, fix: &'static str) -> Self {
        Self { severity: Severity::Warning, ..Self::error(what, says, fix) }
    }

    /// Something that is worth knowing.
    pub const fn note(what: &'static str, says: &'static str, fix: &'static str) -> Self {
        Self { severity: Severity::Note, ..Self::error(what, says, fix) }
    }

    /// The same rule, which only somebody who sees the whole organisation can tell to be broken.
    #[must_use]
    pub const fn of_all(self) -> Self {
        Self { needs_all: true, ..self }
    }
}
