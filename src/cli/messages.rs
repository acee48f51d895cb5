//! Findings and failures, written in the form that was asked for.

use super::Context;
use super::args::Messages;
use crate::report::{self, Look, neutral};
use milepost_model::{Diagnostic, Diagnostics, Severity};

/// Few enough to read on a terminal; all of them are on the portal's Platform health page.
const SHOWN: usize = 20;

impl Context<'_> {
    /// Tells what is wrong with people's files. In silence only errors are told, and documents for machines.
    pub(super) fn report(&self, findings: &Diagnostics) {
        let most = if self.global.verbose { usize::MAX } else { SHOWN };
        if self.global.quiet && self.global.messages == Messages::Text {
            let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).cloned().collect();
            print(&errors, self.global.messages, most);
        } else {
            print(findings, self.global.messages, most);
        }
    }
}

/// Writes findings, at most so many where a person reads them.
pub(super) fn print(findings: &Diagnostics, how: Messages, most: usize) {
    match how {
        Messages::Text => {
            let look = Look { is_coloured: true, most, ..Look::default() };
            anstream::eprint!("{}", report::terminal(findings, &look));
        }
        Messages::Github => anstream::print!("{}", report::annotations(findings, None)),
        Messages::Json => anstream::println!("{}", report::json(findings)),
    }
}

/// Writes why a command could not run.
pub(super) fn print_reason(what: &str, help: Option<&str>, how: Messages) {
    match how {
        Messages::Text => {
            anstream::eprintln!("error: {}", neutral::neutral(what));
            if let Some(help) = help {
                anstream::eprintln!("  help: {}", neutral::neutral(help));
            }
        }
        Messages::Github | Messages::Json => {
            let failure = Diagnostic::error("milepost/could-not-run", what);
            let failure = if let Some(help) = help { failure.help(help) } else { failure };
            print(&[failure].into_iter().collect(), how, usize::MAX);
        }
    }
}

/// Writes what ends a run badly that did all that it could, whatever form findings have: in silence, too.
pub(super) fn tell_error(what: &str) {
    anstream::eprintln!("error: {}", neutral::one_line(what));
}
