//! Values that an expression looks up by an input, where the input's type names nothing: a key is a text, a place in a
//! list a number.

use super::{Mention, entries};
use crate::yaml::Node;
use std::collections::BTreeMap;

/// The contexts whose values have keys.
const CONTEXTS: [&str; 12] =
    ["env", "github", "inputs", "job", "jobs", "matrix", "needs", "runner", "secrets", "steps", "strategy", "vars"];

/// What an input is in an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    Text,
    Number,
    Boolean,
    /// Two triggers differ, or it is of no type that GitHub knows.
    Unclear,
}

/// What is looked up in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    /// A context, by a key.
    Context,
    /// What `.*` makes, by a place.
    List,
}

/// The types of a workflow's inputs by their names in small letters.
pub(super) struct Types(BTreeMap<String, Type>);

impl Types {
    pub(super) fn of(root: &Node) -> Self {
        let mut types = BTreeMap::new();
        for trigger in ["workflow_dispatch", "workflow_call"] {
            for entry in entries(root.at(&["on", trigger, "inputs"])) {
                let word = entry.value.mapping().and_then(|input| input.get("type")).and_then(Node::text);
                let own = match word {
                    None | Some("string" | "choice" | "environment") => Type::Text,
                    Some("number") => Type::Number,
                    Some("boolean") => Type::Boolean,
                    Some(_) => Type::Unclear,
                };
                let known = types.entry(entry.key.text.to_lowercase()).or_insert(own);
                if *known != own {
                    *known = Type::Unclear;
                }
            }
        }
        Self(types)
    }

    /// Why looking up by this input finds nothing, where it is all that stands between brackets.
    pub(super) fn misfit(&self, expression: &str, mention: &Mention<'_>) -> Option<&'static str> {
        let within = within(expression, mention)?;
        // All that the event holds are texts.
        let own = if mention.is_of_event { Type::Text } else { *self.0.get(&mention.name.to_lowercase())? };
        match (within, own) {
            (Within::Context, Type::Boolean) => Some("is a boolean, and a key is a text: it looks for one named true or false"),
            (Within::Context, Type::Number) => Some("is a number, and a key is a text: it looks for one named by digits"),
            (Within::List, Type::Boolean) => Some("is a boolean, and a place in a list is a number"),
            (Within::List, Type::Text) => Some("is a text, and a place in a list is a number"),
            _ => None,
        }
    }
}

/// What is looked up in by a mention that stands alone between brackets.
fn within(expression: &str, mention: &Mention<'_>) -> Option<Within> {
    expression[mention.end..].trim_start().strip_prefix(']')?;
    let before = expression[..mention.at].trim_end().strip_suffix('[')?.trim_end();
    if before.strip_suffix('*').is_some_and(|rest| rest.trim_end().ends_with('.')) {
        return Some(Within::List);
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let start = before.rfind(|c: char| !is_part(c)).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let is_member = before[..start].trim_end().ends_with('.');
    let known = CONTEXTS.iter().any(|context| context.eq_ignore_ascii_case(&before[start..]));
    (known && !is_member).then_some(Within::Context)
}
