//! Finds where the rules of grammars match next in a line.

use super::patterns::{Quick, within_ascii};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Mutex, OnceLock, PoisonError};
use syntect::parsing::syntax_definition::{Context, MatchOperation, MatchPattern, context_iter};
use syntect::parsing::{Regex, Region, SyntaxSet};

/// A rule, by its number.
pub(super) type Rule = u32;

/// Knows the rules of the contexts that were entered on this thread, and what their patterns matched in this line.
#[derive(Default)]
pub(super) struct Finder {
    lists: HashMap<*const Context, Rc<[Rule]>>,
    /// The same of what holds in a context beside its own.
    prototypes: HashMap<*const Context, Rc<[Rule]>>,
    rules: Vec<Known>,
    numbers: HashMap<*const MatchPattern, Rule>,
    /// Many rules look for the same, and it is searched for once.
    patterns: Vec<Pattern>,
    texts: HashMap<&'static str, usize>,
    /// The number of this line.
    line: u64,
    is_ascii: bool,
}

struct Known {
    rule: &'static MatchPattern,
    pattern: usize,
}

struct Pattern {
    shared: &'static Shared,
    /// A copy of its fast search has memory of its own, so that no thread waits for another.
    quick: OnceCell<Option<Quick>>,
    /// The line that is spoken of.
    line: u64,
    next: Next,
}

/// What is made of a pattern once for all threads, each when it is first needed.
struct Shared {
    text: &'static str,
    quick: OnceLock<Option<Quick>>,
    /// What takes its place in lines of ASCII, where that is less.
    within_ascii: OnceLock<Option<Regex>>,
}

/// What is known of where a pattern matches next.
enum Next {
    Nowhere,
    /// Not before this byte.
    NotBefore(usize),
    At(Match),
}

/// Where a pattern matches.
#[derive(Clone)]
pub(super) struct Match {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Its groups, where they were found on the way.
    pub(super) regions: Option<Rc<Region>>,
    /// Who else knows its groups.
    shared: Option<&'static Shared>,
}

impl Finder {
    /// The rules of a context, with those that it includes.
    pub(super) fn rules(&mut self, set: &'static SyntaxSet, context: &'static Context) -> Option<Rc<[Rule]>> {
        if let Some(list) = self.lists.get(&std::ptr::from_ref(context)) {
            return Some(Rc::clone(list));
        }
        let mut list = Vec::new();
        for (holder, place) in context_iter(set, context) {
            list.push(self.number(holder.match_at(place).ok()?)?);
        }
        let list: Rc<[Rule]> = list.into();
        self.lists.insert(context, Rc::clone(&list));
        Some(list)
    }

    /// The rules of the context that a context's grammar has everywhere.
    pub(super) fn prototype(
        &mut self,
        set: &'static SyntaxSet,
        context: &'static Context,
        prototype: impl FnOnce() -> Option<&'static Context>,
    ) -> Option<Rc<[Rule]>> {
        if let Some(list) = self.prototypes.get(&std::ptr::from_ref(context)) {
            return Some(Rc::clone(list));
        }
        let list = self.rules(set, prototype()?)?;
        self.prototypes.insert(context, Rc::clone(&list));
        Some(list)
    }

    fn number(&mut self, rule: &'static MatchPattern) -> Option<Rule> {
        if let Some(number) = self.numbers.get(&std::ptr::from_ref(rule)) {
            return Some(*number);
        }
        let text = rule.regex().regex_str();
        let pattern = *self.texts.entry(text).or_insert_with(|| {
            self.patterns.push(Pattern { shared: shared(text), quick: OnceCell::new(), line: 0, next: Next::Nowhere });
            self.patterns.len() - 1
        });
        let number = Rule::try_from(self.rules.len()).ok()?;
        self.rules.push(Known { rule, pattern });
        self.numbers.insert(rule, number);
        Some(number)
    }

    /// The rule of a number.
    pub(super) fn rule(&self, number: Rule) -> &'static MatchPattern {
        self.rules[number as usize].rule
    }

    /// Forgets what matched in the last line.
    pub(super) fn begin_line(&mut self, line: &str) {
        self.line += 1;
        self.is_ascii = line.is_ascii();
    }

    /// Where a rule matches next, if that is where somebody wants it.
    pub(super) fn next(&mut self, number: Rule, line: &str, at: usize, is_wanted: impl Fn(usize) -> bool) -> Option<Match> {
        let Known { rule, pattern } = &self.rules[number as usize];
        let (pattern, is_ascii) = (&mut self.patterns[*pattern], self.is_ascii);
        if pattern.line != self.line {
            pattern.line = self.line;
            pattern.next = Next::NotBefore(0);
            pattern.look(line, at, is_ascii);
        }
        loop {
            match &pattern.next {
                Next::Nowhere => return None,
                Next::At(found) if found.start >= at => return is_wanted(found.start).then(|| found.clone()),
                Next::NotBefore(start) if *start >= at => {
                    if !is_wanted(*start) {
                        return None;
                    }
                    let found = searched(pattern.shared.regex(rule, is_ascii), line, *start);
                    pattern.next = found.map_or(Next::Nowhere, Next::At);
                }
                Next::At(_) | Next::NotBefore(_) => pattern.look(line, at, is_ascii),
            }
        }
    }
}

impl Pattern {
    /// Looks with the fast search.
    fn look(&mut self, line: &str, at: usize, is_ascii: bool) {
        self.next = match self.quick.get_or_init(|| self.shared.quick()) {
            None => Next::NotBefore(at),
            Some(quick) => match quick.find(line, at) {
                None => Next::Nowhere,
                Some((start, end)) if quick.is_exact(is_ascii) => Next::At(Match { start, end, regions: None, shared: Some(self.shared) }),
                Some((start, _)) => Next::NotBefore(start),
            },
        };
    }
}

impl Shared {
    fn quick(&self) -> Option<Quick> {
        self.quick.get_or_init(|| Quick::new(self.text)).clone()
    }

    /// The pattern of a rule for the grammars' own library.
    fn regex<'r>(&'r self, rule: &'r MatchPattern, is_ascii: bool) -> &'r Regex {
        let less = if is_ascii { self.within_ascii.get_or_init(|| within_ascii(self.text).map(Regex::new)).as_ref() } else { None };
        less.unwrap_or_else(|| rule.regex())
    }
}

impl Match {
    /// The groups of a match of this rule in this line.
    pub(super) fn groups(&mut self, rule: &MatchPattern, line: &str) -> Option<Rc<Region>> {
        if self.regions.is_none() {
            let again = searched(self.shared?.regex(rule, line.is_ascii()), line, self.start)?;
            self.regions = again.regions.filter(|_| (again.start, again.end) == (self.start, self.end));
        }
        self.regions.clone()
    }
}

/// What a pattern matches from here on, by the grammars' own library.
pub(super) fn searched(regex: &Regex, line: &str, at: usize) -> Option<Match> {
    let mut regions = Region::new();
    if !regex.search(line, at, line.len(), Some(&mut regions)) {
        return None;
    }
    let (start, end) = regions.pos(0)?;
    Some(Match { start, end, regions: Some(Rc::new(regions)), shared: None })
}

/// Whether a match does anything; where it does not, the walk would stand still.
pub(super) fn does_something(rule: &MatchPattern, found: &Match, can_go_deeper: bool) -> bool {
    match rule.operation {
        MatchOperation::None => found.start != found.end,
        MatchOperation::Push(_) => can_go_deeper,
        MatchOperation::Set(_) | MatchOperation::Pop => true,
    }
}

/// What is made of a pattern. There are as many as grammars have, and they stay as those do.
fn shared(text: &'static str) -> &'static Shared {
    static KNOWN: Mutex<Option<HashMap<&'static str, &'static Shared>>> = Mutex::new(None);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let make = || &*Box::leak(Box::new(Shared { text, quick: OnceLock::new(), within_ascii: OnceLock::new() }));
    known.get_or_insert_default().entry(text).or_insert_with(make)
}
