//! From the library's events to trees of nodes, within a budget.

use super::node::{Entry, Key, Mapping, Node, Scalar, Shape, Style, shortened};
use super::{Budget, merge, number, syntax};
use milepost_model::{Diagnostic, Diagnostics, Place};
use serde_saphyr::granit_parser::{self, ErrorKind, Event, Marker, Parser, ScalarStyle, Tag};
use std::borrow::Cow;
use std::collections::HashMap;

/// Problems of one text beyond which more would not help anybody.
const MOST_PROBLEMS: usize = 50;

/// Reads every document of the text.
pub(super) fn grow(text: &str, file: &Place, budget: &Budget) -> (Vec<Node>, Diagnostics) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut builder = Builder::new(text, file, budget);
    if text.len() > budget.bytes {
        let message = format!("the file has {} bytes, and at most {} are read", text.len(), budget.bytes);
        builder.problem("yaml/too-large", message, 1, 1, "split it into several files");
    } else {
        builder.read();
    }
    (builder.documents, builder.problems)
}

/// Where merge keys stand: the line and column of each `<<`, as far as the text can be read.
pub(super) fn merge_keys(text: &str, budget: &Budget) -> Vec<(u32, u32)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let place = Place::default();
    let mut builder = Builder::new(text, &place, budget);
    if text.len() <= budget.bytes {
        builder.read();
    }
    builder.merges
}

/// Why reading stops.
enum Stop {
    /// This document is lost; the next one may be good.
    Document,
    /// A budget is spent; nothing more is read.
    Text,
}

/// A list or map that is not yet closed.
struct Open {
    line: u32,
    column: u32,
    anchor: usize,
    grown_before: Spent,
    parts: Parts,
}

enum Parts {
    Sequence(Vec<Node>),
    Mapping { entries: Vec<Entry>, known: Known, key: Option<Waiting>, merged: Vec<Node> },
}

/// How many keys of one map are looked through before they are looked up.
const FEW: usize = 16;

/// Which keys one map has, and on which lines.
#[derive(Default)]
struct Known {
    /// Of a map with more than a few.
    lines: HashMap<String, u32>,
    merge: Option<u32>,
}

impl Known {
    /// Notes a key, and gives back the line of the same one before it.
    fn add(&mut self, text: &str, line: u32, is_merge: bool, entries: &[Entry]) -> Option<u32> {
        if is_merge {
            return self.merge.replace(line);
        }
        if entries.len() < FEW {
            return entries.iter().rev().find(|entry| entry.key.text == text).map(|entry| entry.key.line);
        }
        if self.lines.is_empty() {
            self.lines = entries.iter().map(|entry| (entry.key.text.clone(), entry.key.line)).collect();
        }
        self.lines.insert(text.to_owned(), line)
    }
}

/// The key whose value is awaited.
enum Waiting {
    Key(Key),
    Merge,
}

/// What was used of the budget.
#[derive(Clone, Copy, Default)]
struct Spent {
    nodes: usize,
    bytes: usize,
}

impl Spent {
    fn and(self, other: Self) -> Self {
        Self { nodes: self.nodes.saturating_add(other.nodes), bytes: self.bytes.saturating_add(other.bytes) }
    }
}

struct Builder<'t> {
    text: &'t str,
    file: &'t Place,
    budget: &'t Budget,
    documents: Vec<Node>,
    problems: Diagnostics,
    open: Vec<Open>,
    root: Option<Node>,
    anchors: HashMap<usize, (Node, Spent)>,
    /// What the trees hold.
    grown: Spent,
    /// What was copied for anchors beside them.
    kept: Spent,
    aliases: usize,
    seen_documents: usize,
    is_broken: bool,
    /// Where merge keys stand.
    merges: Vec<(u32, u32)>,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str, file: &'t Place, budget: &'t Budget) -> Self {
        Self {
            text,
            file,
            budget,
            documents: Vec::new(),
            problems: Diagnostics::default(),
            open: Vec::new(),
            root: None,
            anchors: HashMap::new(),
            grown: Spent::default(),
            kept: Spent::default(),
            aliases: 0,
            seen_documents: 0,
            is_broken: false,
            merges: Vec::new(),
        }
    }

    fn problem(&mut self, code: &str, message: impl Into<String>, line: u32, column: u32, help: &str) {
        self.is_broken = true;
        if self.problems.len() < MOST_PROBLEMS {
            let found = Diagnostic::error(code, message).at(self.file.clone().at(line, column)).help(help).quoting(self.text);
            self.problems.push(found);
        }
    }

    fn read(&mut self) {
        let options = granit_parser::options! {
            emit_comments: false,
            emit_unresolved_aliases: true,
            // One more than ours, so that our own message comes first where it can.
            flow_nesting_limit: self.budget.depth + 1,
            block_nesting_limit: self.budget.depth + 1,
        };
        let mut parser = Parser::new_from_str_with_options(self.text, options);
        while let Some(next) = parser.next_event() {
            let stop = match next {
                Ok((event, span)) => self.take(event, &span.start).err(),
                Err(error) => {
                    // What follows a document without `---` was meant to be a part of it.
                    if matches!(error.kind(), ErrorKind::ExpectedDocumentStart) {
                        self.documents.pop();
                    }
                    let (message, help) = syntax::explain(&error);
                    let (line, column) = position(error.marker());
                    self.problem("yaml/syntax", message, line, column, help.unwrap_or("see https://yaml.org/spec/1.2.2/"));
                    Some(Stop::Document)
                }
            };
            match stop {
                None => {}
                Some(Stop::Document) => {
                    self.forget_document();
                    if self.problems.len() >= MOST_PROBLEMS || !matches!(parser.proceed_next_document(), Ok(true)) {
                        return;
                    }
                }
                Some(Stop::Text) => return,
            }
        }
    }

    fn forget_document(&mut self) {
        self.open.clear();
        self.anchors.clear();
        self.root = None;
        self.is_broken = false;
    }

    fn take(&mut self, event: Event<'_>, mark: &Marker) -> Result<(), Stop> {
        let (line, column) = position(mark);
        match event {
            Event::DocumentStart(..) => self.begin_document(line, column),
            Event::DocumentEnd => {
                if let Some(root) = self.root.take().filter(|root| !self.is_broken && !root.is_null()) {
                    self.documents.push(root);
                }
                self.forget_document();
                Ok(())
            }
            Event::Scalar(text, style, anchor, tag) => {
                let before = self.grown;
                self.grow(1, text.len(), line, column)?;
                let node =
                    Node { line, column, shape: Shape::Scalar(Scalar { text: text.into_owned(), style: written(style), tag: named(tag) }) };
                self.keep(anchor, &node, before)?;
                self.place(node);
                Ok(())
            }
            Event::SequenceStart(_, anchor, _) => self.begin(line, column, anchor, Parts::Sequence(Vec::new())),
            Event::MappingStart(_, anchor, _) => {
                let parts = Parts::Mapping { entries: Vec::new(), known: Known::default(), key: None, merged: Vec::new() };
                self.begin(line, column, anchor, parts)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(anchor) => self.alias(anchor, line, column),
            Event::UnresolvedAlias(name) => {
                let message = format!("the alias *{} has no anchor before it", shortened(&name));
                self.problem("yaml/unknown-alias", message, line, column, "write &name before the value that *name repeats");
                self.place(Node { line, column, ..Node::null() });
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn begin_document(&mut self, line: u32, column: u32) -> Result<(), Stop> {
        self.forget_document();
        self.seen_documents += 1;
        if self.seen_documents > self.budget.documents {
            let message = format!("the file holds more than {} documents", self.budget.documents);
            self.problem("yaml/too-many-documents", message, line, column, "split it into several files");
            return Err(Stop::Text);
        }
        Ok(())
    }

    fn begin(&mut self, line: u32, column: u32, anchor: usize, parts: Parts) -> Result<(), Stop> {
        if self.open.len() >= self.budget.depth {
            let message = format!("lists and maps are nested deeper than {}", self.budget.depth);
            self.problem("yaml/too-deep", message, line, column, "flatten the document");
            return Err(Stop::Text);
        }
        let grown_before = self.grown;
        self.grow(1, 0, line, column)?;
        self.open.push(Open { line, column, anchor, grown_before, parts });
        Ok(())
    }

    fn end(&mut self) -> Result<(), Stop> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let shape = match open.parts {
            Parts::Sequence(items) => Shape::Sequence(items),
            Parts::Mapping { mut entries, merged, .. } => {
                if let Err(node) = merge::apply(&mut entries, merged) {
                    let message = format!("`<<` merges maps, and this is {}", node.found());
                    self.problem("yaml/merge", message, node.line, node.column, "give `<<` an alias of a map, or a list of such aliases");
                }
                Shape::Mapping(Mapping(entries))
            }
        };
        let node = Node { line: open.line, column: open.column, shape };
        self.keep(open.anchor, &node, open.grown_before)?;
        self.place(node);
        Ok(())
    }

    /// Keeps what an anchor names. The copy counts, or many anchors around one large value would be free.
    fn keep(&mut self, anchor: usize, node: &Node, before: Spent) -> Result<(), Stop> {
        if anchor == 0 {
            return Ok(());
        }
        let size = Spent { nodes: self.grown.nodes - before.nodes, bytes: self.grown.bytes - before.bytes };
        self.kept = self.kept.and(size);
        self.within_budget(self.kept, node.line, node.column)?;
        self.anchors.insert(anchor, (node.clone(), size));
        Ok(())
    }

    fn alias(&mut self, anchor: usize, line: u32, column: u32) -> Result<(), Stop> {
        self.aliases += 1;
        if self.aliases > self.budget.aliases {
            let message = format!("the file uses more than {} aliases", self.budget.aliases);
            self.problem("yaml/too-many-aliases", message, line, column, "write the values out, or generate fewer");
            return Err(Stop::Text);
        }
        let Some(size) = self.anchors.get(&anchor).map(|(_, size)| *size) else {
            self.problem("yaml/alias-of-itself", "this alias stands inside the value that it repeats", line, column, "write the value out");
            self.place(Node { line, column, ..Node::null() });
            return Ok(());
        };
        // Counted before it is copied: this is where a bomb of aliases ends.
        self.grow(size.nodes, size.bytes, line, column)?;
        let copy = self.anchors.get(&anchor).map_or_else(Node::null, |(node, _)| node.clone());
        self.place(Node { line, column, shape: copy.shape });
        Ok(())
    }

    fn grow(&mut self, nodes: usize, bytes: usize, line: u32, column: u32) -> Result<(), Stop> {
        self.grown = self.grown.and(Spent { nodes, bytes });
        self.within_budget(self.grown, line, column)
    }

    fn within_budget(&mut self, spent: Spent, line: u32, column: u32) -> Result<(), Stop> {
        let message = if spent.nodes > self.budget.nodes {
            format!("here the file exceeds {} values, counting what aliases stand for", self.budget.nodes)
        } else if spent.bytes > self.budget.scalar_bytes() {
            format!("here the file exceeds {} bytes of text, counting what aliases stand for", self.budget.scalar_bytes())
        } else {
            return Ok(());
        };
        self.problem("yaml/too-many-values", message, line, column, "split it into several files, or use fewer aliases");
        Err(Stop::Text)
    }

    /// Puts a finished value where it belongs: into the list or map that is open, or at the root.
    fn place(&mut self, node: Node) {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        match &mut open.parts {
            Parts::Sequence(items) => items.push(node),
            Parts::Mapping { entries, key, merged, known } => match key.take() {
                Some(Waiting::Key(key)) => entries.push(Entry { key, value: node }),
                Some(Waiting::Merge) => merged.push(node),
                None => {
                    let (line, column) = (node.line, node.column);
                    let (waiting, problem) = as_key(node, entries, known);
                    if matches!(waiting, Waiting::Merge) {
                        self.merges.push((line, column));
                    }
                    *key = Some(waiting);
                    if let Some((code, message, help)) = problem {
                        self.problem(code, message, line, column, help);
                    }
                }
            },
        }
    }
}

type Problem = (&'static str, String, &'static str);

/// A value that stands where a key does.
fn as_key(node: Node, entries: &[Entry], known: &mut Known) -> (Waiting, Option<Problem>) {
    let found = node.found();
    let Node { line, column, shape: Shape::Scalar(scalar) } = node else {
        let problem = ("yaml/key-is-no-text", format!("a key is a text, and this is {found}"), "put quotes around it");
        return (Waiting::Key(Key { text: String::new(), line: node.line, column: node.column }), Some(problem));
    };
    let is_merge = scalar.text == "<<" && scalar.style == Style::Plain;
    let problem = known.add(&scalar.text, line, is_merge, entries).map(|first| {
        ("yaml/duplicate-key", format!("the key “{}” is already on line {first}", shortened(&scalar.text)), "keep one of the two")
    });
    (if is_merge { Waiting::Merge } else { Waiting::Key(Key { text: scalar.text, line, column }) }, problem)
}

/// The library counts lines from 1 and columns, in characters, from 0.
fn position(mark: &Marker) -> (u32, u32) {
    (number(mark.line().max(1)), number(mark.col() + 1))
}

fn written(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
        _ => Style::Block,
    }
}

/// The tag as people write it: `!!str`, not `tag:yaml.org,2002:str`. A lone `!` says “text”.
fn named(tag: Option<Cow<'_, Tag>>) -> Option<Box<str>> {
    let tag = tag?;
    Some(match tag.core_suffix() {
        Some(core) => format!("!!{core}").into(),
        None if tag.handle().is_empty() && tag.suffix() == "!" => "!!str".into(),
        None => tag.original().into(),
    })
}
