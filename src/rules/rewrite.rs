//! Names become facts: what a rule asks is settled when it is loaded.
//!
//! `repository.is_archived` becomes one name that leads straight to its reading, `known(owner)` asks
//! whether there is a reading, and patterns are compiled once. A name that is no fact, a function that
//! does not exist and a comparison that can never hold are refused here, with the place.

use super::bounds::{name_span, span};
use super::fact::{Fact, FactKind, Vocabulary};
use super::nearest::nearest;
use super::probe::Probe;
use super::problem::RuleProblem;
use cel::common::ast::{CallExpr, EntryExpr, Expr, LiteralValue, SourceInfo, operators};
use cel::{IdedExpr, Value};
use regex::{Regex, RegexBuilder};

/// Our own pattern matching, with patterns that were compiled when the rule was loaded.
pub(super) const MATCHES: &str = "__matches";
/// The text of that name, or null: a label that is not there is no error.
pub(super) const GET: &str = "__get";

/// What a compiled pattern may take in memory: no pattern that people write comes near.
const PATTERN_BYTES: usize = 1 << 20;

/// The functions of the language that rules may call.
pub(super) const FUNCTIONS: &[&str] = &[
    "contains",
    "days",
    "double",
    "duration",
    "endsWith",
    "file_matches",
    "getDate",
    "getDayOfMonth",
    "getDayOfWeek",
    "getDayOfYear",
    "getFullYear",
    "getHours",
    "getMinutes",
    "getMonth",
    "has_file",
    "hours",
    "int",
    "known",
    "lowerAscii",
    "matches",
    "size",
    "startsWith",
    "string",
    "timestamp",
    "trim",
];

/// Rewrites a tree in place, and remembers what it asks for.
pub(super) struct Rewriter<'t> {
    text: &'t str,
    vocabulary: Vocabulary,
    places: &'t SourceInfo,
    bound: Vec<String>,
    pub(super) reads: Vec<usize>,
    pub(super) probes: Vec<Probe>,
    pub(super) patterns: Vec<Regex>,
}

impl<'t> Rewriter<'t> {
    pub(super) fn new(text: &'t str, vocabulary: Vocabulary, places: &'t SourceInfo) -> Self {
        Self { text, vocabulary, places, bound: Vec::new(), reads: Vec::new(), probes: Vec::new(), patterns: Vec::new() }
    }

    /// The tree is bounded by now, so recursion is.
    pub(super) fn rewrite(&mut self, node: &mut IdedExpr) -> Result<(), RuleProblem> {
        let at = span(self.places, node.id, self.text);
        if let Some(segments) = segments(&node.expr) {
            let at = name_span(self.places, node, self.text);
            return self.name(node, &segments, at);
        }
        match &mut node.expr {
            Expr::Call(_) => self.call(node, at),
            Expr::Select(select) if select.test => self.presence(node, at),
            Expr::Select(select) => self.rewrite(&mut select.operand),
            Expr::Comprehension(each) => {
                self.rewrite(&mut each.iter_range)?;
                self.rewrite(&mut each.accu_init)?;
                let outer = self.bound.len();
                self.bound.extend([each.iter_var.clone(), each.accu_var.clone()]);
                self.bound.extend(each.iter_var2.clone());
                self.rewrite(&mut each.loop_cond)?;
                self.rewrite(&mut each.loop_step)?;
                self.rewrite(&mut each.result)?;
                self.bound.truncate(outer);
                Ok(())
            }
            Expr::List(list) => list.elements.iter_mut().try_for_each(|element| self.rewrite(element)),
            Expr::Map(map) => map.entries.iter_mut().try_for_each(|entry| match &mut entry.expr {
                EntryExpr::MapEntry(entry) => {
                    self.rewrite(&mut entry.key)?;
                    self.rewrite(&mut entry.value)
                }
                EntryExpr::StructField(field) => self.rewrite(&mut field.value),
            }),
            Expr::Struct(_) => Err(RuleProblem::at(at, "rules have no structures")),
            Expr::Ident(_) | Expr::Literal(_) | Expr::Unspecified => Ok(()),
        }
    }

    /// A name, perhaps with dots: a loop's variable, a fact, or one entry of a fact that has entries.
    fn name(&mut self, node: &mut IdedExpr, segments: &[String], at: (usize, usize)) -> Result<(), RuleProblem> {
        if self.bound.contains(&segments[0]) {
            return Ok(());
        }
        let (place, rest) = self.fact(segments, at)?;
        let ident = Expr::Ident(reading_name(place));
        node.expr = match rest {
            [] => ident,
            [entry] if self.kind(place) == FactKind::Named => {
                get_call(node.id, ident, IdedExpr { id: node.id, expr: Expr::Literal(LiteralValue::String(entry.clone().into())) })
            }
            _ => {
                let fact = self.vocabulary.facts()[place];
                let message =
                    format!("`{}` is {} and has nothing named `{}`", fact.about().name, with_article(fact.about().kind), rest.join("."));
                return Err(RuleProblem::at(at, message));
            }
        };
        Ok(())
    }

    /// The fact that the longest possible part of a dotted name means, and what is left of the name.
    fn fact<'s>(&mut self, segments: &'s [String], at: (usize, usize)) -> Result<(usize, &'s [String]), RuleProblem> {
        for length in (1..=segments.len()).rev() {
            let Some(place) = self.vocabulary.place(&segments[..length].join(".")) else { continue };
            let fact = self.vocabulary.facts()[place];
            if fact.about().tier > self.vocabulary.latest() {
                let message = format!(
                    "`{}` comes from {}, which is found out later than this rule is asked",
                    fact.about().name,
                    fact.about().tier.words()
                );
                let help = format!("here a rule may ask for {} and what comes before", self.vocabulary.latest().words());
                return Err(RuleProblem::at(at, message).help(help));
            }
            self.reads.push(place);
            return Ok((place, &segments[length..]));
        }
        Err(self.no_such_fact(&segments.join("."), at))
    }

    fn no_such_fact(&self, name: &str, at: (usize, usize)) -> RuleProblem {
        let problem = RuleProblem::at(at, format!("there is no fact `{name}`"));
        let allowed =
            || self.vocabulary.facts().iter().filter(|fact| fact.about().tier <= self.vocabulary.latest()).map(|fact| fact.about().name);
        if self.vocabulary.is_group(name) {
            let group: Vec<_> = allowed().filter(|fact| fact.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))).collect();
            return problem.help(format!("it is a group of facts: {}", group.join(", ")));
        }
        match nearest(name, allowed()) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help("the facts are listed in the manual under Facts"),
        }
    }

    fn call(&mut self, node: &mut IdedExpr, at: (usize, usize)) -> Result<(), RuleProblem> {
        let Expr::Call(call) = &mut node.expr else { return Ok(()) };
        let is_operator = call.func_name.starts_with(['_', '!', '-', '@']);
        // The parser places a call at its bracket; people look for its name.
        let named = self.text[..at.1].rfind(&call.func_name).filter(|_| !is_operator).map(|start| (start, start + call.func_name.len()));
        let at = named.unwrap_or(at);
        if !is_operator && !FUNCTIONS.contains(&call.func_name.as_str()) {
            let problem = RuleProblem::at(at, format!("there is no function `{}`", call.func_name));
            return Err(match nearest(&call.func_name, FUNCTIONS.iter().copied()) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help(format!("there are {}", FUNCTIONS.join(", "))),
            });
        }
        match call.func_name.as_str() {
            "known" => return self.known(node, at),
            "has_file" | "file_matches" => return self.probe(node, at),
            "matches" => self.pattern(node, at)?,
            operators::INDEX => self.entry(node),
            _ => {}
        }
        let Expr::Call(call) = &mut node.expr else { return Ok(()) };
        if let Some(target) = &mut call.target {
            self.rewrite(target)?;
        }
        call.args.iter_mut().try_for_each(|argument| self.rewrite(argument))?;
        self.comparable(call, at)
    }

    /// `known(owner)`: whether there is a reading.
    fn known(&mut self, node: &mut IdedExpr, at: (usize, usize)) -> Result<(), RuleProblem> {
        let Expr::Call(CallExpr { target: None, args, .. }) = &node.expr else {
            return Err(RuleProblem::at(at, "`known` is asked as `known(owner)`"));
        };
        let [asked] = args.as_slice() else { return Err(RuleProblem::at(at, "`known` asks for one fact")) };
        let Some(segments) = segments(&asked.expr) else { return Err(RuleProblem::at(at, "`known` asks for a fact by its name")) };
        let (place, _) = self.fact(&segments, name_span(self.places, asked, self.text))?;
        node.expr = Expr::Ident(known_name(place));
        Ok(())
    }

    /// `has(labels.tier)`: whether a fact has that entry, or whether there is a reading.
    fn presence(&mut self, node: &mut IdedExpr, at: (usize, usize)) -> Result<(), RuleProblem> {
        let Expr::Select(select) = &mut node.expr else { return Ok(()) };
        let Some(mut path) = segments(&select.operand.expr) else { return self.rewrite(&mut select.operand) };
        if self.bound.contains(&path[0]) {
            return Ok(());
        }
        if self.vocabulary.place(&path.join(".")).is_some_and(|place| self.kind(place) == FactKind::Named) {
            return self.rewrite(&mut select.operand);
        }
        path.push(select.field.clone());
        let (place, _) = self.fact(&path, at)?;
        node.expr = Expr::Ident(known_name(place));
        Ok(())
    }

    /// `has_file("Dockerfile")` and `file_matches("Dockerfile", "^FROM …")`.
    fn probe(&mut self, node: &mut IdedExpr, at: (usize, usize)) -> Result<(), RuleProblem> {
        let Expr::Call(call) = &node.expr else { return Ok(()) };
        let wanted = if call.func_name == "has_file" { 1 } else { 2 };
        let texts: Vec<_> = call.args.iter().filter_map(|argument| literal(&argument.expr)).collect();
        if texts.len() != wanted || call.args.len() != wanted || call.target.is_some() {
            let written = if wanted == 1 { "has_file(\"Dockerfile\")" } else { "file_matches(\"Dockerfile\", \"^FROM registry\")" };
            return Err(
                RuleProblem::at(at, format!("`{}` takes texts that are written out", call.func_name)).help(format!("such as `{written}`"))
            );
        }
        if self.vocabulary.latest() < super::fact::Tier::Files {
            return Err(RuleProblem::at(at, "this rule is asked before files are read"));
        }
        let pattern = texts.get(1).map(|text| compiled(text, at)).transpose()?;
        let probe =
            Probe::new(texts[0], pattern).map_err(|error| RuleProblem::at(at, format!("`{}` is no path: {}", texts[0], error.kind())))?;
        let place = self.probes.iter().position(|known| *known == probe).unwrap_or_else(|| {
            self.probes.push(probe);
            self.probes.len() - 1
        });
        node.expr = Expr::Ident(probe_name(place));
        Ok(())
    }

    /// `name.matches("^a")`, or the same as a function of two.
    fn pattern(&mut self, node: &mut IdedExpr, at: (usize, usize)) -> Result<(), RuleProblem> {
        let Expr::Call(call) = &mut node.expr else { return Ok(()) };
        let mut given: Vec<_> = call.target.take().map(|target| *target).into_iter().chain(std::mem::take(&mut call.args)).collect();
        if given.len() != 2 {
            return Err(RuleProblem::at(at, "`matches` compares a text with a pattern").help("such as `name.matches(\"^team-\")`"));
        }
        let Some(text) = literal(&given[1].expr) else {
            return Err(RuleProblem::at(at, "a pattern must be written out, so that it can be checked when the rule is loaded"));
        };
        self.patterns.push(compiled(text, at)?);
        let which = i64::try_from(self.patterns.len() - 1).expect("because a rule has few patterns");
        given[1].expr = Expr::Literal(LiteralValue::Int(which.into()));
        MATCHES.clone_into(&mut call.func_name);
        call.args = given;
        Ok(())
    }

    /// `labels["tier"]`: null where there is none.
    fn entry(&mut self, node: &mut IdedExpr) {
        let Expr::Call(call) = &mut node.expr else { return };
        let Some(path) = call.args.first().and_then(|of| segments(&of.expr)) else { return };
        if self.bound.contains(&path[0]) {
            return;
        }
        if self.vocabulary.place(&path.join(".")).is_some_and(|place| self.kind(place) == FactKind::Named) {
            GET.clone_into(&mut call.func_name);
        }
    }

    /// A fact compared with a written value of another kind never holds: somebody erred.
    fn comparable(&self, call: &CallExpr, at: (usize, usize)) -> Result<(), RuleProblem> {
        let is_comparison = matches!(
            call.func_name.as_str(),
            operators::EQUALS
                | operators::NOT_EQUALS
                | operators::LESS
                | operators::LESS_EQUALS
                | operators::GREATER
                | operators::GREATER_EQUALS
        );
        let [left, right] = call.args.as_slice() else { return Ok(()) };
        if !is_comparison {
            return Ok(());
        }
        for (of, with) in [(left, right), (right, left)] {
            let (Expr::Ident(name), Expr::Literal(value)) = (&of.expr, &with.expr) else { continue };
            let Some(place) = name.strip_prefix('#').and_then(|place| place.parse::<usize>().ok()) else { continue };
            let fact = self.vocabulary.facts()[place];
            if let Some(found) = misfit(fact, value) {
                let message = format!("`{}` is {}, and is compared with {found}", fact.about().name, with_article(fact.about().kind));
                return Err(RuleProblem::at(at, message).help(format!("for example `{}`", fact.about().example)));
            }
        }
        Ok(())
    }

    fn kind(&self, place: usize) -> FactKind {
        self.vocabulary.facts()[place].about().kind
    }
}

/// The text of that name in a fact that has entries, or null.
pub(super) fn get(of: Value, name: Value) -> Value {
    match (of, name) {
        (Value::Map(map), Value::String(name)) => map.map.get(&cel::objects::Key::String(name)).cloned().unwrap_or(Value::Null),
        _ => Value::Null,
    }
}

pub(super) fn reading_name(place: usize) -> String {
    format!("#{place}")
}

fn known_name(place: usize) -> String {
    format!("?{place}")
}

fn probe_name(place: usize) -> String {
    format!("~{place}")
}

fn get_call(id: u64, of: Expr, name: IdedExpr) -> Expr {
    Expr::Call(CallExpr { func_name: GET.to_owned(), target: None, args: vec![IdedExpr { id, expr: of }, name] })
}

fn segments(expr: &Expr) -> Option<Vec<String>> {
    let mut segments = Vec::new();
    let mut expr = expr;
    loop {
        match expr {
            Expr::Ident(name) => {
                segments.push(name.clone());
                segments.reverse();
                return Some(segments);
            }
            Expr::Select(select) if !select.test => {
                segments.push(select.field.clone());
                expr = &select.operand.expr;
            }
            _ => return None,
        }
    }
}

fn literal(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner()),
        _ => None,
    }
}

fn compiled(pattern: &str, at: (usize, usize)) -> Result<Regex, RuleProblem> {
    RegexBuilder::new(pattern).size_limit(PATTERN_BYTES).dfa_size_limit(PATTERN_BYTES).nest_limit(40).build().map_err(|error| {
        let reason = match &error {
            regex::Error::CompiledTooBig(_) => "it takes too much memory".to_owned(),
            other => other.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned(),
        };
        RuleProblem::at(at, format!("`{pattern}` is no pattern that can be used: {reason}"))
    })
}

fn misfit(fact: &dyn Fact, value: &LiteralValue) -> Option<&'static str> {
    let (found, fits) = match value {
        LiteralValue::Boolean(_) => ("true or false", fact.about().kind == FactKind::Bool),
        LiteralValue::Int(_) | LiteralValue::UInt(_) | LiteralValue::Double(_) => {
            ("a number", matches!(fact.about().kind, FactKind::Int | FactKind::Number))
        }
        LiteralValue::String(_) => ("a text", fact.about().kind == FactKind::Text),
        LiteralValue::Bytes(_) => ("bytes", false),
        LiteralValue::Null => ("null", false),
    };
    (!fits).then_some(found)
}

fn with_article(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Bool => "true or false",
        FactKind::Int | FactKind::Number => "a number",
        FactKind::Text => "a text",
        FactKind::Texts => "a list of texts",
        FactKind::Named => "a map of texts",
        FactKind::Time => "an instant",
        FactKind::Duration => "a length of time",
    }
}
