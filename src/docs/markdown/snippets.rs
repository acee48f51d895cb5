//! Snippets: `--8<-- "file"` puts another file's text here, if the documentation may show that file. So does `{!file!}`.

use super::lines::{Line, dedented, indent};
use super::surroundings::Surroundings;
use super::{Finding, Flaw};
use std::borrow::Cow;

/// How a file is named to the extension `markdown_include`, at the beginning.
pub(super) const BRACES: &str = "{!";

/// Files within files within files.
const DEEPEST: usize = 6;
/// All that is included together.
const MOST_BYTES: usize = 1 << 20;

/// The lines with the files that they name.
pub(super) fn included<'s>(lines: Vec<Line<'s>>, surroundings: &dyn Surroundings, findings: &mut Vec<Finding>) -> Vec<Line<'s>> {
    let mut reader = Reader { surroundings, findings, left: MOST_BYTES };
    reader.read(lines, 0)
}

struct Reader<'a> {
    surroundings: &'a dyn Surroundings,
    findings: &'a mut Vec<Finding>,
    left: usize,
}

impl Reader<'_> {
    fn read<'s>(&mut self, lines: Vec<Line<'s>>, depth: usize) -> Vec<Line<'s>> {
        let mut out = Vec::with_capacity(lines.len());
        let mut block: Option<usize> = None;
        for line in lines {
            let text = line.text.trim();
            // A block of names, one a line, stands between two bare marks.
            if text == "--8<--" {
                block = if block.is_some() { None } else { Some(indent(&line.text)) };
            } else if block.is_some() {
                if !text.is_empty() && !text.starts_with(';') {
                    self.include(text, &line, depth, &mut out);
                }
            } else if let Some(name) = named(text) {
                self.include(name, &line, depth, &mut out);
            } else if let Some(name) = in_braces(text).filter(|name| self.surroundings.include(name).is_some()) {
                self.include(name, &line, depth, &mut out);
            } else if let Some(rest) = text.strip_prefix(";--8<--") {
                let shown = format!("{}--8<--{rest}", &line.text[..line.text.len() - line.text.trim_start().len()]);
                out.push(Line { text: Cow::Owned(shown), origin: line.origin });
            } else {
                out.push(line);
            }
        }
        out
    }

    fn include(&mut self, name: &str, line: &Line<'_>, depth: usize, out: &mut Vec<Line<'_>>) {
        let (path, part) = parts(name.trim_matches(['"', '\'']));
        let mut finding = |message: String| self.findings.push(Finding { flaw: Flaw::Include, line: line.origin, message });
        if depth >= DEEPEST {
            return finding(format!("{path} is included by a file that is included by {DEEPEST} others, so it is left out."));
        }
        let Some(text) = self.surroundings.include(path) else {
            return finding(format!("{path} is not among the documentation's files, so it cannot be included."));
        };
        let chosen = part.choose(&text);
        let size: usize = chosen.iter().map(|line| line.len() + 1).sum();
        if size > self.left {
            return finding(format!("{path} is left out: more than {} MB would be included.", MOST_BYTES >> 20));
        }
        self.left -= size;
        let column = indent(&line.text);
        let lines = chosen.into_iter().map(|text| Line { text: Cow::Owned(format!("{}{text}", " ".repeat(column))), origin: line.origin });
        out.extend(self.read(lines.collect(), depth + 1));
    }
}

/// The file that `--8<-- "name"` names.
fn named(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("--8<--")?.trim();
    let quote = rest.chars().next().filter(|sign| ['"', '\''].contains(sign))?;
    rest.strip_prefix(quote)?.strip_suffix(quote)
}

/// The file that `{!name!}` names. These signs mean something where an extension is turned on and the file is there;
/// elsewhere they are words.
fn in_braces(text: &str) -> Option<&str> {
    Some(text.strip_prefix(BRACES)?.strip_suffix("!}")?.trim()).filter(|name| !name.contains("!}"))
}

/// The part of a file that is included.
enum Part {
    Whole,
    Lines(usize, usize),
    Section(String),
}

/// `file.md`, `file.md:3:8` or `file.md:section`.
fn parts(name: &str) -> (&str, Part) {
    let mut pieces = name.splitn(3, ':');
    let path = pieces.next().unwrap_or_default();
    let number = |text: &str, other| if text.is_empty() { Some(other) } else { text.parse().ok() };
    match (pieces.next(), pieces.next()) {
        (None, _) => (path, Part::Whole),
        (Some(first), second) => match (number(first, 1), number(second.unwrap_or_default(), usize::MAX)) {
            (Some(from), Some(to)) => (path, Part::Lines(from, to)),
            _ => (path, Part::Section(first.to_owned())),
        },
    }
}

impl Part {
    fn choose(&self, text: &str) -> Vec<String> {
        match self {
            Self::Whole => text.lines().filter(|line| !line.contains("--8<-- [")).map(str::to_owned).collect(),
            Self::Lines(from, to) => {
                text.lines().skip(from.saturating_sub(1)).take(to.saturating_sub(from.saturating_sub(1))).map(str::to_owned).collect()
            }
            Self::Section(name) => {
                let (start, end) = (format!("--8<-- [start:{name}]"), format!("--8<-- [end:{name}]"));
                let lines: Vec<_> =
                    text.lines().skip_while(|line| !line.contains(&start)).skip(1).take_while(|line| !line.contains(&end)).collect();
                let column = lines.iter().filter(|line| !line.trim().is_empty()).map(|line| indent(line)).min().unwrap_or(0);
                lines.into_iter().map(|line| dedented(line, column)).collect()
            }
        }
    }
}
