//! How large a rule may be, so that none can stop a build.
//!
//! The expression language has no budget of its own at run time: a chain of twenty thousand additions
//! overflows its parser's stack, and nested loops multiply. All of that is visible in the text, so it
//! is refused before anything runs.

use super::problem::RuleProblem;
use cel::IdedExpr;
use cel::common::ast::{EntryExpr, Expr, SourceInfo};

/// A rule is a sentence, not a program.
const LONGEST: usize = 4 << 10;

/// Signs that make nodes: each costs a level of the parser's stack at worst.
const MOST_SIGNS: usize = 600;

/// Nodes after macros are written out.
const MOST_NODES: usize = 1_500;

/// How deep the written-out tree may be: evaluation recurses.
const DEEPEST: usize = 120;

/// Loops within loops: lists are cut at two hundred, so two make forty thousand steps.
const MOST_LOOPS: usize = 2;

/// What can be told from the text alone, before it is parsed.
pub(super) fn of_text(text: &str) -> Result<(), RuleProblem> {
    if text.trim().is_empty() {
        return Err(RuleProblem::whole(text, "the rule is empty").help("write a condition, such as `owner != \"\"`"));
    }
    if text.len() > LONGEST {
        let message = format!("the rule has {} bytes, and a rule may have {LONGEST}", text.len());
        return Err(RuleProblem::at((LONGEST, LONGEST + 1), message).help("write several rules"));
    }
    if let Some(at) = text.find('\0') {
        return Err(RuleProblem::at((at, at + 1), "a rule cannot contain a NUL character"));
    }
    let mut signs = text.bytes().enumerate().filter(|(_, byte)| b"+-*/%<>=!&|?:([{.,".contains(byte));
    if let Some((at, _)) = signs.nth(MOST_SIGNS) {
        return Err(RuleProblem::at((at, at + 1), format!("the rule has more than {MOST_SIGNS} operators")).help("write several rules"));
    }
    Ok(())
}

/// What can be told from the tree.
pub(super) fn of_tree(text: &str, root: &IdedExpr, places: &SourceInfo) -> Result<(), RuleProblem> {
    let mut nodes = 0;
    // An explicit stack: the tree may be deeper than this thread's.
    let mut open = vec![(root, 1, 0)];
    while let Some((node, depth, loops)) = open.pop() {
        nodes += 1;
        if nodes > MOST_NODES {
            return Err(RuleProblem::whole(text, "the rule is too large").help("write several rules"));
        }
        if depth > DEEPEST {
            return Err(RuleProblem::at(span(places, node.id, text), format!("the rule is nested more than {DEEPEST} levels deep")));
        }
        let loops = loops + usize::from(matches!(node.expr, Expr::Comprehension(_)));
        if loops > MOST_LOOPS {
            let message = format!("a loop within {MOST_LOOPS} loops");
            return Err(RuleProblem::at(span(places, node.id, text), message).help("`exists`, `all`, `filter` and `map` are loops"));
        }
        open.extend(children(node).map(|child| (child, depth + 1, loops)));
    }
    Ok(())
}

/// Where a node stands in the text, in bytes.
pub(super) fn span(places: &SourceInfo, id: u64, text: &str) -> (usize, usize) {
    let Some((start, stop)) = places.offset_for(id) else { return (0, text.len()) };
    // The parser counts characters, and what it calls the stop is the last of them.
    let byte = |count: u32| text.char_indices().nth(count as usize).map_or(text.len(), |(at, _)| at);
    (byte(start), byte(stop + 1))
}

/// Where a dotted name stands in the text: the parser places it at its last dot, people at its first letter.
pub(super) fn name_span(places: &SourceInfo, node: &IdedExpr, text: &str) -> (usize, usize) {
    let (dot, mut stop) = span(places, node.id, text);
    let mut first = node;
    if let Expr::Select(select) = &node.expr {
        stop = text[dot..].find(&select.field).map_or(stop, |at| dot + at + select.field.len());
    }
    while let Expr::Select(select) = &first.expr {
        first = &select.operand;
    }
    (span(places, first.id, text).0, stop)
}

/// The parts of a node.
pub(super) fn children(node: &IdedExpr) -> Box<dyn Iterator<Item = &IdedExpr> + '_> {
    match &node.expr {
        Expr::Call(call) => Box::new(call.target.as_deref().into_iter().chain(&call.args)),
        Expr::Comprehension(each) => {
            Box::new([&each.iter_range, &each.accu_init, &each.loop_cond, &each.loop_step, &each.result].into_iter())
        }
        Expr::List(list) => Box::new(list.elements.iter()),
        Expr::Select(select) => Box::new(std::iter::once(&*select.operand)),
        Expr::Map(map) => Box::new(map.entries.iter().flat_map(|entry| parts(&entry.expr))),
        Expr::Struct(made) => Box::new(made.entries.iter().flat_map(|entry| parts(&entry.expr))),
        Expr::Ident(_) | Expr::Literal(_) | Expr::Unspecified => Box::new(std::iter::empty()),
    }
}

fn parts(entry: &EntryExpr) -> impl Iterator<Item = &IdedExpr> {
    let (key, value) = match entry {
        EntryExpr::MapEntry(entry) => (Some(&entry.key), &entry.value),
        EntryExpr::StructField(field) => (None, &field.value),
    };
    key.into_iter().chain(std::iter::once(value))
}
