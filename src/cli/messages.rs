//! Findings and failures, written in the form that was asked for.

use super::Context;
use super::args::Messages;
use crate::report::{self, Look, neutral};
use milepost_model::{Diagnostic, Diagnostics};

/// Few enough to read on a terminal; all of them are on the portal's Platform health page.
const SHOWN: usize = 20;

impl Context<'_> {
    /// Tells what is wrong with people's files. In silence only a document for machines is still written.
    pub(super) fn report(&self, findings: &Diagnostics) {
        if !self.global.quiet || self.global.messages != Messages::Text {
            print(findings, self.global.messages, if self.global.verbose { usize::MAX } else { SHOWN });
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
