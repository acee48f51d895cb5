//! The inputs that a workflow's expressions name, those among them that it does not have, and those that look nothing up.
//!
//! GitHub makes an input that is not there an empty text, and says nothing.

mod lookup;

use super::bounds;
use crate::yaml::{Entry, Mapping, Node};
use lookup::Types;
use milepost_model::{Diagnostic, Place};
use std::collections::BTreeSet;

/// The most findings of one workflow.
const MOST: usize = 50;

/// What the two contexts of inputs hold.
struct Known<'a> {
    /// The names that `inputs` has.
    inputs: Vec<&'a str>,
    /// The names that `github.event.inputs` has.
    event: Vec<&'a str>,
    /// What each is in an expression.
    types: Types,
}

/// A mention of an input in an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mention<'t> {
    /// The input's name.
    pub(super) name: &'t str,
    /// Where it begins in the expression, in bytes.
    at: usize,
    /// Where it ends.
    end: usize,
    /// Whether it is one of `github.event.inputs`, which another workflow's call does not fill.
    is_of_event: bool,
}

/// The mentions of inputs that the workflow does not have, or that look something up where their type names nothing.
pub(super) fn faults(text: &str, root: &Node) -> Vec<Diagnostic> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let names =
        |trigger: &str| entries(root.at(&["on", trigger, "inputs"])).iter().map(|entry| entry.key.text.as_str()).collect::<Vec<_>>();
    let event = names("workflow_dispatch");
    let inputs = event.iter().copied().chain(names("workflow_call")).collect();
    let mut search = Search {
        text,
        lines: starts(text),
        known: Known { inputs, event, types: Types::of(root) },
        found: Vec::new(),
        seen: BTreeSet::new(),
    };
    // What stands below `on` is not evaluated when a run begins.
    for entry in entries(Some(root)).iter().filter(|entry| entry.key.text != "on") {
        search.walk(&entry.value, entry.key.text == "if");
    }
    search.found
}

struct Search<'t> {
    text: &'t str,
    /// Where each line begins.
    lines: Vec<usize>,
    known: Known<'t>,
    found: Vec<Diagnostic>,
    seen: BTreeSet<(u32, u32, String)>,
}

impl Search<'_> {
    fn walk(&mut self, node: &Node, is_condition: bool) {
        if let Some(mapping) = node.mapping() {
            for entry in mapping.entries() {
                self.walk(&entry.value, entry.key.text == "if");
            }
        }
        for item in node.items().unwrap_or_default() {
            self.walk(item, false);
        }
        if let Some(text) = node.text() {
            self.look(node, text, is_condition);
        }
    }

    fn look(&mut self, node: &Node, text: &str, is_condition: bool) {
        let mut all = expressions(text);
        // A condition needs no braces.
        if all.is_empty() && is_condition {
            all.push(text);
        }
        let is_fault = |expression: &&str| {
            mentions(expression).iter().any(|mention| !self.known.has(mention) || self.known.types.misfit(expression, mention).is_some())
        };
        if self.found.len() >= MOST || !all.iter().any(is_fault) {
            return;
        }
        let mut from = self.offset(node.line, node.column);
        // What a scalar stands for is seldom much shorter than how it is written.
        let until = self.boundary(from + 2 * text.len() + 1_024);
        for expression in all {
            let start = self.text.get(from..until).and_then(|rest| rest.find(expression)).map(|at| from + at);
            from = start.map_or(from, |start| start + expression.len());
            for mention in mentions(expression) {
                let place = start.map_or((node.line, node.column), |start| self.place(start + mention.at));
                let written = &expression[mention.at..mention.end];
                if !self.known.has(&mention) {
                    self.tell_unknown(written, mention, place);
                } else if let Some(why) = self.known.types.misfit(expression, &mention) {
                    let help = "look it up by an input of that type";
                    let message = format!("“{}” {why}", bounds::cut(written, bounds::NAME));
                    self.tell(Diagnostic::warning("actions/odd-lookup", message).help(help), mention.name, place);
                }
            }
        }
    }

    fn tell(&mut self, problem: Diagnostic, name: &str, (line, column): (u32, u32)) {
        if self.found.len() < MOST && self.seen.insert((line, column, name.to_owned())) {
            self.found.push(problem.at(Place::default().at(line, column)));
        }
    }

    fn tell_unknown(&mut self, written: &str, mention: Mention<'_>, place: (u32, u32)) {
        let known = self.known.of(&mention);
        let help = match nearest(mention.name, known) {
            Some(near) => format!("did you mean {near}?"),
            None if known.is_empty() => "it has no inputs; add it to them, or remove it".to_owned(),
            None => format!("it has {}", bounds::cut(&known.join(", "), bounds::SENTENCE)),
        };
        let message = format!("“{}” is no input of this workflow, and so always empty", bounds::cut(written, bounds::NAME));
        self.tell(Diagnostic::warning("actions/undefined-input", message).help(help), mention.name, place);
    }

    /// Where a place lies in the text, in bytes.
    fn offset(&self, line: u32, column: u32) -> usize {
        let start = self.lines.get(line.saturating_sub(1) as usize).copied().unwrap_or(self.text.len());
        let before = self.text[start..].chars().take(column.saturating_sub(1) as usize).map(char::len_utf8).sum::<usize>();
        start + before
    }

    /// The line and the column of a byte.
    fn place(&self, at: usize) -> (u32, u32) {
        let line = self.lines.partition_point(|start| *start <= at);
        let column = self.text[self.lines[line - 1]..at].chars().count() + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }

    /// The first place at or after this byte at which the text can be cut.
    fn boundary(&self, at: usize) -> usize {
        (at..self.text.len()).find(|at| self.text.is_char_boundary(*at)).unwrap_or(self.text.len())
    }
}

impl<'a> Known<'a> {
    fn of(&self, mention: &Mention<'_>) -> &[&'a str] {
        if mention.is_of_event { &self.event } else { &self.inputs }
    }

    /// GitHub does not tell capitals from small letters.
    fn has(&self, mention: &Mention<'_>) -> bool {
        self.of(mention).iter().any(|name| name.eq_ignore_ascii_case(mention.name))
    }
}

/// The input whose value a text is, where it is nothing else.
pub(super) fn only_input(text: &str) -> Option<&str> {
    let inside = text.trim().strip_prefix("${{")?.strip_suffix("}}")?.trim();
    let mention = mentions(inside).into_iter().next()?;
    (mention.at == 0 && mention.end == inside.len()).then_some(mention.name)
}

/// Where each line begins.
fn starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

fn entries(node: Option<&Node>) -> &[Entry] {
    node.and_then(Node::mapping).map(Mapping::entries).unwrap_or_default()
}

/// The name that is most like this one, where it may have been meant.
fn nearest<'a>(wanted: &str, known: &[&'a str]) -> Option<&'a str> {
    // Long texts are no typos, and comparing them would take long.
    if wanted.len() > 60 {
        return None;
    }
    let wanted = wanted.to_lowercase();
    let distance = |name: &&str| strsim::damerau_levenshtein(&wanted, &bounds::cut(name, bounds::NAME).to_lowercase());
    let near = known.iter().map(|name| (distance(name), *name)).min()?;
    (near.0 <= (wanted.chars().count() / 3).max(1)).then_some(near.1)
}

/// The insides of `${{ … }}` in a text.
pub(super) fn expressions(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("${{") {
        let inside = &rest[start + 3..];
        let Some(end) = closing(inside) else { break };
        found.push(&inside[..end]);
        rest = &inside[end + 2..];
    }
    found
}

/// Where an expression is closed: at the first `}}` outside a text.
fn closing(inside: &str) -> Option<usize> {
    let mut is_text = false;
    inside.bytes().enumerate().find_map(|(at, byte)| {
        is_text ^= byte == b'\'';
        (!is_text && byte == b'}' && inside.as_bytes().get(at + 1) == Some(&b'}')).then_some(at)
    })
}

/// The inputs that an expression names outright.
pub(super) fn mentions(expression: &str) -> Vec<Mention<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    // What follows a dot belongs to what stands before it.
    let mut is_member = false;
    while let Some(c) = expression[at..].chars().next() {
        if c == '\'' {
            at += 1 + expression[at + 1..].find('\'').map_or(expression.len() - at - 1, |end| end + 1);
            is_member = false;
        } else if is_word_start(c) {
            let word = word(&expression[at..]);
            let end = at + word.len();
            let context = if is_member { None } else { context(expression, word, end) };
            if let Some((name, end)) = context.and_then(|(after, _)| access(expression, after)) {
                found.push(Mention { name, at, end, is_of_event: context.is_some_and(|(_, is_of_event)| is_of_event) });
            }
            at = end;
            is_member = false;
        } else {
            is_member = c == '.' || (is_member && c.is_whitespace());
            at += c.len_utf8();
        }
    }
    found
}

/// Where a context of inputs ends that begins with this word, and whether it is the event's.
fn context(expression: &str, word: &str, end: usize) -> Option<(usize, bool)> {
    if word.eq_ignore_ascii_case("inputs") {
        return Some((end, false));
    }
    if !word.eq_ignore_ascii_case("github") {
        return None;
    }
    let (event, end) = access(expression, end)?;
    let (inputs, end) = access(expression, end)?;
    (event.eq_ignore_ascii_case("event") && inputs.eq_ignore_ascii_case("inputs")).then_some((end, true))
}

/// The name in `.name` or `['name']`, and where it ends.
fn access(expression: &str, from: usize) -> Option<(&str, usize)> {
    let rest = expression[from..].trim_start();
    if let Some(rest) = rest.strip_prefix('.') {
        let rest = rest.trim_start();
        let name = rest.chars().next().filter(|c| is_word_start(*c)).map(|_| word(rest))?;
        return Some((name, expression.len() - rest.len() + name.len()));
    }
    let inside = rest.strip_prefix('[')?.trim_start().strip_prefix('\'')?;
    let (name, after) = inside.split_once('\'')?;
    let after = after.trim_start().strip_prefix(']')?;
    (!name.is_empty()).then_some((name, expression.len() - after.len()))
}

fn is_word_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}

/// The word at the beginning of a text.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests;
