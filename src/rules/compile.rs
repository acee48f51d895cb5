//! A rule's text becomes a rule that can be asked.

use super::bounds;
use super::fact::{About, Vocabulary};
use super::probe::Probe;
use super::problem::RuleProblem;
use super::rewrite::Rewriter;
use cel::common::ast::SourceInfo;
use cel::parser::{ParseError, Parser};
use cel::{Context, Env, IdedExpr};
use regex::Regex;
use std::sync::{Arc, OnceLock};

/// A rule that was checked and can be asked any number of times, by several threads at once.
pub struct Rule {
    text: String,
    pub(super) vocabulary: Vocabulary,
    pub(super) root: IdedExpr,
    pub(super) context: Context<'static, 'static>,
    reads: Vec<usize>,
    probes: Vec<Probe>,
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_tuple("Rule").field(&self.text).finish()
    }
}

impl Rule {
    /// Checks a rule's text against the facts that its place may ask for.
    pub fn compile(text: &str, vocabulary: Vocabulary) -> Result<Self, RuleProblem> {
        bounds::of_text(text)?;
        let (mut root, places) = parse(text)?;
        bounds::of_tree(text, &root, &places)?;
        let mut rewriter = Rewriter::new(text, vocabulary, &places);
        rewriter.rewrite(&mut root)?;
        let context = context(Arc::new(rewriter.patterns));
        let mut reads = rewriter.reads;
        reads.sort_unstable();
        reads.dedup();
        Ok(Self { text: text.to_owned(), vocabulary, root, context, reads, probes: rewriter.probes })
    }

    /// The rule as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The facts that it names, by their places in the vocabulary.
    pub fn reads(&self) -> &[usize] {
        &self.reads
    }

    /// What it names, in words.
    pub fn facts(&self) -> impl Iterator<Item = &'static About> {
        self.reads.iter().map(|place| self.vocabulary.facts()[*place].about())
    }

    /// The files that it asks for.
    pub fn probes(&self) -> &[Probe] {
        &self.probes
    }
}

fn parse(text: &str) -> Result<(IdedExpr, SourceInfo), RuleProblem> {
    Parser::default().parse_with_source_info(text).map_err(|errors| match errors.errors.first() {
        Some(error) => syntax(text, error),
        None => RuleProblem::whole(text, "this is no expression"),
    })
}

fn syntax(text: &str, error: &ParseError) -> RuleProblem {
    let (line, column) = (usize::try_from(error.pos.0).unwrap_or(1).max(1), usize::try_from(error.pos.1).unwrap_or(1).max(1));
    let line_start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let at = text[line_start..].char_indices().nth(column - 1).map_or(text.len(), |(at, _)| line_start + at);
    // ANTLR lists every token that it would have taken, which helps nobody.
    let message = error.msg.split(" expecting ").next().unwrap_or_default();
    let message = message.strip_prefix("Syntax error: ").unwrap_or(message);
    RuleProblem::at((at, at + 1), format!("this is no expression: {message}"))
        .help("compare with `==`, join with `&&` and `||`, and put texts in quotes")
}

/// The functions that rules may call besides the language's own.
fn context(patterns: Arc<Vec<Regex>>) -> Context<'static, 'static> {
    static ENV: OnceLock<Arc<Env>> = OnceLock::new();
    let env = ENV.get_or_init(|| {
        let mut env = Env::stdlib();
        env.add_extension(cel::extensions::strings).expect("because nothing else declares these functions");
        Arc::new(env)
    });
    let mut context = Context::with_env(Arc::clone(env));
    let because = "because the standard library has no function of that name";
    context.add_function("days", |count: i64| chrono::Duration::try_days(count).unwrap_or(chrono::Duration::MAX)).expect(because);
    context.add_function("hours", |count: i64| chrono::Duration::try_hours(count).unwrap_or(chrono::Duration::MAX)).expect(because);
    context
        .add_function(super::rewrite::MATCHES, move |text: Arc<String>, which: i64| {
            usize::try_from(which).ok().and_then(|which| patterns.get(which)).is_some_and(|pattern| pattern.is_match(&text))
        })
        .expect(because);
    context.add_function(super::rewrite::GET, super::rewrite::get).expect(because);
    context
}
