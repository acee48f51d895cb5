//! Findings as workflow commands, which CI shows beside the changed lines.

use super::neutral::one_line;
use milepost_model::{Diagnostic, Diagnostics, Severity};
use std::fmt::Write as _;

/// One command a line, in reading order, each finding once.
///
/// `checkout` is the name of the repository that CI has checked out: a file of another repository is
/// named in the message instead, since its path would point at a stranger's file of the same name.
pub fn annotations(findings: &Diagnostics, checkout: Option<&str>) -> String {
    let mut text = String::new();
    for finding in &findings.clone().sorted() {
        command(&mut text, finding, checkout).expect("because memory does not fail");
    }
    text
}

fn command(out: &mut String, finding: &Diagnostic, checkout: Option<&str>) -> std::fmt::Result {
    let word = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    write!(out, "::{word} ")?;
    let is_here = |repo: Option<&str>| repo.is_none() || repo == checkout;
    let place = finding.place.as_ref();
    if let Some(place) = place.filter(|place| is_here(place.repo.as_deref())) {
        write!(out, "file={},", property(&place.path))?;
        if let Some(line) = place.line {
            write!(out, "line={line},")?;
            if let Some(column) = place.column {
                write!(out, "col={column},")?;
            }
        }
    }
    write!(out, "title={}::", property(&finding.code))?;
    if let Some(place) = place.filter(|place| !is_here(place.repo.as_deref())) {
        write!(out, "{}: ", data(&place.to_string()))?;
    }
    out.push_str(&data(&finding.message));
    if let Some(help) = &finding.help {
        write!(out, "%0A{}", data(help))?;
    }
    out.push('\n');
    Ok(())
}

/// Text after the second `::`. Only `%` is special once line ends are gone.
fn data(text: &str) -> String {
    one_line(text).replace('%', "%25")
}

/// Text among the properties, where `:` and `,` are special too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::Place;

    fn shown(finding: Diagnostic) -> String {
        annotations(&[finding].into_iter().collect(), Some("lumen/portal"))
    }

    #[test]
    fn a_finding_becomes_a_command() {
        let finding = Diagnostic::error("yaml/syntax", "100% wrong").at(Place::file("a,b:c.yaml").at(3, 9)).help("do\nthis");
        assert_eq!(shown(finding), "::error file=a%2Cb%3Ac.yaml,line=3,col=9,title=yaml/syntax::100%25 wrong%0Ado this\n");
        assert_eq!(shown(Diagnostic::note("a/b", "x")), "::notice title=a/b::x\n");
        assert_eq!(shown(Diagnostic::warning("a/b", "x").at(Place::file("f"))), "::warning file=f,title=a/b::x\n");
    }

    #[test]
    fn a_file_of_another_repository_is_named_in_the_message() {
        let of = |repo: &str| shown(Diagnostic::warning("a/b", "x").at(Place::in_repo(repo, "f").at(1, 2)));
        assert_eq!(of("lumen/portal"), "::warning file=f,line=1,col=2,title=a/b::x\n");
        assert_eq!(of("lumen/other"), "::warning title=a/b::lumen/other: f:1:2: x\n");
    }

    #[test]
    fn nobody_can_forge_a_command() {
        let hostile = "x\n::set-output name=a::b\r\n::add-mask::c%0A::stop-commands::d\u{1b}[0m\u{202e}";
        let finding = Diagnostic::error(hostile, hostile).at(Place::in_repo(hostile, hostile)).help(hostile);
        let text = shown(finding);
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(text.starts_with("::error title="));
        assert_eq!(text.matches("%0A").count(), 1, "the one before the help: {text}");
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
    }
}
