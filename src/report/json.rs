//! Findings as JSON, for scripts. docs/reference/diagnostics.md describes the form.

use super::neutral::is_hazard;
use milepost_model::{Diagnostic, Diagnostics, Severity};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The version of the form.
pub const SCHEMA: &str = "milepost-diagnostics/1";

/// The findings in reading order, each once; keys sorted; the same findings give the same bytes.
pub fn json(findings: &Diagnostics) -> String {
    let findings = findings.clone().sorted();
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    // Keys are written in alphabetical order here, since maps keep the order of writing.
    let report = json!({
        "counts": {"error": count(Severity::Error), "note": count(Severity::Note), "warning": count(Severity::Warning)},
        "diagnostics": findings.iter().map(object).collect::<Vec<_>>(),
        "schema": SCHEMA,
    });
    let mut text = escaped(&format!("{report:#}"));
    text.push('\n');
    text
}

fn object(finding: &Diagnostic) -> Value {
    let place =
        finding.place.as_ref().map(|place| json!({"column": place.column, "line": place.line, "path": place.path, "repo": place.repo}));
    json!({
        "code": finding.code,
        "help": finding.help,
        "message": finding.message,
        "place": place,
        "severity": finding.severity.word(),
        "source_line": finding.source_line,
    })
}

/// JSON that can also be looked at on a terminal: what acts instead of showing is written as an escape.
///
/// Line ends stand between the values only, since inside a text JSON escapes them already.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && is_hazard(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                write!(text, "\\u{unit:04x}").expect("because memory does not fail");
            }
        } else {
            text.push(c);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::Place;

    #[test]
    fn findings_are_sorted_and_complete() {
        let findings: Diagnostics = [
            Diagnostic::note("b/c", "later"),
            Diagnostic::error("a/b", "first").at(Place::file("f").at(1, 2)).help("h").source_line("l"),
            Diagnostic::note("b/c", "later"),
        ]
        .into_iter()
        .collect();
        let text = json(&findings);
        let back: Value = serde_json::from_str(&text).expect("because it is JSON");
        assert_eq!(back["counts"], json!({"error": 1, "note": 1, "warning": 0}));
        assert_eq!(back["diagnostics"][0]["place"], json!({"column": 2, "line": 1, "path": "f", "repo": null}));
        assert_eq!(back["diagnostics"][1]["message"], "later");
        assert_eq!(back["diagnostics"].as_array().map(Vec::len), Some(2));
        assert!(text.find("\"code\"") < text.find("\"help\"") && text.ends_with("}\n"));
    }

    #[test]
    fn hostile_text_survives_as_data_and_stays_data() {
        let hostile = "\u{1b}[2J\u{9b}\u{202e}\n\u{e0041}\"";
        let text = json(&[Diagnostic::error("a/b", hostile)].into_iter().collect());
        assert!(text.chars().all(|c| c == '\n' || !is_hazard(c)), "{text:?}");
        let back: Value = serde_json::from_str(&text).expect("because it is JSON");
        assert_eq!(back["diagnostics"][0]["message"], hostile);
    }
}
