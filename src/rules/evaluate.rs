//! A rule is asked, and answers yes, no, or what it would need to know.

use super::compile::Rule;
use super::known::Facts;
use cel::common::types::CelBool;
use cel::common::value::CowVal;
use cel::context::VariableResolver;
use cel::{ExecutionError, Value};
use milepost_model::Unknown;

/// Longer texts are cut: they stand in tables.
const LONGEST_TOLD: usize = 300;

/// What a rule answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// It holds.
    Yes,
    /// It does not hold.
    No,
    /// It cannot be told, since these facts are not known.
    Unknown(Vec<Missing>),
    /// It makes no sense of what is known: the reason as a sentence part.
    Broken(String),
}

/// A fact that a rule would need to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The fact's name, or the file that was asked for.
    pub fact: String,
    /// Why it is not known.
    pub reason: Unknown,
}

impl Missing {
    /// What is not known and why, in words: a fact by its title, a file by its path.
    pub fn words(&self) -> String {
        let known = super::FACTS.iter().map(|fact| fact.about()).find(|about| about.name == self.fact);
        format!("{} ({})", known.map_or(self.fact.as_str(), |about| about.title), self.reason.words())
    }
}

impl Rule {
    /// Asks the rule about what is known.
    ///
    /// What is not known makes no difference where the rest decides: `owner == "x" || tier == "1"` is
    /// answered by either.
    pub fn ask(&self, facts: &Facts<'_>) -> Answer {
        let asked = Asked { rule: self, facts };
        let mut scope = self.context.new_inner_scope();
        scope.set_variable_resolver(&asked);
        match Value::resolve(&self.root, &scope) {
            Ok(Value::Bool(true)) => Answer::Yes,
            Ok(Value::Bool(false)) => Answer::No,
            Ok(other) => Answer::Broken(format!("it gives {} and not true or false", other.type_of())),
            Err(error) => {
                let missing = asked.missing();
                if missing.is_empty() { Answer::Broken(words(&error)) } else { Answer::Unknown(missing) }
            }
        }
    }
}

impl Rule {
    /// The text that an expression gives, where all that it reads is known and it gives one.
    pub fn tell(&self, facts: &Facts<'_>) -> Option<String> {
        let asked = Asked { rule: self, facts };
        let mut scope = self.context.new_inner_scope();
        scope.set_variable_resolver(&asked);
        match Value::resolve(&self.root, &scope) {
            Ok(Value::String(text)) => Some(text.chars().take(LONGEST_TOLD).collect()),
            _ => None,
        }
    }
}

/// A rule together with what is known, as the expression language looks names up.
struct Asked<'a> {
    rule: &'a Rule,
    facts: &'a Facts<'a>,
}

impl Asked<'_> {
    fn missing(&self) -> Vec<Missing> {
        let facts = self.rule.vocabulary.facts();
        let named = |&place: &usize| {
            let reason = self.facts.missing(place)?;
            Some(Missing { fact: facts[place].about().name.to_owned(), reason })
        };
        let unread = self.rule.probes().iter().filter(|probe| self.facts.probes.answer(probe).is_none());
        let files = unread.map(|probe| Missing { fact: probe.glob.clone(), reason: Unknown::NotCollected });
        self.rule.reads().iter().filter_map(named).chain(files).collect()
    }
}

impl VariableResolver for Asked<'_> {
    fn resolve<'b>(&'b self, name: &str) -> Option<CowVal<'b, 'b>> {
        let place = || name.get(1..)?.parse::<usize>().ok();
        match name.as_bytes().first()? {
            b'#' => self.facts.value(place()?).map(|value| CowVal::Borrowed(value as _)),
            b'?' => Some(CowVal::owned(CelBool::from(self.facts.missing(place()?).is_none()))),
            b'~' => Some(CowVal::owned(CelBool::from(self.facts.probes.answer(self.rule.probes().get(place()?)?)?))),
            _ => None,
        }
    }
}

fn words(error: &ExecutionError) -> String {
    match error {
        ExecutionError::NoSuchOverload(overload) => {
            let operator = cel::common::ast::operators::find_operator(overload.function()).unwrap_or(overload.function());
            let operator = operator.trim_matches('_').trim_start_matches('@');
            format!("`{operator}` cannot be used on {}", overload.argument_types().join(" and "))
        }
        ExecutionError::DivisionByZero(_) | ExecutionError::RemainderByZero(_) => "it divides by zero".to_owned(),
        other => other.to_string(),
    }
}
