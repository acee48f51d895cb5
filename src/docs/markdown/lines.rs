//! The pass over lines before parsing: includes, abbreviations, admonitions, collapsibles and tabs.
//!
//! What is found becomes lines that the parser passes through untouched. Most texts have none of it,
//! and go to the parser as they are.

use super::Finding;
use super::abbreviations::{self, Abbreviations};
use super::containers::{self, Container};
use super::directives;
use super::fence::Fence;
use super::snippets;
use super::surroundings::Surroundings;
use std::borrow::Cow;
use std::cell::OnceCell;

/// A text that is ready to be parsed.
pub(super) struct Prepared<'s> {
    /// What the parser reads.
    pub text: Cow<'s, str>,
    /// What the marked lines stand for.
    pub containers: Vec<Container>,
    /// The part of a mark's name that no author can know.
    pub nonce: String,
    /// The abbreviations that the text explains.
    pub abbreviations: Abbreviations,
    /// What is wrong with it so far.
    pub findings: Vec<Finding>,
    /// The line of the source that each line of `text` came from; none when they are the same.
    origin: Option<Vec<u32>>,
    /// Where each line of `text` begins, once somebody asked.
    starts: OnceCell<Vec<usize>>,
}

impl Prepared<'_> {
    /// The line of the source, from 1, at a place of the text.
    pub(super) fn line(&self, at: usize) -> u32 {
        let starts = self.starts.get_or_init(|| {
            let ends = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(end, _)| end + 1);
            std::iter::once(0).chain(ends).collect()
        });
        let line = starts.partition_point(|start| *start <= at).saturating_sub(1);
        match &self.origin {
            Some(origin) => origin.get(line).copied().unwrap_or(1),
            None => u32::try_from(line + 1).unwrap_or(u32::MAX),
        }
    }
}

/// One line of a text that is being prepared, and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line<'s> {
    /// What it says, without its end.
    pub text: Cow<'s, str>,
    /// The line of the source, from 1.
    pub origin: u32,
}

/// Reads a text line by line, if anything in it asks for that.
pub(super) fn prepare<'s>(source: &'s str, surroundings: &dyn Surroundings) -> Prepared<'s> {
    let mut prepared = Prepared {
        text: Cow::Borrowed(source),
        containers: Vec::new(),
        nonce: String::new(),
        abbreviations: Abbreviations::default(),
        findings: Vec::new(),
        origin: None,
        starts: OnceCell::new(),
    };
    let has = |mark: &str| source.contains(mark);
    if !(has("!!!") || has("???") || has("===") || has("--8<--") || has(snippets::BRACES) || has("*[") || has(directives::MARK)) {
        return prepared;
    }
    let mut lines: Vec<Line<'_>> = source.lines().zip(1..).map(|(text, origin)| Line { text: Cow::Borrowed(text), origin }).collect();
    if has("--8<--") || has(snippets::BRACES) {
        lines = snippets::included(lines, surroundings, &mut prepared.findings);
    }
    if lines.iter().any(|line| line.text.contains("*[")) {
        prepared.abbreviations = abbreviations::taken_from(&mut lines);
    }
    if has(directives::MARK) {
        lines = directives::as_boxes(lines);
    }
    blake3::hash(source.as_bytes()).to_hex()[..16].clone_into(&mut prepared.nonce);
    lines = containers::marked(lines, &prepared.nonce, &mut prepared.containers);
    let mut text = String::with_capacity(source.len() + 256);
    for line in &lines {
        text.push_str(&line.text);
        text.push('\n');
    }
    prepared.origin = Some(lines.iter().map(|line| line.origin).collect());
    prepared.text = Cow::Owned(text);
    prepared
}

/// Calls `look` for every line that is not inside of a fenced block of code.
pub(super) fn outside_of_code<'l>(lines: &'l [Line<'_>], mut look: impl FnMut(usize, &'l str)) {
    let mut fence: Option<Fence> = None;
    for (number, line) in lines.iter().enumerate() {
        match &fence {
            Some(open) if open.is_closed_by(&line.text) => fence = None,
            Some(_) => {}
            None => match Fence::opened_by(&line.text) {
                Some(opened) => fence = Some(opened),
                None => look(number, &line.text),
            },
        }
    }
}

/// The number of columns before the first sign of a line, where a tab leads to the next multiple of four.
pub(super) fn indent(line: &str) -> usize {
    let mut columns = 0;
    for byte in line.bytes() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4 - columns % 4,
            _ => break,
        }
    }
    columns
}

/// A line without its first `columns` columns of white space.
pub(super) fn dedented(line: &str, columns: usize) -> String {
    let (mut column, mut at) = (0, 0);
    for byte in line.bytes() {
        if column >= columns {
            break;
        }
        match byte {
            b' ' => column += 1,
            b'\t' => column += 4 - column % 4,
            _ => break,
        }
        at += 1;
    }
    format!("{}{}", " ".repeat(column.saturating_sub(columns)), &line[at..])
}
