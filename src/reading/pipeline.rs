//! What a GitLab pipeline asks of whoever starts it by hand: variables with a description.
//!
//! GitLab shows a variable of the whole pipeline in its form where it has a `description`; `value` is what
//! the form holds at first, and `options` makes it a list. Other variables are the pipeline's own business.

use super::bounds;
use super::dispatch::{Dispatch, Input, InputKind};
use crate::yaml::{self, Mapping, Node};
use milepost_model::Place;

/// Where a pipeline is described.
pub const PATH: &str = ".gitlab-ci.yml";

/// The most variables, and values of one, that are kept.
const MOST: usize = 100;

/// Reads a pipeline; nothing where it asks nothing, or stands against YAML's rules.
pub fn read(text: &str) -> Option<Dispatch> {
    // A pipeline may be preceded by a document that says what whoever includes it hands over.
    let (documents, _) = yaml::documents(text, &Place::default());
    let variables = documents.iter().find_map(|document| document.mapping()?.entry("variables"))?;
    let entries = variables.value.mapping().map(Mapping::entries).unwrap_or_default();
    let inputs: Vec<Input> = entries.iter().filter_map(|entry| variable(&entry.key, &entry.value)).take(MOST).collect();
    (!inputs.is_empty()).then(|| Dispatch { line: variables.key.line, inputs, problems: Vec::new() })
}

fn variable(key: &yaml::Key, node: &Node) -> Option<Input> {
    let description = bounds::cut(&bounds::one_line(node.get("description")?.text()?), bounds::SENTENCE);
    let options: Vec<String> = node
        .get("options")
        .and_then(Node::items)
        .unwrap_or_default()
        .iter()
        .take(MOST)
        .filter_map(Node::text)
        .map(|text| bounds::cut(text, bounds::NAME))
        .collect();
    Some(Input {
        name: bounds::cut(&key.text, bounds::NAME),
        kind: if options.is_empty() { InputKind::Text } else { InputKind::Choice },
        description: Some(description).filter(|text| !text.is_empty()),
        default: node.get("value").and_then(Node::text).map(|text| bounds::cut(text, bounds::SENTENCE)),
        options,
        line: key.line,
        column: key.column,
        ..Input::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_variables_with_a_description_are_asked() {
        let text = "spec:\n  inputs: {}\n---\nvariables:\n  PLAIN: x\n  QUIET: {value: y}\n  WHERE:\n    value: staging\n    options: [staging, production]\n    description: Where to\n  TAG: {description: \"\"}\njob:\n  script: [a]\n";
        let found = read(text).expect("because two are asked");
        assert_eq!(found.line, 4);
        let short: Vec<_> =
            found.inputs.iter().map(|input| (input.name.as_str(), input.kind, input.default.as_deref(), input.line)).collect();
        assert_eq!(short, [("WHERE", InputKind::Choice, Some("staging"), 7), ("TAG", InputKind::Text, None, 11)]);
        for text in ["", "variables: 3\n", "variables: {A: b}\n", "[]", "variables: {A: {description: [x]}}\n", "a: [\n"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
