//! Boxes between lines of colons, as Docusaurus and VitePress have them: `:::note Title` … `:::`.
//!
//! They become the boxes that are known by their indentation, so that everything after this pass sees one kind.
//! Other lines of colons stay what they are on GitHub: words, where the parser would see a list of definitions.

use super::fence::Fence;
use super::lines::{Line, indent};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What stands before a directive, and alone behind it.
pub(super) const MARK: &str = ":::";

/// The kinds that are boxes; others are somebody's own, and stay as they are.
const KINDS: [&str; 10] = ["note", "tip", "info", "caution", "warning", "danger", "important", "success", "question", "abstract"];

/// Deeper ones stay text.
const DEEPEST: usize = 12;

/// The kind that opens and closes.
const DETAILS: &str = "details";

/// The lines with every box that was closed as one that is told by its indentation.
pub(super) fn as_boxes(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let (pairs, words) = pairs(&lines);
    let (mut pairs, mut words, mut ends) = (pairs.into_iter().peekable(), words.into_iter().peekable(), Vec::new());
    let mut out = Vec::with_capacity(lines.len());
    for (number, line) in lines.into_iter().enumerate() {
        let Line { text, origin } = line;
        let text = if ends.last() == Some(&number) {
            ends.pop();
            Cow::Borrowed("")
        } else {
            let deeper = "    ".repeat(ends.len());
            let text = if words.next_if_eq(&number).is_some() { Cow::Owned(text.replacen(':', "\\:", 1)) } else { text };
            if let Some((_, end)) = pairs.next_if(|(start, _)| *start == number) {
                ends.push(end);
                let space = &text[..text.len() - text.trim_start().len()];
                Cow::Owned(opener(&text).map_or_else(String::new, |opener| format!("{deeper}{space}{opener}")))
            } else if deeper.is_empty() || text.trim().is_empty() {
                text
            } else {
                Cow::Owned(format!("{deeper}{text}"))
            }
        };
        out.push(Line { text, origin });
    }
    out
}

/// The lines where boxes begin and end, by where they begin; and the other lines of colons.
fn pairs(lines: &[Line<'_>]) -> (Vec<(usize, usize)>, Vec<usize>) {
    let (mut found, mut open, mut colons) = (Vec::new(), Vec::new(), Vec::new());
    let (mut fence, mut is_in_list): (Option<Fence>, bool) = (None, false);
    for (number, line) in lines.iter().enumerate() {
        let text = line.text.trim();
        if let Some(inside) = fence {
            if inside.is_closed_by(&line.text) {
                fence = None;
            }
            continue;
        }
        fence = Fence::opened_by(&line.text);
        // Further in it is code that shows one, except below an item of a list.
        if text.starts_with(MARK) && (is_in_list || indent(&line.text) < 4) {
            colons.push(number);
            if text.bytes().all(|byte| byte == b':') {
                found.extend(open.pop().filter(|_| open.len() < DEEPEST).map(|start| (start, number)));
            } else if opener(text).is_some() {
                open.push(number);
            }
        } else if !text.is_empty() {
            let marker = text.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['-', '*', '+', '.', ')']);
            is_in_list = marker || (is_in_list && indent(&line.text) > 0);
        }
    }
    found.sort_unstable();
    let used: BTreeSet<usize> = found.iter().flat_map(|(start, end)| [*start, *end]).collect();
    colons.retain(|number| !used.contains(number));
    (found, colons)
}

/// The opener that stands for a directive, if it is one of a box.
fn opener(line: &str) -> Option<String> {
    let rest = line.trim().strip_prefix(MARK)?.trim_start_matches(':').trim_start();
    let (kind, rest) = match rest.strip_prefix('{') {
        Some(named) => named.split_once('}')?,
        None => rest.split_at(rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len())),
    };
    let kind = kind.to_ascii_lowercase();
    let rest = rest.trim();
    let title = match rest.strip_prefix('[') {
        Some(named) => named.rsplit_once(']')?.0,
        // Ids and classes come last.
        None => rest.split_once('{').map_or(rest, |(title, _)| title),
    };
    let title = title.trim();
    if kind == DETAILS {
        return Some(format!("??? note \"{}\"", if title.is_empty() { "Details" } else { title }));
    }
    let title = if title.is_empty() { String::new() } else { format!(" \"{title}\"") };
    KINDS.contains(&kind.as_str()).then(|| format!("!!! {kind}{title}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(text: &str) -> String {
        let lines = text.lines().zip(1..).map(|(text, origin)| Line { text: Cow::Borrowed(text), origin }).collect();
        as_boxes(lines).iter().map(|line| line.text.clone() + "\n").collect()
    }

    #[test]
    fn directives_are_boxes() {
        for (text, expected) in [
            (":::note\na\n\nb\n:::\nc", "!!! note\n    a\n\n    b\n\nc\n"),
            (":::note Read \"this\"\na\n:::", "!!! note \"Read \"this\"\"\n    a\n\n"),
            ("::: warning\na\n:::", "!!! warning\n    a\n\n"),
            (":::tip[A *title*]{#id}\na\n:::", "!!! tip \"A *title*\"\n    a\n\n"),
            (":::{caution} Mind\na\n:::", "!!! caution \"Mind\"\n    a\n\n"),
            ("::: details\na\n:::", "??? note \"Details\"\n    a\n\n"),
            ("::::info\n:::danger\na\n:::\nb\n::::", "!!! info\n    !!! danger\n        a\n\n    b\n\n"),
            ("- a\n    :::note\n    b\n    :::", "- a\n    !!! note\n        b\n\n"),
            (":::note\n```\n:::\n```\n:::", "!!! note\n    ```\n    :::\n    ```\n\n"),
        ] {
            assert_eq!(boxed(text), expected, "{text}");
        }
        for text in ["```\n:::note\na\n:::\n```\n", "    :::note\n    a\n    :::\n", "a :::note\n"] {
            assert_eq!(boxed(text), text, "as it is");
        }
        for text in [":::note\na\n", ":::own\na\n:::\n", "a\n  :::\n"] {
            assert_eq!(boxed(text), text.replace(":::", "\\:::"), "words");
        }
    }
}
