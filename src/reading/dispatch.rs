//! What a workflow asks of whoever starts it by hand: the inputs of `on.workflow_dispatch`.
//!
//! Read as GitHub shows the form: an input without a type is a text, and one of a type that GitHub does
//! not know is still there. What GitHub or its users would stumble over becomes findings.

use super::bounds;
use crate::yaml::{Mapping, Node};
use milepost_model::{Diagnostic, Place, Severity};
use std::collections::BTreeSet;

/// GitHub takes so many inputs; until December 2025 it took ten.
pub const MOST_INPUTS: usize = 25;

/// The most options of one input that are kept.
const MOST_OPTIONS: usize = 500;

/// Keys of an input.
const KEYS: [&str; 6] = ["description", "deprecationMessage", "required", "default", "type", "options"];

/// What a workflow asks of whoever starts it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dispatch {
    /// The line of `workflow_dispatch`, counted from 1.
    pub line: u32,
    /// Its inputs, in the order in which they are written.
    pub inputs: Vec<Input>,
    /// What is wrong with them, in a file without a name.
    pub problems: Vec<Diagnostic>,
}

/// An input of a workflow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    /// Its name, as it is written.
    pub name: String,
    /// What it takes.
    pub kind: InputKind,
    /// What its description says.
    pub description: Option<String>,
    /// What it is unless somebody says otherwise, as text.
    pub default: Option<String>,
    /// Whether it must be filled in.
    pub is_required: bool,
    /// The values of a choice.
    pub options: Vec<String>,
    /// Why it should not be used any more.
    pub deprecation: Option<String>,
    /// The line on which it stands, counted from 1.
    pub line: u32,
    /// The column at which it begins, counted from 1.
    pub column: u32,
}

/// What an input takes. Whatever it is, it reaches the workflow as text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum InputKind {
    /// Any text.
    #[default]
    Text,
    /// One of its options.
    Choice,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// The name of an environment of the repository.
    Environment,
}

impl InputKind {
    /// The word that workflows use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Choice => "choice",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::Environment => "environment",
        }
    }

    /// The type of that word.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Text, Self::Choice, Self::Boolean, Self::Number, Self::Environment].into_iter().find(|kind| kind.word() == word)
    }
}

/// Reads `on`, in each of its three spellings; nothing where the workflow is not started by hand.
pub(super) fn read(on: &Node) -> Option<Dispatch> {
    const EVENT: &str = "workflow_dispatch";
    if let Some(mapping) = on.mapping() {
        let entry = mapping.entry(EVENT)?;
        let mut dispatch = Dispatch { line: entry.key.line, ..Dispatch::default() };
        for other in entry.value.mapping().map(Mapping::entries).unwrap_or_default().iter().filter(|entry| entry.key.text != "inputs") {
            let message = format!("“{}” is no key of {EVENT}", bounds::cut(&other.key.text, 60));
            let at = (other.key.line, other.key.column);
            dispatch.tell(Severity::Warning, "unknown-key", message, at, "it has inputs and nothing else");
        }
        if let Some(inputs) = entry.value.get("inputs") {
            dispatch.take(inputs);
        }
        return Some(dispatch);
    }
    let written = on.items().unwrap_or(std::slice::from_ref(on)).iter().find(|node| node.text() == Some(EVENT))?;
    Some(Dispatch { line: written.line, ..Dispatch::default() })
}

impl Dispatch {
    fn take(&mut self, inputs: &Node) {
        if inputs.is_null() {
            return;
        }
        let Some(mapping) = inputs.mapping() else {
            let help = "write each input as a key of `inputs`";
            self.complain(Severity::Error, "wrong-type", format!("“inputs” must be a map, and this is {}", inputs.found()), inputs, help);
            return;
        };
        if let Some(entry) = mapping.entries().get(MOST_INPUTS) {
            let message = format!("the workflow has {} inputs, and GitHub takes {MOST_INPUTS}", mapping.entries().len());
            let at = (entry.key.line, entry.key.column);
            self.tell(Severity::Error, "too-many-inputs", message, at, "several values can go into one input, as JSON");
        }
        let mut seen = BTreeSet::new();
        for entry in mapping.entries().iter().take(MOST_INPUTS) {
            let name = bounds::cut(&entry.key.text, bounds::NAME);
            let at = (entry.key.line, entry.key.column);
            if !seen.insert(name.to_lowercase()) {
                let message = format!("the input “{name}” stands here twice: GitHub does not tell capitals from small letters");
                self.tell(Severity::Error, "input-twice", message, at, "give one of them another name");
                continue;
            }
            let input = self.input(name, at, &entry.value);
            self.inputs.push(input);
        }
    }

    fn input(&mut self, name: String, (line, column): (u32, u32), node: &Node) -> Input {
        let mut input = Input { name, line, column, ..Input::default() };
        if node.is_null() {
            return input;
        }
        let Some(mapping) = node.mapping() else {
            let message = format!("the input “{}” must be a map, and this is {}", input.name, node.found());
            self.complain(Severity::Error, "wrong-type", message, node, "write description, type and default below it");
            return input;
        };
        self.unknown_keys(&input.name, mapping);
        input.description = sentence(mapping.get("description"));
        input.deprecation = sentence(mapping.get("deprecationMessage"));
        input.default = mapping.get("default").and_then(Node::text).map(|text| bounds::cut(text, bounds::SENTENCE));
        input.is_required = mapping.get("required").is_some_and(|node| node.text() == Some("true"));
        self.kind(&mut input, mapping);
        self.options(&mut input, mapping, node);
        self.judge_default(&input, mapping);
        input
    }

    fn unknown_keys(&mut self, name: &str, mapping: &Mapping) {
        for entry in mapping.entries().iter().filter(|entry| !KEYS.contains(&entry.key.text.as_str())) {
            let message = format!("“{}” is no key of an input, here of “{name}”", bounds::cut(&entry.key.text, 60));
            let at = (entry.key.line, entry.key.column);
            self.tell(Severity::Warning, "unknown-key", message, at, format!("an input has {}", KEYS.join(", ")));
        }
    }

    fn kind(&mut self, input: &mut Input, mapping: &Mapping) {
        let Some(node) = mapping.get("type").filter(|node| !node.is_null()) else { return };
        let word = node.text().unwrap_or_default();
        if let Some(kind) = InputKind::of(word) {
            input.kind = kind;
        } else {
            let message = format!("the input “{}” has the type {}, which GitHub does not know", input.name, node.found());
            self.complain(Severity::Error, "unknown-type", message, node, "there are string, choice, boolean, number and environment");
        }
    }

    fn options(&mut self, input: &mut Input, mapping: &Mapping, whole: &Node) {
        let written = mapping.entry("options").filter(|entry| !entry.value.is_null());
        let Some(entry) = written else {
            if input.kind == InputKind::Choice {
                let message = format!("the input “{}” is a choice without options", input.name);
                self.complain(Severity::Error, "no-options", message, whole, "write options: and a list of at least one value");
            }
            return;
        };
        if input.kind != InputKind::Choice {
            let message = format!("the input “{}” has options, and only a choice may have them", input.name);
            let at = (entry.key.line, entry.key.column);
            self.tell(Severity::Error, "options-of-no-choice", message, at, "write type: choice, or remove the options");
            return;
        }
        for node in entry.value.items().unwrap_or_default().iter().take(MOST_OPTIONS) {
            let text = node.text().map(|text| bounds::cut(text, bounds::NAME)).unwrap_or_default();
            if text.is_empty() {
                let message = format!("an option of “{}” is empty", input.name);
                self.complain(Severity::Error, "empty-option", message, node, "write a value, or remove the line");
            } else if input.options.contains(&text) {
                let message = format!("the option “{text}” of “{}” stands here twice", input.name);
                self.complain(Severity::Error, "option-twice", message, node, "remove one of them");
            } else {
                input.options.push(text);
            }
        }
        if entry.value.items().is_none_or(<[Node]>::is_empty) {
            let message = format!("the input “{}” is a choice without options", input.name);
            self.complain(Severity::Error, "no-options", message, &entry.value, "write a list of at least one value");
        }
    }

    fn judge_default(&mut self, input: &Input, mapping: &Mapping) {
        let (Some(default), Some(node)) = (input.default.as_deref(), mapping.get("default")) else { return };
        let name = &input.name;
        let wrong = match input.kind {
            InputKind::Choice if !input.options.is_empty() && !input.options.iter().any(|option| option == default) => Some((
                format!("the default “{default}” of “{name}” is none of its options"),
                format!("the options are {}", input.options.join(", ")),
            )),
            InputKind::Boolean if !matches!(default, "true" | "false") => {
                Some((format!("the default “{default}” of “{name}” is neither true nor false"), "write true or false".to_owned()))
            }
            InputKind::Number if default.parse::<f64>().is_err() => {
                Some((format!("the default “{default}” of “{name}” is no number"), "write digits, with a point before decimals".to_owned()))
            }
            _ => None,
        };
        if let Some((message, help)) = wrong {
            self.complain(Severity::Error, "bad-default", message, node, help);
        }
    }

    fn complain(&mut self, severity: Severity, what: &str, message: String, node: &Node, help: impl Into<String>) {
        self.tell(severity, what, message, (node.line, node.column), help);
    }

    fn tell(&mut self, severity: Severity, what: &str, message: String, (line, column): (u32, u32), help: impl Into<String>) {
        let code = format!("actions/{what}");
        self.problems.push(Diagnostic::new(severity, &code, message).at(Place::default().at(line, column)).help(help));
    }
}

fn sentence(node: Option<&Node>) -> Option<String> {
    Some(bounds::cut(&bounds::one_line(node?.text()?), bounds::SENTENCE)).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests;
