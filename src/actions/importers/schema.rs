//! A property of a JSON Schema becomes a field, with the hints that portals add to it.

use super::field::Asked;
use crate::actions::action::Choice;
use crate::actions::file::{InputFile, Reader, portable_pattern};
use crate::reading::bounds;
use crate::yaml::{Entry, Node};
use milepost_model::{Place, Severity};

/// The most values that one field offers.
const OPTIONS: usize = 500;

/// The field of a property. What only the other portal can reckon is left out and told.
pub(super) fn field(reader: &mut Reader<'_>, entry: &Entry) -> Asked {
    let node = &entry.value;
    let hint = |key: &str| node.get(&format!("ui:{key}")).or_else(|| node.at(&["ui:options", key]));
    let kind = node.get("type").and_then(Node::text).unwrap_or("string").to_owned();
    let place = Place { line: Some(entry.key.line), column: Some(entry.key.column), ..reader.place(node) };
    let mut input = InputFile { name: bounds::cut(&entry.key.text, bounds::NAME), place, ..InputFile::default() };
    input.label = said(node.get("title"), bounds::NAME);
    input.help = sentence([node.get("description"), hint("help")]);
    let example = node.get("examples").and_then(Node::items).and_then(<[Node]>::first);
    input.placeholder = said(hint("placeholder").or(example), bounds::NAME);
    input.default = node.get("default").filter(|node| !is_reckoned(node)).and_then(|node| Some((value(node)?, reader.place(node))));
    (input.options, input.options_place) = options(reader, node);
    if kind == "boolean" {
        input.options.clear();
    }
    let is_text = kind == "string" && input.options.is_empty();
    if is_text {
        (input.pattern, input.pattern_says) = pattern(reader, node);
    }
    let bound = |keys: [&str; 2]| {
        let key = if is_text { keys[0] } else { keys[1] };
        node.get(key).and_then(Node::text).and_then(|text| text.parse::<f64>().ok()).filter(|number| number.is_finite())
    };
    if is_text || matches!(kind.as_str(), "integer" | "number") {
        (input.min, input.max) = (bound(["minLength", "minimum"]), bound(["maxLength", "maximum"]));
    }
    // A text that may be empty has no least length.
    input.min = input.min.filter(|min| *min > 0.0 || !is_text);
    let widget = hint("widget").and_then(Node::text).unwrap_or_default();
    let format = node.get("format").and_then(Node::text).unwrap_or_default();
    let picker = node.get("ui:field").and_then(Node::text).unwrap_or_default();
    input.is_long = widget == "textarea" || matches!(format, "multi-line" | "yaml" | "markdown");
    let is_locked = ["disabled", "readonly"].iter().any(|key| hint(key).and_then(Node::boolean) == Some(true));
    input.is_fixed = (widget == "hidden" || is_locked) && input.default.is_some();
    if widget == "password" || picker == "Secret" || node.get("encryption").is_some() {
        let message = format!("“{}” is a secret, and what a workflow is started with can be read by all who see its runs", input.name);
        let help = "keep it in the repository’s secrets, and let the workflow read it there";
        reader.complain(Severity::Warning, "secret-input", message, input.place.clone(), help);
    }
    reckoned(reader, node, &input.name);
    Asked { kind, input }
}

/// What is offered: `enum` with its names, or `oneOf` and `anyOf` of constants.
fn options(reader: &Reader<'_>, node: &Node) -> (Vec<Choice>, Place) {
    let names = node.get("enumNames").or_else(|| node.get("ui:enumNames")).or_else(|| node.at(&["ui:options", "enumNames"]));
    let names = names.and_then(Node::items).unwrap_or_default();
    if let Some((listed, items)) = node.get("enum").and_then(|listed| Some((listed, listed.items()?))) {
        let says = |at: usize, value: &String| names.get(at).and_then(Node::text).filter(|name| *name != value).map(str::to_owned);
        let choice = |(at, item): (usize, &Node)| {
            let value = value(item)?;
            Some(Choice { says: says(at, &value), value })
        };
        return (distinct(items.iter().take(OPTIONS).enumerate().filter_map(choice).collect()), reader.place(listed));
    }
    let constants = node.get("oneOf").or_else(|| node.get("anyOf")).and_then(Node::items).unwrap_or_default();
    let choice = |one: &Node| {
        let value = value(one.get("const")?)?;
        let says = said(one.get("title").or_else(|| one.get("description")), bounds::SENTENCE).filter(|says| *says != value);
        Some(Choice { value, says })
    };
    (distinct(constants.iter().take(OPTIONS).filter_map(choice).collect()), reader.place(node))
}

fn distinct(mut options: Vec<Choice>) -> Vec<Choice> {
    let mut seen = std::collections::BTreeSet::new();
    options.retain(|option| !option.value.is_empty() && seen.insert(option.value.clone()));
    options
}

/// A pattern of a JSON Schema may match anywhere; one of ours matches the whole value.
fn pattern(reader: &mut Reader<'_>, node: &Node) -> (Option<String>, Option<String>) {
    let Some(written) = node.get("pattern").filter(|node| !node.is_null() && !is_reckoned(node)) else { return (None, None) };
    let Some(text) = portable_pattern(reader, "pattern", Some(written)) else { return (None, None) };
    let message = ["errorMessage", "ui:errorMessage"].iter().find_map(|key| {
        let node = node.get(key)?;
        said(node.get("pattern").or(Some(node)), bounds::SENTENCE)
    });
    let is_whole = text.starts_with('^') && text.ends_with('$') && !text.ends_with("\\$") && !text.contains('|');
    let whole = if is_whole { text.clone() } else { format!("[\\s\\S]*(?:{text})[\\s\\S]*") };
    (Some(whole), Some(message.unwrap_or_else(|| format!("of the form {text}"))))
}

/// Tells what the other portal reckons when its form is shown, of which nothing is known here.
fn reckoned(reader: &mut Reader<'_>, node: &Node, name: &str) {
    for key in ["default", "enum", "visible", "required", "disabled", "pattern"] {
        let Some(found) = node.get(key).filter(|node| is_reckoned(node)) else { continue };
        let message = format!("“{key}” of “{name}” is a query that only Port can answer, and is left out");
        reader.complain(Severity::Note, "reckoned-elsewhere", message, reader.place(found), "write it in milepost.actions/, in CEL");
    }
}

fn is_reckoned(node: &Node) -> bool {
    node.get("jqQuery").is_some()
}

/// A value as a workflow is given it: a list or a map is JSON.
pub(super) fn value(node: &Node) -> Option<String> {
    if node.is_null() {
        return None;
    }
    let text = node.text().map_or_else(|| node.to_json().to_string(), str::to_owned);
    Some(bounds::cut(&text, bounds::SENTENCE))
}

fn said(node: Option<&Node>, most: usize) -> Option<String> {
    Some(bounds::cut(&bounds::one_line(node?.text()?), most)).filter(|text| !text.is_empty())
}

/// Sentences of several sources as one text.
fn sentence<'n>(parts: impl IntoIterator<Item = Option<&'n Node>>) -> Option<String> {
    let said: Vec<String> = parts.into_iter().filter_map(|part| said(part, bounds::SENTENCE)).collect();
    (!said.is_empty()).then(|| bounds::cut(&said.join(" "), bounds::SENTENCE))
}
