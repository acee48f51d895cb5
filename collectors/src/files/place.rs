//! What is wrong with a row, by the byte at which it stands; lines are counted only for what is told.

use milepost_model::{Diagnostic, Place, Severity};

/// Something wrong in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(super) byte: usize,
    pub(super) severity: Severity,
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) help: String,
}

impl Trouble {
    pub(crate) fn error(byte: usize, code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { byte, severity: Severity::Error, code, message: message.into(), help: help.into() }
    }

    pub(super) fn warning(byte: usize, code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(byte, code, message, help) }
    }

    /// As people are told.
    pub(crate) fn diagnostic(self, text: &str, file: &str) -> Diagnostic {
        Diagnostic::new(self.severity, self.code, self.message).at(of(text, self.byte, file)).help(self.help).quoting(text)
    }
}

/// Where a byte of a text stands, as a person would look for it.
pub(super) fn of(text: &str, byte: usize, file: &str) -> Place {
    let before = text.get(..byte.min(text.len())).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Place::file(file).at(number(line), number(column))
}
