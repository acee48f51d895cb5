//! Findings for people at a terminal: the place, the line, a caret, what is wrong and what to do.

use super::neutral::{neutral, one_line};
use super::{counted, summary};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use milepost_model::{Diagnostic, Diagnostics, Place, Severity};
use std::fmt::Write as _;

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look<'a> {
    /// How many characters a line of the terminal holds.
    pub width: usize,
    /// Whether to colour. The stream that they go to still takes colours out where it should.
    pub is_coloured: bool,
    /// How many findings are shown one by one.
    pub most: usize,
    /// Where to see those that are not, such as “see Platform health”.
    pub rest: &'a str,
}

impl Default for Look<'_> {
    fn default() -> Self {
        Self { width: 100, is_coloured: false, most: 20, rest: "see Platform health" }
    }
}

/// The findings in reading order, each once, with an empty line between them. Nothing where there is none.
pub fn terminal(findings: &Diagnostics, look: &Look<'_>) -> String {
    let findings = findings.clone().sorted();
    let mut text = String::new();
    for finding in findings.iter().take(look.most) {
        text.push_str(&one(finding, look));
        text.push_str("\n\n");
    }
    let more: Diagnostics = findings.iter().skip(look.most).cloned().collect();
    if !more.is_empty() {
        let count = summary::grouped(more.len() as u64);
        writeln!(text, "and {count} more ({}); {}", counted(&more), look.rest).expect("because memory does not fail");
    }
    text
}

/// One finding, without a line end after it.
fn one(finding: &Diagnostic, look: &Look<'_>) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = one_line(&finding.message);
    let code = one_line(&finding.code);
    let help = finding.help.as_deref().map(one_line);
    let line = finding.source_line.as_deref().map(neutral);
    let place = finding.place.as_ref();
    let path = place.map(shown_path);
    let mut group = Group::with_title(level.primary_title(&message).id(&code));
    match (place, &line, &path) {
        (Some(Place { line: Some(number), column, .. }), Some(line), Some(path)) => {
            let span = under(line, column.unwrap_or(1), &message);
            group = group.element(
                Snippet::source(line.as_ref())
                    .line_start(usize::try_from(*number).unwrap_or(usize::MAX))
                    .path(path.as_str())
                    .fold(false)
                    .annotation(AnnotationKind::Primary.span(span)),
            );
        }
        (Some(place), None, Some(path)) => {
            let mut origin = annotate_snippets::Origin::path(path.as_str());
            if let Some(line) = place.line {
                origin = origin.line(usize::try_from(line).unwrap_or(usize::MAX));
                origin = origin.char_column(usize::try_from(place.column.unwrap_or(1)).unwrap_or(usize::MAX));
            }
            group = group.element(origin);
        }
        _ => {}
    }
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if look.is_coloured { Renderer::styled() } else { Renderer::plain() };
    renderer.term_width(look.width.max(40)).render(&[group])
}

/// The file's name, after its repository's where it is in one.
fn shown_path(place: &Place) -> String {
    let path = one_line(&place.path);
    match &place.repo {
        Some(repo) if path.is_empty() => one_line(repo),
        Some(repo) => format!("{}: {path}", one_line(repo)),
        None => path,
    }
}

/// What the caret stands under: what the message quotes, where that begins at the column; else the word there, at least
/// one character.
fn under(line: &str, column: u32, message: &str) -> std::ops::Range<usize> {
    let index = usize::try_from(column).unwrap_or(usize::MAX).saturating_sub(1);
    let Some((start, first)) = line.char_indices().nth(index) else { return line.len()..line.len() };
    let quoted = message.split('“').skip(1).filter_map(|rest| rest.split_once('”')).map(|(quoted, _)| quoted);
    if let Some(quoted) = quoted.filter(|quoted| !quoted.is_empty() && line[start..].starts_with(quoted)).max_by_key(|quoted| quoted.len())
    {
        return start..start + quoted.len();
    }
    let rest = &line[start + first.len_utf8()..];
    let length = match first {
        '"' | '\'' => rest.find(first).map_or(0, |end| end + 1),
        c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
        _ => 0,
    };
    start..start + first.len_utf8() + length
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(finding: Diagnostic) -> String {
        terminal(&[finding].into_iter().collect(), &Look::default())
    }

    #[test]
    fn the_caret_stands_under_all_of_what_the_message_quotes() {
        let (line, at) = ("  name: invalid component", 9);
        assert_eq!(&line[under(line, at, "“invalid component” cannot be a name")], "invalid component");
        assert_eq!(&line[under(line, at, "“invalid” and “invalid component” differ")], "invalid component");
        assert_eq!(&line[under(line, at, "“something” else is wrong")], "invalid");
        assert_eq!(&line[under(line, at, "an empty quotation: “”")], "invalid");
    }

    #[test]
    fn a_finding_shows_its_line_with_a_caret() {
        let finding = Diagnostic::error("config/unknown-key", "[site] has no key “tilte”")
            .at(Place::file("metrics-config.toml").at(12, 1))
            .source_line("tilte = \"x\"")
            .help("did you mean “title”?");
        let expected = "\
error[config/unknown-key]: [site] has no key “tilte”
  --> metrics-config.toml:12:1
   |
12 | tilte = \"x\"
   | ^^^^^
   |
   = help: did you mean “title”?

";
        assert_eq!(shown(finding), expected);
    }

    #[test]
    fn the_caret_stands_under_the_character_and_not_under_the_byte() {
        let finding = Diagnostic::warning("a/b", "x").at(Place::in_repo("lumen/a", "f.yaml").at(3, 11)).source_line("\tä: [\"é\", *x]");
        let text = shown(finding);
        assert!(text.contains("--> lumen/a: f.yaml:3:11"), "{text}");
        assert!(text.contains("    ä: [\"é\", *x]\n"), "{text}");
        let lines: Vec<&str> = text.lines().collect();
        let caret = lines.iter().find(|line| line.contains('^')).expect("because there is one");
        let source = lines.iter().find(|line| line.contains("*x")).expect("because there is one");
        let column = |line: &str, what: char| line.chars().position(|c| c == what);
        assert_eq!(column(caret, '^'), column(source, '*'), "{text}");
    }

    #[test]
    fn a_finding_without_a_line_shows_what_it_has() {
        assert_eq!(shown(Diagnostic::note("a/b", "x")), "note[a/b]: x\n\n");
        assert_eq!(shown(Diagnostic::note("a/b", "x").at(Place::file("f"))), "note[a/b]: x\n--> f\n\n");
        assert_eq!(shown(Diagnostic::note("a/b", "x").at(Place::file("f").at(7, 2))), "note[a/b]: x\n--> f:7:2\n\n");
        let beyond = Diagnostic::note("a/b", "x").at(Place::file("f").at(u32::MAX, u32::MAX)).source_line("short");
        assert!(shown(beyond).contains("4294967295 | short"));
    }

    #[test]
    fn a_stranger_cannot_write_to_the_terminal() {
        let hostile = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{202e}\r\nerror: forged\u{9b}1m";
        let finding = Diagnostic::error(hostile, hostile).at(Place::in_repo(hostile, hostile).at(1, 2)).source_line(hostile).help(hostile);
        let text = shown(finding);
        assert!(text.chars().all(|c| c == '\n' || !crate::report::neutral::is_hazard(c)), "{text:?}");
        assert!(text.lines().skip(1).all(|line| !line.starts_with("error")), "{text}");
    }

    #[test]
    fn of_many_findings_the_first_are_shown_and_the_rest_counted() {
        let findings: Diagnostics = (0..332).map(|n| Diagnostic::warning("a/b", format!("finding {n:03}"))).collect();
        let text = terminal(&findings, &Look::default());
        assert_eq!(text.matches("warning[a/b]").count(), 20);
        assert!(text.ends_with("finding 019\n\nand 312 more (312 warnings); see Platform health\n"), "{text}");
    }

    #[test]
    fn a_long_line_is_cut_around_the_caret() {
        let line = format!("{}HERE{}", "a".repeat(200), "b".repeat(190));
        let finding = Diagnostic::error("a/b", "x").at(Place::file("f").at(1, 201)).source_line(line);
        let text = terminal(&[finding].into_iter().collect(), &Look { width: 60, ..Look::default() });
        assert!(text.lines().all(|line| line.chars().count() <= 70) && text.contains("HERE"), "{text}");
    }

    #[test]
    fn colour_comes_only_when_asked() {
        let findings: Diagnostics = [Diagnostic::error("a/b", "x")].into_iter().collect();
        assert!(!terminal(&findings, &Look::default()).contains('\u{1b}'));
        assert!(terminal(&findings, &Look { is_coloured: true, ..Look::default() }).contains('\u{1b}'));
    }
}
