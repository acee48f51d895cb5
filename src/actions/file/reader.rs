//! Takes values out of an action's file and complains, with a place, about those of the wrong shape.

use crate::reading::bounds;
use crate::rules::{Rule, Vocabulary};
use crate::yaml::{Mapping, Node};
use milepost_model::{Diagnostic, Place, Severity};
use std::sync::Arc;

/// The most items of one list that are kept.
const ITEMS: usize = 200;

/// One file, while it is read.
pub(in crate::actions) struct Reader<'t> {
    file: Place,
    text: &'t str,
    pub(in crate::actions) problems: Vec<Diagnostic>,
}

impl<'t> Reader<'t> {
    pub(in crate::actions) fn new(file: Place, text: &'t str) -> Self {
        Self { file, text, problems: Vec::new() }
    }

    /// The file as a whole.
    pub(in crate::actions) fn whole(&self) -> Place {
        self.file.clone()
    }

    /// The place of a value.
    pub(in crate::actions) fn place(&self, node: &Node) -> Place {
        node.place(&self.file)
    }

    pub(in crate::actions) fn complain(&mut self, severity: Severity, what: &str, message: String, place: Place, help: impl Into<String>) {
        self.problems.push(Diagnostic::new(severity, &format!("actions/{what}"), message).at(place).help(help).quoting(self.text));
    }

    pub(in crate::actions) fn error(&mut self, what: &str, message: String, node: &Node, help: impl Into<String>) {
        self.complain(Severity::Error, what, message, self.place(node), help);
    }

    /// Complains about keys that nobody knows.
    pub(in crate::actions) fn known(&mut self, mapping: &Mapping, keys: &[&str], below: &str) {
        for entry in mapping.entries().iter().filter(|entry| !keys.contains(&entry.key.text.as_str())) {
            let key = entry.key.text.as_str();
            let near = keys.iter().max_by(|a, b| strsim::jaro(a, key).total_cmp(&strsim::jaro(b, key)));
            let help = match near.filter(|near| strsim::jaro(near, key) > 0.75) {
                Some(near) => format!("did you mean “{near}”?"),
                None => format!("known keys are {}", keys.join(", ")),
            };
            let message = format!("“{below}{}” is not a key of an action", bounds::cut(key, 60));
            self.complain(Severity::Warning, "unknown-key", message, entry.key.place(&self.file), help);
        }
    }

    /// The map; anything else is an error.
    pub(in crate::actions) fn map<'n>(&mut self, key: &str, node: Option<&'n Node>) -> Option<&'n Mapping> {
        let node = node.filter(|node| !node.is_null())?;
        let mapping = node.mapping();
        if mapping.is_none() {
            self.error("wrong-type", format!("“{key}” must be a map, and this is {}", node.found()), node, "write its keys below it");
        }
        mapping
    }

    /// One line of text.
    pub(in crate::actions) fn line(&mut self, key: &str, node: Option<&Node>, most: usize) -> Option<String> {
        let node = node.filter(|node| !node.is_null())?;
        let Some(text) = node.text() else {
            self.error("wrong-type", format!("“{key}” must be text, and this is {}", node.found()), node, "write one value");
            return None;
        };
        Some(bounds::cut(&bounds::one_line(text), most)).filter(|text| !text.is_empty())
    }

    /// The items of a list.
    pub(in crate::actions) fn items<'n>(&mut self, key: &str, node: Option<&'n Node>) -> &'n [Node] {
        let Some(node) = node.filter(|node| !node.is_null()) else { return &[] };
        let Some(items) = node.items() else {
            self.error("wrong-type", format!("“{key}” must be a list, and this is {}", node.found()), node, "begin each item with `- `");
            return &[];
        };
        &items[..items.len().min(ITEMS)]
    }

    /// The texts of a list.
    pub(in crate::actions) fn lines(&mut self, key: &str, node: Option<&Node>) -> Vec<String> {
        self.items(key, node).iter().filter_map(|node| self.line(key, Some(node), bounds::NAME)).collect()
    }

    /// A number.
    pub(in crate::actions) fn number(&mut self, key: &str, node: Option<&Node>) -> Option<f64> {
        let node = node.filter(|node| !node.is_null())?;
        let number = node.text().and_then(|text| text.parse::<f64>().ok()).filter(|number| number.is_finite());
        if number.is_none() {
            self.error("wrong-type", format!("“{key}” must be a number, and this is {}", node.found()), node, "write digits");
        }
        number
    }

    /// A whole number above zero.
    pub(in crate::actions) fn count(&mut self, key: &str, node: Option<&Node>) -> Option<u64> {
        let node = node.filter(|node| !node.is_null())?;
        let count = node.text().and_then(|text| text.parse::<u64>().ok()).filter(|count| *count > 0);
        if count.is_none() {
            let message = format!("“{key}” must be a whole number above zero, and this is {}", node.found());
            self.error("wrong-type", message, node, "write digits");
        }
        count
    }

    /// One of some words.
    pub(in crate::actions) fn word<T: Copy>(
        &mut self,
        key: &str,
        node: Option<&Node>,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Option<T> {
        let node = node.filter(|node| !node.is_null())?;
        let text = node.text().unwrap_or_default();
        let found = all.iter().copied().find(|one| word(*one) == text);
        if found.is_none() {
            let words: Vec<&str> = all.iter().map(|one| word(*one)).collect();
            self.error("unknown-word", format!("“{key}” is {}", node.found()), node, format!("it may be {}", words.join(", ")));
        }
        found
    }

    /// A rule over the facts that its place may ask for.
    pub(in crate::actions) fn rule(&mut self, key: &str, node: Option<&Node>, vocabulary: Vocabulary) -> Option<Arc<Rule>> {
        let node = node.filter(|node| !node.is_null())?;
        let Some(text) = node.text() else {
            self.error("wrong-type", format!("“{key}” must be an expression, and this is {}", node.found()), node, "put it in quotes");
            return None;
        };
        match Rule::compile(text, vocabulary) {
            Ok(rule) if !rule.probes().is_empty() => {
                let message = format!("“{key}” asks for files of its own, which are not there where an action runs");
                self.error(
                    "bad-rule",
                    message,
                    node,
                    "ask a fact, such as files.runbook, or make it a rule of a scorecard: scorecards.failing",
                );
                None
            }
            Ok(rule) => Some(Arc::new(rule)),
            Err(problem) => {
                let help = problem.help.clone().unwrap_or_else(|| "the facts are in the manual under Facts".to_owned());
                self.error("bad-rule", format!("“{key}”: {problem}, in `{}`", bounds::cut(&bounds::one_line(text), 200)), node, help);
                None
            }
        }
    }
}
