//! What a run tells people: findings on the terminal, in CI and as JSON, and a table of what it did.
//!
//! Findings quote other people's files. Whatever they hold, nothing here lets it move the cursor, change
//! a colour, turn the direction of a line or forge a command: see [`neutral`].

pub mod annotations;
pub mod json;
pub mod neutral;
pub mod rules;
pub mod sarif;
pub mod summary;
pub mod terminal;

pub use annotations::annotations;
pub use json::json;
pub use sarif::sarif;
pub use summary::{Stage, summary};
pub use terminal::{Look, terminal};

use milepost_model::{Diagnostics, Severity};

/// How many findings there are of each severity, worst first: “2 errors, 1 warning”.
pub fn counted(findings: &Diagnostics) -> String {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|severity| (severity.word(), findings.iter().filter(|finding| finding.severity == severity).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| format!("{} {word}{}", summary::grouped(count as u64), if count == 1 { "" } else { "s" }))
        .collect();
    if parts.is_empty() { "nothing found".to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::Diagnostic;

    #[test]
    fn findings_are_counted_worst_first() {
        let findings: Diagnostics =
            [Diagnostic::note("a/b", "x"), Diagnostic::error("a/b", "x"), Diagnostic::error("a/b", "y")].into_iter().collect();
        assert_eq!(counted(&findings), "2 errors, 1 note");
        assert_eq!(counted(&Diagnostics::default()), "nothing found");
    }
}
