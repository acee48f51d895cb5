//! Scorecards that were written for other portals, as rules of this one.
//!
//! [`read`] takes a file of Port, Cortex or OpsLevel and gives every scorecard in it. A rule whose meaning
//! our facts have becomes CEL that was compiled; every other one is listed with what it asked and why it
//! could not be taken over. Nothing is guessed: a rule that asks almost the same is another rule.

mod cortex;
mod duration;
mod hcl;
mod opslevel;
mod port;
mod property;
#[cfg(test)]
mod tests;
mod written;

use crate::rules::{FACTS, Rule, Tier, Vocabulary};
use crate::yaml;
use milepost_model::{Diagnostics, Place};
use std::collections::BTreeSet;

pub use written::toml;

/// A scorecard of another portal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rubric {
    /// Whose it was: `Port`, `Cortex` or `OpsLevel`.
    pub from: &'static str,
    /// Its id here.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it is for.
    pub about: Option<String>,
    /// Which services it is for, where that could be said.
    pub scope: Option<String>,
    /// The names of its levels, the lowest first.
    pub levels: Vec<String>,
    /// The rules that were taken over.
    pub rules: Vec<Taken>,
    /// What was not.
    pub left: Vec<Left>,
}

/// A rule that was taken over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// Its id here.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Why it matters, as far as its description says.
    pub why: Option<String>,
    /// How to make it pass, where that was written down.
    pub fix: Option<String>,
    /// The row of the rubric.
    pub category: Option<String>,
    /// When it passes.
    pub pass: String,
    /// Its points.
    pub weight: u64,
    /// Its level's place.
    pub level: usize,
}

/// Something that was not taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Its name.
    pub title: String,
    /// What it asked, as it was written.
    pub asked: String,
    /// Why it was left.
    pub why: String,
}

/// A question in our language, or why there is none.
type Asked = Result<String, String>;

/// Every scorecard of a file.
pub fn read(text: &str, file: &Place) -> Result<Vec<Rubric>, Diagnostics> {
    if is_terraform(&file.path) {
        return Ok(opslevel::read(text).into_iter().collect());
    }
    let (documents, problems) = yaml::documents(text, file);
    if documents.is_empty() && problems.iter().next().is_some() {
        return Err(problems);
    }
    // A file may hold one scorecard, a list of them, or an answer of an API with the list inside.
    let mut all = Vec::new();
    for document in &documents {
        let list = document.items().or_else(|| document.get("scorecards")?.items());
        match list {
            Some(items) => all.extend(items.iter()),
            None => all.push(document.get("scorecard").unwrap_or(document)),
        }
    }
    Ok(all.into_iter().filter_map(|node| port::read(node).or_else(|| cortex::read(node))).collect())
}

fn is_terraform(path: &str) -> bool {
    [".tf", ".hcl"].iter().any(|ending| path.ends_with(ending))
}

/// A name as an id: small letters, digits and dashes, 40 at most.
fn id_of(name: &str) -> String {
    let plain: String = name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' }).collect();
    let mut id = plain.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    id.truncate(40);
    let id = id.trim_end_matches('-');
    if id.is_empty() { "rule".to_owned() } else { id.to_owned() }
}

impl Rubric {
    /// Takes a rule over if its question compiles, and lists it otherwise.
    fn put(&mut self, mut rule: Taken, asked: &str, question: Asked) {
        let compiled = question.and_then(|pass| match Rule::compile(&pass, Vocabulary::new(FACTS, Tier::Path)) {
            Ok(_) => Ok(pass),
            Err(problem) => Err(problem.message),
        });
        match compiled {
            Ok(pass) => {
                rule.id = self.free_id(&rule.title);
                rule.pass = pass;
                self.rules.push(rule);
            }
            Err(why) => self.left.push(Left { title: rule.title, asked: asked.to_owned(), why }),
        }
    }

    fn free_id(&self, title: &str) -> String {
        let taken: BTreeSet<&str> = self.rules.iter().map(|rule| rule.id.as_str()).collect();
        let id = id_of(title);
        if !taken.contains(id.as_str()) {
            return id;
        }
        let stem: String = id.chars().take(36).collect();
        let free = (2..=self.rules.len() + 2)
            .map(|count| format!("{}-{count}", stem.trim_end_matches('-')))
            .find(|id| !taken.contains(id.as_str()));
        free.expect("because that is more numbers than rules")
    }

    /// The place of a level, which is added where it is new.
    fn level(&mut self, name: &str) -> usize {
        let place = self.levels.iter().position(|level| level.eq_ignore_ascii_case(name));
        place.unwrap_or_else(|| {
            self.levels.push(name.to_owned());
            self.levels.len() - 1
        })
    }
}

/// A text as CEL writes it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            control if control.is_control() => {}
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
