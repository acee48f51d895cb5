//! A grammar on its way along lines of code, which always comes to an end.
//!
//! The library's own walk may go in circles: where two rules match nothing and each sets the other's context, nothing
//! moves on, and its grammar of JavaScript, which those of HTML, Vue and Svelte hold, has such rules. This one does the
//! same, and counts. After so many steps in one place it goes on by a character, as the library does where it notices,
//! and after so many in all it gives up.

use serde_json::json;
use std::collections::HashMap;
use std::rc::Rc;
use syntect::parsing::syntax_definition::{Context, ContextId, ContextReference, MatchOperation, MatchPattern, context_iter};
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

/// A grammar on its way through code.
pub(super) struct Walk<'s> {
    set: &'s SyntaxSet,
    stack: Vec<Level<'s>>,
    /// Where in the stack contexts begin whose rules a `with_prototype` brought in.
    borrowed: Vec<usize>,
    prototypes: HashMap<ContextId, &'s Context>,
    is_first: bool,
}

/// A context that was entered and not left.
struct Level<'s> {
    context: &'s Context,
    /// Whose rules hold beside its own, here and in all that lies in it.
    prototypes: Vec<&'s Context>,
    /// What the rule matched that led here, where rules refer to it.
    captures: Option<Rc<(Region, String)>>,
}

/// A rule that matched.
struct Found<'s> {
    rule: &'s MatchPattern,
    regions: Rc<Region>,
    start: usize,
    end: usize,
    is_borrowed: bool,
    /// Whether it only leads back to where the walk came from.
    leads_back: bool,
}

/// Rules to look at: whether a `with_prototype` brought them in, and what those that refer to it refer to.
type Source<'s, 'w> = (bool, &'s Context, Option<&'w Rc<(Region, String)>>);

/// A grammar that does not hold together.
struct Broken;

/// What each rule matched next in this line, or that it matches nowhere in the rest of it.
type Matches = HashMap<*const MatchPattern, Option<Rc<Region>>>;

impl<'s> Walk<'s> {
    /// At the beginning of code.
    pub(super) fn new(set: &'s SyntaxSet, syntax: &SyntaxReference) -> Option<Self> {
        let level = Level { context: beginning(set, syntax)?, prototypes: Vec::new(), captures: None };
        Some(Self { set, stack: vec![level], borrowed: Vec::new(), prototypes: HashMap::new(), is_first: true })
    }

    /// Goes along a line, which ends with a line feed; nothing where the grammar is broken or does not come to an end.
    pub(super) fn line(&mut self, line: &str) -> Option<Operations> {
        let mut operations = Vec::new();
        if std::mem::take(&mut self.is_first) {
            let scope = self.stack.last()?.context.meta_content_scope.first();
            operations.extend(scope.map(|scope| (0, ScopeStackOp::Push(*scope))));
        }
        let (mut matches, mut at, mut entered) = (Matches::new(), 0, None);
        let (mut standing, mut left) = (0, STEPS + STEPS_PER_BYTE * line.len());
        loop {
            let depth = self.stack.len();
            while self.borrowed.last().is_some_and(|start| *start >= depth) {
                self.borrowed.pop();
            }
            let Some(found) = self.next(line, at, entered == Some((at, depth)), &mut matches).ok()? else { break };
            left = left.checked_sub(1)?;
            standing = if found.end > at { 0 } else { standing + 1 };
            if found.leads_back || standing > STANDING {
                let Some((character, _)) = line[at..].char_indices().nth(1) else { break };
                (at, standing) = (at + character, 0);
                continue;
            }
            if found.end == at && matches!(found.rule.operation, MatchOperation::Push(_)) {
                entered = Some((found.end, depth + 1));
            }
            at = found.end;
            if found.is_borrowed {
                self.borrowed.push(depth);
            }
            self.tell(&found, &mut operations)?;
            self.go(line, &found)?;
        }
        Some(operations)
    }

    /// The rule that matches first from here on.
    fn next(&mut self, line: &str, at: usize, has_just_entered: bool, matches: &mut Matches) -> Result<Option<Found<'s>>, Broken> {
        let top = self.stack.last().ok_or(Broken)?;
        let from = self.borrowed.last().copied().unwrap_or(0);
        let mut contexts: Vec<Source<'s, '_>> = Vec::new();
        for level in self.stack.get(from..).ok_or(Broken)? {
            contexts.extend(level.prototypes.iter().map(|context| (true, *context, level.captures.as_ref())));
        }
        if let Some(id) = top.context.prototype {
            let known = self.prototypes.get(&id).copied();
            let context = known.or_else(|| context(self.set, &json!(id))).ok_or(Broken)?;
            self.prototypes.insert(id, context);
            contexts.push((false, context, None));
        }
        contexts.push((false, top.context, top.captures.as_ref()));
        let mut best: Option<Found<'s>> = None;
        for (is_borrowed, context, captures) in contexts {
            for (holder, place) in context_iter(self.set, context) {
                let rule = holder.match_at(place).map_err(|_| Broken)?;
                let Some(regions) = search(line, at, rule, captures, self.stack.len(), matches) else { continue };
                let (start, end) = regions.pos(0).ok_or(Broken)?;
                if best.as_ref().is_some_and(|best| start > best.start || (start == best.start && !best.leads_back)) {
                    continue;
                }
                if matches!(rule.operation, MatchOperation::Push(_)) && self.stack.len() >= DEPTH {
                    return Ok(None);
                }
                let leads_back = has_just_entered && end <= at && matches!(rule.operation, MatchOperation::Pop);
                best = Some(Found { rule, regions, start, end, is_borrowed, leads_back });
                if start == at && !leads_back {
                    return Ok(best);
                }
            }
        }
        Ok(best)
    }

    /// Tells what a match does to the scopes.
    fn tell(&self, found: &Found<'s>, operations: &mut Operations) -> Option<()> {
        let current = self.stack.last()?.context;
        let entered = match &found.rule.operation {
            MatchOperation::Push(references) | MatchOperation::Set(references) => self.resolve(references)?,
            MatchOperation::Pop | MatchOperation::None => Vec::new(),
        };
        before(found, current, &entered, operations);
        operations.extend(found.rule.scope.iter().map(|scope| (found.start, ScopeStackOp::Push(*scope))));
        operations.extend(captured(found));
        if !found.rule.scope.is_empty() {
            operations.push((found.end, ScopeStackOp::Pop(found.rule.scope.len())));
        }
        after(found, current, &entered, operations);
        Some(())
    }

    /// Enters and leaves contexts, as the rule says.
    fn go(&mut self, line: &str, found: &Found<'s>) -> Option<()> {
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
            let captures = refers.then(|| Rc::new(((*found.regions).clone(), line.to_owned())));
            self.stack.push(Level { context, prototypes, captures });
        }
        Some(())
    }

    fn resolve(&self, references: &[ContextReference]) -> Option<Vec<&'s Context>> {
        references.iter().map(|reference| reference.resolve(self.set).ok()).collect()
    }
}

/// Where a rule matches next.
fn search(
    line: &str,
    at: usize,
    rule: &MatchPattern,
    captures: Option<&Rc<(Region, String)>>,
    depth: usize,
    matches: &mut Matches,
) -> Option<Rc<Region>> {
    let key = std::ptr::from_ref(rule);
    match matches.get(&key) {
        Some(None) => return None,
        Some(Some(regions)) if regions.pos(0).is_some_and(|(start, _)| start >= at) => return Some(Rc::clone(regions)),
        _ => {}
    }
    let referring = captures.filter(|_| rule.has_captures).map(|captures| rule.regex_with_refs(&captures.0, &captures.1));
    let is_lasting = referring.is_none();
    let mut regions = Region::new();
    if !referring.as_ref().unwrap_or(rule.regex()).search(line, at, line.len(), Some(&mut regions)) {
        if is_lasting {
            matches.insert(key, None);
        }
        return None;
    }
    let (start, end) = regions.pos(0)?;
    let does_something = match rule.operation {
        MatchOperation::None => start != end,
        MatchOperation::Push(_) => depth < DEPTH,
        MatchOperation::Set(_) | MatchOperation::Pop => true,
    };
    let regions = Rc::new(regions);
    if does_something && is_lasting {
        matches.insert(key, Some(Rc::clone(&regions)));
    }
    does_something.then_some(regions)
}

/// What happens to the scopes before the matched text.
fn before(found: &Found<'_>, current: &Context, entered: &[&Context], operations: &mut Operations) {
    let is_set = matches!(found.rule.operation, MatchOperation::Set(_));
    match found.rule.operation {
        MatchOperation::None => {}
        MatchOperation::Pop => pop(found.start, current.meta_content_scope.len(), operations),
        MatchOperation::Push(_) | MatchOperation::Set(_) => {
            if is_set && current.clear_scopes.is_some() {
                operations.push((found.start, ScopeStackOp::Restore));
            }
            for context in entered {
                let cleared = context.clear_scopes.filter(|_| !is_set);
                operations.extend(cleared.map(|amount| (found.start, ScopeStackOp::Clear(amount))));
                operations.extend(context.meta_scope.iter().map(|scope| (found.start, ScopeStackOp::Push(*scope))));
            }
        }
    }
}

/// What happens to the scopes after it.
fn after(found: &Found<'_>, current: &Context, entered: &[&Context], operations: &mut Operations) {
    let is_set = matches!(found.rule.operation, MatchOperation::Set(_));
    match found.rule.operation {
        MatchOperation::None => {}
        MatchOperation::Pop => {
            pop(found.end, current.meta_scope.len(), operations);
            if current.clear_scopes.is_some() {
                operations.push((found.end, ScopeStackOp::Restore));
            }
        }
        MatchOperation::Push(_) | MatchOperation::Set(_) => {
            let own = if is_set { current.meta_scope.len() + current.meta_content_scope.len() } else { 0 };
            let changes = |context: &&Context| !context.meta_content_scope.is_empty() || (is_set && context.clear_scopes.is_some());
            if own == 0 && !entered.iter().any(changes) {
                return;
            }
            // Taken off and put on again, so that what is around the text and what is in the context stand in their order.
            pop(found.end, own + entered.iter().map(|context| context.meta_scope.len()).sum::<usize>(), operations);
            for context in entered {
                let cleared = context.clear_scopes.filter(|_| is_set);
                operations.extend(cleared.map(|amount| (found.end, ScopeStackOp::Clear(amount))));
                let scopes = context.meta_scope.iter().chain(&context.meta_content_scope);
                operations.extend(scopes.map(|scope| (found.end, ScopeStackOp::Push(*scope))));
            }
        }
    }
}

fn pop(at: usize, count: usize, operations: &mut Operations) {
    if count > 0 {
        operations.push((at, ScopeStackOp::Pop(count)));
    }
}

/// The scopes of the groups that a rule matched, the outer before the inner.
fn captured(found: &Found<'_>) -> impl Iterator<Item = (usize, ScopeStackOp)> {
    let mut told = Vec::new();
    for (group, scopes) in found.rule.captures.iter().flatten() {
        let Some((start, end)) = found.regions.pos(*group).filter(|(start, end)| start < end) else { continue };
        told.extend(scopes.iter().map(|scope| (start, std::cmp::Reverse(end - start), ScopeStackOp::Push(*scope))));
        told.push((end, std::cmp::Reverse(usize::MAX), ScopeStackOp::Pop(scopes.len())));
    }
    told.sort_by_key(|(at, length, _)| (*at, *length));
    told.into_iter().map(|(at, _, operation)| (at, operation))
}

/// The context in which a grammar begins. The library keeps it to itself, but shows it.
fn beginning<'s>(set: &'s SyntaxSet, syntax: &SyntaxReference) -> Option<&'s Context> {
    let shown = format!("{:?}", ParseState::new(syntax));
    let number = |name: &str| -> Option<usize> {
        let (_, rest) = shown.split_once(name)?;
        rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    };
    let (of, at) = (number("syntax_index: ")?, number("context_index: ")?);
    context(set, &json!({ "syntax_index": of, "context_index": at }))
}

/// The context with this id.
fn context<'s>(set: &'s SyntaxSet, id: &serde_json::Value) -> Option<&'s Context> {
    serde_json::from_value::<ContextReference>(json!({ "Direct": id })).ok()?.resolve(set).ok()
}
