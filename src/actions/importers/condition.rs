//! When a field is there: what a form says of another answer, as one of our own rules.

use crate::rules::{Rule, Vocabulary};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A field is there where another answer is, or is not, one of some values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Condition {
    /// The other answer's name.
    pub(super) of: String,
    /// The values.
    pub(super) values: Vec<String>,
    /// Whether it must be none of them.
    pub(super) is_other: bool,
}

/// The rule for any of some conditions, over the inputs that the answers fill.
///
/// There is none where an answer fills no input: then the field is always there.
pub(super) fn rule(conditions: &[Condition], inputs: &BTreeMap<String, String>) -> Option<Arc<Rule>> {
    let mut parts = Vec::new();
    for condition in conditions {
        let input = quoted(inputs.get(&condition.of)?);
        let (sign, join) = if condition.is_other { ("!=", " && ") } else { ("==", " || ") };
        let tests: Vec<String> = condition.values.iter().map(|value| format!("inputs[{input}] {sign} {}", quoted(value))).collect();
        parts.push(format!("({})", tests.join(join)));
    }
    if parts.is_empty() {
        return None;
    }
    Rule::compile(&parts.join(" || "), Vocabulary::of_forms()).ok().map(Arc::new)
}

/// A text of CEL, whose escapes are those of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
