//! A grammar on its way along lines of code, which always comes to an end.
//!
//! The library's own walk may go in circles: where two rules match nothing and each sets the other's context, nothing
//! moves on, and its grammar of JavaScript, which those of HTML, Vue and Svelte hold, has such rules. This one does the
//! same, and counts. After so many steps in one place it goes on by a character, as the library does where it notices,
//! and after so many in all it gives up.

use super::finder::{Finder, Match, Rule, does_something, searched};
use serde_json::json;
use std::cell::RefCell;
use std::rc::Rc;
use syntect::parsing::syntax_definition::{Context, ContextReference, MatchOperation, MatchPattern};
use syntect::parsing::{ParseState, Region, ScopeStackOp, SyntaxReference, SyntaxSet};

/// How deep contexts may lie in one another.
const DEPTH: usize = 100;
/// The most steps in one place: more than contexts can be entered and left there.
const STANDING: usize = 2 * DEPTH;
/// The most steps of one line, beside those of its bytes.
const STEPS: usize = 1_000;
/// The most steps for each byte of a line; real code takes less than two.
const STEPS_PER_BYTE: usize = 16;

/// What happens to the scopes, and before which byte of the line.
pub(super) type Operations = Vec<(usize, ScopeStackOp)>;

thread_local! {
    static FINDER: RefCell<Finder> = RefCell::default();
}

/// A grammar on its way through code.
pub(super) struct Walk {
    set: &'static SyntaxSet,
    stack: Vec<Level>,
    /// Where in the stack contexts begin whose rules a `with_prototype` brought in.
    borrowed: Vec<usize>,
    is_first: bool,
}

/// A context that was entered and not left.
struct Level {
    context: &'static Context,
    /// Whose rules hold beside its own, here and in all that lies in it.
    prototypes: Vec<&'static Context>,
    /// What the rule matched that led here, where rules refer to it.
    captures: Option<Rc<(Region, String)>>,
}

/// A rule that matched.
struct Found {
    rule: &'static MatchPattern,
    /// Its groups are told only where somebody asks.
    place: Match,
    is_borrowed: bool,
    /// Whether it only leads back to where the walk came from.
    leads_back: bool,
}

/// Rules to look at.
struct Source<'w> {
    rules: Rc<[Rule]>,
    /// Whether a `with_prototype` brought them in.
    is_borrowed: bool,
    /// What those that refer to it refer to.
    captures: Option<&'w Rc<(Region, String)>>,
}

/// A grammar that does not hold together.
struct Broken;

impl Walk {
    /// At the beginning of code.
    pub(super) fn new(set: &'static SyntaxSet, syntax: &SyntaxReference) -> Option<Self> {
        let level = Level { context: beginning(set, syntax)?, prototypes: Vec::new(), captures: None };
        Some(Self { set, stack: vec![level], borrowed: Vec::new(), is_first: true })
    }

    /// Goes along a line, which ends with a line feed; nothing where the grammar is broken or does not come to an end.
    pub(super) fn line(&mut self, line: &str) -> Option<Operations> {
        FINDER.with_borrow_mut(|finder| {
            finder.begin_line(line);
            self.along(line, finder)
        })
    }

    fn along(&mut self, line: &str, finder: &mut Finder) -> Option<Operations> {
        let mut operations = Vec::new();
        if std::mem::take(&mut self.is_first) {
            let scope = self.stack.last()?.context.meta_content_scope.first();
            operations.extend(scope.map(|scope| (0, ScopeStackOp::Push(*scope))));
        }
        let (mut at, mut entered) = (0, None);
        let (mut standing, mut left) = (0, STEPS + STEPS_PER_BYTE * line.len());
        loop {
            let depth = self.stack.len();
            while self.borrowed.last().is_some_and(|start| *start >= depth) {
                self.borrowed.pop();
            }
            let Some(mut found) = self.next(line, at, entered == Some((at, depth)), finder).ok()? else { break };
            left = left.checked_sub(1)?;
            standing = if found.place.end > at { 0 } else { standing + 1 };
            if found.leads_back || standing > STANDING {
                let Some((character, _)) = line[at..].char_indices().nth(1) else { break };
                (at, standing) = (at + character, 0);
                continue;
            }
            if found.place.end == at && matches!(found.rule.operation, MatchOperation::Push(_)) {
                entered = Some((found.place.end, depth + 1));
            }
            at = found.place.end;
            if found.is_borrowed {
                self.borrowed.push(depth);
            }
            self.tell(&mut found, line, &mut operations)?;
            self.go(line, &mut found)?;
        }
        Some(operations)
    }

    /// The rule that matches first from here on.
    fn next(&self, line: &str, at: usize, has_just_entered: bool, finder: &mut Finder) -> Result<Option<Found>, Broken> {
        let can_go_deeper = self.stack.len() < DEPTH;
        let mut best: Option<Found> = None;
        for source in self.sources(finder)? {
            for number in source.rules.iter() {
                let rule = finder.rule(*number);
                let is_better = |start: usize| {
                    best.as_ref().is_none_or(|best| start < best.place.start || (start == best.place.start && best.leads_back))
                };
                let found = match source.captures.filter(|_| rule.has_captures) {
                    Some(captures) => referring(rule, captures, line, at).filter(|found| is_better(found.start)),
                    None => finder.next(*number, line, at, is_better),
                };
                let Some(place) = found.filter(|found| does_something(rule, found, can_go_deeper)) else { continue };
                let leads_back = has_just_entered && place.end <= at && matches!(rule.operation, MatchOperation::Pop);
                let begins_here = place.start == at;
                best = Some(Found { rule, place, is_borrowed: source.is_borrowed, leads_back });
                if begins_here && !leads_back {
                    return Ok(best);
                }
            }
        }
        Ok(best)
    }

    /// The rules that hold here, in the order in which they are asked.
    fn sources(&self, finder: &mut Finder) -> Result<Vec<Source<'_>>, Broken> {
        let top = self.stack.last().ok_or(Broken)?;
        let from = self.borrowed.last().copied().unwrap_or(0);
        let mut sources = Vec::with_capacity(2);
        for level in self.stack.get(from..).ok_or(Broken)? {
            for context in &level.prototypes {
                let rules = finder.rules(self.set, context).ok_or(Broken)?;
                sources.push(Source { rules, is_borrowed: true, captures: level.captures.as_ref() });
            }
        }
        if let Some(id) = top.context.prototype {
            let rules = finder.prototype(self.set, top.context, || context(self.set, &json!(id))).ok_or(Broken)?;
            sources.push(Source { rules, is_borrowed: false, captures: None });
        }
        let rules = finder.rules(self.set, top.context).ok_or(Broken)?;
        sources.push(Source { rules, is_borrowed: false, captures: top.captures.as_ref() });
        Ok(sources)
    }

    /// Tells what a match does to the scopes.
    fn tell(&self, found: &mut Found, line: &str, operations: &mut Operations) -> Option<()> {
        let current = self.stack.last()?.context;
        let entered = match &found.rule.operation {
            MatchOperation::Push(references) | MatchOperation::Set(references) => self.resolve(references)?,
            MatchOperation::Pop | MatchOperation::None => Vec::new(),
        };
        before(found, current, &entered, operations);
        operations.extend(found.rule.scope.iter().map(|scope| (found.place.start, ScopeStackOp::Push(*scope))));
        if found.rule.captures.is_some() {
            operations.extend(captured(found, line)?);
        }
        if !found.rule.scope.is_empty() {
            operations.push((found.place.end, ScopeStackOp::Pop(found.rule.scope.len())));
        }
        after(found, current, &entered, operations);
        Some(())
    }

    /// Enters and leaves contexts, as the rule says.
    fn go(&mut self, line: &str, found: &mut Found) -> Option<()> {
        let mut kept = Vec::new();
        let references = match &found.rule.operation {
            MatchOperation::None => return Some(()),
            MatchOperation::Pop => {
                self.stack.pop();
                return (!self.stack.is_empty()).then_some(());
            }
            MatchOperation::Push(references) => references,
            MatchOperation::Set(references) => {
                // Rules that were brought in stay for as long as the level does.
                kept = self.stack.pop()?.prototypes;
                references
            }
        };
        let entered = self.resolve(references)?;
        let last = entered.len().checked_sub(1)?;
        for (place, context) in entered.into_iter().enumerate() {
            let mut prototypes = std::mem::take(&mut kept);
            if let Some(reference) = found.rule.with_prototype.as_ref().filter(|_| place == last) {
                prototypes.push(reference.resolve(self.set).ok()?);
            }
            let refers = context.uses_backrefs || prototypes.iter().any(|prototype| prototype.uses_backrefs);
            let captures = if refers { Some(Rc::new(((*found.groups(line)?).clone(), line.to_owned()))) } else { None };
            self.stack.push(Level { context, prototypes, captures });
        }
        Some(())
    }

    fn resolve(&self, references: &[ContextReference]) -> Option<Vec<&'static Context>> {
        references.iter().map(|reference| reference.resolve(self.set).ok()).collect()
    }
}

/// Where a rule matches next that refers to what was matched before.
fn referring(rule: &MatchPattern, captures: &(Region, String), line: &str, at: usize) -> Option<Match> {
    searched(&rule.regex_with_refs(&captures.0, &captures.1), line, at)
}

/// What happens to the scopes before the matched text.
fn before(found: &Found, current: &Context, entered: &[&Context], operations: &mut Operations) {
    let is_set = matches!(found.rule.operation, MatchOperation::Set(_));
    match found.rule.operation {
        MatchOperation::None => {}
        MatchOperation::Pop => pop(found.place.start, current.meta_content_scope.len(), operations),
        MatchOperation::Push(_) | MatchOperation::Set(_) => {
            if is_set && current.clear_scopes.is_some() {
                operations.push((found.place.start, ScopeStackOp::Restore));
            }
            for context in entered {
                let cleared = context.clear_scopes.filter(|_| !is_set);
                operations.extend(cleared.map(|amount| (found.place.start, ScopeStackOp::Clear(amount))));
                operations.extend(context.meta_scope.iter().map(|scope| (found.place.start, ScopeStackOp::Push(*scope))));
            }
        }
    }
}

/// What happens to the scopes after it.
fn after(found: &Found, current: &Context, entered: &[&Context], operations: &mut Operations) {
    let is_set = matches!(found.rule.operation, MatchOperation::Set(_));
    match found.rule.operation {
        MatchOperation::None => {}
        MatchOperation::Pop => {
            pop(found.place.end, current.meta_scope.len(), operations);
            if current.clear_scopes.is_some() {
                operations.push((found.place.end, ScopeStackOp::Restore));
            }
        }
        MatchOperation::Push(_) | MatchOperation::Set(_) => {
            let own = if is_set { current.meta_scope.len() + current.meta_content_scope.len() } else { 0 };
            let changes = |context: &&Context| !context.meta_content_scope.is_empty() || (is_set && context.clear_scopes.is_some());
            if own == 0 && !entered.iter().any(changes) {
                return;
            }
            // Taken off and put on again, so that what is around the text and what is in the context stand in their order.
            pop(found.place.end, own + entered.iter().map(|context| context.meta_scope.len()).sum::<usize>(), operations);
            for context in entered {
                let cleared = context.clear_scopes.filter(|_| is_set);
                operations.extend(cleared.map(|amount| (found.place.end, ScopeStackOp::Clear(amount))));
                let scopes = context.meta_scope.iter().chain(&context.meta_content_scope);
                operations.extend(scopes.map(|scope| (found.place.end, ScopeStackOp::Push(*scope))));
            }
        }
    }
}

fn pop(at: usize, count: usize, operations: &mut Operations) {
    if count > 0 {
        operations.push((at, ScopeStackOp::Pop(count)));
    }
}

impl Found {
    /// The groups of the match.
    fn groups(&mut self, line: &str) -> Option<Rc<Region>> {
        self.place.groups(self.rule, line)
    }
}

/// The scopes of the groups that a rule matched, the outer before the inner.
fn captured(found: &mut Found, line: &str) -> Option<impl Iterator<Item = (usize, ScopeStackOp)>> {
    let mut told = Vec::new();
    for (group, scopes) in found.rule.captures.iter().flatten() {
        let place = if *group == 0 { Some((found.place.start, found.place.end)) } else { found.groups(line)?.pos(*group) };
        let Some((start, end)) = place.filter(|(start, end)| start < end) else { continue };
        told.extend(scopes.iter().map(|scope| (start, std::cmp::Reverse(end - start), ScopeStackOp::Push(*scope))));
        told.push((end, std::cmp::Reverse(usize::MAX), ScopeStackOp::Pop(scopes.len())));
    }
    told.sort_by_key(|(at, length, _)| (*at, *length));
    Some(told.into_iter().map(|(at, _, operation)| (at, operation)))
}

/// The context in which a grammar begins. The library keeps it to itself, but shows it.
fn beginning(set: &'static SyntaxSet, syntax: &SyntaxReference) -> Option<&'static Context> {
    let shown = format!("{:?}", ParseState::new(syntax));
    let number = |name: &str| -> Option<usize> {
        let (_, rest) = shown.split_once(name)?;
        rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    };
    let (of, at) = (number("syntax_index: ")?, number("context_index: ")?);
    context(set, &json!({ "syntax_index": of, "context_index": at }))
}

/// The context with this id.
fn context(set: &'static SyntaxSet, id: &serde_json::Value) -> Option<&'static Context> {
    serde_json::from_value::<ContextReference>(json!({ "Direct": id })).ok()?.resolve(set).ok()
}
