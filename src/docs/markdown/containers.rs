//! Admonitions, collapsibles and tabs: found by their indentation, marked for the parser.
//!
//! A container's lines are moved left by four columns and stand between two marks, each a line of its
//! own that the parser takes for HTML and leaves alone. Thus one parse sees the whole text, and links,
//! footnotes and lists work across and inside of containers.

use super::fence::Fence;
use super::lines::{Line, dedented, indent};
use super::openers::Opener;
use std::borrow::Cow;

/// Deeper ones stay text.
const DEEPEST: usize = 12;

/// Something that holds other blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Container {
    /// What opened it.
    pub opener: Opener,
    /// Of a tab, the set that it belongs to and its place there, from 0; of others 0 and 0.
    pub place: (usize, usize),
    /// Of a tab, whether it is the last of its set.
    pub is_last: bool,
}

/// A container that is open while lines are read.
struct Open {
    number: usize,
    /// The column at which its opener stood, in the source.
    column: usize,
}

/// The lines with a mark where a container begins and ends.
pub(super) fn marked<'s>(lines: Vec<Line<'s>>, nonce: &str, containers: &mut Vec<Container>) -> Vec<Line<'s>> {
    if !lines.iter().any(|line| Opener::read(&line.text).is_some()) {
        return lines;
    }
    let mut marker = Marker {
        nonce,
        containers,
        open: Vec::new(),
        out: Vec::with_capacity(lines.len() + 16),
        sets: 0,
        after_tab: None,
        list_columns: Vec::new(),
    };
    let mut fence: Option<Fence> = None;
    for line in lines {
        let is_blank = line.text.trim().is_empty();
        if fence.is_none() && !is_blank {
            marker.close_left_of(indent(&line.text), line.origin);
        }
        if let Some(open) = fence {
            if open.is_closed_by(&line.text) {
                fence = None;
            }
            marker.plain(line);
            continue;
        }
        if let Some(opener) = Opener::read(&line.text).filter(|_| marker.may_open(&line.text)) {
            marker.open(opener, &line);
            continue;
        }
        fence = Fence::opened_by(&line.text);
        if !is_blank {
            marker.after_tab = None;
            marker.note_list(&line.text);
        }
        marker.plain(line);
    }
    let last = marker.out.last().map_or(1, |line| line.origin);
    marker.close_left_of(0, last);
    marker.out
}

struct Marker<'s, 'c> {
    nonce: &'c str,
    containers: &'c mut Vec<Container>,
    open: Vec<Open>,
    out: Vec<Line<'s>>,
    sets: usize,
    /// The tab that was closed last, and its column, while nothing but blank lines came since.
    after_tab: Option<(usize, usize)>,
    /// The columns at which the contents of open lists stand, in the source.
    list_columns: Vec<usize>,
}

impl<'s> Marker<'s, '_> {
    /// How many columns lines are moved left by.
    fn moved(&self) -> usize {
        self.open.len() * 4
    }

    fn plain(&mut self, line: Line<'s>) {
        let moved = self.moved();
        let text = if moved == 0 { line.text } else { Cow::Owned(dedented(&line.text, moved)) };
        self.out.push(Line { text, origin: line.origin });
    }

    /// An opener in an indented block of code is text: its column must be that of a container's or a
    /// list's contents.
    fn may_open(&self, line: &str) -> bool {
        let column = indent(line);
        let inside = self.open.last().map_or(0, |open| open.column + 4);
        let list = self.list_columns.iter().rev().find(|at| **at <= column).copied().unwrap_or(0);
        self.open.len() < DEEPEST && column < inside.max(list) + 4
    }

    /// Remembers where the contents of a list item stand.
    fn note_list(&mut self, line: &str) {
        let column = indent(line);
        self.list_columns.retain(|at| *at <= column);
        let text = line.trim_start();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let mark = if digits > 0 && text[digits..].starts_with(['.', ')']) {
            digits + 1
        } else if text.starts_with(['-', '*', '+']) {
            1
        } else {
            return;
        };
        if text[mark..].starts_with([' ', '\t']) {
            let spaces = indent(&text[mark..]);
            self.list_columns.push(column + mark + if spaces > 4 { 1 } else { spaces });
        }
    }

    fn open(&mut self, opener: Opener, line: &Line<'s>) {
        let column = indent(&line.text);
        let number = self.containers.len();
        let place = match &opener {
            Opener::Tab { starts_set, .. } => self.tab_place(column, *starts_set),
            _ => (0, 0),
        };
        self.mark("open", number, column, line.origin);
        self.containers.push(Container { opener, place, is_last: true });
        self.open.push(Open { number, column });
        self.after_tab = None;
    }

    /// A tab that follows another at the same column belongs to the same set.
    fn tab_place(&mut self, column: usize, starts_set: bool) -> (usize, usize) {
        if let Some((before, at)) = self.after_tab
            && at == column
            && !starts_set
        {
            self.containers[before].is_last = false;
            let (set, place) = self.containers[before].place;
            return (set, place + 1);
        }
        self.sets += 1;
        (self.sets, 0)
    }

    /// Closes every container that a line at this column is not part of.
    fn close_left_of(&mut self, column: usize, origin: u32) {
        while let Some(open) = self.open.pop_if(|open| column < open.column + 4) {
            self.mark("close", open.number, open.column, origin);
            let is_tab = matches!(self.containers[open.number].opener, Opener::Tab { .. });
            self.after_tab = is_tab.then_some((open.number, open.column));
            self.list_columns.retain(|at| *at <= open.column);
        }
    }

    fn mark(&mut self, what: &str, number: usize, column: usize, origin: u32) {
        let indent = " ".repeat(column.saturating_sub(self.moved()));
        for text in [String::new(), format!("{indent}<mp-{what}-{}-{number}>", self.nonce), String::new()] {
            self.out.push(Line { text: Cow::Owned(text), origin });
        }
    }
}

/// What a line of HTML marks, if it is one of our marks: whether it opens, and which container.
pub(super) fn read_mark(html: &str, nonce: &str) -> Option<(bool, usize)> {
    let name = html.trim().strip_prefix("<mp-")?.strip_suffix('>')?;
    let (what, rest) = name.split_once('-')?;
    let (found, number) = rest.split_once('-')?;
    (found == nonce && !nonce.is_empty()).then_some(())?;
    Some((what == "open", number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(source: &str) -> (String, Vec<Container>) {
        let lines = source.lines().zip(1..).map(|(text, origin)| Line { text: Cow::Borrowed(text), origin }).collect();
        let mut containers = Vec::new();
        let marked = marked(lines, "n", &mut containers);
        let text: Vec<_> = marked.iter().map(|line| line.text.as_ref()).filter(|text| !text.is_empty()).collect();
        (text.join("\n"), containers)
    }

    #[test]
    fn contents_move_left_and_stand_between_marks() {
        let (text, containers) = run("a\n\n!!! tip\n    one\n\n    ??? note\n        two\n\nb");
        assert_eq!(text, "a\n<mp-open-n-0>\none\n<mp-open-n-1>\ntwo\n<mp-close-n-1>\n<mp-close-n-0>\nb");
        assert_eq!(containers.len(), 2);
    }

    #[test]
    fn a_container_in_a_list_stays_in_the_list() {
        let (text, _) = run("1. a\n\n    !!! tip\n        one\n\n2. b");
        assert_eq!(text, "1. a\n    <mp-open-n-0>\n    one\n    <mp-close-n-0>\n2. b");
    }

    #[test]
    fn openers_in_code_are_code() {
        for source in ["```\n!!! tip\n    one\n```", "text\n\n        !!! tip"] {
            assert_eq!(run(source).1, [], "{source}");
        }
    }

    #[test]
    fn tabs_at_one_column_are_one_set_until_something_comes_between() {
        let (_, containers) = run("=== \"a\"\n    x\n\n=== \"b\"\n    y\n\ntext\n\n=== \"c\"\n    z\n===! \"d\"\n    w");
        let places: Vec<_> = containers.iter().map(|container| (container.place, container.is_last)).collect();
        assert_eq!(places, [((1, 0), false), ((1, 1), true), ((2, 0), true), ((3, 0), true)]);
    }

    #[test]
    fn a_fence_in_a_container_keeps_lines_that_stand_left_of_it() {
        let (text, _) = run("!!! tip\n    ```\nleft\n    ```\n    in");
        assert_eq!(text, "<mp-open-n-0>\n```\nleft\n```\nin\n<mp-close-n-0>");
    }
}
